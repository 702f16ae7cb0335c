package io.espalier.sandbox.salesforcecrm;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.sandbox.SandboxOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What one org holds. Its records are written as its own users would: by a key of their own. */
final class Org {
  private static final Duration DAY = Duration.ofDays(1);

  final Clock clock;
  final Map<String, SObject> objects;
  final Map<String, QueryJob> jobs = new LinkedHashMap<>();
  final Sessions sessions;
  private final Deque<Instant> calls = new ArrayDeque<>();
  int dailyCalls = 15_000;

  /** Of one set of results, whatever is asked for: the vendor limits its size. */
  int largestSet = 250_000;

  /** Why the next job fails; empty where it does not. */
  String nextFailure = "";

  private long nextId = 1;

  Org(SandboxOptions options) {
    clock = options.clock();
    RandomGenerator random = options.random();
    if (options.snapshot().isPresent()) {
      JsonObject held = JsonParser.parseString(options.snapshot().get()).getAsJsonObject();
      sessions =
          new Sessions(
              clock,
              random,
              held.get("clientId").getAsString(),
              held.get("clientSecret").getAsString());
      objects = new LinkedHashMap<>();
      nextId = held.get("nextId").getAsLong();
      held.getAsJsonObject("objects")
          .asMap()
          .forEach((name, json) -> objects.put(name, object(name, json.getAsJsonObject())));
    } else {
      sessions = new Sessions(clock, random);
      objects = SObject.standard();
    }
  }

  private static SObject object(String name, JsonObject json) {
    SObject object = new SObject(name, json.get("prefix").getAsString());
    json.getAsJsonObject("fields")
        .asMap()
        .forEach((field, type) -> object.fields.put(field, type.getAsString()));
    json.getAsJsonObject("records")
        .asMap()
        .forEach(
            (id, held) -> {
              Map<String, String> record = new LinkedHashMap<>();
              held.getAsJsonObject()
                  .asMap()
                  .forEach((field, value) -> record.put(field, value.getAsString()));
              object.records.put(id, record);
            });
    return object;
  }

  String snapshot() {
    JsonObject json = new JsonObject();
    json.addProperty("clientId", sessions.clientId);
    json.addProperty("clientSecret", sessions.clientSecret);
    json.addProperty("nextId", nextId);
    JsonObject all = new JsonObject();
    for (SObject object : objects.values()) {
      JsonObject held = new JsonObject();
      held.addProperty("prefix", object.prefix);
      held.add("fields", texts(object.fields));
      JsonObject records = new JsonObject();
      object.records.forEach((id, record) -> records.add(id, texts(record)));
      held.add("records", records);
      all.add(object.name, held);
    }
    json.add("objects", all);
    return json.toString();
  }

  static JsonObject texts(Map<String, String> texts) {
    JsonObject json = new JsonObject();
    texts.forEach(json::addProperty);
    return json;
  }

  /** Counts a call of the API; refuses the one that is too many in 24 hours. */
  void called() {
    Instant now = clock.instant();
    while (!calls.isEmpty() && !calls.getFirst().isAfter(now.minus(DAY))) {
      calls.removeFirst();
    }
    if (calls.size() >= dailyCalls) {
      throw new OrgException(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
    }
    calls.addLast(now);
  }

  /** As {@code Sforce-Limit-Info} has it. */
  String usage() {
    return "api-usage=" + calls.size() + "/" + dailyCalls;
  }

  String id(String prefix) {
    return "%s0000000%05dAAA".formatted(prefix, nextId++);
  }

  /**
   * A user writes a record.
   *
   * @param values field → value; null clears one. An {@code Id} names a record that is there
   * @return its id
   */
  String write(SObject object, JsonObject values) {
    String id =
        Optional.ofNullable(values.get("Id"))
            .map(JsonElement::getAsString)
            .orElseGet(() -> id(object.prefix));
    String now = OrgTime.field(OrgTime.now(clock));
    Map<String, String> record =
        object.records.computeIfAbsent(
            id,
            any -> {
              Map<String, String> fresh = new LinkedHashMap<>();
              fresh.put("Id", any);
              fresh.put("CreatedDate", now);
              object.fields.forEach(
                  (field, type) -> {
                    if (type.equals("boolean")) {
                      fresh.put(field, "false");
                    }
                  });
              return fresh;
            });
    record.put("LastModifiedDate", now);
    record.put("SystemModstamp", now);
    for (Map.Entry<String, JsonElement> value : values.entrySet()) {
      String field =
          object
              .field(value.getKey())
              .orElseThrow(
                  () ->
                      new OrgException(
                          400, "INVALID_FIELD", "No such column '" + value.getKey() + "'"));
      if (value.getValue() instanceof JsonNull || value.getValue().getAsString().isEmpty()) {
        record.remove(field);
      } else {
        record.put(field, value.getValue().getAsString());
      }
    }
    return id;
  }

  /**
   * A user deletes a record.
   *
   * @param forGood past the recycle bin
   */
  void delete(SObject object, String id, boolean forGood) {
    Map<String, String> record = object.records.get(id);
    if (record == null) {
      throw OrgException.notFound();
    }
    if (forGood) {
      object.records.remove(id);
    } else {
      String now = OrgTime.field(OrgTime.now(clock));
      record.put("IsDeleted", "true");
      record.put("LastModifiedDate", now);
      record.put("SystemModstamp", now);
    }
  }
}
