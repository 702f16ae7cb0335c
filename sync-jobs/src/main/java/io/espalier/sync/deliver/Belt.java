package io.espalier.sync.deliver;

import io.espalier.sync.source.RowBatch;
import io.espalier.sync.source.RowStream;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Carries batches from the thread that reads to one that writes, so that neither waits for the
 * other longer than it must. A fixed number of them goes round: what is read and not written yet is
 * never more than that.
 */
final class Belt implements RowStream.Taker, AutoCloseable {
  private static final int BATCHES = 256;

  /** Moved together: a thread is woken for a lot of rows, not for each hundred. */
  private static final int LOT = 16;

  private final Consumer<List<String>> begin;
  private final Consumer<RowBatch> writer;
  private final BlockingQueue<Lot> free = new ArrayBlockingQueue<>(BATCHES / LOT);
  private final BlockingQueue<Lot> full = new ArrayBlockingQueue<>(BATCHES / LOT + 1);
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Future<?> writing;
  private Lot filling = new Lot(0);
  private boolean begun;

  /** Batches, the first {@code used} of them with rows. */
  private static final class Lot {
    private final RowBatch[] batches;
    private int used;

    Lot(int columns) {
      batches = new RowBatch[columns == 0 ? 0 : LOT];
      for (int i = 0; i < batches.length; i++) {
        batches[i] = RowStream.batch(columns);
      }
    }
  }

  /**
   * @param begin told of the columns, by the reading thread, before the first row
   * @param writer takes each batch, by the other thread
   */
  Belt(Consumer<List<String>> begin, Consumer<RowBatch> writer) {
    this.begin = begin;
    this.writer = writer;
    this.writing = thread.submit(this::write);
  }

  @Override
  public RowBatch begin(List<String> columns) {
    begin.accept(columns);
    for (int lots = 0; lots < BATCHES / LOT; lots++) {
      free.add(new Lot(columns.size()));
    }
    begun = true;
    filling = taken(free);
    return filling.batches[0];
  }

  @Override
  public RowBatch take(RowBatch batch) {
    filling.used++;
    if (filling.used == LOT) {
      give(full, filling);
      filling = taken(free);
    }
    return filling.batches[filling.used];
  }

  /** Waits until all is written; throws what the writer threw. */
  void end() {
    if (begun && filling.used > 0) {
      give(full, filling);
    }
    give(full, new Lot(0));
    try {
      writing.get();
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    }
  }

  private void write() {
    RuntimeException failed = null;
    for (Lot lot = taken(full); lot.batches.length > 0; lot = taken(full)) {
      for (int i = 0; i < lot.used && failed == null; i++) {
        try {
          writer.accept(lot.batches[i]);
        } catch (RuntimeException e) {
          // The reader must not wait for a writer that is gone: the rest is taken off the belt.
          failed = e;
        }
      }
      lot.used = 0;
      give(free, lot);
    }
    if (failed != null) {
      throw failed;
    }
  }

  private static void give(BlockingQueue<Lot> queue, Lot lot) {
    try {
      queue.put(lot);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static Lot taken(BlockingQueue<Lot> queue) {
    try {
      return queue.take();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted", e);
  }

  /** Ends the writer; what it is in the middle of is over when this returns. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      thread.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
