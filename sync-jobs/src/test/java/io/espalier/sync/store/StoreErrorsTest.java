package io.espalier.sync.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said where the state cannot be written, in the words in which systems say it. */
final class StoreErrorsTest {
  private static String said(StoreException e) {
    return e.getMessage() + " / " + e.mend();
  }

  @Test
  void aFullDiskIsAFullDiskInWhoeversWords() {
    for (String words :
        List.of(
            "No space left on device",
            "Disk quota exceeded",
            "File too large",
            "There is not enough space on the disk")) {
      assertEquals(
          "the disk of the state folder is full / make room, then run it again; nothing is lost:"
              + " the next run finishes what this one has begun",
          said(
              StoreErrors.failed(
                  new SQLException("IO Error: Could not write file \"x.wal\": " + words), "")),
          words);
      assertEquals(
          "the disk of the state folder is full / make room, then run it again; nothing is lost:"
              + " the next run finishes what this one has begun",
          said(
              StoreErrors.unwritable(
                  Path.of("state"), new FileSystemException("state/holder", null, words))),
          words);
    }
  }
}
