package io.espalier.mjml.lint;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;

/**
 * What keeps people from reading it: language, alternatives of images, the order of headings, roles
 * of tables, contrast (4.5 to 1; 3 to 1 from 24 px, or from 19 px in bold; WCAG 2.2, 1.4.3).
 */
final class Accessibility {
  private static final Set<String> SAY_NOTHING =
      Set.of(
          "here",
          "click here",
          "click",
          "more",
          "read more",
          "link",
          "this",
          "hier",
          "mehr",
          "ici");

  void look(Page page, Consumer<Finding> found) {
    Element html = page.document().selectFirst("html");
    boolean said = html != null && !html.attr("lang").isBlank();
    if (!said || page.document().select("body [lang]").isEmpty()) {
      found.accept(
          Finding.error(
              "the email does not say its language", "write <mjml lang=\"en\">", "<mjml"));
    }
    images(page, found);
    headings(page, found);
    tables(page, found);
    for (Element link : page.document().select("a[href]")) {
      String text = visible(link.text()).toLowerCase(Locale.ROOT);
      if (SAY_NOTHING.contains(text)) {
        found.accept(
            Finding.warning(
                "the link '" + text + "' does not say where it leads",
                "name what is behind it; screen readers read links alone",
                link.text()));
      }
    }
    Set<Finding> light = new LinkedHashSet<>();
    page.document().body().getAllElements().forEach(element -> contrast(element, "", light::add));
    light.forEach(found);
    // What is too weak in both is told once.
    DarkMode.of(page)
        .ifPresent(
            dark ->
                dark.document()
                    .body()
                    .getAllElements()
                    .forEach(
                        element ->
                            contrast(
                                element,
                                "in dark mode, ",
                                finding -> {
                                  if (light.stream()
                                      .noneMatch(f -> f.snippet().equals(finding.snippet()))) {
                                    found.accept(finding);
                                  }
                                })));
    Reach.look(page, found);
  }

  private static void images(Page page, Consumer<Finding> found) {
    for (Element image : page.document().select("img")) {
      String src = image.attr("src");
      if (!image.hasAttr("alt")) {
        found.accept(
            Finding.error(
                "the image " + visible(src) + " has no alt",
                "write what it shows, or alt=\"\" where it only decorates",
                literal(src)));
      } else if (image.attr("alt").isBlank()
          && image.closest("a") != null
          && visible(image.closest("a").text()).isEmpty()) {
        found.accept(
            Finding.error(
                "the image " + visible(src) + " is a link with an empty alt",
                "write where the link leads",
                literal(src)));
      }
    }
  }

  private static void headings(Page page, Consumer<Finding> found) {
    int before = 0;
    int first = 0;
    for (Element heading : page.document().select("h1, h2, h3, h4, h5, h6")) {
      int level = heading.normalName().charAt(1) - '0';
      first += level == 1 ? 1 : 0;
      if (before > 0 && level > before + 1) {
        found.accept(
            Finding.warning(
                "after a heading of level " + before + " comes one of level " + level,
                "make it <h" + (before + 1) + ">",
                visible(heading.text())));
      }
      before = level;
    }
    if (first > 1) {
      found.accept(
          Finding.warning(
              "the email has " + first + " headings of the first level", "keep one <h1>", "<h1"));
    }
  }

  private static void tables(Page page, Consumer<Finding> found) {
    for (Element table : page.document().select("table")) {
      boolean data = !table.select("> thead th, > tbody > tr > th, > tr > th").isEmpty();
      boolean layout = Set.of("presentation", "none").contains(table.attr("role"));
      if (!data && !layout) {
        found.accept(
            Finding.warning(
                "a table has neither a role nor headings",
                "write role=\"presentation\" where it only arranges, <th scope=\"col\"> where it"
                    + " holds data",
                "mj-table"));
      } else if (data && layout) {
        found.accept(
            Finding.warning(
                "a table that only arranges has headings", "write <td> instead of <th>", "<th"));
      }
    }
  }

  private static void contrast(Element element, String when, Consumer<Finding> found) {
    boolean own =
        element.childNodes().stream()
            .anyMatch(n -> n instanceof TextNode t && !visible(t.text()).isEmpty());
    if (!own || hidden(element)) {
      return;
    }
    Colors.of(element)
        .ifPresent(
            pair -> {
              double ratio = pair.ratio();
              double least = Colors.isLarge(element) ? 3 : 4.5;
              if (ratio < least) {
                found.accept(
                    Finding.warning(
                        String.format(
                            Locale.ROOT,
                            "%s%s on %s has a contrast of %.2f to 1, less than %s",
                            when,
                            pair.text(),
                            pair.background(),
                            ratio,
                            least == 3 ? "3" : "4.5"),
                        "make one of them darker or lighter",
                        snippet(element)));
              }
            });
  }

  static String snippet(Element element) {
    String text =
        element.textNodes().stream()
            .map(t -> t.text().strip())
            .filter(t -> !t.isEmpty())
            .findFirst()
            .orElse("");
    return literal(text);
  }

  /** The longest part that the author wrote. */
  static String literal(String text) {
    return List.of(text.split(Variants.HOLE, -1)).stream()
        .map(String::strip)
        .max(java.util.Comparator.comparingInt(String::length))
        .orElse("");
  }

  static boolean hidden(Element element) {
    for (Element at = element; at != null; at = at.parent()) {
      if (at.attr("style").replace(" ", "").contains("display:none")) {
        return true;
      }
    }
    return false;
  }

  static String visible(String text) {
    return text.replace(Variants.HOLE, "")
        .replaceAll("[\\s\\u00a0\\u200b-\\u200f\\u034f]+", " ")
        .strip();
  }
}
