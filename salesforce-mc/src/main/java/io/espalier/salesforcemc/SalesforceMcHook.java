package io.espalier.salesforcemc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.espalier.model.Consent.State;
import io.espalier.model.EmailAddress;
import io.espalier.spi.ConsentFact;
import io.espalier.spi.HookAnswer;
import io.espalier.spi.HookCall;
import io.espalier.spi.HookSignature;
import io.espalier.spi.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Event Notification Service: opt-outs and bounces, signed with the base64 of the HMAC-SHA256
 * of the body. Whether the key is base64 itself is said nowhere, so either reading counts. A new
 * callback proves itself by a key that is sent back. Source: developer documents of ENS, read
 * 2026-11-23.
 */
final class SalesforceMcHook {
  static final String KEY = "signature_key";

  /** Anybody can send a first message: each costs a call of ours. */
  private static final Duration BETWEEN_HANDSHAKES = Duration.ofSeconds(10);

  private static final String ID = "[0-9A-Za-z-]{1,64}";

  private final SalesforceMcSession session;
  private final Clock clock;
  private @Nullable Instant lastHandshake;

  SalesforceMcHook(SalesforceMcSession session, Clock clock) {
    this.session = session;
    this.clock = clock;
  }

  HookAnswer take(HookCall call, Settings secrets) {
    if (!call.method().equals("POST")) {
      return HookAnswer.refused(405, "SFMC posts");
    }
    JsonElement body;
    try {
      body = JsonParser.parseString(new String(call.body(), StandardCharsets.UTF_8));
    } catch (JsonParseException e) {
      return HookAnswer.refused(400, "this is no notification of SFMC's");
    }
    if (body instanceof JsonObject first && first.has("verificationKey")) {
      return handshake(first);
    }
    String signature = call.header("x-sfmc-ens-signature").orElse("");
    if (!isSigned(call.body(), signature, secrets.get(KEY).orElse(""))) {
      return HookAnswer.refused(401, "the signature is not SFMC's");
    }
    if (!(body instanceof JsonArray events)) {
      return HookAnswer.refused(400, "this is no notification of SFMC's");
    }
    List<HookAnswer.Told> told = new ArrayList<>();
    int unreadable = 0;
    for (JsonElement event : events) {
      JsonObject one = event instanceof JsonObject object ? object : new JsonObject();
      State state = state(one);
      if (state != State.UNKNOWN) {
        Optional<ConsentFact> fact = fact(one, state);
        unreadable += fact.isPresent() ? 0 : 1;
        String id = HookSignature.idOf(one.toString().getBytes(StandardCharsets.UTF_8));
        fact.ifPresent(some -> told.add(new HookAnswer.Told(id, some)));
      } else if (!(event instanceof JsonObject)) {
        unreadable++;
      }
    }
    return unreadable == 0
        ? HookAnswer.taken(told)
        : HookAnswer.partly(
            told,
            unreadable + " of " + events.size() + " events name no address, and were not taken");
  }

  /** Sends the key back with credentials of ours; the account knows which callback is whose. */
  private synchronized HookAnswer handshake(JsonObject first) {
    String callback = text(first, "callbackId");
    String key = text(first, "verificationKey");
    Instant now = clock.instant();
    if (!callback.matches(ID) || !key.matches(ID)) {
      return HookAnswer.refused(400, "this is no first message of SFMC's");
    }
    if (lastHandshake != null && now.isBefore(lastHandshake.plus(BETWEEN_HANDSHAKES))) {
      return HookAnswer.refused(429, "too many first messages");
    }
    lastHandshake = now;
    session
        .rest(
            (api, bearer) ->
                api.verifyCallback(bearer, Map.of("callbackId", callback, "verificationKey", key)))
        .orThrow();
    return new HookAnswer(200, "the callback is verified", List.of());
  }

  private static boolean isSigned(byte[] body, String signature, String key) {
    if (key.isEmpty()) {
      return false;
    }
    byte[] plain = key.getBytes(StandardCharsets.UTF_8);
    boolean signed = HookSignature.isSame(signature, base64(HookSignature.hmac(plain, body)));
    try {
      byte[] decoded = Base64.getDecoder().decode(key);
      signed |=
          decoded.length > 0
              && HookSignature.isSame(signature, base64(HookSignature.hmac(decoded, body)));
    } catch (IllegalArgumentException e) {
      // Then it is not base64.
      return signed;
    }
    return signed;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static JsonObject info(JsonObject event) {
    return event.get("info") instanceof JsonObject object ? object : new JsonObject();
  }

  /** What an event says of consent; unknown where that is nothing. */
  private static State state(JsonObject event) {
    return switch (text(event, "eventCategoryType")) {
      case "EngagementEvents.EmailUnsubscribe" -> State.UNSUBSCRIBED;
      case "TransactionalSendEvents.EmailBounced" ->
          isHard(info(event)) ? State.SUPPRESSED : State.UNKNOWN;
      default -> State.UNKNOWN;
    };
  }

  private static Optional<ConsentFact> fact(JsonObject event, State state) {
    String at = text(event, "timestampUTC");
    return EmailAddress.of(text(info(event), "to"))
        .map(
            email ->
                new ConsentFact(
                    email,
                    state,
                    at.matches("[0-9]{1,15}") ? Instant.ofEpochMilli(Long.parseLong(at)) : null,
                    state == State.SUPPRESSED ? "EmailBounced" : "EmailUnsubscribe",
                    false));
  }

  /** A soft bounce says nothing about the next mail. */
  private static boolean isHard(JsonObject info) {
    for (String name : List.of("bounceCategory", "BounceCategory", "EventType", "bounceType")) {
      if (text(info, name).toLowerCase(Locale.ROOT).startsWith("hard")) {
        return true;
      }
    }
    return false;
  }

  private static String text(JsonObject json, String name) {
    JsonElement value = json.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }
}
