package io.espalier.proof;

import io.espalier.model.EventType;
import io.espalier.model.Schema;
import io.espalier.rule.Issue;
import io.espalier.rule.Origin;
import io.espalier.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Conditions that say nothing: that nobody can fulfil, or that everybody does (errors, for nobody
 * writes them on purpose), and those that change nothing beside the others (warnings). {@code true}
 * and {@code false} themselves are said on purpose, and are left alone.
 *
 * <p>What is found is proved, see {@link Cases}. Not everything that could be proved is found.
 */
public final class ProofCheck {
  private final Schema schema;
  private final Origin origin;
  private final List<Issue> issues = new ArrayList<>();

  private ProofCheck(Schema schema, Origin origin) {
    this.schema = schema;
    this.origin = origin;
  }

  /**
   * @param rule has passed {@link io.espalier.rule.RuleChecker} without an error
   * @param segments the rules that {@code in_segment} means; may be empty
   */
  public static List<Issue> check(
      Rule rule, Schema schema, Map<String, Rule> segments, Origin origin) {
    ProofCheck check = new ProofCheck(schema, origin);
    check.wheres(rule);
    check.over(rule, Optional.empty());
    if (check.issues.isEmpty() && !segments.isEmpty() && refersToASegment(rule)) {
      check.throughSegments(rule, segments);
    }
    return List.copyOf(check.issues);
  }

  private static boolean refersToASegment(Rule rule) {
    return rule instanceof Rule.InSegment
        || Anatomy.parts(rule).stream().anyMatch(ProofCheck::refersToASegment);
  }

  private void wheres(Rule rule) {
    for (Anatomy.Where where : Anatomy.wheres(rule)) {
      over(where.rule(), schema.event(where.event()));
    }
    Anatomy.parts(rule).forEach(this::wheres);
  }

  private void over(Rule rule, Optional<EventType> event) {
    try {
      Cases cases =
          event.isPresent()
              ? Cases.of(schema, event.get(), List.of(rule))
              : Cases.of(schema, Map.of(), List.of(rule));
      new Doubts(cases, event.isPresent() ? "event" : "person", origin, issues).of(rule);
    } catch (TooManyCases tooMany) {
      // Nothing is known of a rule of that size; the complexity budget speaks of it.
    }
  }

  /** Only that nobody is meant: what else a segment says today it may not say tomorrow. */
  private void throughSegments(Rule rule, Map<String, Rule> segments) {
    try {
      Cases cases = Cases.of(schema, segments, List.of(rule));
      if (!Anatomy.isLeaf(rule) && cases.isImpossible(rule)) {
        issues.add(
            Issue.error(
                origin.place(rule.span()),
                "no person can match this, as the segments that it names are defined",
                "mend it, or the segments"));
      }
    } catch (TooManyCases tooMany) {
      // As above.
    }
  }
}
