package io.espalier.rule;

import io.espalier.model.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether two rules say the same, and how that is known. */
public final class RuleEquality {
  private static final int MOST_CONDITIONS = 16;
  private static final int PEOPLE = 10_000;

  /**
   * @param exhaustive by every case there can be; otherwise by people made at random
   * @param how a sentence for a reader; where the rules differ, a case in which they do
   */
  public record Answer(boolean equal, boolean exhaustive, String how) {}

  private RuleEquality() {}

  /**
   * Compares two rules that the checker finds no mistake in: by all combinations of their single
   * conditions that are not against one another, up to 2^16, else by 10,000 people.
   */
  public static Answer compare(Rule a, Rule b, Schema schema, Moment moment) {
    Set<Rule> tests = new LinkedHashSet<>();
    tests(a, tests);
    tests(b, tests);
    return tests.size() <= MOST_CONDITIONS
        ? new Table(List.copyOf(tests), new Claims(schema, null)).compare(a, b)
        : byPeople(a, b, schema, moment);
  }

  private static void tests(Rule rule, Set<Rule> tests) {
    if (Reasoning.isTest(rule)) {
      tests.add(rule);
    }
    Wheres.parts(rule).forEach(part -> tests(part, tests));
  }

  private static Answer byPeople(Rule a, Rule b, Schema schema, Moment moment) {
    PeopleMaker maker = new PeopleMaker(schema, List.of(a, b), moment, 1);
    Map<String, Rule> none = Map.of();
    int members = 0;
    for (int i = 0; i < PEOPLE; i++) {
      PeopleMaker.Made person = maker.person();
      RuleEvaluator evaluator = new RuleEvaluator(schema, moment, none);
      boolean of = evaluator.test(a, person.profile(), person.events());
      if (of != evaluator.test(b, person.profile(), person.events())) {
        return new Answer(
            false, false, "they differ for a person with " + person.profile().attributes());
      }
      members += of ? 1 : 0;
    }
    return new Answer(
        true,
        false,
        String.format(
            Locale.ROOT,
            "equal for %,d people made at random, of whom %,d are members",
            PEOPLE,
            members));
  }

  /** All combinations of single conditions. */
  private static final class Table {
    private final List<Rule> tests;
    private final Claims claims;
    private final Map<Rule, Boolean> row = new HashMap<>();
    private long possible;
    private String different = "";

    Table(List<Rule> tests, Claims claims) {
      this.tests = tests;
      this.claims = claims;
    }

    Answer compare(Rule a, Rule b) {
      fill(0, Facts.NONE, a, b);
      if (!different.isEmpty()) {
        return new Answer(false, true, "they differ where " + different);
      }
      long all = 1L << tests.size();
      String cases =
          String.format(
              Locale.ROOT,
              "equal in each of the %,d cases that %,d %s",
              possible,
              tests.size(),
              tests.size() == 1 ? "condition can make" : "conditions can make");
      String left = String.format(Locale.ROOT, " (%,d are against one another)", all - possible);
      return new Answer(true, true, cases + (all == possible ? "" : left));
    }

    private void fill(int from, Facts facts, Rule a, Rule b) {
      if (facts.areImpossible() || !different.isEmpty()) {
        return;
      }
      if (from == tests.size()) {
        possible++;
        if (holds(a) != holds(b)) {
          different =
              tests.stream()
                  .map(t -> row.getOrDefault(t, false) ? t : new Rule.Not(t, Span.NONE))
                  .map(RulePrinter::print)
                  .collect(Collectors.joining(" and "));
        }
        return;
      }
      Claim claim = claims.of(tests.get(from));
      row.put(tests.get(from), true);
      fill(from + 1, facts.and(claim), a, b);
      row.put(tests.get(from), false);
      fill(from + 1, facts.and(claim.negated()), a, b);
    }

    private boolean holds(Rule rule) {
      List<Rule> parts = new ArrayList<>(Wheres.parts(rule));
      if (rule instanceof Rule.And) {
        return parts.stream().allMatch(this::holds);
      } else if (rule instanceof Rule.Or) {
        return parts.stream().anyMatch(this::holds);
      } else if (rule instanceof Rule.Not not) {
        return !holds(not.rule());
      } else if (rule instanceof Rule.Constant constant) {
        return constant.value();
      }
      return row.getOrDefault(rule, false);
    }
  }
}
