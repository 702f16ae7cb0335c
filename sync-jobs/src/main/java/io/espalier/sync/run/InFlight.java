package io.espalier.sync.run;

import io.espalier.spi.Change;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Lanes;
import io.espalier.spi.Outcome;
import io.espalier.spi.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Batches that are on their way to an ESP, or that it has accepted and works on. They are sent and
 * asked after side by side, in as many lanes as the ESP allows, so that a slow one keeps none of
 * the others; one that hangs is sent again where the ESP lets us, and one that takes much longer
 * than those before it all the same is set aside, and its place is free. The calls are made in the
 * lanes, everything else by the thread that owns this.
 */
final class InFlight {
  /** Rows that are under way at once: they are in memory. */
  private static final int MOST_ROWS = 80_000;

  /** The same of memberships and of consent, whose rows are small. */
  private static final int MOST_SMALL_ROWS = 320_000;

  /** Batches of a kind, where they are small: one kind keeps no other from beginning. */
  private static final int MOST = 32;

  /** Or two thirds of what an ESP takes at once, which leaves lanes to others. */
  private static int batches(int atOnce) {
    return Math.max(MOST, atOnce * 2 / 3);
  }

  /** Set aside at once; an ESP where everything takes long is waited for like this. */
  private static final int MOST_ASIDE = 32;

  /** Rows are sent so many times at most; after that they are waited for. */
  private static final int SENDINGS = 4;

