package io.espalier.sync.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figures of the data's hygiene, and what they were before. */
class AuditCommandTest {
  private static final Path RETAIL =
      Path.of("../../shared/data/online-retail/online_retail.csv.gz");

  @TempDir Path dir;

  private static long amount(String json, String column, String figure) {
    for (JsonElement element :
        JsonParser.parseString(json).getAsJsonObject().getAsJsonArray("findings")) {
      JsonObject finding = element.getAsJsonObject();
      if (finding.get("column").getAsString().equals(column)
          && finding.get("figure").getAsString().equals(figure)) {
        return finding.get("amount").getAsLong();
      }
    }
    throw new AssertionError("no figure '" + figure + "' of '" + column + "' in " + json);
  }

  @Test
  void figuresAreComparedWithTheAuditBeforeAndExamplesAreMasked() throws IOException {
    CommandRun.of("init", dir);
    Files.writeString(
        dir.resolve("espalier.yaml"),
        Files.readString(dir.resolve("espalier.yaml"))
            + "\naudit:\n  people: {no city: \"city is null\"}\n");
    CommandRun first = CommandRun.of("audit", "--project", dir, "--table", "people", "--json");
    assertEquals(0, first.exit(), first.err());
    assertEquals(1, amount(first.out(), "", "no city"));
    Path people = dir.resolve("data/people.csv");
    Files.writeString(
        people,
        Files.readString(people) + "c90,nobody-at-all,Zoe,,,,\nc91,zoe@mail.example.net,Zoe,,,,\n");

    CommandRun second = CommandRun.of("audit", "--project", dir);

    assertEquals(0, second.exit(), second.err());
    assertTrue(second.out().matches("(?s).*\\(row\\) +rows +rows +14 +\\+2\n.*"), second.out());
    assertTrue(second.out().contains("no city"), second.out());
    assertTrue(
        second.out().matches("(?s).*email +validity +no address +1 .*'n\\**'.*"), second.out());
    assertFalse(second.out().contains("nobody-at-all"), second.out());
    assertTrue(second.out().contains("last_order  freshness"), second.out());

    // Of no values none is the latest.
    Files.writeString(
        dir.resolve("data/orders.csv"), "order_id,customer_id,ordered_on,amount,status\n");
    Files.writeString(
        dir.resolve("espalier.yaml"),
        Files.readString(dir.resolve("espalier.yaml"))
            .replace(
                "path: data/orders.csv}",
                "path: data/orders.csv, allow_empty: true, types: {ordered_on: datetime, amount: number}}"));
    CommandRun third = CommandRun.of("audit", "--project", dir);
    assertEquals(0, third.exit(), third.err());
    assertFalse(third.out().contains("last_order  freshness"), third.out());
    assertTrue(third.out().matches("(?s).*last_order +completeness +missing +13 .*"), third.out());
  }

  @Test
  void aCheckThatIsNoConditionIsNamedAtItsPlace() throws IOException {
    CommandRun.of("init", dir);
    Path file = dir.resolve("espalier.yaml");
    Files.writeString(
        file, Files.readString(file) + "\naudit:\n  people: {odd: \"nothing like it\"}\n");
    CommandRun run = CommandRun.of("audit", "--project", dir, "--table", "people");
    assertEquals(2, run.exit());
    assertTrue(run.err().contains("the check 'odd' is no condition over 'people'"), run.err());
    assertTrue(run.err().startsWith("espalier.yaml:"), run.err());
  }

  @Test
  void aRealRetailersYearHasTheseFigures() {
    Assumptions.assumeTrue(Files.isRegularFile(RETAIL), "the shared data is not here");
    CommandRun run =
        CommandRun.of(
            "audit",
            "--project",
            "../../shared/examples/online-retail",
            "--state",
            dir,
            "--table",
            "lines",
            "--json");
    assertEquals(0, run.exit(), run.err());
    assertEquals(541_909, amount(run.out(), "", "rows"));
    assertEquals(5_268, amount(run.out(), "", "exact duplicates"));
    assertEquals(135_080, amount(run.out(), "CustomerID", "missing"));
    assertEquals(10_624, amount(run.out(), "Quantity", "negative"));
    assertEquals(2_517, amount(run.out(), "UnitPrice", "zero or less"));
    assertEquals(9_288, amount(run.out(), "InvoiceNo", "'C' before the number"));
  }
}
