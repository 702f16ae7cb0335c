package io.espalier.sync.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.spi.Change;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Job;
import io.espalier.spi.Lanes;
import io.espalier.spi.Outcome;
import io.espalier.sync.shop.PassingTime;
import io.espalier.sync.shop.SideBySideTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What an ESP works on is asked after in turn. */
final class InFlightTest {
  private static final Instant START = Instant.parse("2026-06-01T00:00:00Z");
  private static final String ENDLESS = "endless";

  /** Not answered so many times. */
  private static final String DARK = "dark";

  /** Goes from one job to the next, so many times, each of which takes {@link #STAGE}. */
  private static final String STAGES = "stages";

  private static final Duration STAGE = Duration.ofSeconds(8);

  /** Never ends; what is sent again in its stead does, if it is not the same. */
  private static final String HANGS = "hangs";

  private final PassingTime time = new PassingTime(START);
  private final List<String> left = new ArrayList<>();
  private final Map<String, Integer> asked = new HashMap<>();
  private Instant lastFinished = START;
  private Duration asking = Duration.ZERO;
  private Instant stageEnds = START.plus(STAGE);

  private final JobWatch watch =
      OneJobEach.watch(time.surroundings(call -> {}), this::poll, this::repeat);
  private final InFlight inFlight =
      new InFlight(
          watch,
          time.surroundings(call -> {}),
          time.surroundings(call -> {}).sleeper().lanes(4),
          4,
          exits(left, time::instant));

  private InFlight.Exits exits(List<String> left, Supplier<Instant> now) {
    return new InFlight.Exits() {
      @Override
      public void finished(InFlight.Batch batch) {
        left.add(batch.segment() + " " + batch.outcomes().get(0).getClass().getSimpleName());
        lastFinished = now.get();
      }

      @Override
      public void aside(InFlight.Batch batch) {
        left.add(batch.segment() + " aside");
      }

      @Override
      public InFlight.Batch repeated(InFlight.Batch batch, List<JobWatch.Repeated> repeated) {
        List<Outcome> outcomes = new ArrayList<>(batch.outcomes());
        repeated.forEach(one -> outcomes.set(one.places().get(0), one.outcomes().get(0)));
        return batch(batch.kind(), batch.segment(), outcomes, now.get());
      }

      @Override
      public void unanswered(InFlight.Batch batch, Failure why) {
        left.add(batch.segment() + " " + why.message());
      }

      @Override
      public void noMore() {
        // Each was told as it left.
      }
    };
  }

  /** Every job but the endless one has ended at the second question. */
  private Outcome poll(Job job) {
    time.pass(asking);
    if (job.handle().startsWith(DARK)
        && asked.merge(job.handle(), 1, Integer::sum)
            <= Integer.parseInt(job.handle().substring(DARK.length()))) {
      throw new EspException(Failure.of(FailureKind.TRANSIENT, "the line is dead"));
    }
    if (job.handle().startsWith(STAGES)) {
      return stage(job.handle());
    }
    boolean ended =
        asked.merge(job.handle(), 1, Integer::sum) > 1
            && !job.handle().equals(ENDLESS)
            && !job.handle().startsWith(HANGS);
    return ended ? Outcome.APPLIED : new Outcome.Pending(job);
  }

  /** So many times the next one hangs, too. */
  private Optional<Outcome> repeat(Job job) {
    if (!job.handle().startsWith(HANGS)) {
      return Optional.empty();
    }
    if (asked.merge("again " + job.handle(), 1, Integer::sum) == 1) {
      throw new EspException(Failure.of(FailureKind.TRANSIENT, "the line is dead"));
    }
    int more = Integer.parseInt(job.handle().substring(HANGS.length()));
    return Optional.of(new Outcome.Pending(new Job(more == 0 ? "again" : HANGS + (more - 1))));
  }

  private Outcome stage(String handle) {
    int left = Integer.parseInt(handle.substring(STAGES.length()));
    if (time.instant().isBefore(stageEnds)) {
      return new Outcome.Pending(new Job(handle));
    }
    stageEnds = time.instant().plus(STAGE);
    return left == 1 ? Outcome.APPLIED : new Outcome.Pending(new Job(STAGES + (left - 1)));
  }

