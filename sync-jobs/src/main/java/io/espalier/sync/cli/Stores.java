package io.espalier.sync.cli;

import io.espalier.spi.Surroundings;
import io.espalier.sync.project.Project;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Ledger;
import io.espalier.sync.store.StateInUseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Opens the state of a project: for work, or for a question about what was. */
final class Stores {
  /** How often somebody who waits looks again. */
  private static final Duration PAUSE = Duration.ofMillis(200);

  private Stores() {}

  /** Where the state of a project stands. */
  static Path file(Options options) {
    return options.stateDir().resolve("store.duckdb");
  }

  /**
   * The state, ours alone until it is closed.
   *
   * @throws StateInUseException where another espalier is at work on it, and was for as long as
   *     {@code --wait} says
   */
  static Engine at(Context context, Project project, Options options) {
    Engine engine = awaited(context, project, options);
    engine
        .takenOverFrom()
        .ifPresent(
            who ->
                context
                    .terminal()
                    .note("taking over from an espalier that did not end (" + who + ")"));
    return engine;
  }

  private static Engine awaited(Context context, Project project, Options options) {
    Surroundings.Sleeper sleeper = Surroundings.real(call -> {}).sleeper();
    Instant end = context.clock().instant().plus(options.wait);
    boolean told = false;
    while (true) {
      try {
        return Engine.at(file(options), project.store().memoryMiB());
      } catch (StateInUseException e) {
        if (!context.clock().instant().isBefore(end)) {
          throw e;
        }
        if (!told) {
          context.terminal().note(e.getMessage() + "; waiting until " + end);
          told = true;
        }
        try {
          sleeper.sleep(PAUSE);
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw e;
        }
      }
    }
  }

  /**
   * For a question.
   *
   * @throws Wrong where nothing was ever planned, so that there is no state
   */
  static Engine open(Context context, Project project, Options options) {
    if (!Files.isRegularFile(file(options))) {
      throw new Wrong(
          "there is no state in " + options.stateDir() + " yet",
          "run espalier sync first, or give the folder: --state DIR");
    }
    Engine engine = at(context, project, options);
    try {
      Ledger.prepare(engine);
      return engine;
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }
}
