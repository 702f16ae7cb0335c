package io.espalier.sync.project;

import io.espalier.proof.Complexity;
import io.espalier.rule.Issue;
import io.espalier.rule.Place;
import io.espalier.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How complex a rule and a choice may be before nobody can say what they mean.
 *
 * @param depth of a rule; 6 unless the project says otherwise
 * @param leaves single conditions of a rule; 60
 * @param variants bodies of one choice of an email; 12
 */
public record Budget(int depth, int leaves, int variants) {
  static Budget standard() {
    return new Budget(6, 60, 12);
  }

  static Budget read(YamlMap map) {
    Budget standard = standard();
    return map.map("budget")
        .map(
            budget -> {
              Budget read =
                  new Budget(
                      positive(budget, "depth", standard.depth),
                      positive(budget, "leaves", standard.leaves),
                      positive(budget, "variants", standard.variants));
              budget.refuseOthers();
              return read;
            })
        .orElse(standard);
  }

  private static int positive(YamlMap map, String key, int standard) {
    Optional<Integer> given = map.whole(key);
    if (given.filter(n -> n == 0).isPresent()) {
      map.error(key, "'" + key + "' must be at least 1", "leave it out for " + standard);
    }
    return given.filter(n -> n > 0).orElse(standard);
  }

  /** What of a segment's rule is over the budget. */
  List<Issue> check(String segment, Rule rule, Place place) {
    Complexity complexity = Complexity.of(rule);
    List<Issue> issues = new ArrayList<>();
    String mend =
        "'espalier rules simplify --segment "
            + segment
            + "' looks for a smaller one; make a part a segment of its own; or raise budget.";
    if (complexity.leaves() > leaves) {
      issues.add(
          Issue.error(
              place,
              "the rule has " + complexity.leaves() + " conditions, and the budget is " + leaves,
              mend + "leaves in espalier.yaml"));
    }
    if (complexity.depth() > depth) {
      issues.add(
          Issue.error(
              place,
              "the rule is nested " + complexity.depth() + " deep, and the budget is " + depth,
              mend + "depth in espalier.yaml"));
    }
    return issues;
  }
}
