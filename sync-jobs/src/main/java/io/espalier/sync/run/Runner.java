package io.espalier.sync.run;

import io.espalier.model.Attribute;
import io.espalier.model.Consent;
import io.espalier.model.Segment;
import io.espalier.spi.Change;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Lanes;
import io.espalier.spi.Limits;
import io.espalier.spi.Outcome;
import io.espalier.spi.Surroundings;
import io.espalier.sync.plan.OptOutGate;
import io.espalier.sync.store.DriftKept;
import io.espalier.sync.store.Engine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Executes one ESP's part of a plan: kind after kind, batch after batch, every row to a proved
 * outcome, and every outcome into the ledger. What hangs on a batch that the ESP takes long over
 * waits for it; other people's rows do not.
 */
public final class Runner {
  private static final Outcome NOT_THERE =
      new Outcome.Rejected(
          Failure.of(FailureKind.MISSING_TARGET, "the profile itself was not accepted"));

  private static final Outcome NOT_HELD_BACK =
      new Outcome.Unknown(
          new Failure(
              FailureKind.TRANSIENT,
              "not joined: that the person may not be mailed there is not proved yet",
              "run again: consent is set first"));

  private final String plan;
  private final Connections.Open open;
  private final PlanReader reader;
  private final Outbox outbox;
  private final JobWatch watch;
  private final Lanes lanes;
  private final InFlight inFlight;
  private final Confirmations confirmations;
  private final Surroundings surroundings;
  private final LongConsumer progress;
  private final Report.Tally tally = new Report.Tally();

  /**
   * People who are not there, since their upsert came to nothing: what hangs on them is not sent.
   */
  private final Set<String> missing = new HashSet<>();

  /** People whose consent was to be narrowed and who may be mailable still: they join nothing. */
  private final Set<String> unproved = new HashSet<>();

  private final Awaited awaited = new Awaited();
  private final EarlyJoins early;

  /** Whether the consents of people who were on their way have yet to be sent. */
  private boolean consentsLeft = true;

  /** Lines of the outbox that nobody could be asked about: the next run tries. */
  private final Set<Long> givenUp = new HashSet<>();

  private record Step(Change.Kind kind, String segment) {}

  /** Rows that hang on a batch which was set aside, by their sequence numbers. */
  private final Map<Step, BitSet> deferred = new LinkedHashMap<>();

  /**
   * @param progress told how many rows were settled, again and again
   */
  public Runner(
      Engine engine,
      String plan,
      Connections.Open open,
      List<Attribute> attributes,
      List<Segment> segments,
      OptOutGate gate,
      Surroundings surroundings,
      LongConsumer progress) {
    this.plan = plan;
    this.open = open;
    this.reader =
        new PlanReader(engine, plan, open.esp().id(), attributes, segments, gate)
            .naming(DriftKept.names(engine, open.ledgerAccount()));
    this.early = new EarlyJoins(reader, EarlyJoins.ROUND);
    this.outbox = new Outbox(engine, open.ledgerAccount());
    this.watch = new JobWatch(open, surroundings);
    int most = open.connector().limits().atOnce();
    this.lanes = surroundings.sleeper().lanes(most);
    this.inFlight = new InFlight(watch, surroundings, lanes, most, new Exits());
    this.confirmations = new Confirmations(engine, open, plan, outbox, tally);
    this.surroundings = surroundings;
    this.progress = progress;
  }

  public Report run() {
    try (lanes) {
      missing.addAll(reader.skipSettled(open.ledgerAccount()));
      unproved.addAll(reader.unproved(open.ledgerAccount()));
      for (Change.Kind kind : Change.Kind.values()) {
        boolean done = false;
        try {
          if (kind == Change.Kind.DEFINE_SEGMENT) {
            define(reader.segmentsOf(kind));
          } else {
            for (String segment : reader.segmentsOf(kind)) {
              send(kind, segment);
            }
          }
          finish(kind);
          done = true;
        } finally {
          if (!done) {
            // What was accepted beside the batch that failed is asked after all the same.
            inFlight.drainAfterFailure();
          }
        }
      }
      do {
        finishAside();
      } while (sendDeferred());
    } catch (EspException e) {
      tally.stop(e.failure());
    }
    return tally.report(open.esp().id(), open.calls());
  }

