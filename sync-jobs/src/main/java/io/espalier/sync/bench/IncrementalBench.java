package io.espalier.sync.bench;

import io.espalier.rule.Rule;
import io.espalier.sync.project.Project;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Population;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A day's run from what the last left, beside the same run from nothing: of a shop whose events
 * come in files that never change, and grow by a share a day.
 */
public final class IncrementalBench {
  private static final List<String> KINDS = List.of("orders", "views", "opens", "tickets");
  private static final int DAYS = 100;

  private final LongSupplier nanoTime;
  private final long memoryMiB;

  public IncrementalBench(LongSupplier nanoTime, long memoryMiB) {
    this.nanoTime = nanoTime;
    this.memoryMiB = memoryMiB;
  }

  /**
   * One day's two runs, in seconds; each is loading people and events, and all memberships.
   *
   * @param fullLoad of {@code full}, without the memberships
   * @param incrementalLoad of {@code incremental}, without the memberships
   * @param same whether both have the same members
   */
  public record Day(
      int day,
      double full,
      double fullLoad,
      double incremental,
      double incrementalLoad,
      boolean same) {}

  /**
   * @param days at most 99; each brings one part in a hundred of the events
   */
  public List<Day> run(Path dir, long people, long events, int rules, int days) {
    BenchShop.write(dir, people, events, rules);
    Path kept = dir.resolve("later");
    split(dir, kept);
    appendOnly(dir);
    Project project = BenchShop.read(dir);
    Path state = dir.resolve("state").resolve("state.db");
    List<Day> measured = new ArrayList<>();
    move(kept, dir, 0, DAYS - days);
    Instant first = BenchShop.NOW.minus(Duration.ofDays(days));
    timed(Engine.at(state, memoryMiB), project, first);
    for (int day = 1; day <= days; day++) {
      move(kept, dir, DAYS - days + day - 1, DAYS - days + day);
      Instant now = first.plus(Duration.ofDays(day));
      Timed full;
      Timed incremental;
      if (day % 2 == 1) {
        full = timed(Engine.inMemory(memoryMiB), project, now);
        incremental = timed(Engine.at(state, memoryMiB), project, now);
      } else {
        incremental = timed(Engine.at(state, memoryMiB), project, now);
        full = timed(Engine.inMemory(memoryMiB), project, now);
      }
      measured.add(
          new Day(
              day,
              full.seconds(),
              full.load(),
              incremental.seconds(),
              incremental.load(),
              full.members().equals(incremental.members())));
    }
    return measured;
  }

  private record Timed(double seconds, double load, List<String> members) {}

  private Timed timed(Engine opened, Project project, Instant now) {
    Map<String, Rule> flags = new LinkedHashMap<>();
    project.segments().forEach((id, spec) -> flags.put(id, spec.rule()));
    long start = nanoTime.getAsLong();
    try (Engine engine = opened;
        Rejects rejects = new Rejects(Optional.empty())) {
      Population population = Population.load(project, engine, rejects, now, flags.values(), false);
      long loaded = nanoTime.getAsLong();
      population.flags("bench_product", flags);
      long end = nanoTime.getAsLong();
      return new Timed(
          (end - start) / 1e9,
          (loaded - start) / 1e9,
          SegmentsBench.checksums(engine, "bench_product", flags.keySet()));
    }
  }

  /** Every hundredth row belongs to one day's file, so that events are late as often as not. */
  private static void split(Path dir, Path kept) {
    try (Engine engine = Engine.inMemory(1024)) {
      Files.createDirectories(kept);
      for (String kind : KINDS) {
        String csv = Engine.literal(dir.resolve(kind + ".csv").toString());
        engine.run(
            "create temp table rows as select * from read_csv(" + csv + ", all_varchar = true)");
        for (int day = 0; day < DAYS; day++) {
          String part = Engine.literal(kept.resolve(kind + '-' + day + ".csv").toString());
          engine.run(
              "copy (select * from rows where hash(id, 7) % "
                  + DAYS
                  + " = "
                  + day
                  + ") to "
                  + part
                  + " (header)");
        }
        engine.run("drop table rows");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void move(Path from, Path to, int first, int end) {
    try {
      for (String kind : KINDS) {
        for (int day = first; day < end; day++) {
          String name = kind + '-' + day + ".csv";
          Files.move(from.resolve(name), to.resolve(name));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void appendOnly(Path dir) {
    try {
      Path main = dir.resolve("espalier.yaml");
      String yaml = Files.readString(main);
      for (String kind : KINDS) {
        yaml =
            yaml.replace("path: " + kind + ".csv", "path: " + kind + "-*.csv, append_only: true");
      }
      Files.writeString(main, yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
