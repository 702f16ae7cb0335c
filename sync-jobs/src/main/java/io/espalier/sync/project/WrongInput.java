package io.espalier.sync.project;

import io.espalier.rule.Issue;
import io.espalier.rule.Place;
import java.util.List;
import java.util.stream.Collectors;

/** What the user wrote, or what a source holds, cannot be worked with. Nothing was changed. */
public final class WrongInput extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Issue> issues;

  public WrongInput(List<Issue> issues) {
    super(issues.stream().map(Issue::display).collect(Collectors.joining("\n")));
    this.issues = List.copyOf(issues);
  }

  public WrongInput(Place place, String message, String mend) {
    this(List.of(Issue.error(place, message, mend)));
  }

  public List<Issue> issues() {
    return issues;
  }
}
