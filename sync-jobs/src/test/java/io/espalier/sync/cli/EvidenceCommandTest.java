package io.espalier.sync.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.sync.store.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known afterwards, after one run of the project that init writes. */
class EvidenceCommandTest {
  @TempDir Path dir;

  @Test
  void whatWasDoneAndWhyIsThereAfterwards() {
    CommandRun.of("init", dir);
    CommandRun none = CommandRun.of("runs", "--project", dir);
    assertEquals(2, none.exit());
    assertEquals(
        "error: there is no state in "
            + dir.resolve(".espalier")
            + " yet\n  run espalier sync first, or give the folder: --state DIR\n",
        none.err());
    refused();

    CommandRun runs = CommandRun.of("runs", "--project", dir);
    String id = runs.out().lines().skip(1).findFirst().orElseThrow().split(" ", -1)[0];
    assertTrue(runs.out().contains("degraded"), runs.out());

    // The same folder may hold runs against real accounts, too.
    assertEquals(runs.out(), CommandRun.of("runs", "--project", dir, "--target", "sandbox").out());
    assertEquals(
        "error: unknown target 'mars'\n  use real, sandbox or sandbox:FILE\n",
        CommandRun.of("runs", "--project", dir, "--target", "mars").err());

    CommandRun show = CommandRun.of("runs", "show", id, "--project", dir);
    // By the clock that the command was given, not by the machine's.
    assertTrue(show.out().startsWith("run " + id + ": degraded; started 2026-11-20"), show.out());
    assertTrue(show.out().matches("(?s).*klaviyo +upsert +applied +10\n.*"), show.out());
    assertEquals(show.out(), CommandRun.of("runs", "show", "last", "--project", dir).out());
    assertEquals(
        "error: there is no run 'x'\n  espalier runs lists them\n",
        CommandRun.of("runs", "show", "x", "--project", dir).err());

    why();
    export();
    elsewhere();
  }

  /** Other accounts: what was sent to the ones before is no run of theirs. */
  private void elsewhere() {
    try {
      Files.move(dir.resolve(".espalier/sandbox"), dir.resolve("sandbox-before"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertEquals(
        "no runs there yet\n",
        CommandRun.of("runs", "--project", dir, "--target", "sandbox").out());
  }

  /** One address that Mailchimp will not have: it looks made up. */
  private void refused() {
    Path people = dir.resolve("data/people.csv");
    try {
      Files.writeString(
          people, Files.readString(people).replaceAll("chloe@[a-z.]+", "chloe@example.com"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    CommandRun sync = CommandRun.of("sync", "--project", dir, "--target", "sandbox", "--json");
    assertEquals(1, sync.exit(), sync.err());
    assertFalse(sync.err().contains("chloe@"), sync.err());
    JsonObject mailchimp =
        JsonParser.parseString(sync.out()).getAsJsonObject().getAsJsonObject("mailchimp");
    String file = mailchimp.get("refused_file").getAsString();
    assertTrue(sync.err().contains("the rows that were not applied: " + file + "\n"), sync.err());
    JsonObject row = mailchimp.getAsJsonArray("refused").get(0).getAsJsonObject();
    assertEquals(
        "{\"table\":\"mailchimp\",\"row\":\"key c03\",\"change\":\"upsert\",\"outcome\":\"rejected\","
            + "\"reason\":\"Mailchimp refused: c***@e***.com looks fake or invalid, please enter a"
            + " real email address.\"}",
        row.toString());
    try {
      assertEquals(
          mailchimp.get("rejected").getAsLong() + mailchimp.get("unknown").getAsLong(),
          Files.readAllLines(Path.of(file)).stream()
              .filter(line -> line.startsWith("{\"table\":\"mailchimp\""))
              .count());
      assertFalse(Files.readString(Path.of(file)).contains("chloe@"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void why() {
    CommandRun why = CommandRun.of("why", "c01", "--project", dir);
    assertEquals("", why.err());
    assertTrue(why.out().startsWith("c01, a***@"), why.out());
    assertFalse(why.out().contains("ada@"), why.out());
    assertTrue(why.out().contains("column people."), why.out());
    assertTrue(why.out().contains("[x]"), why.out());
    JsonObject byAddress =
        JsonParser.parseString(
                CommandRun.of("why", "Ada@Mail.example.net", "--project", dir, "--json").out())
            .getAsJsonObject();
    assertEquals("c01", byAddress.get("key").getAsString());
    assertEquals(3, byAddress.getAsJsonArray("esps").size());
    assertEquals(
        "error: nobody is known as 'n***@e***.org'\n  give a key of the column 'customer_id', or an address\n",
        CommandRun.of("why", "no@example.org", "--project", dir).err());
  }

  private void export() {
    Path out = dir.resolve("evidence");
    CommandRun export = CommandRun.of("runs", "export", "--parquet", out, "--project", dir);
    assertEquals(0, export.exit(), export.err());
    try (Engine engine = Engine.inMemory(128)) {
      assertEquals(
          3,
          engine.number(
              "select count(distinct esp) from read_parquet('"
                  + out.resolve("history.parquet")
                  + "') where person = 'c01' and kind = 'UPSERT' and outcome = 'APPLIED'"));
      assertEquals(
          1,
          engine.number(
              "select count(*) from read_parquet('" + out.resolve("runs.parquet") + "')"));
    }
  }
}
