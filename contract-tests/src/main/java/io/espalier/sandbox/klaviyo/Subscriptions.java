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
    email.add("open_tracking", channel(person, "email.open_tracking", "can_receive"));
    JsonObject sms = new JsonObject();
    sms.add("marketing", channel(person, "sms.marketing", "can_receive_sms_marketing"));
    sms.add("transactional", channel(person, "sms.transactional", "can_receive_sms_transactional"));
    JsonObject push = new JsonObject();
    push.add("marketing", channel(person, "push.marketing", "can_receive_push_marketing"));
    JsonObject whatsapp = new JsonObject();
    for (String kind : List.of("marketing", "transactional", "conversational")) {
      whatsapp.add(kind, channel(person, "whatsapp." + kind, "can_receive"));
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

  private static JsonObject channel(Person person, String channel, String canReceive) {
    JsonObject json = new JsonObject();
    json.addProperty(canReceive, person.consents.consent(channel).equals(Permission.SUBSCRIBED));
    consent(json, person, channel);
    return json;
  }

  private static void consent(JsonObject json, Person person, String channel) {
    @Nullable Permission permission = person.consents.permission(channel);
    json.addProperty("consent", person.consents.consent(channel));
    Json.put(json, "consent_timestamp", permission == null ? null : permission.timestamp());
    Json.put(json, "last_updated", permission == null ? null : permission.updated());
    Json.put(json, "method", permission == null ? null : permission.method());
    json.add("method_detail", JsonNull.INSTANCE);
  }
}
