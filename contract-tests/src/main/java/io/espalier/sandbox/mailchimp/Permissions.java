package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Marketing permissions ("GDPR fields"). No route lists them: their ids are to be had from a
 * contact of the audience alone.
 */
final class Permissions {
  private static final List<String> TEXTS =
      List.of("Email", "Direct Mail", "Customized Online Advertising");

  private Permissions() {}

  static boolean asked(Audience audience) {
    return audience.settings.has("marketing_permissions")
        && audience.settings.get("marketing_permissions").getAsBoolean();
  }

  /** The three that a form starts with; for an audience that asks and has none yet. */
  static void addTo(Audience audience, Ids ids) {
    if (asked(audience) && audience.permissions.isEmpty()) {
      TEXTS.forEach(text -> audience.permissions.put(ids.hex(10), text));
    }
  }

  static JsonArray json(Audience audience, Member member) {
    JsonArray all = new JsonArray();
    audience.permissions.forEach(
        (id, text) -> {
          JsonObject one = new JsonObject();
          one.addProperty("marketing_permission_id", id);
          one.addProperty("text", text);
          one.addProperty("enabled", given(member).contains(id));
          all.add(one);
        });
    return all;
  }

  private static Set<String> given(Member member) {
    return member.permissions == null ? Set.of() : member.permissions;
  }

  /** The permissions after a request; those that it does not name stay. */
  static Optional<Set<String>> read(Audience audience, Member member, Body body) {
    if (!body.has("marketing_permissions")) {
      return Optional.empty();
    }
    Set<String> given = new LinkedHashSet<>(given(member));
    for (JsonElement element : body.array("marketing_permissions").orElseThrow()) {
      if (!element.isJsonObject()) {
        throw Refusal.field("marketing_permissions", Body.mismatch("object", element));
      }
      Body one = new Body(element.getAsJsonObject(), "marketing_permissions.");
      String id = one.requiredText("marketing_permission_id");
      if (!audience.permissions.containsKey(id)) {
        throw Refusal.field(
            "marketing_permissions.marketing_permission_id",
            "The value you selected is not a valid choice.");
      }
      if (one.flag("enabled").orElse(false)) {
        given.add(id);
      } else {
        given.remove(id);
      }
    }
    return Optional.of(given);
  }
}
