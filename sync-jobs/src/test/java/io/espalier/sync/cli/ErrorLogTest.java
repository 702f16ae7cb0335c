package io.espalier.sync.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mistake of ours leaves a file that may be sent to us. */
class ErrorLogTest {
  @TempDir Path dir;

  @Test
  void theFileHoldsTheStackAndNeitherAddressesNorSecrets() throws IOException {
    IllegalStateException error =
        new IllegalStateException(
            "no row for ada@example.net at jdbc:postgresql://me:hunter2@db/shop?password=hunter2&x=1");
    Path file =
        ErrorLog.write(
                error, dir, Clock.fixed(Instant.parse("2026-11-20T08:00:00Z"), ZoneOffset.UTC))
            .orElseThrow();
    assertEquals(dir.resolve("logs/error-20261120T080000.000Z.log"), file);
    String text = Files.readString(file);
    assertTrue(
        text.contains("no row for a***@e***.net at jdbc:postgresql://db/shop?password=***&x=1"),
        text);
    assertTrue(text.contains("at io.espalier.sync.cli.ErrorLogTest"), text);
    assertFalse(text.contains("hunter2"), text);
  }
}
