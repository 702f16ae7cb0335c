package io.espalier.sync.run;

import io.espalier.spi.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What became of one ESP's part of a plan.
 *
 * @param rejected rows that the ESP refused, or that hang on a refused one
 * @param unknown rows of which nobody can tell yet; they are in the next plan again
 * @param calls HTTP calls made, the one that checks the credentials included
 * @param writes those of them that could change something
 * @param reasons why rows were rejected or are unknown → how many
 * @param stopped why the rest was not sent; empty where all was
 * @param covered how many hold the new fields that old members got; empty where there were none
 */
public record Report(
    String esp,
    long applied,
    long rejected,
    long unknown,
    long calls,
    long writes,
    Map<String, Long> reasons,
    Optional<Failure> stopped,
    List<Covered> covered) {

  /**
   * Who holds a new field.
   *
   * @param held people of whom the ESP holds the value that they have here
   * @param people who are there and have a value here
   * @param readBack false where the ESP's confirmations were counted instead
   */
  public record Covered(String attribute, long held, long people, boolean readBack) {
    /** As it is said: {@code field points: 100.0 % of 3,120 members hold it}. */
    public String words() {
      // A last one who lacks it is never rounded away.
      double share = people == 0 ? 100 : Math.floor(1000.0 * held / people) / 10;
      return String.format(
          Locale.ROOT,
          "field %s: %.1f %% of %,d members hold it%s",
          attribute,
          share,
          people,
          readBack ? "" : ", by the ESP's confirmations: too many to be read back");
    }
  }

  Report with(List<Covered> found) {
    return new Report(
        esp, applied, rejected, unknown, calls, writes, reasons, stopped, List.copyOf(found));
  }

  /** Counts while a run goes on. */
  static final class Tally {
    private long applied;
    private long rejected;
    private long unknown;
    private final Map<String, Long> reasons = new LinkedHashMap<>();
    private final List<Failure> stops = new ArrayList<>();

    void applied(long rows) {
      applied += rows;
    }

    void rejected(Failure failure) {
      rejected++;
      reasons.merge(failure.message(), 1L, Long::sum);
    }

    void unknown(Failure failure) {
      unknown++;
      reasons.merge(failure.message(), 1L, Long::sum);
    }

    void stop(Failure failure) {
      stops.add(failure);
    }

    Report report(String esp, Connections.Calls calls) {
      return new Report(
          esp,
          applied,
          rejected,
          unknown,
          calls.total(),
          calls.writes(),
          new LinkedHashMap<>(reasons),
          stops.stream().findFirst(),
          List.of());
    }
  }
}
