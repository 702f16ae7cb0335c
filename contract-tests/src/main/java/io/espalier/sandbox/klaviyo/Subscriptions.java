package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The attribute {@code subscriptions} of a profile, as it reads back. */
final class Subscriptions {
  private Subscriptions() {}

  static JsonObject json(Person person) {
    JsonObject email = new JsonObject();
    email.add("marketing", email(person));
    email.add("open_tracking", permission(person, "email.open_tracking"));
    JsonObject sms = new JsonObject();
    sms.add("marketing", sms(person, "marketing"));
    sms.add("transactional", sms(person, "transactional"));
    JsonObject push = new JsonObject();
    JsonObject pushed = new JsonObject();
    pushed.addProperty("can_receive_push_marketing", isSubscribed(person, "push.marketing"));
    consent(pushed, person, "push.marketing");
    push.add("marketing", pushed);
    JsonObject whatsapp = new JsonObject();
    for (String kind : List.of("marketing", "transactional", "conversational")) {
      JsonObject allowed = permission(person, "whatsapp." + kind);
      Json.put(allowed, "phone_number", person.phone);
      whatsapp.add(kind, allowed);
    }
    JsonObject subscriptions = new JsonObject();
    subscriptions.add("email", email);
    subscriptions.add("sms", sms);
    subscriptions.add("mobile_push", push);
    subscriptions.add("whatsapp", whatsapp);
    return subscriptions;
  }

  private static JsonObject email(Person person) {
    JsonObject json = new JsonObject();
    json.addProperty(
        "can_receive_email_marketing", person.email != null && person.consents.mailable());
    Permission permission = person.consents.permission(Permission.EMAIL);
    consent(json, person, Permission.EMAIL);
    method(json, person, Permission.EMAIL);
    Json.put(
        json, "custom_method_detail", permission == null ? null : permission.customMethodDetail());
    json.add("double_optin", JsonNull.INSTANCE);
    if (permission != null) {
      json.addProperty("double_optin", permission.doubleOptIn());
    }
    JsonArray global = new JsonArray();
    JsonArray ofLists = new JsonArray();
    for (Suppression suppression : person.consents.suppressions()) {
      JsonObject shown = new JsonObject();
      if (suppression.list() != null) {
        shown.addProperty("list_id", suppression.list());
      }
      shown.addProperty("reason", suppression.reason());
      shown.addProperty("timestamp", suppression.timestamp());
      (suppression.list() == null ? global : ofLists).add(shown);
    }
    json.add("suppression", global);
    json.add("list_suppressions", ofLists);
    return json;
  }

  private static JsonObject sms(Person person, String use) {
    JsonObject json = new JsonObject();
    json.addProperty("can_receive_sms_" + use, isSubscribed(person, "sms." + use));
    consent(json, person, "sms." + use);
    method(json, person, "sms." + use);
    return json;
  }

  /** What the newer channels show of a permission. */
  private static JsonObject permission(Person person, String channel) {
    @Nullable Permission permission = person.consents.permission(channel);
    JsonObject json = new JsonObject();
    json.addProperty("can_receive", isSubscribed(person, channel));
    consent(json, person, channel);
    Json.put(json, "last_updated", permission == null ? null : permission.updated());
    Json.put(json, "created_timestamp", permission == null ? null : permission.updated());
    json.add("metadata", JsonNull.INSTANCE);
    json.add("valid_until", JsonNull.INSTANCE);
    return json;
  }

  private static boolean isSubscribed(Person person, String channel) {
    return person.consents.consent(channel).equals(Permission.SUBSCRIBED);
  }

  private static void consent(JsonObject json, Person person, String channel) {
    @Nullable Permission permission = person.consents.permission(channel);
    json.addProperty("consent", person.consents.consent(channel));
    Json.put(json, "consent_timestamp", permission == null ? null : permission.timestamp());
  }

  private static void method(JsonObject json, Person person, String channel) {
    @Nullable Permission permission = person.consents.permission(channel);
    Json.put(json, "last_updated", permission == null ? null : permission.updated());
    Json.put(json, "method", permission == null ? null : permission.method());
    json.add("method_detail", JsonNull.INSTANCE);
  }
}
