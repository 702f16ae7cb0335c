package io.espalier.sync.run;

import io.espalier.mjml.MjmlEmail;
import io.espalier.model.Value;
import io.espalier.rule.Comparison;
import io.espalier.rule.Operand;
import io.espalier.rule.PartKind;
import io.espalier.rule.Place;
import io.espalier.rule.Rule;
import io.espalier.rule.RulePrinter;
import io.espalier.rule.Span;
import io.espalier.template.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The branches of an email's conditions. */
final class Branches {
  /** What is said of the last branch of a condition. */
  static final String OTHERWISE = "otherwise";

  private Branches() {}

  /**
   * A branch, and for whom it is.
   *
   * @param place of its test; for {@link #OTHERWISE}, of the first test before it
   */
  record Branch(Place place, String test, Rule whole) {}

  /**
   * A branch that somebody gets.
   *
   * @param asked the tests that decided it, the taken one included
   */
  record Taken(Place place, String test, List<Rule> asked) {}

  /** Every branch of the subject and the HTML, each with all that is true of whoever sees it. */
  static List<Branch> of(MjmlEmail email) {
    Map<String, Branch> found = new LinkedHashMap<>();
    walk(email.subject(), List.of(), found);
    walk(email.html(), List.of(), found);
    return List.copyOf(found.values());
  }

  private static void walk(Template template, List<Rule> given, Map<String, Branch> found) {
    if (template instanceof Template.Sequence sequence) {
      sequence.parts().forEach(part -> walk(part, given, found));
    } else if (template instanceof Template.Each each) {
      each(each, given, found);
    } else if (template instanceof Template.Choose choose) {
      List<Rule> still = new ArrayList<>(given);
      for (Template.Branch branch : choose.branches()) {
        List<Rule> here = with(still, branch.test());
        add(branch.place(), RulePrinter.print(branch.test()), here, found);
        walk(branch.body(), here, found);
        still.add(new Rule.Not(branch.test(), Span.NONE));
      }
      if (!choose.branches().isEmpty()) {
        add(choose.branches().get(0).place(), OTHERWISE, still, found);
      }
      walk(choose.otherwise(), still, found);
    }
  }

  /** Nobody's list, one of one item, and one that fills it; what stands in the body of the n-th. */
  private static void each(Template.Each each, List<Rule> given, Map<String, Branch> found) {
    int most = each.bodies().size();
    String what = "items of " + each.attribute();
    List<Rule> none = with(given, size(each, Comparison.EQUAL, 0));
    add(each.place(), "no " + what, none, found);
    walk(each.empty(), none, found);
    if (most > 1) {
      add(each.place(), "1 of the " + what, with(given, size(each, Comparison.EQUAL, 1)), found);
    }
    for (int i = 0; i < most; i++) {
      List<Rule> there = with(given, size(each, Comparison.AT_LEAST, i + 1));
      if (i == most - 1) {
        add(each.place(), most + " or more " + what, there, found);
      }
      walk(each.bodies().get(i), there, found);
    }
  }

  private static Rule size(Template.Each each, Comparison comparison, int items) {
    return new Rule.Compare(
        new Operand.Part(
            PartKind.SIZE, new Operand.Attribute(each.attribute(), Span.NONE), Span.NONE),
        comparison,
        new Operand.Literal(Value.number(String.valueOf(items)), Span.NONE),
        false,
        Span.NONE);
  }

  private static List<Rule> with(List<Rule> given, Rule more) {
    List<Rule> all = new ArrayList<>(given);
    all.add(more);
    return all;
  }

  private static void add(Place place, String test, List<Rule> rules, Map<String, Branch> found) {
    Set<Rule> distinct = new LinkedHashSet<>();
    rules.forEach(
        rule -> distinct.addAll(rule instanceof Rule.And and ? and.parts() : List.of(rule)));
    Rule whole =
        distinct.size() == 1
            ? distinct.iterator().next()
            : new Rule.And(List.copyOf(distinct), Span.NONE);
    found.putIfAbsent(
        place + " " + test + " " + RulePrinter.print(whole), new Branch(place, test, whole));
  }

  /** The branches that one person gets, in the order of the email. */
  static List<Taken> taken(MjmlEmail email, Predicate<Rule> holds) {
    List<Taken> taken = new ArrayList<>();
    taken(email.subject(), holds, taken);
    taken(email.html(), holds, taken);
    return taken;
  }

  private static void taken(Template template, Predicate<Rule> holds, List<Taken> taken) {
    if (template instanceof Template.Sequence sequence) {
      sequence.parts().forEach(part -> taken(part, holds, taken));
    } else if (template instanceof Template.Choose choose) {
      List<Rule> asked = new ArrayList<>();
      for (Template.Branch branch : choose.branches()) {
        asked.add(branch.test());
        if (holds.test(branch.test())) {
          add(
              new Taken(branch.place(), RulePrinter.print(branch.test()), List.copyOf(asked)),
              taken);
          taken(branch.body(), holds, taken);
          return;
        }
      }
      if (!asked.isEmpty()) {
        add(new Taken(choose.branches().get(0).place(), OTHERWISE, List.copyOf(asked)), taken);
      }
      taken(choose.otherwise(), holds, taken);
    }
  }

  private static void add(Taken one, List<Taken> taken) {
    if (!taken.contains(one)) {
      taken.add(one);
    }
  }
}
