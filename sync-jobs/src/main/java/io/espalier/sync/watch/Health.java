package io.espalier.sync.watch;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * How each job fared at its last end, and what of it people were told: one small file in the state
 * folder, so that it can be kept also where the store cannot be opened.
 */
public final class Health {
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  /** How a job ended. */
  public enum Status {
    /** Done, nothing rejected. */
    OK,
    /** Done, but some rows were rejected or are unknown. */
    DEGRADED,
    /** Not done: a guard, wrong input, an ESP, or a mistake of ours. */
    FAILED
  }

  /**
   * @param since when it came to this status
   * @param at of the last end
   * @param told the status that people were told last
   */
  public record Job(String status, String since, String at, String reason, String told) {}

  private static final class Kept {
    private final Map<String, Job> jobs = new TreeMap<>();
  }

  private final Path file;

  /**
   * @param state the state folder
   */
  public Health(Path state) {
    this.file = state.resolve("health.json");
  }

  /** Job → how it fared; empty where nothing ever ended, or the file cannot be read. */
  public Map<String, Job> jobs() {
    return new TreeMap<>(read().jobs);
  }

  private Kept read() {
    try {
      Kept kept =
          Files.isRegularFile(file)
              ? GSON.fromJson(Files.readString(file), Kept.class)
              : new Kept();
      return kept == null ? new Kept() : kept;
    } catch (IOException | JsonParseException e) {
      return new Kept();
    }
  }

  Job of(String job) {
    return read().jobs.getOrDefault(job, new Job(Status.OK.name(), "", "", "", Status.OK.name()));
  }

  void keep(String name, Job job) {
    Kept kept = read();
    kept.jobs.put(name, job);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Path part = file.resolveSibling(file.getFileName() + ".part");
      Files.writeString(part, GSON.toJson(kept));
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  static String text(Instant at) {
    return at.toString();
  }
}
