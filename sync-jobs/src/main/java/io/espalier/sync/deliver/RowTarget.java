package io.espalier.sync.deliver;

import io.espalier.sync.source.RowBatch;
import java.util.List;

/** Where a table's rows go. Used by one thread. */
interface RowTarget extends AutoCloseable {

  /** A row that the target cannot hold, and why; the others of its batch are taken. */
  record Refusal(long row, String reason) {}

  /**
   * What was proved of the rows that were taken.
   *
   * @param rows counted in what was written, not in what was sent
   * @param sha256 of what was written, as it was read back, in hexadecimal
   */
  record Proof(long rows, long bytes, String sha256) {}

  /** Told of the columns, before the first row. */
  void begin(List<String> columns);

  /** Takes a batch. What is taken is not delivered yet: {@link #finish} proves that. */
  List<Refusal> push(RowBatch batch);

  /**
   * Makes what was taken last, and reads it back.
   *
   * @throws DeliveryException where what is there is not what was sent
   */
  Proof finish();

  /** Lets go; what {@link #finish} has not proved leaves no trace. */
  @Override
  void close();
}
