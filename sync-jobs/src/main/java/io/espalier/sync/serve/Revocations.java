package io.espalier.sync.serve;

import io.espalier.amp.live.LiveTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Set;

/**
 * Tokens that count no more: a file of fingerprints, one a line, read anew when it has changed. It
 * tells nothing about whom it is.
 */
public final class Revocations {
  private static final String FILE = "live/revoked.txt";

  private final Path file;
  private volatile State state = new State(FileTime.fromMillis(0), -1, Set.of());

  private record State(FileTime changed, long size, Set<String> fingerprints) {}

  /**
   * @param state the folder where the store is
   */
  public Revocations(Path state) {
    this.file = state.resolve(FILE);
  }

  /** Takes back every token of a person in an email, of every purpose and period. */
  public void revoke(String profile, String email) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(
          file,
          LiveTokens.fingerprint(profile, email) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND,
          StandardOpenOption.SYNC);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isRevoked(String fingerprint) {
    State now = state;
    try {
      if (!Files.exists(file)) {
        return false;
      }
      FileTime changed = Files.getLastModifiedTime(file);
      long size = Files.size(file);
      if (!changed.equals(now.changed()) || size != now.size()) {
        now = new State(changed, size, Set.copyOf(Files.readAllLines(file)));
        state = now;
      }
    } catch (IOException e) {
      // What was revoked before stays so.
      return now.fingerprints().contains(fingerprint);
    }
    return now.fingerprints().contains(fingerprint);
  }
}
