package io.espalier.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.espalier.klaviyo.KlaviyoWire.Resource;
import io.espalier.model.Consent.State;
import io.espalier.model.EmailAddress;
import io.espalier.spi.ConsentFact;
import io.espalier.spi.HookAnswer;
import io.espalier.spi.HookCall;
import io.espalier.spi.HookSignature;
import io.espalier.spi.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Klaviyo's system webhooks: opt-outs, bounces and complaints as events. Signed with the
 * hexadecimal HMAC-SHA256 of body and timestamp; an event names a profile by its id, which is asked
 * for. Source: developers.klaviyo.com/en/docs/system-webhooks and two public implementations of the
 * signature, read 2026-11-23.
 */
final class KlaviyoHook {
  static final String SECRET = "secret";

  private static final Map<String, State> TOPICS =
      Map.of(
          "event:klaviyo.unsubscribed_from_email_marketing", State.UNSUBSCRIBED,
          "event:klaviyo.marked_email_as_spam", State.COMPLAINED,
          "event:klaviyo.bounced_email", State.SUPPRESSED);

  private final KlaviyoProfiles profiles;

  KlaviyoHook(KlaviyoProfiles profiles) {
    this.profiles = profiles;
  }

  private record Event(String id, String topic, String profile, Optional<Instant> at) {}

  HookAnswer take(HookCall call, Settings secrets) {
    if (!call.method().equals("POST")) {
      return HookAnswer.refused(405, "Klaviyo posts");
    }
    byte[] body = call.body();
    String timestamp = call.header("Klaviyo-Timestamp").orElse("");
    String signature =
        HexFormat.of()
            .formatHex(
                HookSignature.hmac(
                    secrets.require(SECRET).getBytes(StandardCharsets.UTF_8),
                    body,
                    timestamp.getBytes(StandardCharsets.UTF_8)));
    if (!HookSignature.isSame(call.header("Klaviyo-Signature").orElse(""), signature)) {
      return HookAnswer.refused(401, "the signature is not Klaviyo's");
    }
    List<Event> events;
    try {
      events = events(JsonParser.parseString(new String(body, StandardCharsets.UTF_8)));
    } catch (JsonParseException | IllegalStateException | ClassCastException e) {
      return HookAnswer.refused(400, "this is no webhook of Klaviyo's");
    }
    Set<String> ids = new LinkedHashSet<>();
    events.forEach(event -> ids.add(event.profile()));
    Map<String, Resource<JsonObject>> people = ids.isEmpty() ? Map.of() : profiles.withIds(ids);
    List<HookAnswer.Told> told = new ArrayList<>();
    for (Event event : events) {
      Resource<JsonObject> profile = people.get(event.profile());
      if (profile != null) {
        EmailAddress.of(KlaviyoMapper.text(profile.attributes(), "email"))
            .flatMap(email -> fact(event, email, profile))
            .ifPresent(fact -> told.add(new HookAnswer.Told(event.id(), fact)));
      }
    }
    return HookAnswer.taken(told);
  }

  private static Optional<ConsentFact> fact(
      Event event, EmailAddress email, Resource<JsonObject> profile) {
    State state = TOPICS.get(event.topic());
    Optional<KlaviyoConsent> consent = KlaviyoConsent.of(profile.attributes());
    if (state == null) {
      return Optional.empty();
    }
    // A soft bounce leaves the person mailable, and says nothing about the next mail.
    if (state == State.SUPPRESSED && consent.map(KlaviyoConsent::mailable).orElse(false)) {
      return Optional.empty();
    }
    String reason = event.topic().substring(event.topic().indexOf('.') + 1);
    return Optional.of(new ConsentFact(email, state, event.at().orElse(null), reason, false));
  }

  private static List<Event> events(JsonElement body) {
    List<Event> events = new ArrayList<>();
    if (body instanceof JsonObject document && document.get("data") instanceof JsonArray data) {
      for (JsonElement element : data) {
        if (element instanceof JsonObject one
            && TOPICS.containsKey(KlaviyoMapper.text(one, "topic"))) {
          JsonObject event = one.getAsJsonObject("payload").getAsJsonObject("data");
          JsonObject attributes = event.getAsJsonObject("attributes");
          events.add(
              new Event(
                  KlaviyoMapper.text(one, "external_id"),
                  KlaviyoMapper.text(one, "topic"),
                  KlaviyoMapper.text(
                      event
                          .getAsJsonObject("relationships")
                          .getAsJsonObject("profile")
                          .getAsJsonObject("data"),
                      "id"),
                  KlaviyoMapper.moment(KlaviyoMapper.text(attributes, "datetime"))));
        }
      }
      return events;
    }
    throw new IllegalStateException("no data");
  }
}
