package io.espalier.sandbox.hubspot;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.sandbox.SandboxOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** What one account holds. */
final class Portal {
  final Clock clock;
  final Map<String, PortalObject> objects;

  /** List → the contacts that are its members. */
  final Map<String, TreeSet<Long>> lists = new LinkedHashMap<>();

  final Map<String, PortalExport> exports = new LinkedHashMap<>();
  final String token;

  /** Scopes that the private app was not given. */
  final TreeSet<String> missingScopes = new TreeSet<>();

  int dailyCalls = 500_000;

  /** Of one page, whatever is asked for. */
  int largestPage = 1_000;

  private final Deque<Instant> searches = new ArrayDeque<>();
  private final Deque<Instant> calls = new ArrayDeque<>();
  private final Deque<Instant> today = new ArrayDeque<>();
  private long nextId = 101;

  Portal(SandboxOptions options) {
    clock = options.clock();
    objects = PortalObject.standard();
    if (options.snapshot().isPresent()) {
      JsonObject held = JsonParser.parseString(options.snapshot().get()).getAsJsonObject();
      token = held.get("token").getAsString();
      nextId = held.get("nextId").getAsLong();
      held.getAsJsonObject("objects")
          .asMap()
          .forEach((name, json) -> PortalSnapshot.read(objects, name, json.getAsJsonObject()));
    } else {
      token = token(options.random());
    }
  }

  private static String token(RandomGenerator random) {
    StringBuilder token = new StringBuilder("pat-eu1-");
    for (int i = 0; i < 32; i++) {
      token.append(Character.forDigit(random.nextInt(16), 16));
      if (i == 7 || i == 11 || i == 15 || i == 19) {
        token.append('-');
      }
    }
    return token.toString();
  }

  String snapshot() {
    JsonObject json = new JsonObject();
    json.addProperty("token", token);
    json.addProperty("nextId", nextId);
    JsonObject all = new JsonObject();
    objects.forEach((name, object) -> all.add(name, PortalSnapshot.write(object)));
    json.add("objects", all);
    return json.toString();
  }

  long id() {
    return nextId++;
  }

  /** Five searches in a second, for the whole account. */
  void searched() {
    take(searches, Duration.ofSeconds(1), 5, "SECONDLY", "You have reached your secondly limit.");
  }

  /** A hundred calls in ten seconds, and the day's. */
  void called() {
    take(today, Duration.ofDays(1), dailyCalls, "DAILY", "You have reached your daily limit.");
    take(
        calls,
        Duration.ofSeconds(10),
        100,
        "TEN_SECONDLY_ROLLING",
        "You have reached your ten_secondly_rolling limit.");
  }

  private void take(Deque<Instant> taken, Duration length, int most, String policy, String words) {
    Instant now = clock.instant();
    while (!taken.isEmpty() && !taken.getFirst().isAfter(now.minus(length))) {
      taken.removeFirst();
    }
    if (taken.size() >= most) {
      throw limited(policy, words);
    }
    taken.addLast(now);
  }

  static PortalException limited(String policy, String words) {
    return new PortalException(
        429,
        "RATE_LIMITS",
        words,
        "{\"errorType\": \"RATE_LIMIT\", \"policyName\": \"" + policy + "\"}");
  }

  /**
   * A user writes a record.
   *
   * @param json {@code id} of one that is there, {@code properties}, {@code at} (now by default)
   */
  long write(PortalObject object, JsonObject json) {
    Instant at =
        json.has("at")
            ? OffsetDateTime.parse(json.get("at").getAsString()).toInstant()
            : clock.instant();
    long id = json.has("id") ? json.get("id").getAsLong() : id();
    PortalObject.Item item = object.items.get(id);
    if (item == null) {
      item = new PortalObject.Item(id, at);
      item.values.put("hs_object_id", Long.toString(id));
      item.values.put("createdate", at.toString());
      object.items.put(id, item);
    } else {
      item.changed(at);
    }
    item.values.put(object.modified(), at.toString());
    for (Map.Entry<String, JsonElement> one : json.getAsJsonObject("properties").entrySet()) {
      if (!object.properties.containsKey(one.getKey())) {
        throw PortalException.invalid("Property \"" + one.getKey() + "\" does not exist");
      }
      if (one.getValue().isJsonNull() || one.getValue().getAsString().isEmpty()) {
        item.values.remove(one.getKey());
      } else {
        item.values.put(one.getKey(), one.getValue().getAsString());
      }
    }
    return id;
  }

  /** A user merges a contact into another: it is gone, and not archived. */
  void merge(PortalObject object, long gone, long into) {
    object.items.remove(gone);
    PortalObject.Item winner = object.items.get(into);
    if (winner == null) {
      throw PortalException.notFound();
    }
    winner.values.merge("hs_merged_object_ids", Long.toString(gone), (a, b) -> a + ";" + b);
    winner.values.put(object.modified(), clock.instant().toString());
    winner.changed(clock.instant());
  }

  void purge() {
    Instant now = clock.instant();
    objects
        .values()
        .forEach(
            o ->
                o.items
                    .values()
                    .removeIf(
                        i ->
                            i.archived != null && i.archived.plus(PortalObject.BIN).isBefore(now)));
  }
}
