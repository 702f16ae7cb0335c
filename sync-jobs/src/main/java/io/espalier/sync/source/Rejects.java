package io.espalier.sync.source;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rows that cannot be used: counted by reason, and written down one JSON object a line where a file
 * is given. Values are masked by whoever rejects.
 */
public final class Rejects implements AutoCloseable {
  private final Optional<Path> file;
  private final Map<String, Long> counts = new LinkedHashMap<>();
  private final Gson gson = new Gson();
  private Optional<List<Row>> recording = Optional.empty();
  private Optional<BufferedWriter> writer = Optional.empty();

  /**
   * @param file made at the first reject; empty to count only
   */
  public Rejects(Optional<Path> file) {
    this.file = file;
  }

  /**
   * @param table the source or model
   * @param row how to find the row: {@code line 12}, {@code key c7}
   */
  public synchronized void add(String table, String row, String reason) {
    recording.ifPresent(rows -> rows.add(new Row(table, row, reason)));
    counts.merge(table + ": " + reason, 1L, Long::sum);
    file.ifPresent(
        path -> {
          JsonObject line = new JsonObject();
          line.addProperty("table", table);
          line.addProperty("row", row);
          line.addProperty("reason", reason);
          write(path, gson.toJson(line));
        });
  }

  /** A row that was rejected. */
  public record Row(String table, String row, String reason) {}

  /** Remembers every row from now on. */
  public synchronized void record() {
    recording = Optional.of(new ArrayList<>());
  }

  /** What was rejected since; remembers no more. */
  public synchronized List<Row> recorded() {
    List<Row> rows = recording.orElse(List.of());
    recording = Optional.empty();
    return rows;
  }

  private void write(Path path, String line) {
    try {
      if (writer.isEmpty()) {
        Files.createDirectories(path.toAbsolutePath().getParent());
        writer = Optional.of(Files.newBufferedWriter(path));
      }
      writer.get().write(line);
      writer.get().newLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reason → rows, in the order first met. */
  public synchronized Map<String, Long> counts() {
    return new LinkedHashMap<>(counts);
  }

  public synchronized long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Where the rows were written; empty where there is none. */
  public Optional<Path> file() {
    return writer.isPresent() ? file : Optional.empty();
  }

  @Override
  public void close() {
    writer.ifPresent(
        open -> {
          try {
            open.close();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
