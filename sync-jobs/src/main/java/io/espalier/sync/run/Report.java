package io.espalier.sync.run;

import io.espalier.spi.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
 */
public record Report(
    String esp,
    long applied,
    long rejected,
    long unknown,
    long calls,
    long writes,
    Map<String, Long> reasons,
    Optional<Failure> stopped) {

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
          stops.stream().findFirst());
    }
  }
}
