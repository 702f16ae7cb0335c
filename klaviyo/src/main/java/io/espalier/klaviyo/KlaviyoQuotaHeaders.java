package io.espalier.klaviyo;

import io.espalier.http.QuotaHeaders;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * {@code RateLimit-Limit: 150, 10;w=1, 150;w=60} with {@code RateLimit-Remaining} and {@code
 * RateLimit-Reset}, which speak of the minute. A 429 carries none of them. Source:
 * developers.klaviyo.com/en/docs/rate-limits-and-error-handling and klaviyo-api-python#27, read
 * 2026-11-23.
 */
final class KlaviyoQuotaHeaders implements QuotaHeaders {
  private static final Pattern WINDOW = Pattern.compile("(\\d{1,7})\\s*;\\s*w\\s*=\\s*(\\d{1,7})");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,7}");
  private static final int MINUTE = 60;

  @Override
  public Optional<Told> read(Headers headers) {
    int remaining = number(headers.get("RateLimit-Remaining"));
    int reset = number(headers.get("RateLimit-Reset"));
    if (remaining < 0 || reset < 0) {
      return Optional.empty();
    }
    String limit = headers.get("RateLimit-Limit");
    return Optional.of(
        new Told(window(limit, 1), window(limit, MINUTE), remaining, Duration.ofSeconds(reset)));
  }

  private static int window(@Nullable String limit, int seconds) {
    Matcher window = WINDOW.matcher(limit == null ? "" : limit);
    while (window.find()) {
      if (Integer.parseInt(window.group(2)) == seconds) {
        return Integer.parseInt(window.group(1));
      }
    }
    return 0;
  }

  private static int number(@Nullable String text) {
    return text != null && NUMBER.matcher(text.strip()).matches()
        ? Integer.parseInt(text.strip())
        : -1;
  }
}
