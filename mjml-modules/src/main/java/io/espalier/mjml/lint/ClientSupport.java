package io.espalier.mjml.lint;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;

/** What mail clients do not support of all that stands in the rendering. */
final class ClientSupport {
  /** The renderer's own machinery, which brings what stands in for it. */
  private static final Pattern RENDERERS =
      Pattern.compile("mj-(carousel|accordion|menu|inline-links).*");

  private static final Pattern IMAGE = Pattern.compile("(?i)\\.([a-z0-9]{3,5})(?:[?#].*)?$");
  private static final Pattern DECLARATION = Pattern.compile("([a-zA-Z-]+)\\s*:\\s*([^;{}]+)");
  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/");
  private static final Pattern AT = Pattern.compile("@([a-z-]+)([^{;]*)");

  private static final Map<String, String> ELEMENTS =
      Map.ofEntries(
          Map.entry("form", "html-form"),
          Map.entry("video", "html-video"),
          Map.entry("audio", "html-audio"),
          Map.entry("svg", "html-svg"),
          Map.entry("object", "html-object"),
          Map.entry("dialog", "html-dialog"),
          Map.entry("marquee", "html-marquee"),
          Map.entry("base", "html-base"),
          Map.entry("picture", "html-picture"),
          Map.entry("map", "html-image-maps"),
          Map.entry("select", "html-select"),
          Map.entry("textarea", "html-textarea"),
          Map.entry("button", "html-button-submit"),
          Map.entry("input", "html-input-text"));

  private final Clients clients;
  private final Collection<String> targets;
  private final Set<String> accepted;
  private final boolean strict;

  ClientSupport(Clients clients, Collection<String> targets, Set<String> accepted, boolean strict) {
    this.clients = clients;
    this.targets = targets;
    this.accepted = accepted;
    this.strict = strict;
  }

  void look(Page page, Consumer<Finding> found) {
    Map<String, String> used = new LinkedHashMap<>();
    for (Element element : page.document().getAllElements()) {
      if (isRenderers(element)) {
        continue;
      }
      String feature = ELEMENTS.get(element.normalName());
      if (feature != null) {
        used.putIfAbsent(feature, "<" + element.normalName());
      }
      declarations(element.attr("style"), used);
      if (element.normalName().equals("img")) {
        image(element, used);
      }
      if (element.normalName().equals("style")) {
        sheet(element.data(), used);
      }
    }
    used.forEach((feature, snippet) -> judge(feature, snippet, found));
  }

  private static boolean isRenderers(Element element) {
    for (Element at = element; at != null; at = at.parent()) {
      if (at.classNames().stream().anyMatch(c -> RENDERERS.matcher(c).matches())) {
        return true;
      }
    }
    return false;
  }

  private static void image(Element image, Map<String, String> used) {
    String src = image.attr("src").strip();
    if (src.toLowerCase(Locale.ROOT).startsWith("data:")) {
      used.putIfAbsent("image-base64", src.substring(0, Math.min(src.length(), 20)));
      return;
    }
    Matcher kind = IMAGE.matcher(src);
    if (kind.find()) {
      used.putIfAbsent("image-" + kind.group(1).toLowerCase(Locale.ROOT), src);
    }
    if (image.hasAttr("srcset")) {
      used.putIfAbsent("html-srcset", "srcset");
    }
  }

  private static void sheet(String css, Map<String, String> used) {
    String bare = COMMENT.matcher(css).replaceAll("");
    Matcher at = AT.matcher(bare);
    while (at.find()) {
      used.putIfAbsent("css-at-" + at.group(1), "@" + at.group(1));
      if (at.group(2).contains("prefers-color-scheme")) {
        used.putIfAbsent("css-at-media-prefers-color-scheme", "prefers-color-scheme");
      }
    }
    if (bare.contains(":hover")) {
      used.putIfAbsent("css-pseudo-class-hover", ":hover");
    }
    for (String rule : bare.split("}", -1)) {
      int body = rule.lastIndexOf('{');
      if (body >= 0 && !RENDERERS.matcher(rule.replaceAll("(?s).*?\\.(mj-)", "$1")).lookingAt()) {
        declarations(rule.substring(body + 1), used);
      }
    }
  }

  private static void declarations(String css, Map<String, String> used) {
    Matcher one = DECLARATION.matcher(css);
    while (one.find()) {
      String property = one.group(1).toLowerCase(Locale.ROOT);
      String value = one.group(2).strip().toLowerCase(Locale.ROOT);
      String snippet = property + ":" + value;
      if (property.equals("position") && value.equals("static")
          || property.equals("float") && value.equals("none")
          || property.equals("opacity") && value.matches("0|1(\\.0)?")) {
        continue;
      }
      if (property.equals("display")) {
        used.putIfAbsent("css-display-" + value.replaceFirst("^inline-", ""), snippet);
      } else if (property.startsWith("--") || value.contains("var(")) {
        used.putIfAbsent("css-variables", snippet);
      } else {
        used.putIfAbsent("css-" + property.replaceFirst("^-(webkit|moz|ms)-", ""), snippet);
      }
      for (String gradient : List.of("linear", "radial", "conic")) {
        if (value.contains(gradient + "-gradient(")) {
          used.putIfAbsent("css-" + gradient + "-gradient", gradient + "-gradient");
        }
      }
      if (value.contains("calc(")) {
        used.putIfAbsent("css-unit-calc", "calc(");
      }
    }
  }

  private void judge(String name, String snippet, Consumer<Finding> found) {
    if (accepted.contains(name)) {
      return;
    }
    clients
        .feature(name)
        .ifPresent(
            feature -> {
              Set<String> not = clients.with(name, "n", targets);
              Set<String> partly = clients.with(name, "a", targets);
              if (!not.isEmpty() && (feature.breaks() || strict)) {
                String message = written(snippet) + " does not work in " + String.join(", ", not);
                found.accept(
                    feature.breaks()
                        ? Finding.error(message, mend(name), snippet)
                        : Finding.warning(message + "; the email is plainer there", "", snippet));
              } else if (!partly.isEmpty() && feature.breaks()) {
                found.accept(
                    Finding.warning(
                        written(snippet) + " works only partly in " + String.join(", ", partly),
                        mend(name),
                        snippet));
              }
            });
  }

  private static String written(String snippet) {
    return "'" + snippet + (snippet.startsWith("<") ? ">" : "") + "'";
  }

  private static String mend(String feature) {
    return "do without it, or say that you know: --accept " + feature;
  }
}