  /**
   * Lists may be made while people arrive, who join them later; while the last of them arrive, the
   * consent of the others is set; and while consents are set, others join. Whoever leaves a segment
   * does so when all that is done: it may be under another address, and a segment that excludes
   * others is left before those are joined.
   */
  private void finish(Change.Kind kind) {
    switch (kind) {
      case DEFINE_SEGMENT, UPSERT -> {}
      case SET_CONSENT -> {
        inFlight.drain(Change.Kind.DEFINE_SEGMENT);
        if (!reader.segmentsOf(Change.Kind.LEAVE).isEmpty()) {
          finishConsents();
          inFlight.drain();
        }
      }
      case LEAVE -> inFlight.drain(kind);
      case JOIN -> {
        finishConsents();
        inFlight.drain(Change.Kind.SET_CONSENT);
        sendDeferred(kind);
        inFlight.drain();
      }
      default -> inFlight.drain();
    }
  }

  private void finishConsents() {
    inFlight.drain(Change.Kind.UPSERT);
    sendConsentsLeft();
  }

  /** Of those whose arrival was waited for, once all have arrived that will soon. */
  private void sendConsentsLeft() {
    if (consentsLeft && !inFlight.holds(Change.Kind.UPSERT)) {
      consentsLeft = false;
      sendDeferred(Change.Kind.SET_CONSENT);
    }
  }

  /** One row for each, so that they go together. */
  private void define(List<String> segments) {
    Change.Kind kind = Change.Kind.DEFINE_SEGMENT;
    int most = open.connector().limits().batch(kind);
    List<PlanRow> rows = new ArrayList<>();
    for (String segment : segments) {
      rows.addAll(reader.next(kind, segment, 0, 1));
      if (rows.size() == most) {
        begin(kind, "", rows);
        rows = new ArrayList<>();
      }
    }
    if (!rows.isEmpty()) {
      begin(kind, "", rows);
    }
  }

  private void send(Change.Kind kind, String segment) {
    int most = open.connector().limits().batch(kind);
    List<PlanRow> left = new ArrayList<>();
    long after = 0;
    while (true) {
      List<PlanRow> rows = reader.next(kind, segment, after, most);
      if (rows.isEmpty()) {
        sendAll(kind, segment, left);
        return;
      }
      if (kind == Change.Kind.SET_CONSENT) {
        joinBeside(after, rows.size());
      }
      after = rows.get(rows.size() - 1).seq();
      if (kind.compareTo(Change.Kind.SET_CONSENT) >= 0) {
        sendConsentsLeft();
      }
      if (kind == Change.Kind.JOIN) {
        left.addAll(early.without(segment, rows));
        if (left.size() < most) {
          continue;
        }
        rows = left.subList(0, most);
        left = new ArrayList<>(left.subList(most, left.size()));
      }
      sendAll(kind, segment, rows);
    }
  }

  /**
   * As long as no lane is left for consents, those join for whom there is a lane, and whose own
   * consent is set.
   *
   * @param sent the highest sequence number of the consents that are on their way
   */
  private void joinBeside(long sent, int consents) {
    Limits limits = open.connector().limits();
    int most = limits.batch(Change.Kind.JOIN);
    while (!inFlight.hasRoom(
        Change.Kind.SET_CONSENT, consents, limits.atOnce(Change.Kind.SET_CONSENT))) {
      boolean may =
          inFlight.hasRoom(Change.Kind.JOIN, most, limits.atOnce(Change.Kind.JOIN))
              && !inFlight.holds(Change.Kind.DEFINE_SEGMENT)
              && reader.segmentsOf(Change.Kind.LEAVE).isEmpty();
      Optional<EarlyJoins.Batch> next =
          may ? early.next(sent, most, this::mayJoin) : Optional.empty();
      next.ifPresentOrElse(
          batch -> begin(Change.Kind.JOIN, batch.segment(), batch.rows()), inFlight::turn);
    }
  }

  private boolean mayJoin(PlanRow row) {
    return !awaited.blocks(Change.Kind.JOIN, row.key())
        && !missing.contains(row.key())
        && !unproved.contains(row.key());
  }

