package io.espalier.sync.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.espalier.sync.project.Project;
import io.espalier.sync.project.WrongInput;
import io.espalier.sync.shop.Shop;
import io.espalier.sync.store.Engine;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every source promises that keeps its rows between two runs, whoever holds them: each row
 * once, what changed, what is gone, and nothing lost between two readings.
 */
abstract class RowContract {
  static final Instant START = Instant.parse("2024-01-01T10:00:00Z");
  static final String LETTERS = "Ada Žofie 东京 🎿 \"quoted\", with; all\nof it";

  @TempDir Path dir;

  /** What lasts between two runs. */
  final Engine store = Engine.inMemory(256);

  @AfterEach
  void closeStore() {
    store.close();
  }

  /** The source as it stands in espalier.yaml, with further keys: {@code {kind: jdbc, ...}}. */
  abstract String source(String more);

  /** The columns of a row's number, name and points. */
  abstract List<String> columns();

  /** Writes a row at this time, over the one of its number. */
  abstract void put(int id, @Nullable String name, @Nullable String points, Instant at)
      throws Exception;

  abstract void remove(int id) throws Exception;

  /** A new column, with one value in every row; no row is younger for it. */
  abstract void addColumn(String name, String value) throws Exception;

  /** A time that a row would have if it were written together with the last that was read. */
  abstract Instant tie();

  /** What has become of an empty text. */
  String empty() {
    return "";
  }

  /** The message about a column or field that is not there. */
  abstract String unknown();

  /** Names one that is not there. */
  abstract String misspelled();

  @BeforeEach
  void rows() throws Exception {
    put(1, LETTERS, "12.5", START);
    put(2, null, null, START.plusSeconds(3600));
    put(3, "", "-3", START.plusSeconds(3600));
  }

  Shop shop(String more) {
    return Shop.in(dir)
        .edit("espalier.yaml", "sources:\n", "sources:\n  it: " + source(more) + "\n");
  }

  Project project(String more) {
    return shop(more).project();
  }

  /** One run with the lasting state: id, name and points of each row. */
  List<String> read(String more) {
    return read(more, columns());
  }

  List<String> read(String more, List<String> columns) {
    Project project = project(more);
    List<String> quoted = columns.stream().map(Engine::quote).toList();
    try (Engine engine = store.another();
        Rejects rejects = new Rejects(Optional.empty())) {
      new Tables(project, engine, rejects).load("it");
      return engine.list(
          "select " + String.join(", ", quoted) + " from it order by 1",
          row ->
              row.getLong(1)
                  + "|"
                  + row.getString(2)
                  + (columns.size() > 2 ? "|" + points(row.getBigDecimal(3)) : ""));
    }
  }

  private static String points(@Nullable BigDecimal points) {
    return points == null ? "null" : points.stripTrailingZeros().toPlainString();
  }

  String wrong(String more) {
    WrongInput e = assertThrows(WrongInput.class, () -> read(more));
    List<String> lines = new ArrayList<>();
    e.issues()
        .forEach(
            i -> {
              lines.add(i.message());
              lines.add(i.mend());
            });
    return String.join("\n", lines);
  }

  List<String> first() {
    return List.of("1|" + LETTERS + "|12.5", "2|null|null", "3|" + empty() + "|-3");
  }

  @Test
  void everyRowComesOnceWithItsTypesNullsAndLetters() {
    assertEquals(first(), read(""));
    assertEquals(first(), read(""));
  }

  @Test
  void whatChangedCameAndWentIsSeen() throws Exception {
    read("");
    put(2, "Bobby", null, tie().plus(Duration.ofDays(1)));
    put(5, "Eve", "1", tie().plus(Duration.ofDays(2)));
    remove(3);

    assertEquals(List.of("1|" + LETTERS + "|12.5", "2|Bobby|null", "5|Eve|1"), read(""));
  }

  @Test
  void rowsOfOneWatermarkAreNeverParted() throws Exception {
    read(", lookback: 0");
    put(6, "late", "1", tie());

    assertEquals("6|late|1", read(", lookback: 0").get(3));
  }

  @Test
  void aTransactionThatWasOpenAtTheLastReadingIsInTheLookback() throws Exception {
    read("");
    put(2, "late", null, tie().minus(Duration.ofMinutes(5)));

    assertEquals("2|late|null", read("").get(1));
  }

  @Test
  void aTableThatWasEmptyOnceIsReadWholeAgain() throws Exception {
    List<String> rows = read("");
    for (int id = 1; id <= 3; id++) {
      remove(id);
    }
    assertEquals(
        "source 'it' is empty: it has not one usable row\n"
            + "look at where it comes from; if it may be empty, write allow_empty: true",
        wrong(""));
    put(1, LETTERS, "12.5", tie().plus(Duration.ofDays(1)));
    put(2, null, null, tie().plus(Duration.ofDays(2)));
    put(3, "", "-3", tie().plus(Duration.ofDays(3)));

    assertEquals(rows, read(""));
  }

  @Test
  void aNewColumnMakesTheTableBeReadAgain() throws Exception {
    read("");
    addColumn("town", "Oslo");

    assertEquals(
        List.of("1|Oslo", "2|Oslo", "3|Oslo"), read("", List.of(columns().get(0), "town")));
  }

  @Test
  void onDemandTheTableIsReadWholeAgain() throws Exception {
    read("");
    put(1, "silent", "12.5", START.minus(Duration.ofDays(300)));
    assertEquals("1|" + LETTERS + "|12.5", read("").get(0));

    KeptSources.reread(store, "it");

    assertEquals("1|silent|12.5", read("").get(0));
  }

  @Test
  void aColumnThatIsNotThereIsNamed() {
    assertEquals(unknown(), wrong(misspelled()));
  }
}
