package io.espalier.sync.project;

import io.espalier.model.Schema;
import io.espalier.proof.Cases;
import io.espalier.proof.TooManyCases;
import io.espalier.proof.Witness;
import io.espalier.rule.Issue;
import io.espalier.rule.Moment;
import io.espalier.rule.Place;
import io.espalier.rule.Rule;
import io.espalier.rule.RuleChecker;
import io.espalier.rule.Span;
import io.espalier.rule.Uses;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Exclusive groups as rules: a decision list. A group's segments are asked in ascending priority
 * (then by id), and the first whose rule is true takes the person. A segment's rule so becomes
 *
 * <pre>own and not in_segment first and not in_segment second …</pre>
 *
 * over all that come before it. As this is a rule like any other, members are after exclusion
 * wherever they are asked for: in counts, syncs, audits and in {@code in_segment} of any other
 * rule; and a circle that goes through an exclusion is found as a circle.
 */
public final class ExclusiveGroups {
  private static final Comparator<SegmentSpec> ORDER =
      Comparator.<SegmentSpec>comparingInt(s -> s.segment().priority())
          .thenComparing(s -> s.segment().id());

  private final Map<String, List<SegmentSpec>> groups = new LinkedHashMap<>();

  ExclusiveGroups(Collection<SegmentSpec> segments) {
    for (SegmentSpec spec : segments) {
      spec.exclusive()
          .ifPresent(e -> groups.computeIfAbsent(e.group(), g -> new ArrayList<>()).add(spec));
    }
    groups.values().forEach(group -> group.sort(ORDER));
  }

  /**
   * Two segments of one group and one priority that are not known to exclude each other.
   *
   * @param both true for whoever matches both and nothing of a higher priority
   */
  public record Tie(SegmentSpec first, SegmentSpec second, Rule both) {

    /** As an error: there is somebody. */
    public Issue found(long people, String witness) {
      return Issue.error(
          second.exclusive().orElseThrow().place(),
          head()
              + ", and "
              + (people == 1
                  ? "somebody matches both: key "
                  : people + " people match both, e.g. key ")
              + witness,
          MEND);
    }

    /** As an error: there could be somebody, who is described. */
    Issue shown(Witness witness) {
      return Issue.error(
          second.exclusive().orElseThrow().place(),
          head() + ", and this person would match both: " + witness.shown(),
          MEND);
    }

    /** As a warning: there could be somebody. */
    public Issue possible(boolean looked) {
      return Issue.warning(
          second.exclusive().orElseThrow().place(),
          head()
              + (looked
                  ? "; nobody matches both today, but somebody could"
                  : "; whether somebody matches both was not looked at"),
          MEND);
    }

    private static final String MEND =
        "give one of them another priority, or make their rules exclude each other";

    private String head() {
      return "'"
          + first.segment().id()
          + "' and '"
          + second.segment().id()
          + "' both have the priority "
          + second.segment().priority()
          + " in the exclusive group '"
          + second.exclusive().orElseThrow().group()
          + "'";
    }
  }

  /**
   * The ties of a project's segments: those of which it is not proved that nobody can match both.
   */
  public static List<Tie> ties(Collection<SegmentSpec> segments, Schema schema) {
    Map<String, Rule> rules = rules(segments);
    List<Tie> ties = new ArrayList<>();
    for (List<SegmentSpec> group : new ExclusiveGroups(segments).groups.values()) {
      for (int i = 0; i < group.size(); i++) {
        for (int j = i + 1; j < group.size(); j++) {
          SegmentSpec first = group.get(i);
          SegmentSpec second = group.get(j);
          if (first.segment().priority() == second.segment().priority()
              && !isProvedImpossible(both(group, first, second), rules, schema)) {
            ties.add(new Tie(first, second, both(group, first, second)));
          }
        }
      }
    }
    return List.copyOf(ties);
  }

  private static Map<String, Rule> rules(Collection<SegmentSpec> segments) {
    Map<String, Rule> rules = new LinkedHashMap<>();
    segments.forEach(spec -> rules.put(spec.segment().id(), spec.rule()));
    return rules;
  }

