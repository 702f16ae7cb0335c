package io.espalier.amp;

import io.espalier.model.ValueType;
import io.espalier.rule.Issue;
import io.espalier.rule.Place;
import io.espalier.rule.Rule;
import io.espalier.template.Context;
import io.espalier.template.Mustache;
import io.espalier.template.Template;
import io.espalier.template.TemplateEvaluator;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks an AMP part in every branch that it has: the documents that people would get are made,
 * with marked values in the place of their own, validated, and compared with the HTML they would
 * get.
 */
public final class AmpBranches {
  private final Set<Rule> hold;

  private AmpBranches(Set<Rule> hold) {
    this.hold = hold;
  }

  /**
   * What is wrong in any branch, each thing once.
   *
   * @param name of the email's file, for issues
   * @param amp a whole document
   * @param html the same email's HTML part
   */
  public static List<Issue> check(String name, Template amp, Template html) {
    Set<Issue> issues = new LinkedHashSet<>();
    for (Set<Rule> hold : covering(amp, html)) {
      AmpBranches branch = new AmpBranches(hold);
      String document = branch.render(amp);
      String where = hold.isEmpty() ? "" : " where " + words(hold);
      for (Issue issue : AmpDocument.issues(name, document)) {
        // The place is one of the made document: its line shows what it is about.
        String line = issue.place().source().strip();
        String mend = issue.mend() + (line.isEmpty() || line.length() > 120 ? "" : ": " + line);
        String message = "the AMP part" + where + ": " + issue.message();
        issues.add(new Issue(issue.severity(), Place.file(name), message, mend));
      }
      Facts facts = Facts.ofMarkup(document);
      facts
          .differences("AMP", Facts.ofMarkup(branch.render(html)), "HTML")
          .forEach(
              difference ->
                  issues.add(
                      Issue.error(
                          Place.file(name),
                          difference + where,
                          "both must say the same to one person")));
    }
    return first(issues);
  }

  /** The same complaint of many branches is one complaint. */
  private static List<Issue> first(Set<Issue> issues) {
    List<Issue> kept = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    for (Issue issue : issues) {
      if (seen.add(issue.message().replaceFirst(" where .*?(: |$)", "$1") + issue.mend())) {
        kept.add(issue);
      }
    }
    return kept;
  }

  private static String words(Set<Rule> hold) {
    return String.join(
        " and ", hold.stream().map(io.espalier.rule.RulePrinter::print).distinct().toList());
  }

  /** Sets of tests that are true together, such that every branch is some set's. */
  private static List<Set<Rule>> covering(Template... templates) {
    Set<Set<Rule>> all = new LinkedHashSet<>();
    all.add(Set.of());
    for (Template template : templates) {
      collect(template, new LinkedHashSet<>(), all);
    }
    return List.copyOf(all);
  }

  private static void collect(Template template, Set<Rule> under, Set<Set<Rule>> all) {
    if (template instanceof Template.Sequence sequence) {
      sequence.parts().forEach(part -> collect(part, under, all));
    } else if (template instanceof Template.Choose choose) {
      for (Template.Branch branch : choose.branches()) {
        if (branch.body() instanceof Template.Text text
            && text.copy().startsWith("<script async ")) {
          // Its test is made of the body's; it holds where those do.
          continue;
        }
        Set<Rule> here = new LinkedHashSet<>(under);
        here.add(branch.test());
        all.add(here);
        collect(branch.body(), here, all);
      }
      collect(choose.otherwise(), under, all);
    } else if (template instanceof Template.Each each) {
      Set<Rule> here = new LinkedHashSet<>(under);
      here.add(AmpBody.isThere(each));
      all.add(here);
      each.bodies().forEach(body -> collect(body, here, all));
      collect(each.empty(), under, all);
    }
  }

  private boolean holds(Rule rule) {
    if (hold.contains(rule)) {
      return true;
    } else if (rule instanceof Rule.And and) {
      return and.parts().stream().allMatch(this::holds);
    } else if (rule instanceof Rule.Or or) {
      return or.parts().stream().anyMatch(this::holds);
    } else if (rule instanceof Rule.Not not) {
      return !holds(not.rule());
    }
    return rule instanceof Rule.Constant constant && constant.value();
  }

  private String render(Template template) {
    StringBuilder text = new StringBuilder();
    write(template, text);
    return Mustache.show(text.toString(), tag -> tag);
  }

  private void write(Template template, StringBuilder text) {
    if (template instanceof Template.Sequence sequence) {
      sequence.parts().forEach(part -> write(part, text));
    } else if (template instanceof Template.Text copy) {
      text.append(copy.copy());
    } else if (template instanceof Template.Output output) {
      text.append(sample(output, text));
    } else if (template instanceof Template.Choose choose) {
      for (Template.Branch branch : choose.branches()) {
        if (holds(branch.test())) {
          write(branch.body(), text);
          return;
        }
      }
      write(choose.otherwise(), text);
    } else if (template instanceof Template.Each each) {
      write(
          holds(AmpBody.isThere(each)) && !each.bodies().isEmpty()
              ? each.bodies().get(0)
              : each.empty(),
          text);
    } else if (template instanceof Template.Unsubscribe) {
      text.append(TemplateEvaluator.UNSUBSCRIBE);
    } else if (template instanceof Template.Link link) {
      text.append(TemplateEvaluator.page(link.page()));
    } else if (template instanceof Template.Coupon coupon) {
      text.append(Facts.MARK).append(coupon.pool()).append(Facts.MARK);
    } else if (template instanceof Template.Address) {
      text.append(TemplateEvaluator.ADDRESS);
    }
  }

  private static String sample(Template.Output output, StringBuilder before) {
    if (output.context() == Context.URL || output.context() == Context.PATH) {
      return "sample";
    }
    boolean wholeUrl =
        before.length() > 6
            && (before.substring(before.length() - 6).equals("href=\"")
                || before.substring(before.length() - 5).equals("src=\""));
    if (wholeUrl) {
      return "https://example.net/" + output.attribute();
    }
    String marked = Facts.MARK + output.attribute() + Facts.MARK;
    return output.type() == ValueType.LIST ? marked + "," : marked;
  }
}
