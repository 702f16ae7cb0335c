package io.espalier.sync.cli;

import io.espalier.sync.project.Project;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Ledger;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens the state of a project for a question about what was. */
final class Stores {
  private Stores() {}

  /**
   * @throws Wrong where nothing was ever planned, so that there is no state
   */
  static Engine open(Project project, Options options) {
    Path file = options.stateDir().resolve("store.duckdb");
    if (!Files.isRegularFile(file)) {
      throw new Wrong(
          "there is no state in " + options.stateDir() + " yet",
          "run espalier sync first, or give the folder: --state DIR");
    }
    Engine engine = Engine.at(file, project.store().memoryMiB());
    try {
      Ledger.prepare(engine);
      return engine;
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }
}
