package io.espalier.sync.store;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.espalier.model.Consent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Opt-outs that people gave us themselves, in {@code live/consent.jsonl} of the state folder: on
 * disk before they are told so, and part of every plan from then on, until newer evidence says
 * otherwise. It knows keys, no addresses.
 */
public final class ConsentAnswers {
  private static final Gson GSON = new Gson();

  private final Path file;

  /**
   * @param state the folder where the store is
   */
  public ConsentAnswers(Path state) {
    this.file = state.resolve("live/consent.jsonl");
  }

  /** Keeps one; a second one of the same person changes nothing. */
  public synchronized void optOut(String profile, Instant at, String evidence) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at", at.toString());
    line.put("profile", profile);
    line.put("state", "unsubscribed");
    line.put("evidence", evidence);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(
          file,
          (GSON.toJson(line) + "\n").getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND,
          StandardOpenOption.SYNC);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Adds what people answered to the consent ledger, once: from there it is part of every plan, and
   * holds against every consent that has no newer evidence.
   */
  public void tell(Engine engine, Instant now) {
    for (JsonObject line : read()) {
      ConsentLedger.state(
          engine,
          "",
          line.get("profile").getAsString(),
          Consent.State.UNSUBSCRIBED,
          "live form",
          line.get("evidence").getAsString(),
          Instant.parse(line.get("at").getAsString()),
          now);
    }
  }

  private List<JsonObject> read() {
    List<JsonObject> lines = new ArrayList<>();
    if (!Files.exists(file)) {
      return lines;
    }
    try {
      for (String line : Files.readAllLines(file)) {
        try {
          lines.add(JsonParser.parseString(line).getAsJsonObject());
        } catch (JsonParseException | IllegalStateException e) {
          // Cut off by a crash: that person was not told yet.
          continue;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }
}
