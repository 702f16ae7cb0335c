package io.espalier.mjml;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a rendered document can stand within another: the body's content, and before it the
 * styles that make columns wide and dark colors dark. What MJML resets for the whole document is
 * left to that document.
 */
public final class BlockMarkup {
  private static final Pattern BODY = Pattern.compile("(?is)<body[^>]*>(.*)</body>");
  private static final Pattern CONDITIONAL =
      Pattern.compile("(?s)<!--\\[if(?!\\s*!mso).*?<!\\[endif\\]-->");
  private static final Pattern STYLE = Pattern.compile("(?is)<style\\b[^>]*>.*?</style>");
  private static final String RESET = "#outlook a";

  private BlockMarkup() {}

  /**
   * @param document of {@code <mjml kind="block">}, rendered and in an ESP's language
   */
  public static String of(String document) {
    Matcher body = BODY.matcher(document);
    if (!body.find()) {
      throw new IllegalArgumentException("a document without a body");
    }
    StringBuilder block = new StringBuilder();
    String head = CONDITIONAL.matcher(document.substring(0, body.start())).replaceAll("");
    Matcher style = STYLE.matcher(head);
    while (style.find()) {
      if (!style.group().contains(RESET)) {
        block.append(style.group()).append('\n');
      }
    }
    return block.append(body.group(1).strip()).append('\n').toString();
  }
}
