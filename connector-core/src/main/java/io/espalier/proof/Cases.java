package io.espalier.proof;

import io.espalier.model.EventType;
import io.espalier.model.Schema;
import io.espalier.rule.Rule;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Every case that some rules can tell apart: which values are there, where each lies among the
 * constants, which texts it has. What holds in all cases holds for everybody; a case may be one
 * that nobody is ever in, so that the reverse is not known.
 *
 * <p>Understood are missing values, text in both forms, constants of one value, {@code now} and
 * {@code today} moved by hours or months, counts of the same events in wider windows. Nothing is
 * known of how two values stand to each other, of patterns, and of what a sequence implies.
 *
 * <p>Rules must have passed {@link io.espalier.rule.RuleChecker}.
 */
public final class Cases {
  private final Diagrams diagrams;
  private final Subjects subjects;
  private final Translation translation;
  private final int possible;

  private Cases(
      Schema schema,
      Optional<EventType> event,
      Map<String, Rule> segments,
      Collection<Rule> rules) {
    this.diagrams = new Diagrams();
    this.subjects = new Subjects(schema, event, diagrams);
    this.translation = new Translation(diagrams, subjects, segments);
    rules.forEach(rule -> rule.accept(translation));
    subjects.settle();
    translation.settle();
    this.possible = subjects.facts();
  }

  /**
   * The cases of rules on a person.
   *
   * @param segments the rules that {@code in_segment} is taken for, by id
   * @throws TooManyCases where they are more than can be told apart
   */
  public static Cases of(Schema schema, Map<String, Rule> segments, Collection<Rule> rules) {
    return new Cases(schema, Optional.empty(), segments, rules);
  }

  /** The cases of conditions on one event. */
  static Cases of(Schema schema, EventType event, Collection<Rule> rules) {
    return new Cases(schema, Optional.of(event), Map.of(), rules);
  }

  /** Only of the rules that these cases were made for, their parts, and others of these parts. */
  int condition(Rule rule) {
    return diagrams.and(possible, rule.accept(translation));
  }

  /** Where such a rule does not hold. */
  int not(Rule rule) {
    return diagrams.and(possible, diagrams.not(rule.accept(translation)));
  }

  int possible() {
    return possible;
  }

  Diagrams diagrams() {
    return diagrams;
  }

  Subjects subjects() {
    return subjects;
  }

  /** True where no person can fulfil it. */
  public boolean isImpossible(Rule rule) {
    return condition(rule) == Diagrams.FALSE;
  }

  /** True where every person fulfils it. */
  public boolean isAlways(Rule rule) {
    return condition(rule) == possible;
  }

  /** True where two rules hold for the same people, whoever they are. */
  public boolean areEqual(Rule a, Rule b) {
    return condition(a) == condition(b);
  }

  /** True where no person can fulfil both. */
  public boolean areDisjoint(Rule a, Rule b) {
    return diagrams.and(condition(a), condition(b)) == Diagrams.FALSE;
  }

  /** True where everybody who fulfils the one fulfils the other. */
  public boolean implies(Rule a, Rule b) {
    return diagrams.implies(condition(a), condition(b));
  }

  /** How many there are. */
  public BigInteger count() {
    return diagrams.count(possible);
  }

  /** How many questions a case answers. */
  public int questions() {
    return diagrams.variables();
  }

  /** Some case in which a condition holds. */
  int[] pick(int condition, Random chance) {
    return diagrams.pick(condition, chance);
  }
}
