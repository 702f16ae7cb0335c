package io.espalier.sync.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** The state outlives the version of Espalier that wrote it. */
final class LedgerTest {
  private static final int MEMORY = 256;

  /** What the first version wrote, as far as later ones change it. */
  private static void first(Engine engine) {
    engine.run("create table ledger_meta (version integer)");
    engine.run("insert into ledger_meta values (1)");
    engine.run(
        "create table ledger_profile (account varchar, key varchar, email varchar, fields varchar, consent integer, consent_at timestamp, opted_out_at timestamp, confirmed_at timestamp, gone_at timestamp)");
    engine.run(
        "insert into ledger_profile values ('klaviyo:1', 'c1', 'ada@example.net', '{}', 5, timestamp '2026-10-01 00:00:00', timestamp '2026-10-01 00:00:00', null, null), ('klaviyo:1', 'c2', 'bob@example.net', '{}', 1, null, null, null, null)");
    engine.run(
        "create table ledger_plan_row (plan varchar, esp varchar, seq bigint, kind varchar, key varchar, email varchar, segment varchar, payload varchar, before varchar, consent integer, consent_at timestamp, consent_source varchar, consent_evidence varchar, opted_out_at timestamp)");
    engine.run(
        "create table ledger_member (account varchar, segment varchar, key varchar, email varchar)");
    engine.run(
        "create table ledger_run (id varchar, plan varchar, started_at timestamp, ended_at timestamp, report varchar)");
    engine.run(
        "insert into ledger_run values ('p1', 'p1', timestamp '2026-11-01 00:00:00', timestamp '2026-11-01 00:01:00', '{\"id\":\"p1\"}')");
  }

  @Test
  void anOlderStateIsBroughtToTodaysForm() {
    try (Engine engine = Engine.inMemory(MEMORY)) {
      first(engine);

      Ledger.prepare(engine);

      assertEquals("{\"id\":\"p1\"}", text(engine, "select summary from ledger_run"));
      assertEquals(0, engine.number("select count(*) from ledger_outbox"));
      assertEquals(0, engine.number("select count(former) from ledger_plan_row"));
      assertEquals(
          1,
          engine.number(
              "select count(*) from consent_statement where person = es_person('ada@example.net') and state = 5"));
      assertEquals(1, engine.number("select count(*) from consent_statement"));
      assertEquals(
          engine.number("select max(version) from ledger_meta"),
          engine.number("select version from ledger_meta"));
    }
  }

  @Test
  void preparingTwiceIsPreparingOnce() {
    try (Engine engine = Engine.inMemory(MEMORY)) {
      Ledger.prepare(engine);
      long version = engine.number("select version from ledger_meta");

      Ledger.prepare(engine);

      assertEquals(version, engine.number("select version from ledger_meta"));
    }
  }

  @Test
  void aStateOfANewerEspalierIsRefusedAndLeftAlone() {
    try (Engine engine = Engine.inMemory(MEMORY)) {
      engine.run("create table ledger_meta (version integer)");
      engine.run("insert into ledger_meta values (999)");

      StoreException e = assertThrows(StoreException.class, () -> Ledger.prepare(engine));

      assertEquals(999, engine.number("select version from ledger_meta"));
      assertEquals(true, String.valueOf(e.getMessage()).contains("newer espalier (version 999"));
    }
  }

  private static String text(Engine engine, String sql) {
    return engine.first(sql, row -> row.getString(1)).orElseThrow();
  }
}
