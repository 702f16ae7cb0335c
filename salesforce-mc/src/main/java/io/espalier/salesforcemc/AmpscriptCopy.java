package io.espalier.salesforcemc;

import static java.util.stream.Collectors.joining;

import io.espalier.template.Context;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes an author's copy harmless: no two per cent signs side by side, also not with what comes
 * before or after, no opener of the older template language, no server script.
 */
final class AmpscriptCopy {
  private static final Pattern PERCENTS = Pattern.compile("%{2,}|^%|%$");
  private static final Pattern BRACES = Pattern.compile("\\{(?=[{%<])|(?<=\\{)\\{|^\\{|\\{$");
  private static final Pattern OPENER =
      Pattern.compile(PERCENTS.pattern() + "|" + BRACES.pattern());
  private static final Pattern SERVER_SCRIPT =
      Pattern.compile("<(?=script\\b[^>]*\\brunat\\b)", Pattern.CASE_INSENSITIVE);

  private AmpscriptCopy() {}

  static String harmless(String copy, Context context) {
    return switch (context) {
      case HTML -> {
        String text = swap(copy, "&#37;", "&#123;");
        yield SERVER_SCRIPT.matcher(text).replaceAll("&lt;");
      }
      case ATTRIBUTE -> swap(copy, "&#37;", "&#123;");
      case JSON -> swap(copy, "\\\\u0025", "\\\\u007b");
      case URL, PATH -> url(copy);
      case PLAIN -> printed(copy);
    };
  }

  private static String swap(String copy, String percent, String brace) {
    String text = PERCENTS.matcher(copy).replaceAll(run -> percent.repeat(run.group().length()));
    return BRACES.matcher(text).replaceAll(brace);
  }

  /** A sign that stands for itself is %25 in a URL; one before two hex digits is left. */
  private static String url(String copy) {
    String text = copy.replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
    return BRACES.matcher(text).replaceAll("%7B");
  }

  /** Plain text has no entities: there AMPscript itself prints the signs. */
  private static String printed(String copy) {
    StringBuilder text = new StringBuilder();
    Matcher opener = OPENER.matcher(copy);
    while (opener.find()) {
      String signs = opener.group();
      String each = signs.chars().mapToObj(c -> "'" + (char) c + "'").collect(joining(","));
      String all = signs.length() > 1 ? each : each + ",''";
      opener.appendReplacement(text, Matcher.quoteReplacement("%%=Concat(" + all + ")=%%"));
    }
    return opener.appendTail(text).toString();
  }
}
