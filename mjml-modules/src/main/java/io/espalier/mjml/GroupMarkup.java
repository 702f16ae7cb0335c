package io.espalier.mjml;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What mjml4j 1.2.2 gets wrong of {@code mj-group} (compared with npm's mjml 4.18, November 2026):
 * it takes a group's share of the section's width twice for Outlook, which squeezes the group, and
 * leaves its background color out.
 */
final class GroupMarkup {
  private static final Pattern GROUP =
      Pattern.compile(
          "(<td class=\"[^\"]*\" style=\"(?:[^\"]*;)?width:)([0-9.]+)(px;\""
              + " *><!\\[endif\\]-->\\s*<div +class=\"mj-column-per-([0-9]+(?:-[0-9]+)?)"
              + " mj-outlook-group-fix[^\"]*\""
              + " style=\"font-size:0;line-height:0;[^\"]*)(\">\\s*<!--\\[if mso \\|"
              + " IE\\]><table)");
  private static final Pattern SHORT =
      Pattern.compile("^#([0-9a-fA-F])([0-9a-fA-F])([0-9a-fA-F])$");

  private GroupMarkup() {}

  /**
   * @param backgrounds of the groups in their order; blank for none
   * @return the same text where it does not hold as many groups
   */
  static String mended(String html, List<String> backgrounds) {
    Matcher groups = GROUP.matcher(html);
    if (groups.results().count() != backgrounds.size()) {
      return html;
    }
    int[] number = {0};
    return groups.replaceAll(
        group ->
            Matcher.quoteReplacement(
                group.group(1)
                    + width(group.group(2), group.group(4))
                    + group.group(3)
                    + colored(backgrounds.get(number[0]++), group.group(5))));
  }

  private static String width(String twice, String share) {
    BigDecimal percent = new BigDecimal(share.replace('-', '.'));
    if (percent.signum() == 0) {
      return twice;
    }
    BigDecimal once =
        new BigDecimal(twice)
            .multiply(BigDecimal.valueOf(100))
            .divide(percent, 2, RoundingMode.HALF_UP);
    return once.stripTrailingZeros().toPlainString();
  }

  private static String colored(String background, String end) {
    if (background.isBlank()) {
      return end;
    }
    String color = SHORT.matcher(background).replaceFirst("#$1$1$2$2$3$3");
    return "background-color:"
        + color
        + ";"
        + end.replace("<table", "<table bgcolor=\"" + color + "\"");
  }
}
