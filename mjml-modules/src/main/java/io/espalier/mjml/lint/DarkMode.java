package io.espalier.mjml.lint;

import io.espalier.mjml.InlineStyles;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rendering as a client in dark mode shows it that obeys {@code @media (prefers-color-scheme:
 * dark)}: Apple Mail, Outlook for the Mac, Thunderbird. What clients invert by themselves is
 * published nowhere.
 */
final class DarkMode {
  private static final Pattern STYLE = Pattern.compile("(?is)<style\\b[^>]*>(.*?)</style>");
  private static final Pattern QUERY =
      Pattern.compile(
          "(?is)@media[^{]*\\(\\s*prefers-color-scheme\\s*:\\s*dark\\s*\\)[^{]*"
              + "\\{((?:[^{}]*\\{[^{}]*\\})*)[^{}]*\\}");

  private DarkMode() {}

  /** Empty where the email says nothing of dark mode. */
  static Optional<Page> of(Page page) {
    StringBuilder css = new StringBuilder();
    Matcher style = STYLE.matcher(page.html());
    while (style.find()) {
      Matcher query = QUERY.matcher(style.group(1));
      while (query.find()) {
        css.append(query.group(1)).append('\n');
      }
    }
    return css.isEmpty()
        ? Optional.empty()
        : Optional.of(Page.of(InlineStyles.written(page.html(), css.toString())));
  }
}
