package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The events of one contact. */
final class EventRoutes {
  private static final String EVENTS = "/lists/{list}/members/{member}/events";
  private static final int SHORTEST = 2;
  private static final int LONGEST = 30;

  private EventRoutes() {}

  static List<Route> all() {
    return List.of(
        Route.of("GET", EVENTS, EventRoutes::list), Route.of("POST", EVENTS, EventRoutes::add));
  }

  private static JsonObject list(Call call) {
    return Links.add(
        Paging.of(call).unlinked().into(new JsonObject(), "events", kept(call), MemberEvent::json),
        call);
  }

  private static Stream<MemberEvent> kept(Call call) {
    Instant since =
        call.account().on(MailchimpFact.EVENTS_ARE_KEPT)
            ? Instant.MIN
            : call.now().minus(Duration.ofDays(30));
    return call.member().events().stream().filter(event -> event.occurredAt().isAfter(since));
  }

  private static @Nullable JsonObject add(Call call) {
    Member member = call.member();
    Body body = call.body();
    String name = body.requiredText("name");
    if (name.length() < SHORTEST) {
      throw Refusal.field(
          "name", "This value is too short. It should have " + SHORTEST + " characters or more.");
    }
    if (name.length() > LONGEST) {
      throw Refusal.field(
          "name", "This value is too long. It should have " + LONGEST + " characters or less.");
    }
    JsonObject properties = new JsonObject();
    for (Map.Entry<String, JsonElement> property :
        body.object("properties").map(Body::json).orElseGet(JsonObject::new).entrySet()) {
      JsonElement value = property.getValue();
      if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
        throw Refusal.field("properties." + property.getKey(), Body.mismatch("string", value));
      }
      String text = value.getAsString();
      boolean lost =
          call.account().on(MailchimpFact.EVENTS_LOSE_OTHER_SCRIPTS)
              && text.chars().anyMatch(c -> c > 127);
      properties.addProperty(property.getKey(), lost ? "" : text);
    }
    body.flag("is_syncing");
    Instant at =
        body.text("occurred_at")
            .filter(text -> !text.isEmpty())
            .map(
                text ->
                    WireTime.parse(text)
                        .orElseThrow(
                            () ->
                                Refusal.field(
                                    "occurred_at", "This value is not a valid datetime.")))
            .orElse(call.now());
    member.add(new MemberEvent(name, at, properties));
    return null;
  }
}
