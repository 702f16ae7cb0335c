package io.espalier.sync.run;

import io.espalier.spi.Change;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Joins that need not wait until all consents are on their way: those of people whose own consent
 * is set, in rounds over all segments, each after so many consents more. What is left out of a
 * round comes in a later one, or when joins have their turn.
 */
final class EarlyJoins {
  /** Consents that make another round worth its while. */
  static final int ROUND = 25_000;

  private final PlanReader reader;
  private final int round;
  private final Map<String, BitSet> begun = new HashMap<>();

  /** Consents that were on their way when the round began, by their highest sequence number. */
  private long consents;

  /** Segments of the round that have not been looked through; the first of them from here. */
  private List<String> segments = List.of();

  private long after;

  /**
   * @param round consents between the beginnings of two rounds
   */
  EarlyJoins(PlanReader reader, int round) {
    this.reader = reader;
    this.round = round;
  }

  /** Rows of one segment. */
  record Batch(String segment, List<PlanRow> rows) {}

  /**
   * The next ones; empty where none is worth it now.
   *
   * @param sent the highest sequence number of the consents that are on their way, or done
   * @param most rows of a batch
   * @param mayJoin nothing of the person's is under way, and nothing has failed
   */
  Optional<Batch> next(long sent, int most, Predicate<PlanRow> mayJoin) {
    if (segments.isEmpty() && sent >= consents + round) {
      consents = sent;
      segments = new ArrayList<>(reader.segmentsOf(Change.Kind.JOIN));
      after = 0;
    }
    while (!segments.isEmpty()) {
      String segment = segments.get(0);
      BitSet marks = begun.computeIfAbsent(segment, s -> new BitSet());
      List<PlanRow> all = reader.joinable(segment, after, most, consents);
      List<PlanRow> rows =
          all.stream().filter(row -> !marks.get(number(row))).filter(mayJoin).toList();
      if (all.size() < most) {
        segments.remove(0);
        after = 0;
      } else {
        after = all.get(all.size() - 1).seq();
      }
      if (!rows.isEmpty()) {
        rows.forEach(row -> marks.set(number(row)));
        return Optional.of(new Batch(segment, rows));
      }
    }
    return Optional.empty();
  }

  /** The rows that no round has taken. */
  List<PlanRow> without(String segment, List<PlanRow> rows) {
    BitSet marks = begun.get(segment);
    return marks == null ? rows : rows.stream().filter(row -> !marks.get(number(row))).toList();
  }

  private static int number(PlanRow row) {
    return Math.toIntExact(row.seq());
  }
}