  /** Sends those rows that nothing stands in the way of. */
  private void sendAll(Change.Kind kind, String segment, List<PlanRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    // Nobody is kept in a segment because another of their rows was refused, or takes long.
    if (kind == Change.Kind.UPSERT || kind == Change.Kind.LEAVE) {
      begin(kind, segment, rows);
      return;
    }
    List<PlanRow> kept = new ArrayList<>();
    List<PlanRow> held = new ArrayList<>();
    List<Outcome> why = new ArrayList<>();
    for (PlanRow row : rows) {
      if (awaited.blocks(kind, row.key())) {
        awaited.deferred(kind, row.key());
        deferred
            .computeIfAbsent(new Step(kind, segment), step -> new BitSet())
            .set(Math.toIntExact(row.seq()));
      } else if (missing.contains(row.key())) {
        held.add(row);
        why.add(NOT_THERE);
      } else if (kind == Change.Kind.JOIN && unproved.contains(row.key())) {
        held.add(row);
        why.add(NOT_HELD_BACK);
      } else {
        kept.add(row);
      }
    }
    if (!held.isEmpty()) {
      confirmations.notSent(kind, held, why, surroundings.clock().instant());
      progress.accept(held.size());
    }
    if (!kept.isEmpty()) {
      begin(kind, segment, kept);
    }
  }

  /**
   * @param segment empty where each row is of another: a line of the outbox speaks of one
   */
  private void begin(Change.Kind kind, String segment, List<PlanRow> rows) {
    inFlight.room(kind, rows.size(), open.connector().limits().atOnce(kind));
    awaited.sent(kind, rows);
    Instant at = surroundings.clock().instant();
    List<Long> lines = new ArrayList<>();
    if (kind == Change.Kind.DEFINE_SEGMENT) {
      rows.forEach(
          row -> lines.addAll(outbox.sending(plan, kind, row.segment(), List.of(row), at)));
    } else {
      lines.addAll(outbox.sending(plan, kind, segment, rows, at));
    }
    inFlight.send(
        kind,
        rows,
        () -> push(kind, rows),
        outcomes ->
            new InFlight.Batch(
                kind,
                segment,
                rows,
                new ArrayList<>(outcomes),
                surroundings.clock().instant(),
                outbox.accepted(lines, plan, kind, segment, rows, outcomes, at)));
  }

  private List<Outcome> push(Change.Kind kind, List<PlanRow> rows) {
    List<Outcome> outcomes;
    try {
      outcomes = open.connector().push(rows.stream().map(PlanRow::change).toList());
    } catch (EspException e) {
      if (e.failure().kind() == FailureKind.TRANSIENT
          || e.failure().kind() == FailureKind.RATE_LIMITED) {
        outcomes = Collections.nCopies(rows.size(), new Outcome.Unknown(e.failure()));
      } else {
        throw e;
      }
    }
    if (outcomes.size() != rows.size()) {
      throw new IllegalStateException(
          open.esp().id()
              + " gave "
              + outcomes.size()
              + " outcomes for "
              + rows.size()
              + " rows of "
              + kind);
    }
    return outcomes;
  }

  private final class Exits implements InFlight.Exits {
    /** Rows that are written down together, about. */
    private static final int AT_ONCE = 20_000;

    private final List<InFlight.Batch> finished = new ArrayList<>();

    @Override
    public void finished(InFlight.Batch batch) {
      arrived(batch);
      finished.add(batch);
    }

    /** A transaction for each batch would look through the ledger for each. */
    @Override
    public void noMore() {
      while (!finished.isEmpty()) {
        Change.Kind kind = finished.get(0).kind();
        List<PlanRow> rows = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>();
        List<Long> lines = new ArrayList<>();
        Iterator<InFlight.Batch> all = finished.iterator();
        while (all.hasNext() && rows.size() < AT_ONCE) {
          InFlight.Batch batch = all.next();
          if (batch.kind() == kind) {
            rows.addAll(batch.rows());
            outcomes.addAll(batch.outcomes());
            lines.addAll(batch.lines());
            all.remove();
          }
        }
        settle(kind, rows, outcomes, lines);
      }
    }

