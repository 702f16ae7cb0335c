package io.espalier.amp;

import io.espalier.rule.Rule;
import io.espalier.rule.Span;
import io.espalier.template.Template;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The ways through an email's parts: whoever fulfils one of these rules is shown one branch, and a
 * person for each of them sees all that there is. What a branch before it takes is no part of a
 * way: {@code otherwise} is the way of whom no test holds for.
 */
public final class AmpPaths {
  private final Set<Rule> ways = new LinkedHashSet<>();
  private final Set<String> addresses = new LinkedHashSet<>();

  private AmpPaths() {}

  /** Of all these parts, each way once; none where nothing depends on the person. */
  public static AmpPaths of(List<Template> parts) {
    AmpPaths paths = new AmpPaths();
    parts.forEach(part -> paths.walk(part, List.of()));
    return paths;
  }

  /** One rule for each way, none of them checked to be possible. */
  public List<Rule> ways() {
    return List.copyOf(ways);
  }

  /** The attributes whose value is a whole address somewhere. */
  public Set<String> addresses() {
    return addresses;
  }

  private void walk(Template template, List<Rule> under) {
    if (template instanceof Template.Sequence sequence) {
      String before = "";
      for (Template part : sequence.parts()) {
        if (part instanceof Template.Output output
            && (before.endsWith("href=\"") || before.endsWith("src=\""))) {
          addresses.add(output.attribute());
        }
        before = part instanceof Template.Text text ? text.copy() : "";
        walk(part, under);
      }
    } else if (template instanceof Template.Choose choose) {
      List<Rule> rest = new ArrayList<>(under);
      for (Template.Branch branch : choose.branches()) {
        List<Rule> here = new ArrayList<>(rest);
        here.add(branch.test());
        way(here);
        walk(branch.body(), here);
        rest.add(new Rule.Not(branch.test(), Span.NONE));
      }
      way(rest);
      walk(choose.otherwise(), rest);
    } else if (template instanceof Template.Each each) {
      List<Rule> some = new ArrayList<>(under);
      some.add(AmpBody.isThere(each));
      way(some);
      each.bodies().forEach(body -> walk(body, some));
      List<Rule> none = new ArrayList<>(under);
      none.add(new Rule.Not(AmpBody.isThere(each), Span.NONE));
      way(none);
      walk(each.empty(), none);
    }
  }

  private void way(List<Rule> rules) {
    ways.add(rules.size() == 1 ? rules.get(0) : new Rule.And(rules, Span.NONE));
  }
}
