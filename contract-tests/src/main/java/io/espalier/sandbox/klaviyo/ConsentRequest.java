package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One person of a subscription or unsubscription job.
 *
 * @param channels channel such as {@code email.marketing} → when consent was given; null: now
 */
record ConsentRequest(
    @Nullable String id,
    @Nullable String email,
    @Nullable String phone,
    Map<String, @Nullable Instant> channels) {
  private static final String AT = "/data/attributes/profiles/data";
  private static final Set<String> SUBSCRIBABLE =
      Set.of(
          "email.marketing",
          "email.open_tracking",
          "sms.marketing",
          "sms.transactional",
          "whatsapp.marketing",
          "whatsapp.transactional",
          "push.marketing");

  /** What a job asks for all of its people. */
  record Terms(String consent, int most, boolean historical, Instant now) {}

  /** The people of a job; all that is wrong with it is thrown at once. */
  static List<ConsentRequest> all(JsonObject attributes, Terms terms) {
    JsonObject profiles = Json.object(attributes, "profiles", "/data/attributes");
    JsonArray data = Json.array(profiles, "data", "/data/attributes/profiles");
    if (data.isEmpty() || data.size() > terms.most) {
      throw ApiError.invalid("Between 1 and " + terms.most + " profiles must be given.", AT)
          .thrown();
    }
    List<ConsentRequest> all = new ArrayList<>();
    List<ApiError> errors = new ArrayList<>();
    for (int i = 0; i < data.size(); i++) {
      try {
        all.add(one(Json.object(data.get(i), AT + "/" + i), AT + "/" + i, terms));
      } catch (ApiException refused) {
        errors.addAll(refused.errors());
      }
    }
    if (!errors.isEmpty()) {
      throw new ApiException(errors);
    }
    return all;
  }

  private static ConsentRequest one(JsonObject profile, String at, Terms terms) {
    Call.requireType(profile, "profile", at);
    JsonObject attributes = Json.object(profile, "attributes", at);
    String in = at + "/attributes";
    String email = Json.text(attributes, "email", in);
    String phone = Json.text(attributes, "phone_number", in);
    if (email != null && !ProfileInput.isEmail(email)) {
      throw ApiError.invalid("Invalid email address", in + "/email").thrown();
    }
    if (phone != null && !ProfileInput.isPhone(phone)) {
      throw ApiError.invalid("Invalid phone number format", in + "/phone_number").thrown();
    }
    Map<String, @Nullable Instant> channels =
        channels(Json.object(attributes, "subscriptions", in), in + "/subscriptions", terms);
    for (String channel : channels.keySet()) {
      if (channel.startsWith("email") && email == null) {
        throw ApiError.invalid("'email' is required for this channel.", in + "/email").thrown();
      }
      if ((channel.startsWith("sms") || channel.startsWith("whatsapp")) && phone == null) {
        throw ApiError.invalid("'phone_number' is required for this channel.", in + "/phone_number")
            .thrown();
      }
    }
    return new ConsentRequest(Json.text(profile, "id", at), email, phone, channels);
  }

  private static Map<String, @Nullable Instant> channels(
      JsonObject subscriptions, String at, Terms terms) {
    Map<String, @Nullable Instant> channels = new LinkedHashMap<>();
    for (Map.Entry<String, JsonElement> medium : subscriptions.entrySet()) {
      if (medium.getValue().isJsonNull()) {
        continue;
      }
      String in = at + "/" + medium.getKey();
      for (Map.Entry<String, JsonElement> use : Json.object(medium.getValue(), in).entrySet()) {
        String channel = medium.getKey() + "." + use.getKey();
        if (use.getValue().isJsonNull()
            || channel.startsWith("push.") && !channel.endsWith("marketing")) {
          continue;
        }
        if (!SUBSCRIBABLE.contains(channel)
            && !(channel.equals("whatsapp.conversational")
                && terms.consent.equals(Permission.UNSUBSCRIBED))) {
          throw ApiError.invalid("'" + channel + "' is not a channel.", in).thrown();
        }
        String where = in + "/" + use.getKey();
        channels.put(channel, consent(Json.object(use.getValue(), where), where, terms));
      }
    }
    if (channels.isEmpty()) {
      throw ApiError.invalid("At least one channel must be given.", at).thrown();
    }
    return channels;
  }

  private static @Nullable Instant consent(JsonObject given, String at, Terms terms) {
    if (!Json.requiredText(given, "consent", at).equals(terms.consent)) {
      throw ApiError.invalid("'consent' must be '" + terms.consent + "'.", at + "/consent")
          .thrown();
    }
    String text = Json.text(given, "consented_at", at);
    String where = at + "/consented_at";
    if (text == null) {
      if (terms.historical) {
        throw ApiError.invalid("'consented_at' is required for a historical import.", where)
            .thrown();
      }
      return null;
    }
    if (!terms.historical) {
      throw ApiError.invalid("'consented_at' is for a historical import only.", where).thrown();
    }
    Instant when;
    try {
      when = OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException notADate) {
      throw ApiError.invalid("'consented_at' must be an RFC 3339 date-time.", where).thrown();
    }
    if (!when.isBefore(terms.now)) {
      throw ApiError.invalid("'consented_at' must be in the past.", where).thrown();
    }
    return when;
  }
}