  private static boolean isProvedImpossible(Rule rule, Map<String, Rule> rules, Schema schema) {
    try {
      return Cases.of(schema, rules, List.of(rule)).isImpossible(rule);
    } catch (TooManyCases tooMany) {
      return false;
    }
  }

  /**
   * Errors for ties that a made-up person shows, and warnings for segments that never have a member
   * because those before them take everybody.
   *
   * @param segments whose rules are checked, and refer to each other in no circle
   * @param moments at which a person is looked for
   */
  static List<Issue> check(Collection<SegmentSpec> segments, Schema schema, List<Moment> moments) {
    List<Issue> issues = new ArrayList<>();
    Map<String, Rule> rules = rules(segments);
    for (Tie tie : ties(segments, schema)) {
      moments.stream()
          .flatMap(moment -> Witness.of(tie.both(), schema, rules, moment).stream())
          .findFirst()
          .ifPresent(witness -> issues.add(tie.shown(witness)));
    }
    for (SegmentSpec spec : segments) {
      Optional<Exclusive> exclusive = spec.exclusive();
      if (exclusive.isPresent()
          && !spec.rule().equals(spec.own())
          && !isProvedImpossible(spec.own(), rules, schema)
          && isProvedImpossible(spec.rule(), rules, schema)) {
        issues.add(
            Issue.warning(
                exclusive.get().place(),
                "'"
                    + spec.segment().id()
                    + "' never has a member: in the exclusive group '"
                    + exclusive.get().group()
                    + "' the segments before it take everybody who matches it",
                "give it a lower number, or take it out"));
      }
    }
    return issues;
  }

  private static Rule both(List<SegmentSpec> group, SegmentSpec first, SegmentSpec second) {
    List<Rule> parts = new ArrayList<>();
    add(parts, first.own());
    add(parts, second.own());
    group.stream()
        .filter(s -> s.segment().priority() < first.segment().priority())
        .forEach(s -> parts.add(notIn(s)));
    return new Rule.And(parts, Span.NONE);
  }

  /** The segments with the rules that hold everywhere. */
  Map<String, SegmentSpec> excluded(Map<String, SegmentSpec> segments) {
    Map<String, SegmentSpec> excluded = new LinkedHashMap<>(segments);
    for (List<SegmentSpec> group : groups.values()) {
      for (int i = 1; i < group.size(); i++) {
        SegmentSpec spec = group.get(i);
        List<Rule> parts = new ArrayList<>();
        add(parts, spec.own());
        group.subList(0, i).forEach(before -> parts.add(notIn(before)));
        excluded.put(spec.segment().id(), spec.with(new Rule.And(parts, spec.own().span())));
      }
    }
    return excluded;
  }

  private static void add(List<Rule> parts, Rule rule) {
    if (rule instanceof Rule.And and) {
      parts.addAll(and.parts());
    } else {
      parts.add(rule);
    }
  }

  private static Rule notIn(SegmentSpec spec) {
    return new Rule.Not(new Rule.InSegment(spec.segment().id(), Span.NONE), Span.NONE);
  }

  /**
   * The circles among the rules that hold everywhere, at the rule of the first segment of each.
   *
   * @param whole where each segment's rule stands, by id
   */
  static List<Issue> circles(Map<String, SegmentSpec> segments, Map<String, Place> whole) {
    Map<String, Rule> rules = new LinkedHashMap<>();
    segments.forEach((id, spec) -> rules.put(id, spec.rule()));
    List<Issue> issues = new ArrayList<>();
    for (String circle : RuleChecker.segmentCycles(rules)) {
      List<String> path = List.of(circle.split(" -> ", -1));
      Place first = whole.get(path.get(0));
      if (first == null) {
        continue;
      }
      String mend = "take one of these in_segment tests out";
      for (int i = 0; i + 1 < path.size(); i++) {
        SegmentSpec from = segments.get(path.get(i));
        if (from != null && !Uses.of(List.of(from.own())).segments().contains(path.get(i + 1))) {
          mend =
              "in an exclusive group, '"
                  + path.get(i)
                  + "' looks at '"
                  + path.get(i + 1)
                  + "', which has the higher priority; give them other priorities, or "
                  + mend;
          break;
        }
      }
      issues.add(Issue.error(first, "segments refer to each other in a circle: " + circle, mend));
    }
    return issues;
  }
}
