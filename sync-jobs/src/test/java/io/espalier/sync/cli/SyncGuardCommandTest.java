package io.espalier.sync.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user sees of a guard, and how it is let pass. */
class SyncGuardCommandTest {
  @TempDir Path dir;

  @BeforeEach
  void start() throws IOException {
    CommandRun.of("init", dir);
    Path file = dir.resolve("espalier.yaml");
    Files.writeString(file, Files.readString(file).replace("min_rows: 5", "min_rows: 50"));
  }

  private CommandRun sync(String... more) {
    java.util.List<Object> words =
        new java.util.ArrayList<>(
            java.util.List.of("sync", "--project", dir, "--target", "sandbox"));
    words.addAll(java.util.List.of(more));
    return CommandRun.of(words.toArray());
  }

  @Test
  void aStoppedSyncSaysWhyAsOneDocument() {
    CommandRun run = sync("--json");

    assertEquals(3, run.exit(), run.err());
    JsonObject document = JsonParser.parseString(run.out()).getAsJsonObject();
    assertTrue(document.get("stopped").getAsBoolean());
    assertEquals(
        "[{\"guard\":\"min_rows\",\"reason\":\"the source gives 12 usable profiles, fewer than"
            + " min_rows 50\",\"mend\":\"look at the source; if it is right, lower guards: min_rows,"
            + " or run with --allow min_rows\"}]",
        document.get("stops").toString());
    assertTrue(run.err().contains("stopped by a guard; nothing was sent"), run.err());
  }

  /** Before the first call that could change something: who we are has to be asked. */
  @Test
  void aGuardStopsBeforeAnythingIsSent() throws IOException {
    Path calls = dir.resolve("calls.jsonl");

    assertEquals(3, sync("--calls", calls.toString()).exit());

    assertTrue(Files.size(calls) > 0);
    assertEquals(
        java.util.List.of(),
        Files.readAllLines(calls).stream()
            .filter(line -> line.contains("\"write\":true"))
            .toList());
  }

  @Test
  void anAllowedGuardLetsPassAndAnotherDoesNot() {
    assertEquals(3, sync("--allow", "max_leave,max_shrink").exit());
    CommandRun run = sync("--allow", "min_rows");
    assertEquals(0, run.exit(), run.err());
  }

  @Test
  void aGuardThatIsNoneIsNamed() {
    CommandRun run = sync("--allow", "min_row");
    assertEquals(2, run.exit());
    assertEquals("error: there is no guard 'min_row'\n  did you mean 'min_rows'?\n", run.err());
  }
}