  /** Nothing is due, and a task is running: it will end by itself. */
  private static final Duration UNTIL_IT_ENDS = Duration.ofDays(1);

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
      return JobWatch.isPending(outcomes);
    }
  }

  /** Takes batches that leave. */
  interface Exits {
    /** Every row has its outcome, or nobody waits for it any longer. */
    void finished(Batch batch);

    /** Some rows are pending still. */
    void aside(Batch batch);

    /** Rows of it were sent once more; gives the batch as it is now. */
    Batch repeated(Batch batch, List<JobWatch.Repeated> repeated);

    /** The ESP does not answer when it is asked after it. */
    void unanswered(Batch batch, Failure why);

    /** No other leaves just now: what finished may be written down together. */
    void noMore();
  }

  private static final class Sent {
    private final Change.Kind kind;
    private final List<PlanRow> rows;
    private final JobWatch.Unanswered unanswered = new JobWatch.Unanswered();

    /** Null as long as it is being pushed. */
    private @Nullable Batch batch;

    private boolean running;
    private int round;
    private int sendings = 1;

    /** The ESP takes it again, as far as is known. */
    private boolean repeatable = true;

    private Instant next = Instant.MIN;
    private Instant asked = Instant.MIN;

    /** Questions in a row that found it as it was, and since when it has been so. */
    private int fruitless;

    private Instant still = Instant.MIN;

    /** So long after that it was at work, as far as anybody has seen. */
    private Duration atWork = Duration.ZERO;

    private Sent(Change.Kind kind, List<PlanRow> rows) {
      this.kind = kind;
      this.rows = rows;
    }
  }

  /** What a task in a lane has left for the owner to do. */
  private record Ended(Sent sent, Runnable then) {}

  private final JobWatch watch;
  private final Surroundings surroundings;
  private final Lanes lanes;
  private final int most;
  private final Exits exits;
  private final Deque<Sent> under = new ArrayDeque<>();
  private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
  private final Patience patience = new Patience();
  private int running;
  private int aside;

  /**
   * @param most tasks in the lanes at once
   */
  InFlight(JobWatch watch, Surroundings surroundings, Lanes lanes, int most, Exits exits) {
    this.watch = watch;
    this.surroundings = surroundings;
    this.lanes = lanes;
    this.most = most;
    this.exits = exits;
  }

  /**
   * Returns when there is room for another batch of a kind.
   *
   * @param rows how many it will have
   * @param atOnce pushes of the kind side by side
   * @throws EspException where an earlier batch met something that no later one would survive
   */
  void room(Change.Kind kind, int rows, int atOnce) {
    // What waits to be asked after goes first: others may wait for it.
    takeEnded();
    askDue();
    while (!hasRoom(kind, rows, atOnce)) {
      turn();
    }
  }

  /** Whether another batch of a kind may begin now. */
  boolean hasRoom(Change.Kind kind, int rows, int atOnce) {
    boolean large = kind == Change.Kind.UPSERT || kind == Change.Kind.TRACK;
    return count(kind, false) < batches(atOnce)
        && (under.isEmpty() || rows() + rows <= (large ? MOST_ROWS : MOST_SMALL_ROWS))
        && running < most
        && count(kind, true) < atOnce;
  }

  /**
   * @param pushed only those that are being pushed
   */
  private long count(Change.Kind kind, boolean pushed) {
    return under.stream().filter(one -> one.kind == kind && !(pushed && one.batch != null)).count();
  }

  private int rows() {
    return under.stream().mapToInt(one -> one.rows.size()).sum();
  }

  /**
   * Sends a batch; there must be room for it.
   *
   * @param push made in a lane; gives the outcomes of the rows
   * @param accepted told of them; gives the batch
   */
  void send(
      Change.Kind kind,
      List<PlanRow> rows,
      Supplier<List<Outcome>> push,
      Function<List<Outcome>, Batch> accepted) {
    Sent sent = new Sent(kind, rows);
    under.add(sent);
    start(
        sent,
        () -> {
          List<Outcome> outcomes = push.get();
          return () -> keep(sent, accepted.apply(outcomes));
        });
    takeEnded();
  }

  /** Returns when every batch has left. */
  void drain() {
    while (!under.isEmpty()) {
      turn();
    }
  }

  /**
   * The same where one has failed and is told: others that fail like it, in lanes of their own,
   * keep nobody from leaving. Their lines stay in the outbox.
   */
  void drainAfterFailure() {
    while (!under.isEmpty() && !Thread.currentThread().isInterrupted()) {
      try {
        turn();
      } catch (EspException another) {
        // As the first: an ESP that refuses our key refuses it in every lane.
        continue;
      }
    }
  }

  /** Whether a batch of a kind is under way. */
  boolean holds(Change.Kind kind) {
    return under.stream().anyMatch(one -> one.kind == kind);
  }

  /** Returns when every batch of a kind has left. */
  void drain(Change.Kind kind) {
    while (holds(kind)) {
      turn();
    }
  }

  /** Those set aside have come to an end. */
  void forgetAside() {
    aside = 0;
  }

  private void start(Sent sent, Supplier<Runnable> task) {
    sent.running = true;
    running++;
    lanes.start(
        () -> {
          Runnable then;
          try {
            then = task.get();
          } catch (RuntimeException | Error e) {
            then =
                () -> {
                  throw e;
                };
          }
          ended.add(new Ended(sent, then));
        });
  }

  /** Does what the tasks that have ended left to do; false where none has. */
  private boolean takeEnded() {
    boolean any = false;
    try {
      for (Ended one = ended.poll(); one != null; one = ended.poll()) {
        any = true;
        running--;
        one.sent().running = false;
        boolean done = false;
        try {
          one.then().run();
          done = true;
        } finally {
          if (!done) {
            leave(one.sent());
          }
        }
      }
    } finally {
      if (any) {
        exits.noMore();
      }
    }
    return any;
  }

  /** Asks after all whose time has come; where nothing ended, waits for what comes next. */
  void turn() {
    if (takeEnded()) {
      return;
    }
    askDue();
    if (takeEnded()) {
      return;
    }
    Duration left =
        under.stream()
            .filter(one -> !one.running)
            .map(one -> Duration.between(surroundings.clock().instant(), one.next))
            .min(Duration::compareTo)
            .orElse(UNTIL_IT_ENDS);
    // Asking took its time: the next one's may have come meanwhile, and all lanes be taken.
    if (running >= most && left.isNegative()) {
      left = UNTIL_IT_ENDS;
    }
    if (!left.isNegative()) {
      await(left);
    }
  }

  private void askDue() {
    Instant now = surroundings.clock().instant();
    for (Sent one : List.copyOf(under)) {
      Batch batch = one.batch;
      if (batch != null && !one.running && !one.next.isAfter(now) && running < most) {
        one.asked = surroundings.clock().instant();
        start(
            one,
            () -> {
              List<Outcome> before = List.copyOf(batch.outcomes());
              Optional<Failure> failure = watch.ask(batch.rows(), batch.outcomes());
              boolean moved = !before.equals(batch.outcomes());
              return () -> asked(one, batch, failure, moved);
            });
      }
    }
  }

  private void await(Duration atMost) {
    try {
      lanes.await(atMost);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EspException(Failure.of(FailureKind.TRANSIENT, "interrupted"), e);
    }
  }

  private void keep(Sent sent, Batch batch) {
    if (!batch.isPending()) {
      leave(sent);
      exits.finished(batch);
      return;
    }
    sent.batch = batch;
    sent.still = batch.since();
    sent.atWork = Duration.ZERO;
    sent.next = batch.since().plus(patience.beforeAsking(batch.kind()));
  }

  /**
   * @param moved whether the batch has come further, which the ESP is given new time for
   */
  private void asked(Sent sent, Batch batch, Optional<Failure> failure, boolean moved) {
    Instant now = surroundings.clock().instant();
    Duration waited = Duration.between(batch.since(), now);
    Duration asked = Duration.between(sent.still, sent.asked);
    if (moved) {
      sent.still = now;
      sent.fruitless = 0;
    }
    if (moved || batch.isPending()) {
      sent.atWork = moved ? Duration.ZERO : asked;
    }
    if (sent.unanswered.isEnough(failure)) {
      leave(sent);
      exits.unanswered(batch, failure.orElseThrow());
    } else if (!batch.isPending() || waited.compareTo(JobWatch.DEADLINE) > 0) {
      leave(sent);
      if (!batch.isPending()) {
        patience.learn(batch.kind(), asked, waited, sent.round == 0);
        patience.ended(batch.kind(), batch.rows().size(), batch.since(), sent.atWork, now);
      }
      exits.finished(batch);
    } else if (failure.isEmpty()
        && hangsAt(sent, batch).filter(at -> !at.isAfter(sent.asked)).isPresent()) {
      repeat(sent, batch);
    } else if (isLate(sent, batch, now) && aside < MOST_ASIDE && mayStandAside(batch.kind())) {
      aside++;
      leave(sent);
      exits.aside(batch);
    } else {
      sent.round++;
      Instant next = now.plus(JobWatch.pauseAfter(sent.fruitless++));
      sent.next =
          hangsAt(sent, batch).filter(at -> at.isAfter(now) && at.isBefore(next)).orElse(next);
    }
  }

  /** Where the ESP has taken it again, it is given as much time for each time. */
  private boolean isLate(Sent sent, Batch batch, Instant now) {
    Duration most = patience.of(batch.kind()).multipliedBy(sent.sendings);
    return Duration.between(sent.still, now).compareTo(most) > 0;
  }

  /** When it will be known to hang, if it has not come further by then, and may be sent again. */
  private Optional<Instant> hangsAt(Sent sent, Batch batch) {
    return sent.repeatable && sent.sendings < SENDINGS
        ? patience.hangsAt(
            batch.kind(), batch.rows().size(), batch.since(), sent.still, sent.sendings)
        : Optional.empty();
  }

  private void repeat(Sent sent, Batch batch) {
    start(
        sent,
        () -> {
          Optional<List<JobWatch.Repeated>> repeated = watch.repeat(batch.rows(), batch.outcomes());
          return () -> {
            sent.repeatable = repeated.isPresent();
            sent.fruitless = 0;
            if (repeated.isPresent()) {
              sent.sendings++;
              if (!repeated.get().isEmpty()) {
                keep(sent, exits.repeated(batch, repeated.get()));
              }
            }
          };
        });
  }

  private void leave(Sent sent) {
    under.remove(sent);
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
