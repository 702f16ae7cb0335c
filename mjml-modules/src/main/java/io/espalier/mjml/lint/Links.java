package io.espalier.mjml.lint;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;

/** Links that lead nowhere, and images that no client can load. */
final class Links {
  private static final Pattern ABSOLUTE =
      Pattern.compile(
          "(?i)(https?://[^/\\s"
              + Variants.HOLE
              + "]+.*|mailto:.+@.+|tel:\\+?[0-9 ()./-]+|sms:.+)");
  private static final Pattern AT_HOME =
      Pattern.compile(
          "(?i)https?://(localhost|127\\.|10\\.|192\\.168\\.|[^/]*\\.local)([:/].*)?.*");

  void look(Page page, Consumer<Finding> found) {
    for (Element link : page.document().select("a")) {
      if (link.hasAttr("href")) {
        link(link, found);
      }
    }
    for (Element image : page.document().select("img")) {
      String src = image.attr("src").strip();
      boolean known =
          src.startsWith(Variants.HOLE) || src.toLowerCase(Locale.ROOT).startsWith("data:");
      if (!known
          && (!src.toLowerCase(Locale.ROOT).matches("https?://.+")
              || AT_HOME.matcher(src).matches())) {
        found.accept(
            Finding.error(
                src.isEmpty()
                    ? "an image has no address"
                    : "the image "
                        + Accessibility.visible(src)
                        + " cannot be loaded by a mail client",
                "give the whole address: https://…",
                Accessibility.literal(src)));
      }
    }
  }

  private static void link(Element link, Consumer<Finding> found) {
    String href = link.attr("href").strip();
    String shown = Accessibility.visible(href);
    String snippet = Accessibility.literal(href);
    boolean anchor = href.length() > 1 && href.startsWith("#");
    if (href.isEmpty() || href.equals("#")) {
      String text = Accessibility.visible(link.text());
      found.accept(
          Finding.error(
              "the link '" + text + "' leads nowhere", "give it an address", link.text()));
    } else if (href.toLowerCase(Locale.ROOT).startsWith("javascript:")) {
      found.accept(
          Finding.error("the link " + shown + " is a script", "no mail client runs it", snippet));
    } else if (!anchor
        && !href.startsWith(Variants.HOLE)
        && (!ABSOLUTE.matcher(href).matches() || AT_HOME.matcher(href).matches())) {
      found.accept(
          Finding.error(
              "the link " + shown + " leads nowhere from a mail client",
              "give the whole address: https://…",
              snippet));
    } else if (href.toLowerCase(Locale.ROOT).startsWith("http://")) {
      found.accept(
          Finding.warning("the link " + shown + " is not encrypted", "write https://", snippet));
    }
    boolean named =
        !Accessibility.visible(link.text()).isEmpty()
            || link.select("img").stream().anyMatch(i -> !i.attr("alt").isBlank())
            || link.hasAttr("aria-label")
            || !link.select("img").isEmpty();
    if (!named) {
      found.accept(
          Finding.error("the link to " + shown + " has no text", "write what it is for", snippet));
    }
  }
}
