package io.espalier.mjml.lint;

import java.util.Locale;
import java.util.function.Consumer;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;

/**
 * Whether a text is large enough to be read, and a button or a linked image to be touched: 12 px,
 * below which mail clients on telephones enlarge by themselves and break lines; 24 px, with the
 * room around it (WCAG 2.2, 2.5.8; links within a sentence are exempt).
 */
final class Reach {
  private static final double LEAST_TEXT = 12;
  private static final double LEAST_TARGET = 24;

  private Reach() {}

  static void look(Page page, Consumer<Finding> found) {
    for (Element element : page.document().body().getAllElements()) {
      boolean own =
          element.childNodes().stream()
              .anyMatch(n -> n instanceof TextNode t && !Accessibility.visible(t.text()).isEmpty());
      if (own && !Accessibility.hidden(element)) {
        double size = Colors.fontSize(element);
        if (size > 0 && size < LEAST_TEXT) {
          found.accept(
              Finding.warning(
                  "a text of " + number(size) + " px is too small to be read on a telephone",
                  "write font-size=\"12px\" at least",
                  Accessibility.snippet(element)));
        }
      }
    }
    for (Element link : page.document().select("a[href]")) {
      double height = height(link);
      if (height > 0 && height < LEAST_TARGET && !Accessibility.hidden(link)) {
        found.accept(
            Finding.warning(
                "a finger needs "
                    + number(LEAST_TARGET)
                    + " px, and the link '"
                    + named(link)
                    + "' is "
                    + number(height)
                    + " px high",
                "make it larger, or give it padding",
                Accessibility.literal(link.attr("href"))));
      }
    }
  }

  private static String named(Element link) {
    String text = Accessibility.visible(link.text());
    Element image = link.selectFirst("img");
    return !text.isEmpty() || image == null ? text : Accessibility.visible(image.attr("alt"));
  }

  /** Of a button, or of an image alone, with the room around it; 0 where it is neither. */
  private static double height(Element link) {
    Element image = link.selectFirst("img");
    if (image != null && Accessibility.visible(link.text()).isEmpty()) {
      double own = pixels(image.attr("height"));
      Element cell = link.closest("td");
      double room = 0;
      for (int i = 0; i < 2 && cell != null; i++) {
        room = Math.max(room, upright(cell));
        cell = cell.parent() == null ? null : cell.parent().closest("td");
      }
      return own > 0 ? own + room : 0;
    }
    String display = Colors.styles(link).getOrDefault("display", "");
    if (image != null || !display.endsWith("block")) {
      return 0;
    }
    double size = Colors.fontSize(link);
    return size > 0 ? Math.max(size, size * 1.2) + upright(link) : 0;
  }

  /** The padding above and below. */
  private static double upright(Element element) {
    String[] sides = Colors.styles(element).getOrDefault("padding", "0").strip().split("\\s+", -1);
    double top = pixels(sides[0]);
    return top + (sides.length > 2 ? pixels(sides[2]) : top);
  }

  private static double pixels(String written) {
    String digits = written.replace("px", "").strip();
    return digits.matches("[0-9]+(\\.[0-9]+)?") ? Double.parseDouble(digits) : 0;
  }

  private static String number(double pixels) {
    return pixels == Math.rint(pixels)
        ? String.valueOf((long) pixels)
        : String.format(Locale.ROOT, "%.1f", pixels);
  }
}
