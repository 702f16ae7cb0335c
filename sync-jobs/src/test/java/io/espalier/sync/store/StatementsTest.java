package io.espalier.sync.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A statement that is used again says what a new one would. */
final class StatementsTest {
  private static final String INSERT = "insert into ledger_test values (?, ?)";
  private static final String READ = "select name from ledger_test where id >= ? order by id";

  private final Engine engine = Engine.inMemory(64);

  @BeforeEach
  void rows() {
    engine.run("create table ledger_test (id integer primary key, name varchar)");
    engine.run(INSERT, 1, "a");
    engine.run(INSERT, 2, null);
    engine.run(INSERT, 3, "c");
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private List<String> read(int from) {
    return engine.list(READ, row -> String.valueOf(row.getString(1)), from);
  }

  @Test
  void itForgetsWhatItWasBoundTo() {
    assertEquals(List.of("a", "null", "c"), read(1));
    assertEquals(List.of("c"), read(3));
    assertEquals(List.of("null", "c"), read(2));
  }

  @Test
  void oneThatFailedIsMadeAnew() {
    assertThrows(StoreException.class, () -> engine.run(INSERT, 1, "again"));
    engine.run(INSERT, 4, "d");
    assertThrows(
        IllegalStateException.class,
        () ->
            engine.each(
                READ,
                row -> {
                  throw new IllegalStateException("enough");
                },
                1));
    assertEquals(List.of("c", "d"), read(3));
  }

  @Test
  void aTableOfTheStateMayGainAColumn() {
    read(1);
    engine.run("alter table ledger_test add column age integer");
    assertEquals(List.of("c"), read(3));
  }

  @Test
  void aWorkTableMayBeMadeAnewWithOtherColumns() {
    String sum = "select sum(v) from es_work where v > ?";
    engine.run("create or replace temp table es_work as select 1 as v");
    assertEquals("1", engine.first(sum, row -> row.getString(1), 0).orElseThrow());
    engine.run("create or replace temp table es_work as select 2.5 as v");
    assertEquals("2.5", engine.first(sum, row -> row.getString(1), 0).orElseThrow());
  }
}
