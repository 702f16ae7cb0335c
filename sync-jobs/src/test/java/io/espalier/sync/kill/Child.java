package io.espalier.sync.kill;

import io.espalier.sync.run.Target;
import io.espalier.sync.shop.Folders;
import io.espalier.sync.shop.ReadyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real {@code espalier} in a process of its own. */
final class Child implements AutoCloseable {
  /** The rules' time in every run; only the sandboxes' and the process's own go on. */
  static final String NOW = "2024-06-01T00:00:00Z";

  private static final int KILLED = 128 + 9;

  /** In seconds: many processes on few processors take their time. */
  private static final int PATIENCE = 900;

  private final Process process;
  private final Path output;

  /** What one that was killed could not take away: 69 MB of DuckDB, each time. */
  private final Path temporary;

  private Child(Process process, Path output, Path temporary) {
    this.process = process;
    this.output = output;
    this.temporary = temporary;
  }

  /** Starts {@code espalier sync} against sandboxes of this process. */
  static Child sync(Path project, Target sandboxes, Path scratch) {
    return of(
        project,
        scratch,
        "sync",
        "--target",
        "sandbox:" + ReadyFile.write(scratch.resolve("ready.json"), sandboxes),
        "--now",
        NOW,
        "--ignore-guards");
  }

  /**
   * Starts a command.
   *
   * @param scratch where its output goes
   */
  static Child of(Path project, Path scratch, String command, String... more) {
    try {
      Files.createDirectories(scratch);
      Path output = Files.createTempFile(scratch, "child", ".txt");
      Path temporary = Files.createTempDirectory(scratch, "tmp");
      List<String> words =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-Xshare:auto",
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "-Duser.timezone=UTC",
                  "-Djava.io.tmpdir=" + temporary,
                  "-cp",
                  System.getProperty("java.class.path"),
                  "io.espalier.sync.cli.Espalier",
                  command,
                  "--project",
                  project.toString()));
      words.addAll(List.of(more));
      // An archive of this class path's classes makes five hundred starts bearable.
      String archive = System.getProperty("espalier.classes.archive", "");
      if (!archive.isEmpty()) {
        words.add(1, "-XX:SharedArchiveFile=" + archive);
      }
      ProcessBuilder builder =
          new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      return new Child(builder.start(), output, temporary);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /**
   * As {@code kill -9} does it; returns when it is dead. True where that ended it, false where it
   * had done its work.
   */
  boolean kill() {
    process.destroyForcibly();
    int exit = await();
    if (exit != KILLED && exit > 1) {
      throw new AssertionError("the process ended with " + exit + ":\n" + output());
    }
    return exit == KILLED;
  }

  /** Its exit code, when it has ended. */
  int await() {
    try {
      if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the process did not end:\n" + output());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Whether it ends within so long. */
  boolean endsWithin(long nanos) {
    try {
      return process.waitFor(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** All that it has said. */
  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    Folders.delete(temporary);
  }
}
