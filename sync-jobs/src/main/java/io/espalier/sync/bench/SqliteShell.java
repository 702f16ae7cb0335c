package io.espalier.sync.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** SQLite's own command line, where it is installed. */
final class SqliteShell {
  private SqliteShell() {}

  static Optional<Path> find() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, "sqlite3"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Writes the people as JSON objects, one a line. */
  static void copy(Path program, Path dir, String file) {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                program.toString(),
                "-readonly",
                dir.resolve("people.db").toString(),
                "select json_object('id', id, 'email', email, 'first_name', first_name, 'country', country, 'points', points, 'balance', balance, 'signed_up', signed_up, 'note', note) from people"));
    builder.redirectOutput(dir.resolve(file).toFile());
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      int exit = builder.start().waitFor();
      if (exit != 0) {
        throw new IllegalStateException(program + " ended with " + exit);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
