package io.espalier.mjml;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a size in an attribute may be: pixels, or a part in percent. The renderer writes anything
 * into the styles as it is, where mail clients drop it without a word (units of mjml 4.18,
 * documentation.mjml.io, November 2026).
 */
final class Sizes {
  private static final Pattern PIXELS = Pattern.compile("0|[0-9]*\\.?[0-9]+px");
  private static final Pattern SIZE = Pattern.compile("0|auto|[0-9]*\\.?[0-9]+(px|%)");
  private static final Set<String> IN_PIXELS = Set.of("font-size", "gap");
  private static final Set<String> OF_FOUR =
      Set.of(
          "padding",
          "inner-padding",
          "text-padding",
          "icon-padding",
          "border-radius",
          "inner-border-radius");
  private static final Set<String> OF_ONE =
      Set.of(
          "width",
          "height",
          "icon-size",
          "icon-height",
          "icon-width",
          "background-width",
          "background-height",
          "container-width");
  private static final Pattern SIDE = Pattern.compile("(inner-)?padding-(top|right|bottom|left)");

  private Sizes() {}

  /** True where it is no size that this attribute takes. */
  static boolean isWrong(String attribute, String value) {
    String size = value.strip();
    if (size.isEmpty()) {
      return false;
    }
    if (IN_PIXELS.contains(attribute)) {
      return !PIXELS.matcher(size).matches();
    }
    if (OF_FOUR.contains(attribute)) {
      String[] sides = size.split("\\s+", -1);
      boolean wrong = sides.length > 4;
      for (String side : sides) {
        wrong |= !SIZE.matcher(side).matches();
      }
      return wrong;
    }
    return (OF_ONE.contains(attribute) || SIDE.matcher(attribute).matches())
        && !SIZE.matcher(size).matches();
  }

  /** What it takes, to be told. */
  static String mend(String attribute, String value) {
    String digits = value.strip();
    String example = digits.matches("[0-9]*\\.?[0-9]+") ? digits + "px" : "16px";
    String also = IN_PIXELS.contains(attribute) ? "" : ", or a part such as 50%";
    return "write " + attribute + "=\"" + example + "\"" + also;
  }
}
