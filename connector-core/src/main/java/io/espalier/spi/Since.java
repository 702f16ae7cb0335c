package io.espalier.spi;

import java.time.Instant;

/**
 * Where to read on in what happened at an ESP.
 *
 * @param instant nothing older is needed; an ESP that cannot tell returns more
 * @param position opaque; empty for the beginning
 */
public record Since(Instant instant, String position) {
  public static Since of(Instant instant) {
    return new Since(instant, "");
  }

  public Since at(String nextPosition) {
    return new Since(instant, nextPosition);
  }
}
