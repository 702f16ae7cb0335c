package io.espalier.http;

import io.espalier.model.EmailAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/** Takes people and secrets out of what is logged or said. */
public final class Redaction {
  private static final String LOCAL = "[\\p{L}\\p{M}\\p{N}._%+'!#$&*^`{|}~-]";

  // Possessive, and only from the start of a run: a long body is read once.
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?<!"
              + LOCAL
              + ")"
              + LOCAL
              + "++@[\\p{L}\\p{M}\\p{N}-]++(?:\\.[\\p{L}\\p{M}\\p{N}-]++)+");

  /** An unsalted hash of an address is as good as the address; API keys have this form too. */
  private static final Pattern HASH =
      Pattern.compile("(?<![0-9A-Za-z])[0-9A-Fa-f]{32,}(?![0-9A-Za-z])");

  /** A word that nobody wrote by hand: letters and digits mixed, such as a token. */
  private static final Pattern TOKEN =
      Pattern.compile("(?<![\\w.-])(?=[\\w.-]*[0-9])(?=[\\w.-]*[A-Za-z])[\\w.-]{16,}+");

  private static final Pattern MARKUP =
      Pattern.compile("(?is)<(script|style)\\b.*?</\\1>|<!--.*?-->|<[^>]*>");
  private static final int FIRST_WORDS = 60;

  private Redaction() {}

  /** The path of a URL without host and query, addresses and their hashes masked. */
  public static String path(HttpUrl url) {
    StringBuilder path = new StringBuilder();
    url.pathSegments().forEach(segment -> path.append('/').append(text(segment)));
    return path.toString();
  }

  /** A text, e.g. a vendor's error message, with every address and its hash masked. */
  public static String text(String text) {
    String masked =
        ADDRESS
            .matcher(text)
            .replaceAll(match -> Matcher.quoteReplacement(EmailAddress.mask(match.group())));
    return HASH.matcher(masked).replaceAll("<hash>");
  }

  /**
   * How an answer that nobody can read begins: one line of at most 60 characters, without markup,
   * addresses and anything that could be a key.
   */
  public static String firstWords(String body) {
    String start = body.substring(0, Math.min(body.length(), 4_000));
    String line = MARKUP.matcher(start).replaceAll(" ").replaceAll("\\s+", " ").strip();
    String masked = TOKEN.matcher(text(line)).replaceAll("<hidden>");
    return masked.length() <= FIRST_WORDS ? masked : masked.substring(0, FIRST_WORDS) + "…";
  }
}
