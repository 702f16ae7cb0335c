package io.espalier.sync.plan;

import io.espalier.mjml.MjmlEmail;
import io.espalier.model.Schema;
import io.espalier.proof.Cases;
import io.espalier.proof.TooManyCases;
import io.espalier.rule.Issue;
import io.espalier.rule.Rule;
import io.espalier.rule.Span;
import io.espalier.sync.project.Project;
import io.espalier.template.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Choices of an email that are over the budget, and branches that nobody ever sees: because an
 * earlier branch takes everybody who matches, or the choice around it lets nobody through who does.
 */
final class BranchCheck {
  private final Schema schema;
  private final Map<String, Rule> segments = new LinkedHashMap<>();
  private final int variants;

  /** A module may stand in several places. */
  private final Set<Issue> issues = new LinkedHashSet<>();

  private BranchCheck(Project project) {
    schema = project.schema();
    project.segments().forEach((id, spec) -> segments.put(id, spec.rule()));
    variants = project.budget().variants();
  }

  /** Errors for the budget, warnings for the branches. */
  static List<Issue> check(MjmlEmail email, Project project) {
    BranchCheck check = new BranchCheck(project);
    check.walk(email.subject(), List.of());
    check.walk(email.html(), List.of());
    return List.copyOf(check.issues);
  }

  /**
   * @param given what is true of whoever sees it
   */
  private void walk(Template template, List<Rule> given) {
    if (template instanceof Template.Sequence sequence) {
      sequence.parts().forEach(part -> walk(part, given));
    } else if (template instanceof Template.Choose choose) {
      choose(choose, given);
    }
  }

  private void choose(Template.Choose choose, List<Rule> given) {
    List<Rule> still = new ArrayList<>(given);
    for (Template.Branch branch : choose.branches()) {
      List<Rule> seen = new ArrayList<>(still);
      seen.add(branch.test());
      if (isProvedEmpty(seen)) {
        boolean earlier = still.size() > given.size();
        issues.add(
            Issue.warning(
                branch.place(),
                "nobody ever sees this branch",
                earlier
                    ? "whoever matches it has matched a branch before it: put it first, or mend its"
                        + " test"
                    : "what stands around it lets nobody through who matches: mend its test"));
      } else {
        walk(branch.body(), List.copyOf(seen));
      }
      still.add(new Rule.Not(branch.test(), Span.NONE));
    }
    walk(choose.otherwise(), List.copyOf(still));
    int bodies = choose.branches().size() + (choose.otherwise().equals(Template.EMPTY) ? 0 : 1);
    if (bodies > variants) {
      issues.add(
          Issue.error(
              choose.branches().get(0).place(),
              "this choice has " + bodies + " variants, and the budget is " + variants,
              "join variants, or raise budget.variants in espalier.yaml"));
    }
  }

  private boolean isProvedEmpty(List<Rule> all) {
    if (all.size() < 2) {
      return false;
    }
    Rule and = new Rule.And(all, Span.NONE);
    try {
      return Cases.of(schema, segments, List.of(and)).isImpossible(and);
    } catch (TooManyCases tooMany) {
      return false;
    }
  }
}
