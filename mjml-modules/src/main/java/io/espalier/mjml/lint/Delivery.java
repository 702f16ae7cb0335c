package io.espalier.mjml.lint;

import io.espalier.template.TemplateEvaluator;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/** What clients and the law ask of the whole: conditional comments, styles, the legal parts. */
final class Delivery {
  /** Gmail drops a style element beyond it (hteumeuleu/email-bugs#90, read in November 2026). */
  private static final int STYLE_BYTES = 16_384;

  private static final Pattern CONDITIONAL =
      Pattern.compile("<!--\\[if ([^\\]]*)\\]>(<!-->)?|<!\\[endif\\]-->|<!--<!\\[endif\\]-->");

  /** Merge code of any ESP that is known to be used in templates. */
  private static final Pattern MERGE_CODE =
      Pattern.compile(
          "\\{\\{.*?}}|\\{%.*?%}|%%\\[.*?]%%|%%=.*?=%%|%%[A-Za-z_]+%%|\\*\\|[^|\\s]+\\|\\*|<%=.*?%>|\\[\\[[^]]+]]|\\$\\{[^}]+}");

  void look(Page page, Consumer<Finding> found) {
    conditionals(page.html(), found);
    for (Element style : page.document().select("style")) {
      int bytes = style.data().getBytes(StandardCharsets.UTF_8).length;
      if (bytes > STYLE_BYTES) {
        found.accept(
            Finding.warning(
                "one <style> has " + bytes + " bytes; Gmail drops it beyond " + STYLE_BYTES,
                "split <mj-style>, or say it in attributes",
                "<mj-style"));
      }
    }
    leftovers(page, found);
  }

  static boolean unsubscribes(Page page) {
    return !page.document().select("a[href=" + TemplateEvaluator.UNSUBSCRIBE + "]").isEmpty();
  }

  static boolean addresses(Page page) {
    return page.document().body().text().contains(TemplateEvaluator.ADDRESS);
  }

  /** Each conditional comment is closed before the next one opens. */
  private static void conditionals(String html, Consumer<Finding> found) {
    Matcher mark = CONDITIONAL.matcher(html);
    boolean open = false;
    boolean whole = true;
    while (mark.find()) {
      boolean opens = mark.group(1) != null;
      whole &= opens != open;
      open = opens;
    }
    if (!whole || open) {
      found.accept(
          Finding.error(
              "Outlook's conditional comments are torn",
              "look for <!--[if mso]> without its <![endif]--> in <mj-raw> or <mj-text>",
              "<!--[if"));
    }
  }

  private static void leftovers(Page page, Consumer<Finding> found) {
    NodeVisitor visitor =
        (node, depth) -> {
          if (node instanceof TextNode text) {
            leftover(text.getWholeText(), found);
          } else if (node instanceof Element element) {
            element
                .attributes()
                .forEach(
                    attribute -> {
                      if (!attribute.getKey().equals("style")) {
                        leftover(attribute.getValue(), found);
                      }
                    });
          }
        };
    page.document().body().traverse(visitor);
  }

  private static void leftover(String text, Consumer<Finding> found) {
    Matcher code = MERGE_CODE.matcher(text);
    while (code.find()) {
      found.accept(
          Finding.warning(
              "people would read " + code.group() + " as it stands",
              "write it as {{ attribute | default: \"…\" }}; an ESP's own code is copy here",
              code.group()));
    }
  }
}
