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
import org.jspecify.annotations.Nullable;

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

  private static final HookAnswer NOT_KLAVIYOS =
      HookAnswer.refused(400, "this is no webhook of Klaviyo's");

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
    JsonArray data;
    try {
      data = data(JsonParser.parseString(new String(body, StandardCharsets.UTF_8)));
    } catch (JsonParseException e) {
      return NOT_KLAVIYOS;
    }
    if (data == null) {
      return NOT_KLAVIYOS;
    }
    List<Event> events = new ArrayList<>();
    int unreadable = 0;
    for (JsonElement element : data) {
      if (isAbout(element)) {
        Optional<Event> event = event(element.getAsJsonObject());
        event.ifPresent(events::add);
        unreadable += event.isPresent() ? 0 : 1;
      } else if (!(element instanceof JsonObject)) {
        unreadable++;
      }
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
    return unreadable == 0
        ? HookAnswer.taken(told)
        : HookAnswer.partly(
            told,
            unreadable + " of " + data.size() + " events name no profile, and were not taken");
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

  private static @Nullable JsonArray data(JsonElement body) {
    return body instanceof JsonObject document && document.get("data") instanceof JsonArray data
        ? data
        : null;
  }

  /** Whether an event tells of consent; what else Klaviyo was asked to tell is not ours to read. */
  private static boolean isAbout(JsonElement element) {
    return element instanceof JsonObject one
        && TOPICS.containsKey(KlaviyoMapper.text(one, "topic"));
  }

  /** Empty where it does not say whose event it is. */
  private static Optional<Event> event(JsonObject one) {
    JsonObject event = object(object(one, "payload"), "data");
    String profile =
        KlaviyoMapper.text(object(object(object(event, "relationships"), "profile"), "data"), "id");
    String id = KlaviyoMapper.text(one, "external_id");
    return profile.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Event(
                // Without an id the event is known by what it says.
                id.isEmpty()
                    ? HookSignature.idOf(one.toString().getBytes(StandardCharsets.UTF_8))
                    : id,
                KlaviyoMapper.text(one, "topic"),
                profile,
                KlaviyoMapper.moment(KlaviyoMapper.text(object(event, "attributes"), "datetime"))));
  }

  /** Never null: of what is not there, nothing is there. */
  private static JsonObject object(JsonObject parent, String member) {
    return parent.get(member) instanceof JsonObject object ? object : new JsonObject();
  }
}
