package io.espalier.sandbox.mailchimp;

import java.time.Duration;
import java.util.List;

/**
 * How a batch gets on: after a time by itself, and sooner where each look at any batch takes the
 * running one a stage further.
 *
 * @param stages what a batch goes through, in order; the operations run on entering {@code STARTED}
 * @param mostOperations per batch
 * @param mostPending batches that wait or run at once
 * @param stage how long one takes that nobody looks at
 * @param looksHelp whether each look takes the running batch a stage further
 */
record BatchPace(
    List<Batch.Stage> stages,
    int mostOperations,
    int mostPending,
    Duration stage,
    boolean looksHelp) {
  private static final Duration UNWATCHED = Duration.ofSeconds(10);

  /** Done at the second look. */
  static BatchPace brisk() {
    return looked(Batch.Stage.STARTED, Batch.Stage.FINISHED);
  }

  /** All five stages. */
  static BatchPace full() {
    return looked(
        Batch.Stage.PREPROCESSING,
        Batch.Stage.STARTED,
        Batch.Stage.FINALIZING,
        Batch.Stage.FINISHED);
  }

  /** Done after a time of work, however often anybody looks. */
  static BatchPace clocked(Duration work) {
    List<Batch.Stage> stages = List.of(Batch.Stage.STARTED, Batch.Stage.FINISHED);
    return new BatchPace(stages, 1000, 500, work.dividedBy(stages.size()), false);
  }

  private static BatchPace looked(Batch.Stage... stages) {
    return new BatchPace(List.of(stages), 1000, 500, UNWATCHED, true);
  }

  Batch.Stage after(Batch.Stage stage) {
    return stages.stream()
        .filter(later -> later.compareTo(stage) > 0)
        .findFirst()
        .orElse(Batch.Stage.FINISHED);
  }
}
