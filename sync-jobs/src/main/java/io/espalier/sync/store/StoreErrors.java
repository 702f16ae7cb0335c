package io.espalier.sync.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the profile store's failures are to whoever finds them in the morning, and what to do. */
final class StoreErrors {
  private static final Pattern OTHER = Pattern.compile("lock is held in (.+?) \\(PID ([0-9]+)\\)");
  private static final String SAFE =
      "; nothing is lost: the next run finishes what this one has begun";

  private StoreErrors() {}

  /** A state folder in which nothing can be written. */
  static StoreException unwritable(Path dir, IOException e) {
    String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    if (isFull(String.valueOf(reason) + e.getMessage())) {
      return full(e, "");
    }
    return new StoreException(
        "the state folder "
            + dir
            + " cannot be written"
            + (e instanceof AccessDeniedException
                ? " by this user"
                : reason == null || reason.isBlank() ? "" : ": " + reason),
        "let this user write there, or give another folder: --state DIR",
        e);
  }

  /** A database that does not open. */
  static StoreException unopened(Exception e) {
    String message = String.valueOf(e.getMessage());
    Matcher other = OTHER.matcher(message);
    if (message.contains("Could not set lock")) {
      return new StoreException(
          "another program has the profile store open"
              + (other.find() ? ": " + other.group(1) + ", process " + other.group(2) : ""),
          "close it there, or give another folder: --state DIR",
          e);
    } else if (isFull(message)) {
      return full(e, "");
    } else if (isDenied(message)) {
      return new StoreException(
          "the profile store cannot be written by this user: " + firstLine(message),
          "let this user write it, or give another folder: --state DIR",
          e);
    } else if (message.contains("not a valid DuckDB database file")
        || message.contains("replaying WAL")
        || message.contains("checksum")
        || message.contains("Corrupt")) {
      return new StoreException(
          "the profile store is damaged, or none of espalier's: " + firstLine(message),
          "put back the folder's last good copy; without one move it away: the next sync then sends"
              + " everybody again, and consent is read back from the ESPs",
          e);
    }
    return new StoreException(
        "the profile store cannot be opened: " + firstLine(message),
        "is the file one of espalier's, and readable? give another folder: --state DIR",
        e);
  }

  /**
   * A statement that failed.
   *
   * @param sql empty where there was none
   */
  static StoreException failed(Exception e, String sql) {
    String message = String.valueOf(e.getMessage());
    if (isFull(message)) {
      return full(e, sql);
    } else if (message.contains("Out of Memory")) {
      return new StoreException(
          "the profile store needs more memory than it may take",
          "raise store: {memory: ...} in espalier.yaml" + SAFE,
          e,
          sql);
    } else if (isDenied(message)) {
      return new StoreException(
          "the profile store cannot be written: " + firstLine(message),
          "let this user write the state folder" + SAFE,
          e,
          sql);
    }
    return new StoreException(firstLine(message), "", e, sql);
  }

  private static StoreException full(Exception e, String sql) {
    return new StoreException(
        "the disk of the state folder is full", "make room, then run it again" + SAFE, e, sql);
  }

  private static boolean isFull(String message) {
    String words = message.toLowerCase(Locale.ROOT);
    return words.contains("no space left")
        || words.contains("disk quota exceeded")
        || words.contains("file too large")
        || words.contains("not enough space");
  }

  private static boolean isDenied(String message) {
    String words = message.toLowerCase(Locale.ROOT);
    return words.contains("permission denied")
        || words.contains("read-only")
        || words.contains("operation not permitted");
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("").strip();
  }
}
