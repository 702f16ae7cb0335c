package io.espalier.sync.run;

import io.espalier.spi.Change;
import io.espalier.spi.Outcome;
import io.espalier.spi.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Batches that an ESP has accepted and works on. All are asked after in turn, so that a slow one
 * keeps none of the others; one that takes too long is set aside, and its place is free.
 */
final class InFlight {
  /** Batches that an ESP may be working on at once. */
  private static final int MOST = 8;

  /** The same of memberships, whose rows are small. */
  private static final int MOST_SMALL = 16;

  /** Set aside at once; an ESP where everything takes long is waited for like this. */
  private static final int MOST_ASIDE = 32;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * One call's rows.
   *
   * @param outcomes one a row; changed
   * @param since when it was accepted
   * @param lines of the outbox
   */
  record Batch(
      Change.Kind kind,
      String segment,
      List<PlanRow> rows,
      List<Outcome> outcomes,
      Instant since,
      List<Long> lines) {

    boolean isPending() {
      return outcomes.stream().anyMatch(outcome -> outcome instanceof Outcome.Pending);
    }
  }

  /** Takes batches that leave. */
  interface Exits {
    /** Every row has its outcome, or nobody waits for it any longer. */
    void finished(Batch batch);

    /** Some rows are pending still. */
    void aside(Batch batch);
  }

  private static final class Waiting {
    private final Batch batch;
    private int round;
    private Instant next;

    private Waiting(Batch batch) {
      this.batch = batch;
      this.next = batch.since();
    }
  }

  private final JobWatch watch;
  private final Surroundings surroundings;
  private final Exits exits;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private int aside;

  InFlight(JobWatch watch, Surroundings surroundings, Exits exits) {
    this.watch = watch;
    this.surroundings = surroundings;
    this.exits = exits;
  }

  /** Takes a batch; returns as soon as there is room for another. */
  void add(Batch batch) {
    if (!batch.isPending()) {
      exits.finished(batch);
      return;
    }
    waiting.add(new Waiting(batch));
    boolean small = batch.kind() == Change.Kind.JOIN || batch.kind() == Change.Kind.LEAVE;
    while (waiting.size() >= (small ? MOST_SMALL : MOST)) {
      turn();
    }
  }

  /** Returns when every batch has left. */
  void drain() {
    while (!waiting.isEmpty()) {
      turn();
    }
  }

  /** Those set aside have come to an end. */
  void forgetAside() {
    aside = 0;
  }

  /** Asks after all whose time has come; where none of them left, waits for the next one's. */
  private void turn() {
    int before = waiting.size();
    for (Waiting one : List.copyOf(waiting)) {
      if (!one.next.isAfter(surroundings.clock().instant())) {
        ask(one);
      }
    }
    if (waiting.size() == before) {
      Instant next = waiting.stream().map(one -> one.next).min(Instant::compareTo).orElseThrow();
      Duration left = Duration.between(surroundings.clock().instant(), next);
      // Asking took its time: the next one's may have come meanwhile.
      if (!left.isNegative()) {
        watch.pause(left);
      }
    }
  }

  private void ask(Waiting one) {
    Batch batch = one.batch;
    boolean pending = watch.ask(batch.rows(), batch.outcomes());
    Instant now = surroundings.clock().instant();
    Duration waited = Duration.between(batch.since(), now);
    if (!pending || waited.compareTo(JobWatch.DEADLINE) > 0) {
      waiting.remove(one);
      exits.finished(batch);
    } else if (waited.compareTo(PATIENCE) > 0
        && aside < MOST_ASIDE
        && mayStandAside(batch.kind())) {
      aside++;
      waiting.remove(one);
      exits.aside(batch);
    } else {
      one.next = now.plus(JobWatch.pauseAfter(one.round++));
    }
  }

  /** Whatever comes later needs the fields and the containers, of whomever it is. */
  private static boolean mayStandAside(Change.Kind kind) {
    return switch (kind) {
      case UPSERT, SET_CONSENT, JOIN, LEAVE -> true;
      default -> false;
    };
  }

  /** Rows of a batch by whether they are pending still. */
  static List<Integer> places(Batch batch, boolean pending) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < batch.rows().size(); i++) {
      if (batch.outcomes().get(i) instanceof Outcome.Pending == pending) {
        places.add(i);
      }
    }
    return places;
  }
}
