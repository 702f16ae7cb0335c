package io.espalier.sync.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CSV as the world writes it. */
final class CsvSourceTest {
  @TempDir Path dir;

  private Loaded csv(String text) {
    return Loaded.source(dir, "{kind: csv, path: it.csv}").file("it.csv", text);
  }

  @Test
  void plainAndCompressedAreTheSame() {
    String text = "id,name,at\n1,Ann,2024-01-02 03:04:05\n2,,\n";
    List<String> rows =
        List.of(
            "id BIGINT, name VARCHAR, at TIMESTAMP", "1|Ann|2024-01-02 03:04:05.0", "2|null|null");

    assertEquals(rows, csv(text).rows());
    assertEquals(
        rows,
        Loaded.source(dir.resolve("gz"), "{kind: csv, path: it.csv.gz}")
            .gz("it.csv.gz", text)
            .rows());
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|"})
  void theDelimiterIsFound(String delimiter) {
    assertEquals(
        List.of("a BIGINT, b VARCHAR", "1|x,y;z"),
        csv("a" + delimiter + "b\n1" + delimiter + "\"x,y;z\"\n").rows());
  }

  @Test
  void aDelimiterInAQuotedHeaderIsNone() {
    assertEquals(List.of("a,b,c BIGINT, d BIGINT", "1|2"), csv("\"a,b,c\";d\n1;2\n").rows());
  }

  @Test
  void theDelimiterMayBeGiven() {
    assertEquals(
        List.of("a,b BIGINT, c BIGINT", "1|2"),
        Loaded.source(dir, "{kind: csv, path: it.csv, delimiter: \"^\"}")
            .file("it.csv", "a,b^c\n1^2\n")
            .rows());
  }

  @Test
  void byteOrderMarkCarriageReturnsAndQuotedLineFeeds() {
    assertEquals(
        List.of("a BIGINT, b VARCHAR", "1|x\r\ny", "2|say \"hi\""),
        csv("\uFEFFa,b\r\n1,\"x\r\ny\"\r\n2,\"say \"\"hi\"\"\"\r\n").rows());
  }

  @Test
  void emptyLinesAreNoRecords() {
    assertEquals(List.of("a BIGINT, b BIGINT", "1|2", "3|4"), csv("a,b\n\n1,2\n\n3,4\n\n").rows());
  }

  @Test
  void aQuoteInsideAWordIsAQuote() {
    assertEquals(List.of("a BIGINT, b VARCHAR", "1|5\" pipe"), csv("a,b\n1,5\" pipe\n").rows());
  }

  @Test
  void leadingZerosStay() {
    assertEquals(
        List.of("zip VARCHAR, n BIGINT", "01067|1", "80331|2"),
        csv("zip,n\n01067,1\n80331,2\n").rows());
  }

  @Test
  void whatTheProjectReadsAsTextStaysAsItIsWritten() {
    Loaded shop =
        csv("x\n1\n")
            .file(
                "customers.csv",
                "id,email,country,age,opt_in,opt_in_at,proof\n"
                    + "+1,a@example.net,1.10,1.50,unknown,,1e3\n");

    assertEquals("+1|a@example.net|1.10|1.50|unknown|null|1e3", shop.rows("customers").get(1));
  }

  @Test
  void declaredTypesWin() {
    Loaded it = Loaded.source(dir, "{kind: csv, path: it.csv, types: {N: text, d: number}}");

    assertEquals(
        List.of("n VARCHAR, d DECIMAL(38,9)", "12|0.100000000"),
        it.file("it.csv", "n,d\n12,0.1\n").rows());
    assertEquals(
        """
        espalier.yaml:3:25: error: it.csv line 3: 'x' in column 'd' is no number
          it: {kind: csv, path: it.csv, types: {N: text, d: number}}
                                ^^^^^^
          correct the value, or take the column out of 'types'""",
        it.file("it.csv", "n,d\n12,0.1\n13,x\n").wrong());
    assertEquals(
        """
        espalier.yaml:3:25: error: 'types' names a column 'N' that it.csv does not have
          it: {kind: csv, path: it.csv, types: {N: text, d: number}}
                                ^^^^^^
          did you mean 'd'?""",
        it.file("it.csv", "num,d\n12,0.1\n").wrong());
  }

  @Test
  void raggedRowsAreRejectedWithLineAndReason() {
    assertEquals(
        List.of(
            "a VARCHAR, b BIGINT",
            "1|2",
            "x\ny|4",
            "8|9",
            "rejected 1 x it: 1 fields where the header has 2",
            "rejected 1 x it: 3 fields where the header has 2"),
        csv("a,b\n1,2\n3\n\"x\ny\",4\n5,6,7\n8,9\n").rows());
  }

  @Test
  void manyRaggedRowsAreAllLeftOut() {
    List<String> rows = csv("a,b\n1,2\n" + "3\n".repeat(10_050)).rows();

    assertEquals("1|2", rows.get(1));
    assertEquals(3, rows.size());
  }

  @Test
  void aQuoteThatIsNeverClosedIsNamed() {
    assertEquals(
        """
        espalier.yaml:3:25: error: it.csv line 3: a quote is opened here and never closed
          it: {kind: csv, path: it.csv}
                                ^^^^^^
          double a quote that belongs to the text: \"\"""",
        csv("a,b\n1,2\n3,\"four\n5,6\n").wrong());
  }

  @Test
  void textBehindAClosingQuoteIsNamed() {
    assertEquals(
        """
        espalier.yaml:3:25: error: it.csv line 2: text follows a closing quote
          it: {kind: csv, path: it.csv}
                                ^^^^^^
          double a quote that belongs to the text: \"\"""",
        csv("a,b\n1,\"5\" pipe\"\n").wrong());
  }

  @Test
  void anotherEncodingIsNamed() {
    assertEquals(
        """
        espalier.yaml:3:25: error: it.csv line 3: the text is not UTF-8
          it: {kind: csv, path: it.csv}
                                ^^^^^^
          save it as UTF-8""",
        csv("").file("it.csv", "a,b\n1,x\n2,café\n".getBytes(StandardCharsets.ISO_8859_1)).wrong());
  }

  @Test
  void emptyFilesAreAccidents() {
    String empty =
        """
        espalier.yaml:3:25: error: the file it.csv is empty
          it: {kind: csv, path: it.csv}
                                ^^^^^^
          it has not even a header""";
    assertEquals(empty, csv("").wrong());
    assertEquals(
        empty.replace("it.csv", "it.csv.gz").replace("^^^^^^", "^^^^^^^^^"),
        Loaded.source(dir.resolve("gz"), "{kind: csv, path: it.csv.gz}")
            .gz("it.csv.gz", "")
            .wrong());
    assertEquals(
        """
        espalier.yaml:3:25: error: source 'it' is empty: it has not one usable row
          it: {kind: csv, path: it.csv}
                                ^^^^^^
          look at where it comes from; if it may be empty, write allow_empty: true""",
        csv("a,b\n").wrong());
  }

  @Test
  void aHeaderAloneIsEnoughWhereTheProjectSaysSo() {
    assertEquals(
        List.of("a VARCHAR, b VARCHAR"),
        Loaded.source(dir, "{kind: csv, path: it.csv, allow_empty: true}")
            .file("it.csv", "a,b\n")
            .rows());
  }

  @Test
  void aMissingFileSaysWhereItWasLookedFor() {
    assertEquals(
        """
        espalier.yaml:3:25: error: there is no file data/it.csv
          it: {kind: csv, path: data/it.csv}
                                ^^^^^^^^^^^
          looked for DIR/data/it.csv""",
        Loaded.source(dir, "{kind: csv, path: data/it.csv}").wrong());
  }

  @Test
  void aPatternReadsAllItsFilesByName() {
    Loaded it =
        Loaded.source(dir, "{kind: csv, path: data/2024-*.csv}")
            .file("data/2024-02.csv", "b,a\n4,3\n")
            .file("data/2024-01.csv", "a,b\n1,2\n")
            .file("data/2023-01.csv", "a,b\n9,9\n");

    assertEquals(List.of("a BIGINT, b BIGINT", "1|2", "3|4"), it.rows());
  }

  @Test
  void whatIsWrongInOneOfManyFilesNamesIt() {
    Loaded it =
        Loaded.source(dir, "{kind: csv, path: data/*.csv}")
            .file("data/1.csv", "a,b\n1,2\n")
            .file("data/2.csv", "a,b\n1,\"2\n");

    assertEquals(
        """
        espalier.yaml:3:25: error: data/2.csv line 2: a quote is opened here and never closed
          it: {kind: csv, path: data/*.csv}
                                ^^^^^^^^^^
          double a quote that belongs to the text: \"\"""",
        it.wrong());
  }
}
