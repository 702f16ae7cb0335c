package io.espalier.http;

import java.time.Duration;
import java.util.Optional;
import okhttp3.Headers;

/** Reads what a vendor's answer tells of the quota that its call was counted against. */
@FunctionalInterface
public interface QuotaHeaders {

  /** For a vendor that tells nothing. */
  QuotaHeaders NONE = headers -> Optional.empty();

  /** Empty where the answer tells nothing, or nothing that can be read. */
  Optional<Told> read(Headers headers);

  /**
   * What was told.
   *
   * @param perSecond calls in one second; 0 where it is not told
   * @param perMinute calls in one minute; 0 where it is not told
   * @param remaining calls that are left until the reset, whoever makes them
   * @param reset from now until the window begins anew
   */
  record Told(int perSecond, int perMinute, int remaining, Duration reset) {}
}