    /** Its lines stay in the outbox: they say which job is to be asked after for which rows. */
    @Override
    public void aside(InFlight.Batch batch) {
      arrived(batch);
      List<Integer> ended = InFlight.places(batch, false);
      settle(
          batch.kind(),
          ended.stream().map(batch.rows()::get).toList(),
          ended.stream().map(batch.outcomes()::get).toList(),
          outbox.without(batch.lines(), pending(batch)));
      if (batch.kind() == Change.Kind.UPSERT || batch.kind() == Change.Kind.SET_CONSENT) {
        InFlight.places(batch, true).forEach(place -> awaited.aside(batch.rows().get(place).key()));
      }
    }

    @Override
    public InFlight.Batch repeated(InFlight.Batch batch, List<JobWatch.Repeated> repeated) {
      return outbox.repeated(plan, batch, repeated, surroundings.clock().instant());
    }

    /** The job may be at work: what is said of it stays, and the next run asks first. */
    @Override
    public void unanswered(InFlight.Batch batch, Failure why) {
      arrived(batch);
      givenUp.addAll(batch.lines());
      settle(
          batch.kind(),
          batch.rows(),
          JobWatch.unknown(batch.outcomes(), why),
          outbox.without(batch.lines(), pending(batch)));
    }

    /** Nobody waits for these any more. */
    private void arrived(InFlight.Batch batch) {
      awaited.arrived(batch.kind(), batch.rows());
    }

    /** Sequence numbers of the rows that are pending still. */
    private BitSet pending(InFlight.Batch batch) {
      BitSet numbers = new BitSet();
      InFlight.places(batch, true)
          .forEach(place -> numbers.set(Math.toIntExact(batch.rows().get(place).seq())));
      return numbers;
    }
  }

  /** Waits for what was set aside, as long as anybody can be expected to. */
  private void finishAside() {
    List<Outbox.Line> lines =
        outbox.jobs(plan).stream().filter(line -> !givenUp.contains(line.id())).toList();
    new AsideJobs(
            watch, line -> reader.rows(line.kind(), line.segment(), line.rows()), surroundings)
        .finish(
            lines,
            (line, rows, outcomes, answered) -> {
              if (!answered) {
                givenUp.add(line.id());
              }
              settle(line.kind(), rows, outcomes, answered ? List.of(line.id()) : List.of());
            });
    awaited.noneAside();
    inFlight.forgetAside();
  }

  /** Sends what hung on them; false where nothing did. */
  private boolean sendDeferred() {
    boolean any = !deferred.isEmpty();
    for (Change.Kind kind : Change.Kind.values()) {
      sendDeferred(kind);
      inFlight.drain();
    }
    return any;
  }

  /** What still hangs on somebody is deferred again. */
  private void sendDeferred(Change.Kind kind) {
    Map<Step, BitSet> now = new LinkedHashMap<>();
    deferred.forEach(
        (step, numbers) -> {
          if (step.kind() == kind) {
            now.put(step, numbers);
          }
        });
    deferred.keySet().removeAll(now.keySet());
    now.forEach(this::sendDeferred);
  }

  private void sendDeferred(Step step, BitSet numbers) {
    int most = open.connector().limits().batch(step.kind());
    BitSet part = new BitSet();
    for (int seq = numbers.nextSetBit(0); seq >= 0; seq = numbers.nextSetBit(seq + 1)) {
      part.set(seq);
      if (part.cardinality() == most || numbers.nextSetBit(seq + 1) < 0) {
        List<PlanRow> rows = reader.rows(step.kind(), step.segment(), part);
        awaited.taken(step.kind(), rows);
        sendAll(step.kind(), step.segment(), rows);
        part = new BitSet();
      }
    }
  }

  private void settle(
      Change.Kind kind, List<PlanRow> rows, List<Outcome> outcomes, List<Long> lines) {
    confirmations.settle(kind, rows, outcomes, surroundings.clock().instant(), lines);
    for (int i = 0; i < rows.size(); i++) {
      PlanRow row = rows.get(i);
      if (outcomes.get(i) instanceof Outcome.Applied) {
        continue;
      }
      if (kind == Change.Kind.UPSERT && !row.known()) {
        missing.add(row.key());
      } else if (row.change() instanceof Change.SetConsent set
          && set.consent().state() != Consent.State.SUBSCRIBED) {
        unproved.add(row.key());
      }
    }
    progress.accept(rows.size());
  }
}
