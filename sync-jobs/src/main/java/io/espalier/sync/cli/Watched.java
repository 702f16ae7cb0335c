package io.espalier.sync.cli;

import io.espalier.spi.EspException;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.WrongInput;
import io.espalier.sync.store.StateInUseException;
import io.espalier.sync.store.StoreException;
import io.espalier.sync.watch.Health;
import io.espalier.sync.watch.Messengers;
import io.espalier.sync.watch.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Does unattended work, and takes note of how it ended, whatever way that was. */
final class Watched {
  private Watched() {}

  /**
   * @param work adds why it is not well to the list; gives an exit code
   * @return the exit code
   */
  static int run(
      Context context,
      Project project,
      Options options,
      String job,
      ToIntFunction<List<String>> work) {
    Watch watch =
        new Watch(
            project.name(),
            new Health(options.stateDir()),
            Messengers.of(project.operations().notices(), context.environment(), context.clock()),
            context.terminal()::note);
    List<String> reasons = new ArrayList<>();
    try {
      int exit = work.applyAsInt(reasons);
      watch.ended(job, status(exit), String.join("; ", reasons), context.clock().instant());
      return exit;
    } catch (StateInUseException e) {
      // Whoever would not wait did nothing: how the job fares is told by the one that is at it.
      if (!options.wait.isZero()) {
        watch.ended(job, Health.Status.FAILED, reason(e), context.clock().instant());
      }
      throw e;
    } catch (RuntimeException e) {
      // Whoever stops the process knows of it: that is no failure to wake people for.
      if (!Thread.currentThread().isInterrupted()) {
        watch.ended(job, Health.Status.FAILED, reason(e), context.clock().instant());
      }
      throw e;
    }
  }

  private static Health.Status status(int exit) {
    return switch (exit) {
      case Exit.DONE -> Health.Status.OK;
      case Exit.REJECTED -> Health.Status.DEGRADED;
      default -> Health.Status.FAILED;
    };
  }

  /** Of what we said ourselves the words; of anything else only what it is. */
  private static String reason(RuntimeException e) {
    if (e instanceof WrongInput wrong) {
      return wrong.issues().get(0).message();
    } else if (e instanceof EspException esp) {
      return esp.failure().message();
    } else if (e instanceof Wrong || e instanceof StoreException) {
      return String.valueOf(e.getMessage());
    }
    return "an unexpected error, " + e.getClass().getSimpleName();
  }
}
