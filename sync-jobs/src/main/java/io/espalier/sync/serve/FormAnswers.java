package io.espalier.sync.serve;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.espalier.amp.live.LiveToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What people answered, in {@code live/answers.jsonl} of the state folder: one line an answer, on
 * disk before the person is thanked. A source of kind jsonl reads it.
 */
final class FormAnswers {
  /** What became of an answer. */
  enum Kept {
    NEW,
    SAME,
    REFUSED
  }

  private static final Gson GSON = new Gson();

  private final Path file;
  private final Map<String, Map<String, String>> last = new HashMap<>();

  /**
   * @param state the folder where the store is
   */
  FormAnswers(Path state) {
    this.file = state.resolve("live/answers.jsonl");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      if (Files.exists(file)) {
        Files.readAllLines(file).forEach(this::recall);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void recall(String line) {
    try {
      JsonObject json = JsonParser.parseString(line).getAsJsonObject();
      Map<String, String> values = new LinkedHashMap<>();
      json.getAsJsonObject("answers")
          .entrySet()
          .forEach(e -> values.put(e.getKey(), e.getValue().getAsString()));
      last.put(
          key(
              json.get("profile").getAsString(),
              json.get("email").getAsString(),
              json.get("form").getAsString()),
          values);
    } catch (JsonParseException | IllegalStateException | NullPointerException e) {
      // The last line of a process that died while it wrote: its person was not thanked.
      return;
    }
  }

  /** Keeps an answer, unless it is there already, or another one stands. */
  synchronized Kept keep(LiveToken person, Map<String, String> values, boolean once, Instant now) {
    String key = key(person.profile(), person.email(), person.purpose());
    Map<String, String> before = last.get(key);
    if (values.equals(before)) {
      return Kept.SAME;
    }
    if (before != null && once) {
      return Kept.REFUSED;
    }
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at", now.toString());
    line.put("profile", person.profile());
    line.put("email", person.email());
    line.put("form", person.purpose());
    line.put("answers", values);
    try {
      Files.write(
          file,
          (GSON.toJson(line) + "\n").getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND,
          StandardOpenOption.SYNC);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    last.put(key, Map.copyOf(values));
    return Kept.NEW;
  }

  /** The answer that stands; empty where there is none. */
  synchronized Map<String, String> of(LiveToken person) {
    return last.getOrDefault(key(person.profile(), person.email(), person.purpose()), Map.of());
  }

  private static String key(String profile, String email, String form) {
    return email + "\n" + form + "\n" + profile;
  }
}