  private void add(Change.Kind kind, String name) {
    inFlight.room(kind, 1, 1);
    inFlight.send(
        kind,
        OneJobEach.rows(name),
        () -> List.of(new Outcome.Pending(new Job(name))),
        outcomes -> batch(kind, name, outcomes, time.instant()));
  }

  private static InFlight.Batch batch(
      Change.Kind kind, String name, List<Outcome> outcomes, Instant at) {
    return new InFlight.Batch(
        kind, name, OneJobEach.rows(name), new ArrayList<>(outcomes), at, List.of());
  }

  @Test
  void oneJobWithoutAnEndKeepsNoOtherBatchAndIsSetAside() {
    add(Change.Kind.UPSERT, ENDLESS);
    List<String> others = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      add(Change.Kind.UPSERT, "b" + i);
      others.add("b" + i + " Applied");
    }
    inFlight.drain();

    List<String> expected = new ArrayList<>(others);
    expected.add(ENDLESS + " aside");
    assertEquals(expected, left);
    assertTrue(
        Duration.between(START, lastFinished).compareTo(Duration.ofSeconds(10)) < 0,
        () -> "the others took until " + lastFinished);
  }

  @Test
  void fieldsAreWaitedForUntilNobodyCanBeExpectedToWait() {
    add(Change.Kind.DEFINE_FIELD, ENDLESS);
    inFlight.drain();

    assertEquals(List.of(ENDLESS + " Pending"), left);
    assertTrue(Duration.between(START, lastFinished).compareTo(JobWatch.DEADLINE) >= 0);
  }

  @Test
  void anEspMayOnceLeaveAQuestionUnansweredAndNotForEver() {
    add(Change.Kind.UPSERT, DARK + 2);
    add(Change.Kind.UPSERT, DARK + 3);
    inFlight.drain();

    assertEquals(List.of("dark2 Applied", "dark3 the line is dead"), left);
  }

  @Test
  void whatIsSetAsideDependsOnWhatOthersOfItsKindTake() {
    add(Change.Kind.UPSERT, "quick");
    add(Change.Kind.UPSERT, ENDLESS);
    inFlight.drain();

    assertEquals(List.of("quick Applied", "endless aside"), left);
    Duration took = Duration.between(START, time.instant());
    assertTrue(took.compareTo(Duration.ofSeconds(25)) < 0, () -> "it took " + took);
  }

  /**
   * A mark and then a suppression: each is waited for as long as a batch is, and asked for anew.
   */
  @Test
  void whatMovesOnIsNotSetAsideAndIsAskedAfterAsOftenAsWhatHasJustBegun() {
    add(Change.Kind.SET_CONSENT, "quick");
    add(Change.Kind.SET_CONSENT, STAGES + 4);
    inFlight.drain();

    assertEquals(List.of("quick Applied", "stages4 Applied"), left);
    Duration took = Duration.between(START, lastFinished);
    assertTrue(took.compareTo(Duration.ofSeconds(55)) < 0, () -> "it took " + took);
  }

  @Test
  void whatHangsIsSentAgainWhereTheEspLetsUs() {
    add(Change.Kind.UPSERT, HANGS + 0);
    add(Change.Kind.UPSERT, "quick");
    inFlight.drain();

    assertEquals(List.of("quick Applied", "hangs0 Applied"), left);
    Duration took = Duration.between(START, lastFinished);
    assertTrue(took.compareTo(Duration.ofSeconds(20)) < 0, () -> "it took " + took);
  }

  /** Of four sendings in all one came to nothing. */
  @Test
  void whatHangsHoweverOftenItIsSentIsSetAside() {
    add(Change.Kind.UPSERT, HANGS + 9);
    add(Change.Kind.UPSERT, "quick");
    inFlight.drain();

    assertEquals(List.of("quick Applied", "hangs9 aside"), left);
    assertEquals(Map.of("again hangs9", 2, "again hangs8", 1), sendings());
  }

  /** Nobody can tell whether the ESP hangs or is busy: no other has ended. */
  @Test
  void whatHangsAloneIsNotSentAgain() {
    add(Change.Kind.UPSERT, HANGS + 0);
    inFlight.drain();

    assertEquals(List.of("hangs0 aside"), left);
    assertEquals(Map.of(), sendings());
  }

  private Map<String, Integer> sendings() {
    Map<String, Integer> sendings = new HashMap<>(asked);
    sendings.keySet().removeIf(name -> !name.startsWith("again "));
    return sendings;
  }

  @Test
  void aKindWhoseBatchesTakeLongKeepsNoOtherFromBeginning() {
    for (int i = 0; i < 32; i++) {
      add(Change.Kind.JOIN, ENDLESS);
    }
    Instant full = time.instant();
    inFlight.room(Change.Kind.UPSERT, 1, 1);
    assertEquals(full, time.instant());

    inFlight.room(Change.Kind.JOIN, 1, 1);
    assertEquals(ENDLESS + " aside", left.get(0));
    assertTrue(time.instant().isAfter(full), "there was room for one more of the same kind");
  }

  @Test
  void asManyPushesRunSideBySideAsTheEspAllows() throws InterruptedException {
    SideBySideTime clock = new SideBySideTime(START);
    int lanes = 5;
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<String> finished = new ArrayList<>();
    try (Lanes side = clock.surroundings(call -> {}).sleeper().lanes(lanes)) {
      InFlight several =
          new InFlight(
              watch, clock.surroundings(call -> {}), side, lanes, exits(finished, clock::instant));
      for (int i = 0; i < 20; i++) {
        String name = "b" + i;
        several.room(Change.Kind.JOIN, 1, 4);
        several.send(
            Change.Kind.JOIN,
            OneJobEach.rows(name),
            () -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              clock.sleep(Duration.ofSeconds(1));
              running.decrementAndGet();
              return List.of(Outcome.APPLIED);
            },
            outcomes -> batch(Change.Kind.JOIN, name, outcomes, clock.instant()));
      }
      several.drain();
    }

    assertEquals(20, Set.copyOf(finished).size());
    assertEquals(4, most.get());
    assertEquals(Duration.ofSeconds(5), Duration.between(START, clock.instant()));
  }

  /**
   * A key that is refused is refused in every lane; what an ESP has accepted beside is not lost.
   */
  @Test
  void whereSeveralFailSideBySideTheOthersAreStillAskedAfter() throws InterruptedException {
    SideBySideTime clock = new SideBySideTime(START);
    List<String> finished = new ArrayList<>();
    try (Lanes side = clock.surroundings(call -> {}).sleeper().lanes(4)) {
      InFlight several =
          new InFlight(
              watch, clock.surroundings(call -> {}), side, 4, exits(finished, clock::instant));
      several.room(Change.Kind.JOIN, 1, 4);
      several.send(
          Change.Kind.JOIN,
          OneJobEach.rows("accepted"),
          () -> List.of(new Outcome.Pending(new Job("accepted"))),
          outcomes -> batch(Change.Kind.JOIN, "accepted", outcomes, clock.instant()));
      for (String name : List.of("one", "two", "three")) {
        several.room(Change.Kind.JOIN, 1, 4);
        several.send(
            Change.Kind.JOIN,
            OneJobEach.rows(name),
            () -> {
              clock.sleep(Duration.ofSeconds(1));
              throw EspException.auth("the key is refused", "give another");
            },
            outcomes -> batch(Change.Kind.JOIN, name, outcomes, clock.instant()));
      }

      EspException first = assertThrows(EspException.class, several::drain);
      assertEquals("the key is refused", first.failure().message());
      several.drainAfterFailure();
    }

    assertEquals(List.of("accepted Applied"), finished);
  }

  @Test
  void askingMayTakeLongerThanThePauseAfterIt() {
    asking = Duration.ofMillis(80);
    add(Change.Kind.UPSERT, "one");
    add(Change.Kind.UPSERT, "two");
    inFlight.drain();

    assertEquals(List.of("one Applied", "two Applied"), left);
  }
}
