package io.espalier.sync.project;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What stops a plan before anything is sent. Each guard has the name of its key in {@code guards:},
 * and {@code espalier sync --allow NAME} lets it pass once.
 *
 * @param maxLeave the largest part of a segment's members, or of all profiles, that one plan may
 *     take away
 * @param minRows fewer profiles than this, and the source is taken to be broken; at least 1
 * @param maxShrink the largest part of the people, or of one kind of events, that may be missing
 *     compared with the run before
 * @param missingJump by how much the share of people without an attribute may grow from one run to
 *     the next; 0.2 are 20 percentage points
 * @param maxMissing attribute → the largest share of people who may be without it
 * @param segmentChange how much of a segment's size may change from one run to the next, as a part
 *     of the larger of the two sizes; five runs later its own history takes over
 * @param maxTime the longest that one ESP's part may take at its quota
 */
public record Guards(
    double maxLeave,
    int minRows,
    double maxShrink,
    double missingJump,
    Map<String, Double> maxMissing,
    double segmentChange,
    Duration maxTime) {
  public static final String MAX_LEAVE = "max_leave";
  public static final String MIN_ROWS = "min_rows";
  public static final String MAX_SHRINK = "max_shrink";
  public static final String MISSING_JUMP = "missing_jump";
  public static final String MAX_MISSING = "max_missing";
  public static final String SEGMENT_CHANGE = "segment_change";
  public static final String MAX_TIME = "max_time";

  /** The name of every guard. */
  public static final List<String> NAMES =
      List.of(MAX_LEAVE, MIN_ROWS, MAX_SHRINK, MISSING_JUMP, MAX_MISSING, SEGMENT_CHANGE, MAX_TIME);

  public Guards {
    maxMissing = Map.copyOf(maxMissing);
  }

  static Guards standard() {
    return new Guards(0.3, 1, 0.5, 0.2, Map.of(), 0.5, Duration.ofHours(24));
  }
}
