package io.espalier.spi;

import java.util.List;

/** An open connection to one account of one ESP. Batch-only: a single change is a list of one. */
public interface Connector extends AutoCloseable {

  /**
   * Checks the credentials by asking who we are.
   *
   * @throws EspException of {@link FailureKind#AUTH}, naming the setting, where they are refused
   */
  Account account();

  Limits limits();

  /**
   * Sends changes of one kind.
   *
   * @param batch at most {@link Limits#batch} of its kind; a larger one is split before any I/O
   * @return one outcome a change, in the order given
   */
  List<Outcome> push(List<Change> batch);

  /**
   * Asks after an accepted job.
   *
   * @param job as returned by {@link #push}, perhaps by an earlier process
   * @param rows the changes that went into it, in the order in which they were pushed
   * @return one outcome a row, in that order; {@link Outcome.Pending} while the job runs
   */
  List<Outcome> poll(Job job, List<Change> rows);

  /** Reads what the ESP holds now, a page at a time. */
  Page<RemoteProfile> read(Cursor from);

  @Override
  void close();
}
