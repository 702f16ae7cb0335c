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
import java.util.LinkedHashMap;
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
   * Makes what people answered true of the loaded people: an opt-out holds against every consent
   * that has no newer evidence.
   */
  public void apply(Engine engine) {
    Map<String, JsonObject> latest = read();
    latest.forEach(
        (profile, line) ->
            engine.run(
                "update "
                    + Population.PROFILES
                    + " set consent_state = "
                    + Consent.State.UNSUBSCRIBED.ordinal()
                    + ", consent_at = cast(? as timestamp), consent_source = 'live form', consent_evidence = ? where key = ? and consent_state <= "
                    + Consent.State.PENDING.ordinal()
                    + " and (consent_at is null or consent_at <= cast(? as timestamp))",
                line.get("at").getAsString().replace("Z", ""),
                line.get("evidence").getAsString(),
                profile,
                line.get("at").getAsString().replace("Z", "")));
  }

  private Map<String, JsonObject> read() {
    Map<String, JsonObject> latest = new LinkedHashMap<>();
    if (!Files.exists(file)) {
      return latest;
    }
    try {
      for (String line : Files.readAllLines(file)) {
        JsonObject json;
        try {
          json = JsonParser.parseString(line).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
          // Cut off by a crash: that person was not told yet.
          continue;
        }
        latest.merge(
            json.get("profile").getAsString(),
            json,
            (a, b) -> a.get("at").getAsString().compareTo(b.get("at").getAsString()) >= 0 ? a : b);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return latest;
  }
}
