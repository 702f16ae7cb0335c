package io.espalier.sync.source;

/** Batches of one row and one column. */
public final class RowBatches {
  private RowBatches() {}

  public static RowBatch of(String value) {
    RowBatch batch = new RowBatch(1);
    batch.text(0, value);
    batch.endRow();
    return batch;
  }

  public static RowBatch of(byte[] utf8) {
    RowBatch batch = new RowBatch(1);
    batch.text(0, utf8);
    batch.endRow();
    return batch;
  }

  public static RowBatch of(long value) {
    RowBatch batch = new RowBatch(1);
    batch.whole(0, value);
    batch.endRow();
    return batch;
  }

  public static RowBatch of(double value) {
    RowBatch batch = new RowBatch(1);
    batch.real(0, value);
    batch.endRow();
    return batch;
  }
}
