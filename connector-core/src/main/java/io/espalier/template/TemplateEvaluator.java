package io.espalier.template;

import io.espalier.model.Profile;
import io.espalier.model.Value;
import io.espalier.rule.Rule;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The meaning of a template: what a person should see, worked out without any ESP's language. Every
 * printed and executed template must say the same.
 */
public final class TemplateEvaluator {
  /** What stands for the ESP's own page in a rendering. */
  public static final String UNSUBSCRIBE = "https://unsubscribe.invalid/";

  /** What stands for one of the ESP's pages in a rendering. */
  public static String page(Template.Page page) {
    return switch (page) {
      case PREFERENCES -> "https://preferences.invalid/";
      case VIEW_ONLINE -> "https://online.invalid/";
    };
  }

  /** What stands for the address in the ESP's account in a rendering. */
  public static final String ADDRESS = "[postal address]";

  private final Predicate<Rule> holds;
  private final Profile profile;
  private final ZoneId zone;

  /**
   * @param holds what the rule evaluator says of this person, at the instant of the run
   * @param zone the project's
   */
  public TemplateEvaluator(Predicate<Rule> holds, Profile profile, ZoneId zone) {
    this.holds = holds;
    this.profile = profile;
    this.zone = zone;
  }

  /** The rules whose answers a template needs, each once. */
  public static List<Rule> rules(Template template) {
    return Reads.of(template).rules();
  }

  /** The attributes whose values a template shows. */
  public static Set<String> shown(Template template) {
    return Reads.of(template).shown();
  }

  public boolean test(Rule rule) {
    return holds.test(rule);
  }

  /** The output's plain text, before its context makes it harmless; empty where missing. */
  public String formatted(Template.Output output) {
    Value value = profile.get(output.attribute());
    return Formats.apply(value, output.filters(), zone).or(output::fallback).orElse("");
  }

  /** What the person sees. */
  public String render(Template template) {
    StringBuilder text = new StringBuilder();
    template.accept(new Renderer(text));
    return text.toString();
  }

  private final class Renderer implements Template.Visitor<StringBuilder> {
    private final StringBuilder text;

    Renderer(StringBuilder text) {
      this.text = text;
    }

    @Override
    public StringBuilder text(Template.Text node) {
      return text.append(node.copy());
    }

    @Override
    public StringBuilder output(Template.Output node) {
      return text.append(harmless(formatted(node), node.context()));
    }

    @Override
    public StringBuilder choose(Template.Choose node) {
      Optional<Template> body =
          node.branches().stream()
              .filter(branch -> test(branch.test()))
              .map(Template.Branch::body)
              .findFirst();
      return body.orElse(node.otherwise()).accept(this);
    }

    @Override
    public StringBuilder sequence(Template.Sequence node) {
      node.parts().forEach(part -> part.accept(this));
      return text;
    }

    @Override
    public StringBuilder prologue(Template.Prologue node) {
      return text;
    }

    @Override
    public StringBuilder each(Template.Each node) {
      int shown =
          Math.min(node.bodies().size(), Formats.items(profile.get(node.attribute())).size());
      node.bodies().subList(0, shown).forEach(body -> body.accept(this));
      return shown > 0 ? text : node.empty().accept(this);
    }

    @Override
    public StringBuilder link(Template.Link node) {
      return text.append(page(node.page()));
    }

    @Override
    public StringBuilder coupon(Template.Coupon node) {
      return text.append(
          harmless(node.fallback().orElse("[coupon " + node.pool() + "]"), node.context()));
    }

    @Override
    public StringBuilder unsubscribe(Template.Unsubscribe node) {
      return text.append(UNSUBSCRIBE);
    }

    @Override
    public StringBuilder address(Template.Address node) {
      return text.append(ADDRESS);
    }
  }

  /**
   * A text as a part of a URL: all but the unreserved letters of RFC 3986 is encoded, and a space
   * is {@code %20}.
   */
  public static String encoded(String plain) {
    return URLEncoder.encode(plain, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  static String harmless(String plain, Context context) {
    return switch (context) {
      case PLAIN -> plain;
      case HTML, ATTRIBUTE -> escaped(plain);
      case URL, PATH -> encoded(plain);
      case JSON -> json(plain);
    };
  }

  private static String escaped(String plain) {
    return plain
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String json(String plain) {
    StringBuilder text = new StringBuilder();
    for (char c : plain.toCharArray()) {
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < 0x20 || c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029') {
        text.append(String.format("\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
