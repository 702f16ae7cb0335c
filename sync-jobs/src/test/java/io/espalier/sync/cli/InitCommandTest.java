package io.espalier.sync.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitCommandTest {
  @TempDir Path dir;

  @Test
  void theProjectHasNoMistakeAndRuns() {
    Path shop = dir.resolve("shop");
    assertEquals(0, CommandRun.of("init", shop).exit());
    CommandRun check = CommandRun.of("check", "--project", shop);
    assertEquals("", check.err());
    assertEquals("starter: no mistake in 2 segments and 1 emails, 12 profiles\n", check.out());
    CommandRun segments = CommandRun.of("segments", "--project", shop);
    assertEquals(
        """
        12 profiles in starter
                 3  asleep    Asleep
                 3  regulars  Regulars
        """,
        segments.out());
    CommandRun sync = CommandRun.of("sync", "--project", shop, "--target", "sandbox");
    assertEquals(0, sync.exit(), sync.err());
    CommandRun again = CommandRun.of("sync", "--project", shop, "--target", "sandbox", "--json");
    assertEquals(0, again.exit(), again.err());
    assertTrue(again.out().contains("\"writes\": 0"), again.out());
    assertFalse(again.out().matches("(?s).*\"writes\": [1-9].*"), again.out());
  }

  @Test
  void nothingIsWrittenWhereOneFileIsThere() throws IOException {
    Files.writeString(dir.resolve("profile.yaml"), "mine");
    CommandRun run = CommandRun.of("init", dir);
    assertEquals(2, run.exit());
    assertEquals(
        "error: "
            + dir
            + " already has profile.yaml; nothing was written\n  give a new folder: espalier init DIR\n",
        run.err());
    assertEquals("mine", Files.readString(dir.resolve("profile.yaml")));
    assertFalse(Files.exists(dir.resolve("espalier.yaml")));
  }
}
