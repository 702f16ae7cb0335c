package io.espalier.sync.project;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A length of time as people write it: {@code 90 s}, {@code 15min}, {@code 6h}, {@code 2d}. */
public final class LengthOfTime {
  private static final Pattern TIME = Pattern.compile("([0-9]{1,4}) ?(s|min|h|d)");

  private LengthOfTime() {}

  /** Empty where the text is none. */
  public static Optional<Duration> parse(String text) {
    Matcher matcher = TIME.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "s" -> Duration.ofSeconds(amount);
          case "min" -> Duration.ofMinutes(amount);
          case "h" -> Duration.ofHours(amount);
          default -> Duration.ofDays(amount);
        });
  }
}
