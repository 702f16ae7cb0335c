package io.espalier.sandbox.mailchimp;

import java.util.List;

/**
 * How a batch gets on: each look at any batch takes the running one a stage further.
 *
 * @param stages what the looks see, in order; the operations run on entering {@code STARTED}
 * @param mostOperations per batch
 * @param mostPending batches that wait or run at once
 */
record BatchPace(List<Batch.Stage> stages, int mostOperations, int mostPending) {

  /** Done at the second look. */
  static BatchPace brisk() {
    return new BatchPace(List.of(Batch.Stage.STARTED, Batch.Stage.FINISHED), 1000, 500);
  }

  /** All five stages. */
  static BatchPace full() {
    return new BatchPace(
        List.of(
            Batch.Stage.PREPROCESSING,
            Batch.Stage.STARTED,
            Batch.Stage.FINALIZING,
            Batch.Stage.FINISHED),
        1000,
        500);
  }

  Batch.Stage after(Batch.Stage stage) {
    return stages.stream()
        .filter(later -> later.compareTo(stage) > 0)
        .findFirst()
        .orElse(Batch.Stage.FINISHED);
  }
}
