package io.espalier.sync.bench;

import com.google.gson.stream.JsonWriter;
import io.espalier.sync.deliver.Delivery;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.TargetSpec;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.source.RowBatch;
import io.espalier.sync.store.Engine;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How many rows a second go through the engine where no network holds it back: out of a SQLite
 * database, in batches of 100, into a file of JSON Lines that is proved, by the path that {@code
 * espalier deliver} takes; beside a loop as one writes it by hand, and beside SQLite's own command
 * line where it is installed.
 */
public final class EngineBench {
  private static final String HAND = "hand.jsonl";
  private static final String SQLITE = "sqlite.jsonl";

  private final LongSupplier nanoTime;
  private final Clock clock;
  private final int rounds;

  public EngineBench(LongSupplier nanoTime, Clock clock, int rounds) {
    this.nanoTime = nanoTime;
    this.clock = clock;
    this.rounds = rounds;
  }

  /**
   * One way's times.
   *
   * @param seconds of each round
   * @param cpuSeconds of each round, of all threads; empty where another process works
   */
  public record Way(String name, List<Double> seconds, List<Double> cpuSeconds) {
    /** Rows a second in the middle round. */
    public double rate(long rows) {
      return rows / SegmentsBench.median(seconds);
    }
  }

  /**
   * What was measured.
   *
   * @param proved whether every round's rows were all counted in the file, none rejected
   * @param same whether the product and the loop by hand wrote the same rows
   */
  public record Measured(
      long rows, int batch, long bytes, boolean proved, boolean same, List<Way> ways) {}

  /** Generates a database in the folder and measures. */
  public Measured run(Path dir, long rows) {
    Project project = project(dir, rows);
    TargetSpec target = Objects.requireNonNull(project.operations().targets().get("jsonl"));
    Way product = new Way("product", new ArrayList<>(), new ArrayList<>());
    Way hand = new Way("by hand", new ArrayList<>(), new ArrayList<>());
    Way shell = new Way("sqlite3", new ArrayList<>(), new ArrayList<>());
    Optional<Path> sqlite = SqliteShell.find();
    boolean[] proved = {true};
    long[] bytes = new long[1];
    for (int round = 0; round < rounds; round++) {
      List<Runnable> turns =
          new ArrayList<>(
              List.of(
                  () ->
                      time(
                          product,
                          () -> {
                            Delivery.Delivered done = deliver(dir, project, target);
                            proved[0] &= done.rows() == rows && done.rejected() == 0;
                            bytes[0] = done.bytes();
                          }),
                  () -> time(hand, () -> byHand(dir))));
      sqlite.ifPresent(
          program -> turns.add(() -> time(shell, () -> SqliteShell.copy(program, dir, SQLITE))));
      if (round % 2 == 1) {
        java.util.Collections.reverse(turns);
      }
      turns.forEach(Runnable::run);
    }
    List<Way> ways = new ArrayList<>(List.of(product, hand));
    if (sqlite.isPresent()) {
      shell.cpuSeconds().clear();
      ways.add(shell);
    }
    return new Measured(rows, RowBatch.ROWS, bytes[0], proved[0], same(dir, target), ways);
  }

  private static Project project(Path dir, long rows) {
    try {
      Files.writeString(dir.resolve("espalier.yaml"), Texts.read("engine.yaml"));
      Files.writeString(dir.resolve("profile.yaml"), Texts.read("engine-profile.yaml"));
      Path database = dir.resolve("people.db");
      Files.deleteIfExists(database);
      try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
          Statement statement = connection.createStatement()) {
        for (String sql :
            Texts.read("engine-data.sql").replace("{people}", Long.toString(rows)).split(";", -1)) {
          if (!sql.isBlank()) {
            statement.execute(sql);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return BenchShop.read(dir);
  }

  /** Anew each time: the file of the round before is gone. */
  private Delivery.Delivered deliver(Path dir, Project project, TargetSpec target) {
    try (Rejects rejects = new Rejects(Optional.empty())) {
      Files.deleteIfExists(dir.resolve(target.path()));
      return Delivery.run(project, target, dir.resolve(".espalier"), rejects, clock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As one would write it: a result set, a JSON writer, a buffer. It proves nothing. */
  private static void byHand(Path dir) {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("people.db"));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select * from people");
        Writer out =
            new OutputStreamWriter(
                new BufferedOutputStream(Files.newOutputStream(dir.resolve(HAND)), 1 << 16),
                StandardCharsets.UTF_8)) {
      int columns = rows.getMetaData().getColumnCount();
      String[] names = new String[columns];
      for (int i = 0; i < columns; i++) {
        names[i] = rows.getMetaData().getColumnLabel(i + 1);
      }
      while (rows.next()) {
        @SuppressWarnings("resource") // One a line; the stream below is closed by its own.
        JsonWriter json = new JsonWriter(out);
        json.setSerializeNulls(true);
        json.setHtmlSafe(false);
        json.beginObject();
        for (int i = 0; i < columns; i++) {
          Object value = rows.getObject(i + 1);
          json.name(names[i]);
          if (value == null) {
            json.nullValue();
          } else if (value instanceof Number number) {
            json.value(number);
          } else {
            json.value(value.toString());
          }
        }
        json.endObject();
        out.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean same(Path dir, TargetSpec target) {
    try (Engine engine = Engine.inMemory(2048)) {
      String product = rows(dir.resolve(target.path()));
      String hand = rows(dir.resolve(HAND));
      String differing = "select count(*) from (%s except all %s)";
      return engine.number(String.format(differing, product, hand))
              + engine.number(String.format(differing, hand, product))
          == 0;
    }
  }

  private static String rows(Path file) {
    return "select * from read_json("
        + Engine.literal(file.toString())
        + ", format = 'newline_delimited', columns = {id: 'BIGINT', email: 'VARCHAR', first_name: 'VARCHAR', country: 'VARCHAR', points: 'BIGINT', balance: 'DOUBLE', signed_up: 'VARCHAR', note: 'VARCHAR'})";
  }

  private void time(Way way, Runnable work) {
    Duration cpu = cpu();
    long start = nanoTime.getAsLong();
    work.run();
    way.seconds().add((nanoTime.getAsLong() - start) / 1e9);
    way.cpuSeconds().add(cpu().minus(cpu).toNanos() / 1e9);
  }

  private static Duration cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }
}
