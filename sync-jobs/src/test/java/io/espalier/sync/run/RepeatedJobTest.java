package io.espalier.sync.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.model.Attribute;
import io.espalier.model.ValueType;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Job;
import io.espalier.spi.Outcome;
import io.espalier.sync.shop.PassingTime;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Ledger;
import io.espalier.sync.store.ValueColumns;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A job that hung, and whose rows went again in another, may still come to an end. */
final class RepeatedJobTest {
  private static final Instant START = Instant.parse("2026-06-01T00:00:00Z");
  private static final int MEMORY = 256;

  private final PassingTime time = new PassingTime(START);
  private final Engine engine = Engine.inMemory(MEMORY);

  @BeforeEach
  void aJobThatHung() {
    Ledger.prepare(engine);
    engine.run(
        "insert into ledger_plan_row (plan, esp, seq, kind, key, email, payload, consent) values ('p', 'klaviyo', 1, 'UPSERT', 'k', 'k@example.net', '{\"age\": \"30\"}', 0)");
    engine.run(
        "insert into ledger_profile (account, key, email, fields) values ('klaviyo:1', 'k', 'k@example.net', '{\"age\": \"30\"}')");
    engine.run(
        "insert into ledger_outbox values (1, 'klaviyo:1', 'p', 'UPSERT', '', '1', 'old', ?, true)",
        ValueColumns.stored(START));
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private void recover(boolean waits, Function<Job, Outcome> poll) {
    new Recovery(
            engine,
            OneJobEach.open(poll, job -> Optional.empty()),
            List.of(Attribute.of("age", ValueType.NUMBER)),
            List.of(),
            time.surroundings(call -> {}),
            waits)
        .run();
  }

  private String told() {
    return engine
        .first("select fields from ledger_profile where key = 'k'", row -> row.getString(1))
        .orElseThrow();
  }

  private long left() {
    return engine.number("select count(*) from ledger_outbox");
  }

  @Test
  void asLongAsItIsAtWorkNothingIsToldAndTheRunGoesOn() {
    recover(false, Outcome.Pending::new);
    assertEquals(1, left());
    assertEquals("{\"age\": \"30\"}", told());
    assertEquals(START, time.instant());
  }

  @Test
  void whereItHasEndedItsRowsAreInDoubt() {
    recover(false, job -> Outcome.APPLIED);
    assertEquals(0, left());
    assertEquals("{\"age\":\"?\"}", told());
  }

  /** The row by which a job was asked after may be gone; another tells as well. */
  @Test
  void itIsAskedAfterThoughItsFirstPersonWasErased() {
    engine.run(
        "insert into ledger_plan_row (plan, esp, seq, kind, key, email, payload, consent) values ('p', 'klaviyo', 2, 'UPSERT', 'l', 'l@example.net', '{\"age\": \"30\"}', 0)");
    engine.run("update ledger_outbox set seqs = '1-2'");
    engine.run("delete from ledger_plan_row where key = 'k'");
    recover(false, Outcome.Pending::new);
    assertEquals(1, left());
  }

  /** The ESP knows it no more: it was stopped. */
  @Test
  void whereItIsGoneItIsForgotten() {
    recover(
        false,
        job -> {
          throw new EspException(Failure.of(FailureKind.MISSING_TARGET, "no such job"));
        });
    assertEquals(0, left());
    assertEquals("{\"age\": \"30\"}", told());
  }

  @Test
  void afterAnHourNobodyAsksAnyMore() {
    time.pass(Duration.ofMinutes(61));
    recover(false, Outcome.Pending::new);
    assertEquals(0, left());
  }

  /** Before an erasure: nothing may come after it. */
  @Test
  void whoeverWaitsForItWaitsUntilItHasEnded() {
    Instant ends = START.plus(Duration.ofMinutes(20));
    recover(
        true, job -> time.instant().isBefore(ends) ? new Outcome.Pending(job) : Outcome.APPLIED);
    assertEquals(0, left());
    assertEquals("{\"age\":\"?\"}", told());
  }
}
