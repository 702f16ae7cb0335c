package io.espalier.sync.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.sync.store.Engine;
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
    assertEquals(0, CommandRun.of("sync", "--project", dir, "--target", "sandbox").exit());

    CommandRun runs = CommandRun.of("runs", "--project", dir);
    String id = runs.out().lines().skip(1).findFirst().orElseThrow().split(" ", -1)[0];
    assertTrue(runs.out().contains("done"), runs.out());

    CommandRun show = CommandRun.of("runs", "show", id, "--project", dir);
    // By the clock that the command was given, not by the machine's.
    assertTrue(show.out().startsWith("run " + id + ": done; started 2026-11-20"), show.out());
    assertTrue(show.out().matches("(?s).*klaviyo +upsert +applied +10\n.*"), show.out());
    assertEquals(show.out(), CommandRun.of("runs", "show", "last", "--project", dir).out());
    assertEquals(
        "error: there is no run 'x'\n  espalier runs lists them\n",
        CommandRun.of("runs", "show", "x", "--project", dir).err());

    why();
    export();
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
