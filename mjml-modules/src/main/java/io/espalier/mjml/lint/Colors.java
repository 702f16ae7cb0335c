package io.espalier.mjml.lint;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;

/** A text's color and what is behind it, as the inline styles say. */
record Colors(String text, String background) {
  private static final Pattern RGB =
      Pattern.compile(
          "rgba?\\(\\s*(\\d{1,3})\\s*,\\s*(\\d{1,3})\\s*,\\s*(\\d{1,3})\\s*(,\\s*1(\\.0)?\\s*)?\\)");

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("black", "#000000"),
          Map.entry("white", "#ffffff"),
          Map.entry("gray", "#808080"),
          Map.entry("grey", "#808080"),
          Map.entry("silver", "#c0c0c0"),
          Map.entry("lightgray", "#d3d3d3"),
          Map.entry("lightgrey", "#d3d3d3"),
          Map.entry("darkgray", "#a9a9a9"),
          Map.entry("red", "#ff0000"),
          Map.entry("green", "#008000"),
          Map.entry("blue", "#0000ff"),
          Map.entry("navy", "#000080"),
          Map.entry("yellow", "#ffff00"),
          Map.entry("orange", "#ffa500"),
          Map.entry("purple", "#800080"),
          Map.entry("maroon", "#800000"),
          Map.entry("teal", "#008080"));

  /** Empty where either is not known, or an image is behind it. */
  static Optional<Colors> of(Element element) {
    Optional<String> text = text(element);
    Optional<String> background = background(element);
    return text.isPresent() && background.isPresent()
        ? Optional.of(new Colors(text.get(), background.get()))
        : Optional.empty();
  }

  private static Optional<String> text(Element element) {
    for (Element at = element; at != null; at = at.parent()) {
      String color = styles(at).getOrDefault("color", at.attr("color"));
      if (!color.isBlank() && !color.equals("inherit")) {
        return hex(color);
      }
      if (at.normalName().equals("a") && color.isBlank()) {
        return Optional.of("#0000ee");
      }
    }
    return Optional.of("#000000");
  }

  private static Optional<String> background(Element element) {
    for (Element at = element; at != null; at = at.parent()) {
      Map<String, String> styles = styles(at);
      String whole = styles.getOrDefault("background", "");
      if (whole.contains("url(")
          || styles.getOrDefault("background-image", "none").contains("(")
          || at.hasAttr("background")) {
        return Optional.empty();
      }
      String color =
          styles.getOrDefault("background-color", whole.isEmpty() ? at.attr("bgcolor") : whole);
      if (!color.isBlank() && !color.equals("transparent") && !color.equals("none")) {
        return hex(color);
      }
    }
    return Optional.of("#ffffff");
  }

  /** In px; 16 where nothing says it, 0 where it is said in another unit. */
  static double fontSize(Element element) {
    for (Element at = element; at != null; at = at.parent()) {
      String written = styles(at).getOrDefault("font-size", "");
      if (!written.isEmpty()) {
        return written.matches("[0-9.]+px")
            ? Double.parseDouble("0" + written.replace("px", ""))
            : 0;
      }
    }
    return 16;
  }

  static boolean isLarge(Element element) {
    double size = fontSize(element);
    boolean bold = false;
    for (Element at = element; at != null; at = at.parent()) {
      String weight = styles(at).getOrDefault("font-weight", "");
      if (!weight.isEmpty()) {
        bold = weight.equals("bold") || weight.matches("[789]00");
        break;
      }
      if (at.normalName().matches("b|strong|h[1-6]")) {
        bold = true;
        break;
      }
    }
    return size >= 24 || bold && size >= 18.66;
  }

  static Map<String, String> styles(Element element) {
    Map<String, String> styles = new HashMap<>();
    for (String one : element.attr("style").split(";", -1)) {
      int colon = one.indexOf(':');
      if (colon > 0) {
        styles.put(
            one.substring(0, colon).strip().toLowerCase(Locale.ROOT),
            one.substring(colon + 1).replace("!important", "").strip().toLowerCase(Locale.ROOT));
      }
    }
    return styles;
  }

  private static Optional<String> hex(String written) {
    String color = NAMES.getOrDefault(written, written);
    if (color.matches("#[0-9a-f]{3}")) {
      return Optional.of(color.replaceAll("([0-9a-f])", "$1$1"));
    }
    Matcher rgb = RGB.matcher(color);
    if (rgb.matches()) {
      return Optional.of(
          String.format(
              "#%02x%02x%02x",
              Math.min(255, Integer.parseInt(rgb.group(1))),
              Math.min(255, Integer.parseInt(rgb.group(2))),
              Math.min(255, Integer.parseInt(rgb.group(3)))));
    }
    return color.matches("#[0-9a-f]{6}") ? Optional.of(color) : Optional.empty();
  }

  /** Between 1 and 21 (WCAG 2.2, contrast ratio). */
  double ratio() {
    double a = luminance(text);
    double b = luminance(background);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(String hex) {
    return 0.2126 * channel(hex, 1) + 0.7152 * channel(hex, 3) + 0.0722 * channel(hex, 5);
  }

  private static double channel(String hex, int at) {
    double part = Integer.parseInt(hex.substring(at, at + 2), 16) / 255.0;
    return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
  }
}
