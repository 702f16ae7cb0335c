package io.espalier.sync.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.sync.store.Engine;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JSON Lines and Parquet. */
final class JsonAndParquetSourceTest {
  @TempDir Path dir;

  private Loaded json(String text) {
    return Loaded.source(dir, "{kind: jsonl, path: it.jsonl}").file("it.jsonl", text);
  }

  @Test
  void missingKeysAreMissingValues() {
    assertEquals(
        List.of("id VARCHAR, n BIGINT, b BOOLEAN", "007|1|null", "8|null|true"),
        json("{\"id\":\"007\",\"n\":1}\n\n{\"b\":true,\"id\":\"8\"}\n").rows());
  }

  @Test
  void aColumnOfNumbersAndTextsIsText() {
    assertEquals(
        List.of("m VARCHAR", "1", "x y", "null"),
        json("{\"m\":1}\n{\"m\":\"x y\"}\n{\"m\":null}\n").rows());
  }

  @Test
  void nestedValuesAreThereForModels() {
    Loaded it =
        Loaded.models(dir, "flat: select p.id, p.address.city as city, len(p.tags) as tags from p")
            .file(
                "p.jsonl",
                "{\"id\":1,\"address\":{\"city\":\"Ulm\"},\"tags\":[\"a\",\"b\"]}\n{\"id\":2}\n");
    it.shop().edit("espalier.yaml", "sources:\n", "sources:\n  p: {kind: jsonl, path: p.jsonl}\n");

    assertEquals(
        List.of("id BIGINT, city VARCHAR, tags BIGINT", "1|Ulm|2", "2|null|null"), it.rows("flat"));
  }

  @Test
  void instantsKeepTheirZone() {
    assertEquals(
        List.of("at TIMESTAMP WITH TIME ZONE", "2024-01-01T08:00Z"),
        json("{\"at\":\"2024-01-01T10:00:00+02:00\"}\n").rows());
  }

  @Test
  void compressedToo() {
    assertEquals(
        List.of("a BIGINT", "1"),
        Loaded.source(dir, "{kind: jsonl, path: it.jsonl.gz}")
            .gz("it.jsonl.gz", "{\"a\":1}\n")
            .rows());
  }

  @Test
  void aBrokenLineIsNamed() {
    assertEquals(
        """
        espalier.yaml:3:27: error: it.jsonl line 3: this is no JSON
          it: {kind: jsonl, path: it.jsonl}
                                  ^^^^^^^^
          each line is one object: {"id": 1, ...}""",
        json("{\"a\":1}\n{\"a\":2}\n{\"a\":,}\n{\"a\":4}\n").wrong());
  }

  @Test
  void aLineThatIsNoObjectIsNamed() {
    assertEquals(
        """
        espalier.yaml:3:27: error: it.jsonl line 2: this is no JSON object
          it: {kind: jsonl, path: it.jsonl}
                                  ^^^^^^^^
          each line is one object: {"id": 1, ...}""",
        json("{\"a\":1}\n[2]\n").wrong());
  }

  @Test
  void anEmptyFileIsAnAccident() {
    assertEquals(
        "espalier.yaml:3:27: error: the file it.jsonl is empty",
        json("").wrong().lines().findFirst().orElse(""));
  }

  @Test
  void parquetKeepsItsTypes() {
    Loaded it = Loaded.source(dir, "{kind: parquet, path: it-*.parquet}");
    write(
        "it-1.parquet",
        "select '007' as id, 1.50::decimal(9,2) as price, timestamp '2024-01-01 10:00:00' as at, ['a'] as tags");
    write("it-2.parquet", "select '8' as id, 2.25::decimal(9,2) as price");

    assertEquals(
        List.of(
            "id VARCHAR, price DECIMAL(9,2), at TIMESTAMP, tags VARCHAR[]",
            "007|1.50|2024-01-01 10:00:00.0|[a]",
            "8|2.25|null|null"),
        it.rows());
  }

  @Test
  void whatIsNoParquetIsNamed() {
    String wrong =
        Loaded.source(dir, "{kind: parquet, path: it.parquet}")
            .file("it.parquet", "id,name\n1,Ann\n")
            .wrong();

    assertTrue(
        wrong.startsWith("espalier.yaml:3:29: error: the file it.parquet cannot be read: "), wrong);
  }

  private void write(String file, String select) {
    try (Engine engine = Engine.inMemory(256)) {
      engine.run(
          "copy ("
              + select
              + ") to "
              + Engine.literal(dir.resolve(file).toString())
              + " (format parquet)");
    }
  }
}
