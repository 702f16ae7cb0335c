package io.espalier.http;

import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import java.util.Optional;
import java.util.function.Function;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What came back for one call, after all repeats.
 *
 * @param status the HTTP status
 * @param body what Gson read; null for an empty body or a failure
 * @param failure empty for 2xx
 * @param raw the body of a failure, for a vendor that names rows in it
 */
public record Answer<T>(
    int status, @Nullable T body, Headers headers, Optional<Failure> failure, String raw) {

  /** The body of a success that must have one. */
  public T require() {
    orThrow();
    if (body == null) {
      throw new EspException(Failure.of(FailureKind.PROTOCOL, "an answer without a body"));
    }
    return body;
  }

  /** The same answer with another reading of its body. */
  public <R> Answer<R> map(Function<T, R> reading) {
    return new Answer<>(status, body == null ? null : reading.apply(body), headers, failure, raw);
  }

  /** Throws the failure, if it is one. */
  public Answer<T> orThrow() {
    failure.ifPresent(
        f -> {
          throw new EspException(f);
        });
    return this;
  }
}
