package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Segments: static ones, which are tags, and saved ones, which are conditions. */
final class SegmentRoutes {
  private static final String SEGMENT = "/lists/{list}/segments/{segment}";

  private SegmentRoutes() {}

  static List<Route> all() {
    return List.of(
        Route.of("GET", "/lists/{list}/segments", SegmentRoutes::list),
        Route.of("POST", "/lists/{list}/segments", SegmentRoutes::create),
        Route.of("GET", SEGMENT, SegmentRoutes::get),
        Route.of("PATCH", SEGMENT, SegmentRoutes::update),
        Route.of("DELETE", SEGMENT, SegmentRoutes::delete),
        Route.written("POST", SEGMENT, SegmentMemberRoutes::batch));
  }

  private static JsonObject list(Call call) {
    Audience audience = call.audience();
    Visibility visible = Visibility.of(call);
    Stream<Segment> rows = audience.segments.values().stream();
    Optional<String> type = call.exchange().parameter("type").filter(text -> !text.isEmpty());
    if (type.isPresent()) {
      rows = rows.filter(segment -> type.get().equals(segment.isStatic ? "static" : "saved"));
    }
    rows =
        rows.filter(segment -> within(call, "created_at", segment.createdAt))
            .filter(segment -> within(call, "updated_at", segment.updatedAt));
    JsonObject answer =
        Paging.of(call)
            .into(new JsonObject(), "segments", rows, segment -> segment.json(audience, visible));
    answer.addProperty("list_id", audience.id);
    return Links.add(answer, call);
  }

  private static boolean within(Call call, String name, Instant at) {
    return WireTime.parameter(call, "since_" + name).map(at::isAfter).orElse(true)
        && WireTime.parameter(call, "before_" + name).map(at::isBefore).orElse(true);
  }

  private static JsonObject get(Call call) {
    return shown(call, segment(call));
  }

  private static JsonObject create(Call call) {
    Audience audience = call.audience();
    Body body = call.body();
    String name = name(call, body.requiredText("name"));
    Optional<List<String>> emails = emails(body, "static_segment");
    Optional<Body> options = body.object("options");
    if (emails.isPresent() == options.isPresent()) {
      throw Refusal.badRequest(
          "Must provide either an \"options\" field or a \"static_segment\" field");
    }
    if (emails.isEmpty()) {
      return shown(
          call, saved(call, audience, name, SegmentOptions.check(call, options.orElseThrow())));
    }
    free(audience, name, Optional.empty());
    Segment tag = Tags.make(call, audience, name);
    emails.get().forEach(email -> put(call, audience, tag, email));
    return shown(call, tag);
  }

  private static Segment saved(Call call, Audience audience, String name, JsonObject options) {
    Segment segment = new Segment();
    segment.id = call.account().nextSegmentId();
    segment.name = name;
    segment.isStatic = false;
    segment.options = options;
    check(audience, options);
    segment.createdAt = call.now();
    segment.updatedAt = call.now();
    audience.add(segment);
    return segment;
  }

  /** Refuses conditions that are none. */
  private static void check(Audience audience, JsonObject options) {
    new SavedConditions(audience, options, audience.reading);
  }

  private static JsonObject update(Call call) {
    Audience audience = call.audience();
    Segment segment = segment(call);
    Body body = call.body();
    String name = name(call, body.requiredText("name"));
    Optional<List<String>> emails = emails(body, "static_segment");
    Optional<JsonObject> options =
        body.object("options").map(given -> SegmentOptions.check(call, given));
    if ((segment.isStatic && options.isPresent()) || (!segment.isStatic && emails.isPresent())) {
      throw Refusal.badRequest(
          "Must provide either an \"options\" field or a \"static_segment\" field");
    }
    if (segment.isStatic) {
      free(audience, name, Optional.of(segment));
    }
    audience.rename(segment, name);
    options.ifPresent(conditions -> check(audience, conditions));
    options.ifPresent(conditions -> segment.options = conditions);
    if (emails.isPresent()) {
      for (String member : segment.held()) {
        audience.leave(audience.contact(member), segment);
      }
      emails.get().forEach(email -> put(call, audience, segment, email));
    }
    segment.updatedAt = call.now();
    return shown(call, segment);
  }

  private static @Nullable JsonObject delete(Call call) {
    call.audience().remove(segment(call));
    return null;
  }

  /** Addresses that the audience does not hold are ignored. */
  private static void put(Call call, Audience audience, Segment segment, String email) {
    audience.byEmail(email).ifPresent(member -> audience.join(member, segment, call.now()));
  }

  private static JsonObject shown(Call call, Segment segment) {
    return Links.add(segment.json(call.audience(), Visibility.of(call)), call);
  }

  /** The segment that the path names. */
  static Segment segment(Call call) {
    return Optional.ofNullable(call.audience().segments.get(call.id("segment")))
        .orElseThrow(Refusal::notFound);
  }

  private static String name(Call call, String name) {
    int longest = call.account().on(MailchimpFact.SEGMENT_NAMES_REACH_100) ? 100 : 50;
    if (name.length() > longest) {
      throw Refusal.field(
          "name", "This value is too long. It should have " + longest + " characters or less.");
    }
    return name;
  }

  private static void free(Audience audience, String name, Optional<Segment> own) {
    if (audience.tag(name).filter(there -> own.isEmpty() || there != own.get()).isPresent()) {
      throw Refusal.badRequest("Sorry, that tag already exists.");
    }
  }

  /** An array of addresses, where the body has one. */
  static Optional<List<String>> emails(Body body, String name) {
    Optional<JsonArray> array = body.array(name);
    array.ifPresent(
        emails -> {
          for (JsonElement email : emails) {
            if (!email.isJsonPrimitive() || !email.getAsJsonPrimitive().isString()) {
              throw Refusal.field(name, Body.mismatch("string", email));
            }
          }
        });
    return array.map(emails -> emails.asList().stream().map(JsonElement::getAsString).toList());
  }
}
