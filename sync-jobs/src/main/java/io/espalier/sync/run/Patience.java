package io.espalier.sync.run;

import io.espalier.spi.Change;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** How long an ESP may take over a batch: what earlier ones of its kind have taken tells. */
final class Patience {
  /** As long as is waited for the first of a kind, and so many times longer for another. */
  private static final Duration FIRST = Duration.ofMinutes(2);

  private static final int TIMES = 3;
  private static final Duration LEAST = Duration.ofSeconds(10);

  /** Before a job is asked after for the first time, whatever others have taken. */
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

  /** Where an ESP is never done by then, however long we keep silent, silence is of no use. */
  private static final int MOST_IN_VAIN = 3;

  private final Map<Change.Kind, Integer> inVain = new EnumMap<>(Change.Kind.class);
  private final Map<Change.Kind, Duration> longest = new EnumMap<>(Change.Kind.class);
  private final Map<Change.Kind, Duration> usual = new EnumMap<>(Change.Kind.class);

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
    longest.merge(kind, waited, (one, other) -> one.compareTo(other) > 0 ? one : other);
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
