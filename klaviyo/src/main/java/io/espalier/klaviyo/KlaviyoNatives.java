package io.espalier.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.espalier.http.Answer;
import io.espalier.http.HttpStack;
import io.espalier.klaviyo.KlaviyoSegmentApi.SegmentAttributes;
import io.espalier.klaviyo.KlaviyoWire.ListAttributes;
import io.espalier.klaviyo.KlaviyoWire.Many;
import io.espalier.klaviyo.KlaviyoWire.One;
import io.espalier.klaviyo.KlaviyoWire.Resource;
import io.espalier.model.Segment;
import io.espalier.spi.Change;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Limits;
import io.espalier.spi.Outcome;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Segments that Klaviyo keeps by itself, by a definition of ours. */
final class KlaviyoNatives {
  /** Source: github.com/klaviyo/openapi revision 2026-07-15, x-klaviyo-ratelimit. */
  static final Map<Change.Kind, Limits.Budget> BUDGETS =
      Map.of(
          Change.Kind.DEFINE_NATIVE,
          new Limits.Budget(100, 1, 1, 15),
          Change.Kind.RETIRE,
          new Limits.Budget(100, 1, 1, 60));

  private final HttpStack http;
  private final KlaviyoSegmentApi api;
  private final KlaviyoSegments lists;
  private final KlaviyoTags tags;
  private @Nullable Map<String, String> metrics;

  KlaviyoNatives(HttpStack http, KlaviyoApi lists, KlaviyoSegments segments) {
    this.http = http;
    this.api = http.api(KlaviyoSegmentApi.class);
    this.lists = segments;
    this.tags = new KlaviyoTags(http, lists);
  }

  /** A name in a definition for which the account has no id. */
  private static final class UnknownName extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Failure failure;

