package io.espalier.amp.valid;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a URL may be. */
final class Urls {
  private static final Pattern PROTOCOL = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*):");
  private static final Pattern HOSTLESS = Pattern.compile("^(?i)https?:(?:/{0,2}$|//[/?#])");
  private static final Pattern BAD_HOST =
      Pattern.compile("^(?i)https?://[^/?#]*[\\s<>\"{}|\\\\^`]");

  private Urls() {}

  /** Code and text of what is wrong, parted by a tab; empty where nothing is. */
  static Optional<String> wrong(String raw, List<String> protocols, boolean relative) {
    String url = raw.strip();
    if (url.isEmpty()) {
      return Optional.of("MISSING_URL\tthe URL is missing");
    }
    Matcher protocol = PROTOCOL.matcher(url);
    if (protocol.find()) {
      String name = protocol.group(1).toLowerCase(Locale.ROOT);
      if (HOSTLESS.matcher(url).find() || BAD_HOST.matcher(url).find()) {
        return Optional.of("INVALID_URL\tthe URL '" + url + "' is malformed");
      }
      return protocols.contains(name)
          ? Optional.empty()
          : Optional.of(
              "INVALID_URL_PROTOCOL\ta URL may not begin with '"
                  + name
                  + ":' here, only with "
                  + String.join(", ", protocols));
    }
    return relative
        ? Optional.empty()
        : Optional.of(
            "DISALLOWED_RELATIVE_URL\tthe URL '" + raw + "' is relative; it must be whole");
  }
}
