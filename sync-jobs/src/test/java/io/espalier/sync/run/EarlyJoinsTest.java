package io.espalier.sync.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Segment;
import io.espalier.spi.Change;
import io.espalier.sync.plan.OptOutGate;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Ledger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who joins before joins have their turn: nobody whose consent comes later, nobody twice. */
final class EarlyJoinsTest {
  private static final int MEMORY = 256;
  private static final int PEOPLE = 600;
  private static final int BATCH = 200;

  /** Of the people with a consent every second joins, and as many others. */
  private static final int JOINS = PEOPLE;

  private final Engine engine = Engine.inMemory(MEMORY);
  private PlanReader reader;
  private EarlyJoins early;

  @BeforeEach
  void plan() {
    Ledger.prepare(engine);
    // Consents in the order of their numbers; s1 is joined by the even ones of them and by others.
    engine.run(
        "insert into ledger_plan_row (plan, esp, seq, kind, key, email, consent) select 'p', 'esp', i, 'SET_CONSENT', 'k' || i, 'k' || i || '@example.net', 0 from range(1, ?) r(i)",
        PEOPLE + 1);
    engine.run(
        "insert into ledger_plan_row (plan, esp, seq, kind, key, email, segment) select 'p', 'esp', i, 'JOIN', 'k' || (i * 2), 'k' || (i * 2) || '@example.net', 's1' from range(1, ?) r(i)",
        JOINS + 1);
    reader =
        new PlanReader(
            engine,
            "p",
            "esp",
            List.of(),
            List.of(new Segment("s1", "s1", "", "marketing", 0, 0, "", Optional.empty())),
            OptOutGate.LEDGER);
    early = new EarlyJoins(reader, 250);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private static int number(PlanRow row) {
    return Integer.parseInt(row.key().substring(1));
  }

  @Test
  void nobodyJoinsWhoseConsentComesLaterAndNobodyTwice() {
    assertTrue(early.next(249, BATCH, row -> true).isEmpty(), "too few to be worth it");

    List<PlanRow> first = early.next(300, BATCH, row -> number(row) % 10 != 0).orElseThrow().rows();
    assertEquals(BATCH / 5 * 4, first.size());
    first.forEach(row -> assertTrue(number(row) <= 300 || number(row) > PEOPLE, row.key()));
    List<PlanRow> second = early.next(310, BATCH, row -> true).orElseThrow().rows();
    second.forEach(row -> assertTrue(number(row) <= 300 || number(row) > PEOPLE, row.key()));
    while (early.next(310, BATCH, row -> true).isPresent()) {
      // The rest of this round.
    }
    assertTrue(early.next(500, BATCH, row -> true).isEmpty(), "the round was just now");

    List<PlanRow> third = early.next(PEOPLE, BATCH, row -> true).orElseThrow().rows();
    assertTrue(third.stream().noneMatch(first::contains), "somebody would join twice");
    assertTrue(third.stream().anyMatch(row -> number(row) % 10 == 0), "left out of the first");
  }

  @Test
  void whoeverWasInNoRoundIsLeftForTheTurnOfJoins() {
    List<PlanRow> begun = early.next(250, BATCH, row -> true).orElseThrow().rows();
    List<PlanRow> all = reader.next(Change.Kind.JOIN, "s1", 0, JOINS);
    List<PlanRow> left = early.without("s1", all);
    assertEquals(JOINS, all.size());
    assertEquals(JOINS - begun.size(), left.size());
    assertEquals(all, early.without("another", all));
  }
}
