package io.espalier.sync.deliver;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Objects;

/** What each target held after its last delivery: a small file for each in the state folder. */
final class Receipts {
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  /**
   * @param modified when the file was written, by its file system
   * @param at when the delivery ended
   */
  private record Receipt(
      String file, long rows, long bytes, String sha256, String modified, String at) {}

  private final Path dir;

  /**
   * @param state the state folder
   */
  Receipts(Path state) {
    this.dir = state.resolve("delivered");
  }

  /** Whether the target still holds what was delivered last, and that is this. */
  boolean holds(String target, Path file, RowTarget.Proof proof) {
    Path receipt = dir.resolve(target + ".json");
    try {
      if (!Files.isRegularFile(receipt) || !Files.isRegularFile(file)) {
        return false;
      }
      Receipt last = GSON.fromJson(Files.readString(receipt), Receipt.class);
      return last != null
          && proof.sha256().equals(last.sha256)
          && file.toAbsolutePath().toString().equals(last.file)
          && Files.size(file) == proof.bytes()
          && Files.getLastModifiedTime(file).toString().equals(last.modified);
    } catch (IOException | JsonParseException e) {
      // Not to be told: then it is written again.
      return false;
    }
  }

  void keep(String target, Path file, RowTarget.Proof proof, Instant at) {
    try {
      Files.createDirectories(dir);
      Path receipt = dir.resolve(target + ".json");
      Path part = dir.resolve(target + ".json.part");
      Files.writeString(
          part,
          GSON.toJson(
              new Receipt(
                  Objects.requireNonNull(file.toAbsolutePath()).toString(),
                  proof.rows(),
                  proof.bytes(),
                  proof.sha256(),
                  Files.getLastModifiedTime(file).toString(),
                  at.toString())));
      Files.move(part, receipt, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