    UnknownName(String message, String mend) {
      super(message, null, false, false);
      failure = new Failure(FailureKind.MISSING_TARGET, message, mend);
    }
  }

  /** Changes the segment that an earlier definition made, or makes one. */
  synchronized Outcome define(Change.DefineNative change) {
    JsonObject definition;
    try {
      definition = withIds(JsonParser.parseString(change.definition().text())).getAsJsonObject();
    } catch (UnknownName e) {
      return new Outcome.Rejected(e.failure);
    }
    String name = change.segment().name();
    if (!change.reference().isEmpty()) {
      Answer<One<SegmentAttributes>> changed =
          http.call(api.update(change.reference(), body(change.reference(), name, definition)));
      if (changed.failure().filter(f -> f.kind() == FailureKind.MISSING_TARGET).isEmpty()) {
        return outcome(changed);
      }
    }
    Optional<Resource<SegmentAttributes>> there = named(name);
    if (there.isEmpty()) {
      return outcome(http.call(api.create(body("", name, definition))));
    }
    // Made by a run that could not write down that it did; or somebody else's.
    JsonObject held = there.get().attributes().definition();
    return held != null && bare(held).equals(bare(definition))
        ? new Outcome.Applied(there.get().id())
        : new Outcome.Rejected(
            new Failure(
                FailureKind.INVALID,
                "Klaviyo has a segment '" + name + "' with another definition, and it is not ours",
                "rename it in Klaviyo, or give the segment another name"));
  }

  private static Outcome outcome(Answer<One<SegmentAttributes>> answer) {
    Optional<Failure> failure = answer.failure();
    if (failure.filter(f -> f.kind() == FailureKind.INVALID).isPresent()) {
      return new Outcome.Rejected(failure.get());
    }
    return new Outcome.Applied(answer.require().data().id());
  }

  private static okhttp3.RequestBody body(String id, String name, JsonObject definition) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("name", name);
    attributes.add("definition", definition);
    JsonObject resource = KlaviyoWire.resource("segment", attributes);
    if (!id.isEmpty()) {
      resource.addProperty("id", id);
    }
    return KlaviyoWire.body(KlaviyoWire.data(resource));
  }

  private Optional<Resource<SegmentAttributes>> named(String name) {
    String filter = "equals(name,\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\")";
    Optional<String> cursor = Optional.of("");
    while (cursor.isPresent()) {
      Many<SegmentAttributes> page =
          http.call(api.segments(filter, KlaviyoProfiles.orNull(cursor.get()))).require();
      for (Resource<SegmentAttributes> segment : page.items()) {
        if (name.equals(segment.attributes().name())) {
          return Optional.of(segment);
        }
      }
      cursor = KlaviyoProfiles.next(page);
    }
    return Optional.empty();
  }

  /** Without what is null: Klaviyo may show members that nobody sent. */
  private static JsonElement bare(JsonElement element) {
    if (element instanceof JsonObject object) {
      JsonObject kept = new JsonObject();
      object
          .entrySet()
          .forEach(
              e -> {
                if (!e.getValue().isJsonNull()) {
                  kept.add(e.getKey(), bare(e.getValue()));
                }
              });
      return kept;
    } else if (element instanceof JsonArray array) {
      JsonArray kept = new JsonArray();
      array.forEach(item -> kept.add(bare(item)));
      return kept;
    }
    return element;
  }

  /** The account's ids in place of names. */
  private JsonElement withIds(JsonElement element) throws UnknownName {
    if (element instanceof JsonObject object) {
      JsonObject copy = new JsonObject();
      for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
        // Only there: a text that looks like one of our names is a text elsewhere.
        boolean named = entry.getKey().equals("metric_id") || entry.getKey().equals("group_ids");
        copy.add(entry.getKey(), named ? ids(entry.getValue()) : withIds(entry.getValue()));
      }
      return copy;
    } else if (element instanceof JsonArray array) {
      JsonArray copy = new JsonArray();
      for (JsonElement item : array) {
        copy.add(withIds(item));
      }
      return copy;
    }
    return element;
  }

  private JsonElement ids(JsonElement names) throws UnknownName {
    if (names instanceof JsonArray array) {
      JsonArray copy = new JsonArray();
      for (JsonElement name : array) {
        copy.add(ids(name));
      }
      return copy;
    }
    String name = names.getAsString();
    Optional<String> list = KlaviyoReferences.listIn(name);
    if (list.isPresent()) {
      return new JsonPrimitive(
          lists
              .idOf(list.get())
              .orElseThrow(
                  () ->
                      new UnknownName(
                          "Klaviyo has no list called '" + list.get() + "'",
                          "run the sync again: it makes its lists first")));
    }
    Optional<String> metric = KlaviyoReferences.metricIn(name);
    if (metric.isPresent()) {
      String id = metrics().get(metric.get());
      if (id == null) {
        throw new UnknownName(
            "Klaviyo has no metric called '" + metric.get() + "'",
            "a metric is there from its first event on; correct its name in profile.yaml");
      }
      return new JsonPrimitive(id);
    }
    return names;
  }

  private Map<String, String> metrics() {
    Map<String, String> known = metrics;
    if (known == null) {
      known = new HashMap<>();
      Optional<String> cursor = Optional.of("");
      while (cursor.isPresent()) {
        Many<ListAttributes> page =
            http.call(api.metricNames(KlaviyoProfiles.orNull(cursor.get()))).require();
        for (Resource<ListAttributes> metric : page.items()) {
          if (metric.attributes().name() != null) {
            known.putIfAbsent(metric.attributes().name(), metric.id());
          }
        }
        cursor = KlaviyoProfiles.next(page);
      }
      metrics = known;
    }
    return known;
  }

  /** Deletes what we made; a list that does not carry our tag was there before us and stays. */
  synchronized Outcome retire(Change.Retire change) {
    Segment segment = change.segment();
    boolean isList = change.what() == Change.Retire.Container.LIST;
    if (change.reference().isEmpty()
        || (isList && tags.list(segment).filter(change.reference()::equals).isEmpty())) {
      return Outcome.APPLIED;
    }
    Answer<Void> answer =
        http.call(isList ? api.deleteList(change.reference()) : api.delete(change.reference()));
    lists.forget();
    if (answer.failure().filter(f -> f.kind() == FailureKind.MISSING_TARGET).isEmpty()) {
      answer.orThrow();
    }
    return Outcome.APPLIED;
  }
}
