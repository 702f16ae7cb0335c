package io.espalier.sync.run;

import io.espalier.spi.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How long an ESP may take over a batch: what others of its kind have taken tells. */
final class Patience {
  /** As long as is waited for the first of a kind, and so many times longer for another. */
  private static final Duration FIRST = Duration.ofMinutes(2);

  private static final int TIMES = 3;
  private static final Duration LEAST = Duration.ofSeconds(10);

  /**
   * After so many times the slowest of the others one hangs, or after {@link
   * #LEAST_OF_ONE_THAT_HANGS}; and so often that as it was sent. Questions grow rarer, so that the
   * slowest was seen at work for at least about half of its time.
   */
  private static final int TIMES_OF_ONE_THAT_HANGS = 3;

  private static final Duration LEAST_OF_ONE_THAT_HANGS = Duration.ofSeconds(2);

  /** Batches are taken up in about the order in which they are accepted. */
  private static final Duration ABOUT = Duration.ofMinutes(1);

  /** Before a job is asked after for the first time, whatever others have taken. */
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

  /** Where an ESP is never done by then, however long we keep silent, silence is of no use. */
  private static final int MOST_IN_VAIN = 3;

  private final Map<Change.Kind, Integer> inVain = new EnumMap<>(Change.Kind.class);
  private final Map<Change.Kind, Duration> longest = new EnumMap<>(Change.Kind.class);

  /** The longest that one was seen at work which has ended. */
  private final Map<Change.Kind, Duration> slowest = new EnumMap<>(Change.Kind.class);

  private final Map<Change.Kind, Duration> usual = new EnumMap<>(Change.Kind.class);

  private final Map<Change.Kind, Instant> lastEnd = new EnumMap<>(Change.Kind.class);

  /** When the last of those was accepted that have ended, by how many rows they had. */
  private final Map<Change.Kind, TreeMap<Integer, Instant>> ended =
      new EnumMap<>(Change.Kind.class);

  /**
   * A batch was done.
   *
   * @param asked so long after it had last come further it was found so; the question itself may
   *     have had to wait for a quota, which says nothing about the ESP
   * @param waited until the answer was there
   * @param atOnce when first asked after: it may have been so for a while, and the next one is
   *     asked after a little sooner
   */
  void learn(Change.Kind kind, Duration asked, Duration waited, boolean atOnce) {
    longest.merge(kind, waited, Patience::longer);
    Duration known = usual.get(kind);
    if (atOnce && known != null) {
      usual.put(kind, known.multipliedBy(9).dividedBy(10));
      inVain.remove(kind);
    } else if (known == null || inVain.merge(kind, 1, Integer::sum) < MOST_IN_VAIN) {
      usual.put(kind, asked.compareTo(LONGEST_SILENCE) < 0 ? asked : LONGEST_SILENCE);
    } else {
      usual.put(kind, Duration.ZERO);
    }
  }

  /**
   * One that was accepted then has ended, and says something about those with as many rows.
   *
   * @param atWork so long it was seen at work; when it ended after that nobody saw
   * @param noticed when it was seen to have ended
   */
  void ended(Change.Kind kind, int rows, Instant accepted, Duration atWork, Instant noticed) {
    lastEnd.put(kind, noticed);
    slowest.merge(kind, atWork, Patience::longer);
    ended
        .computeIfAbsent(kind, any -> new TreeMap<>())
        .merge(rows, accepted, (one, other) -> one.isAfter(other) ? one : other);
  }

  /**
   * When a batch hangs that does not come further: one at least half as large has ended which was
   * accepted later; or about then, and none has ended since, so that it is in no queue. Empty where
   * none has.
   *
   * @param still since when it is where it is
   * @param sendings how often it was sent
   */
  Optional<Instant> hangsAt(
      Change.Kind kind, int rows, Instant accepted, Instant still, int sendings) {
    Duration most = slowest.get(kind);
    Instant last = lastEnd.get(kind);
    Collection<Instant> others =
        ended.getOrDefault(kind, new TreeMap<>()).tailMap((rows + 1) / 2).values();
    if (most == null
        || last == null
        || others.stream().allMatch(other -> other.isBefore(accepted.minus(ABOUT)))) {
      return Optional.empty();
    }
    boolean overtaken = others.stream().anyMatch(other -> other.isAfter(accepted));
    Instant from = overtaken || last.isBefore(still) ? still : last;
    Duration once = longer(most.multipliedBy(TIMES_OF_ONE_THAT_HANGS), LEAST_OF_ONE_THAT_HANGS);
    return Optional.of(from.plus(once.multipliedBy(sendings)));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** An ESP is not asked after a batch before others of its kind were done. */
  Duration beforeAsking(Change.Kind kind) {
    return usual.getOrDefault(kind, Duration.ZERO);
  }

  /** After this a batch is set aside. */
  Duration of(Change.Kind kind) {
    Duration most = longest.get(kind);
    if (most == null) {
      return FIRST;
    }
    Duration times = most.multipliedBy(TIMES);
    return times.compareTo(LEAST) > 0 ? times : LEAST;
  }
}
