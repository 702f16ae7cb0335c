package io.espalier.sync.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code espalier deliver}. */
class DeliverCommandTest {
  @TempDir Path dir;

  @Test
  void rowsOfTheStarterProjectArriveInAFileAndASecondRunLeavesItAlone() throws IOException {
    CommandRun.of("init", dir);
    CommandRun none = CommandRun.of("deliver", "--project", dir);
    assertEquals(2, none.exit());
    assertEquals(
        "error: the project has no targets\n"
            + "  name one in espalier.yaml: targets: {copy: {from: people, path: out/people.jsonl}}\n",
        none.err());
    Files.writeString(
        dir.resolve("espalier.yaml"),
        Files.readString(dir.resolve("espalier.yaml"))
            + "\ntargets:\n  copy: {from: people, path: out/people.jsonl}\n");

    CommandRun first = CommandRun.of("deliver", "--project", dir);
    CommandRun second = CommandRun.of("deliver", "copy", "--project", dir, "--json");

    assertEquals(0, first.exit(), first.err());
    int rows = Files.readAllLines(dir.resolve("out/people.jsonl")).size();
    assertTrue(rows > 5, "rows: " + rows);
    assertTrue(
        first
            .out()
            .matches("copy +" + rows + " rows, 0 rejected; [0-9,]+ bytes, sha-256 [0-9a-f]{64}\n"),
        first.out());
    JsonObject copy =
        JsonParser.parseString(second.out()).getAsJsonObject().getAsJsonObject("copy");
    assertTrue(copy.get("unchanged").getAsBoolean(), second.out());
    assertEquals(rows, copy.get("rows").getAsInt());
    assertEquals(
        "error: there is no target 'cpoy'\n  did you mean 'copy'?\n",
        CommandRun.of("deliver", "cpoy", "--project", dir).err());
  }
}
