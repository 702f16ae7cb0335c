package io.espalier.http;

import io.espalier.model.EmailAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/** Takes people and secrets out of what is logged or said. */
public final class Redaction {
  private static final Pattern ADDRESS =
      Pattern.compile("[\\p{L}\\p{M}\\p{N}._%+'-]+@[\\p{L}\\p{M}\\p{N}.-]+\\.\\p{L}{2,}");
  // Mailchimp's member id is the MD5 of an address and so as good as the address.
  private static final Pattern HASH = Pattern.compile("\\b[0-9a-f]{32}\\b");

  private Redaction() {}

  /** The path of a URL without host and query, addresses and their hashes masked. */
  public static String path(HttpUrl url) {
    return text(String.join("/", url.pathSegments()), "/");
  }

  /** A text, e.g. a vendor's error message, with every address and its hash masked. */
  public static String text(String text) {
    return text(text, "");
  }

  private static String text(String text, String prefix) {
    String masked =
        ADDRESS
            .matcher(text)
            .replaceAll(match -> Matcher.quoteReplacement(EmailAddress.mask(match.group())));
    return prefix + HASH.matcher(masked).replaceAll("<hash>");
  }
}
