package io.espalier.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.http.QuotaHeaders.Told;
import java.time.Duration;
import java.util.Optional;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;

class KlaviyoQuotaHeadersTest {
  private static Optional<Told> read(String... headers) {
    return new KlaviyoQuotaHeaders().read(Headers.of(headers));
  }

  @Test
  void theLiveSampleIsRead() {
    assertEquals(
        Optional.of(new Told(10, 150, 149, Duration.ofSeconds(22))),
        read(
            "RateLimit-Limit", "150, 10;w=1, 150;w=60",
            "RateLimit-Remaining", "149",
            "RateLimit-Reset", "22"));
  }

  @Test
  void aDayIsNoMinute() {
    assertEquals(
        Optional.of(new Told(0, 0, 3, Duration.ofSeconds(1))),
        read(
            "RateLimit-Limit", "150;w=86400",
            "RateLimit-Remaining", "3",
            "RateLimit-Reset", "1"));
  }

  @Test
  void whatCannotBeReadTellsNothing() {
    assertEquals(Optional.empty(), read("Retry-After", "1"));
    assertEquals(Optional.empty(), read("RateLimit-Remaining", "many", "RateLimit-Reset", "22"));
  }
}
