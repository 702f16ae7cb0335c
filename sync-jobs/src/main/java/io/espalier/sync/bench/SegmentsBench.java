package io.espalier.sync.bench;

import io.espalier.rule.Rule;
import io.espalier.sync.project.Project;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Population;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Membership through the product beside the same rules written by hand as one statement, over the
 * same tables, turn by turn in one process; who is a member must be the same to the last person.
 */
public final class SegmentsBench {
  private static final String PRODUCT = "bench_product";
  private static final String EXPERT = "bench_expert";

  private final LongSupplier nanoTime;
  private final long memoryMiB;
  private final int rounds;

  /**
   * @param memoryMiB of the engine; what is more goes to disk
   */
  public SegmentsBench(LongSupplier nanoTime, long memoryMiB, int rounds) {
    this.nanoTime = nanoTime;
    this.memoryMiB = memoryMiB;
    this.rounds = rounds;
  }

  /**
   * One size, measured; times in seconds.
   *
   * @param load CSV files → the tables of the store
   * @param product each round's compile and run; so {@code expert}
   * @param members of all segments together
   * @param differing segments in which the two do not have the same members
   */
  public record Measured(
      long people,
      long events,
      double load,
      List<Double> product,
      List<Double> expert,
      long members,
      List<String> differing) {

    /** How many times the hand-written statement's time the product takes. */
    public double ratio() {
      return median(product) / median(expert);
    }
  }

  public static double median(List<Double> times) {
    double[] sorted = times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Generates a shop in the folder and measures it. */
  public Measured run(Path dir, long people, long events, int rules) {
    Project project = BenchShop.write(dir, people, events, rules);
    Map<String, Rule> flags = new LinkedHashMap<>();
    project.segments().forEach((id, spec) -> flags.put(id, spec.rule()));
    try (Engine engine = Engine.inMemory(memoryMiB);
        Rejects rejects = new Rejects(Optional.empty())) {
      Population[] loaded = new Population[1];
      double load =
          seconds(
              () ->
                  loaded[0] =
                      Population.load(
                          project, engine, rejects, BenchShop.NOW, flags.values(), false));
      String expert =
          "create or replace temp table "
              + EXPERT
              + " as select key, "
              + String.join(", ", flags.keySet())
              + " from ("
              + Texts.read("expert.sql")
              + ")";
      List<Double> productTimes = new ArrayList<>();
      List<Double> expertTimes = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        Runnable[] turns = {
          () -> productTimes.add(seconds(() -> loaded[0].flags(PRODUCT, flags))),
          () -> expertTimes.add(seconds(() -> engine.run(expert)))
        };
        turns[round % 2].run();
        turns[1 - round % 2].run();
      }
      return measured(engine, people, events, load, productTimes, expertTimes, flags);
    }
  }

  private static Measured measured(
      Engine engine,
      long people,
      long events,
      double load,
      List<Double> product,
      List<Double> expert,
      Map<String, Rule> flags) {
    List<String> ours = checksums(engine, PRODUCT, flags.keySet());
    List<String> theirs = checksums(engine, EXPERT, flags.keySet());
    List<String> differing = new ArrayList<>();
    long members = 0;
    int column = 0;
    for (String id : flags.keySet()) {
      String our = ours.get(column);
      String their = theirs.get(column++);
      if (!our.equals(their)) {
        differing.add(id + " (" + our + " by the product, " + their + " by hand)");
      }
      members += Long.parseLong(our.substring(0, our.indexOf(' ')));
    }
    return new Measured(people, events, load, product, expert, members, differing);
  }

  /** Each segment's count and a checksum of its members' keys. */
  static List<String> checksums(Engine engine, String table, Collection<String> segments) {
    List<String> sums = new ArrayList<>();
    for (String id : segments) {
      sums.add(
          "concat(count(*) filter (where "
              + id
              + "), ' ', coalesce(bit_xor(hash(key)) filter (where "
              + id
              + "), 0))");
    }
    List<String> result = new ArrayList<>();
    engine.each(
        "select " + String.join(", ", sums) + " from " + table,
        row -> {
          for (int column = 1; column <= sums.size(); column++) {
            result.add(row.getString(column));
          }
        });
    return result;
  }

  private double seconds(Runnable work) {
    long start = nanoTime.getAsLong();
    work.run();
    return (nanoTime.getAsLong() - start) / 1e9;
  }
}
