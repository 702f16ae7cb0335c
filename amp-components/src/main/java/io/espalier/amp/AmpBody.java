package io.espalier.amp;

import io.espalier.rule.Operand;
import io.espalier.rule.Place;
import io.espalier.rule.Rule;
import io.espalier.rule.Span;
import io.espalier.template.Context;
import io.espalier.template.Template;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A whole AMP4EMAIL document around a body with conditions. A script that only some people's bodies
 * use stands under the same condition as the component, because a mail client refuses a script that
 * is not used as it refuses one that is missing.
 */
public final class AmpBody {
  private AmpBody() {}

  /**
   * @param language of the copy, e.g. {@code en}
   * @param css strict CSS; may be empty
   */
  public static Template document(Template body, String language, String css) {
    Map<AmpComponent, List<Rule>> used = new EnumMap<>(AmpComponent.class);
    collect(body, List.of(), used);
    List<Template> parts = new ArrayList<>();
    html(
        parts,
        "<!doctype html>\n<html ⚡4email data-css-strict lang=\"" + language + "\">\n<head>\n");
    html(parts, "<meta charset=\"utf-8\">\n");
    boolean early = used.values().stream().anyMatch(rules -> !always(rules));
    if (early) {
      // In a comment, as text in the head would end it.
      html(parts, "<!-- ");
      parts.add(new Template.Prologue());
      html(parts, " -->\n");
    }
    html(parts, "<script async src=\"https://cdn.ampproject.org/v0.js\"></script>\n");
    used.forEach(
        (component, rules) -> {
          Template script = new Template.Text(component.script() + "\n", Context.HTML);
          if (!always(rules)) {
            Rule any = rules.size() == 1 ? rules.get(0) : new Rule.Or(rules, NOWHERE);
            Place place = Place.file(component.name());
            script =
                new Template.Choose(
                    List.of(new Template.Branch(any, script, place)), Template.EMPTY);
          }
          parts.add(script);
        });
    html(parts, "<style amp4email-boilerplate>body{visibility:hidden}</style>\n");
    if (!css.isBlank()) {
      html(parts, "<style amp-custom>\n" + css.strip() + "\n</style>\n");
    }
    html(parts, "</head>\n<body>\n");
    if (!early) {
      parts.add(new Template.Prologue());
    }
    parts.add(body);
    html(parts, "\n</body>\n</html>\n");
    return new Template.Sequence(parts);
  }

  /** The rules that a body made from MJML needs. */
  public static String css() {
    return """
        .es-body { background-color: #ffffff; }
        .es-section { display: flex; flex-wrap: wrap; padding: 20px 0; }
        .es-column { flex: 1; min-width: 200px; }
        .es-text { margin: 0; padding: 10px 25px; font-size: 15px; line-height: 1.5; }
        .es-call { display: inline-block; padding: 10px 25px; text-decoration: none; }
        .es-link { text-decoration: underline; }
        .es-image { object-fit: contain; }
        .es-line { border: 0; border-top: 1px solid #d8d8d2; margin: 10px 25px; }
        .es-live { padding: 10px 25px; }
        """;
  }

  private static void html(List<Template> parts, String copy) {
    parts.add(new Template.Text(copy, Context.HTML));
  }

  /** A component that stands somewhere without a condition has an empty conjunction. */
  private static boolean always(List<Rule> rules) {
    return rules.contains(ALWAYS);
  }

  private static final Span NOWHERE = new Span(0, 0);
  private static final Rule ALWAYS = new Rule.Constant(true, NOWHERE);

  private static void collect(
      Template template, List<Rule> under, Map<AmpComponent, List<Rule>> used) {
    if (template instanceof Template.Sequence sequence) {
      sequence.parts().forEach(part -> collect(part, under, used));
    } else if (template instanceof Template.Text text) {
      for (AmpComponent component : AmpComponent.usedIn(text.copy())) {
        Rule rule =
            under.isEmpty()
                ? ALWAYS
                : under.size() == 1 ? under.get(0) : new Rule.And(under, NOWHERE);
        List<Rule> rules = used.computeIfAbsent(component, c -> new ArrayList<>());
        if (!rules.contains(rule)) {
          rules.add(rule);
        }
      }
    } else if (template instanceof Template.Choose choose) {
      List<Rule> before = new ArrayList<>(under);
      for (Template.Branch branch : choose.branches()) {
        List<Rule> here = new ArrayList<>(before);
        here.add(branch.test());
        collect(branch.body(), here, used);
        before.add(new Rule.Not(branch.test(), NOWHERE));
      }
      collect(choose.otherwise(), before, used);
    } else if (template instanceof Template.Each each) {
      List<Rule> some = new ArrayList<>(under);
      some.add(isThere(each));
      each.bodies().forEach(body -> collect(body, some, used));
      List<Rule> none = new ArrayList<>(under);
      none.add(new Rule.Not(isThere(each), NOWHERE));
      collect(each.empty(), none, used);
    }
  }

  /** The list has an item: an empty one is missing. */
  static Rule isThere(Template.Each each) {
    return new Rule.Presence(new Operand.Attribute(each.attribute(), NOWHERE), false, NOWHERE);
  }
}
