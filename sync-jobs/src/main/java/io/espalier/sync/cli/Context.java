package io.espalier.sync.cli;

import io.espalier.rule.Issue;
import io.espalier.spi.Surroundings;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.ProjectReader;
import io.espalier.sync.project.WrongInput;
import io.espalier.sync.run.Connections;
import io.espalier.sync.source.Rejects;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** What every command stands on: the terminal, the environment, the clock, and how it waits. */
record Context(
    Terminal terminal,
    ProjectReader.Environment environment,
    Clock clock,
    Surroundings.Sleeper sleeper) {

  /** The surroundings of a run: its time is the command's. */
  Surroundings surroundings(Surroundings.CallListener listener) {
    return new Surroundings(clock, sleeper, Surroundings.real(listener).random(), listener);
  }

  /**
   * Reads the project; says its warnings.
   *
   * @throws WrongInput with all of its mistakes
   */
  Project project(Path dir) {
    return project(new ProjectReader(Connections.esps(), environment).read(dir));
  }

  /** The same, whatever can be proved wrong of its rules. */
  Project projectBeforeProofs(Path dir) {
    return project(new ProjectReader(Connections.esps(), environment).readBeforeProofs(dir));
  }

  private Project project(ProjectReader.Result result) {
    List<Issue> errors =
        result.issues().stream().filter(i -> i.severity() == Issue.Severity.ERROR).toList();
    if (!errors.isEmpty() || result.project().isEmpty()) {
      throw new WrongInput(result.issues());
    }
    terminal.issues(result.issues());
    return result.project().get();
  }

  /** Says how many rows could not be used, and where they are. */
  void tell(Rejects rejects) {
    rejects
        .counts()
        .forEach((reason, count) -> terminal.note("rejected " + count + " x " + reason));
    rejects.file().ifPresent(file -> terminal.note("the rejected rows: " + file));
  }
}
