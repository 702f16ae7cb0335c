package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Audiences: made, listed, read, and filled in bulk. */
final class ListRoutes {
  private static final List<String> TEXTS = List.of("name", "permission_reminder");
  private static final List<String> CONTACT = List.of("company", "address1", "city", "country");
  private static final List<String> OPTIONAL_CONTACT = List.of("address2", "state", "zip", "phone");
  private static final List<String> DEFAULTS =
      List.of("from_name", "from_email", "subject", "language");
  private static final List<String> FLAGS =
      List.of("use_archive_bar", "double_optin", "marketing_permissions");

  private ListRoutes() {}

  static List<Route> all() {
    return List.of(
        Route.of("GET", "/lists", ListRoutes::list),
        Route.of("POST", "/lists", ListRoutes::create),
        Route.of("GET", "/lists/{list}", ListRoutes::get),
        Route.of("PATCH", "/lists/{list}", ListRoutes::update),
        Route.of("DELETE", "/lists/{list}", ListRoutes::delete),
        Route.written("POST", "/lists/{list}", BatchSubscribe::answer));
  }

  private static JsonObject list(Call call) {
    JsonObject answer =
        Paging.of(call)
            .into(
                new JsonObject(),
                "lists",
                call.account().audiences.values().stream()
                    .filter(list -> holds(call, list))
                    .filter(list -> created(call, list)),
                list -> ListJson.of(list, call.now()));
    JsonObject constraints = new JsonObject();
    constraints.addProperty("may_create", true);
    constraints.addProperty("max_instances", -1);
    constraints.addProperty("current_total_instances", call.account().audiences.size());
    answer.add("constraints", constraints);
    return Links.add(answer, call);
  }

  /** Whether an audience has the contact whom the request asks for, if it does. */
  private static boolean holds(Call call, Audience audience) {
    return call.exchange()
        .parameter("email")
        .filter(email -> !email.isEmpty())
        .map(email -> audience.byEmail(email).isPresent())
        .orElse(true);
  }

  private static boolean created(Call call, Audience audience) {
    return WireTime.parameter(call, "since_date_created")
            .map(audience.dateCreated::isAfter)
            .orElse(true)
        && WireTime.parameter(call, "before_date_created")
            .map(audience.dateCreated::isBefore)
            .orElse(true);
  }

  private static JsonObject get(Call call) {
    return Links.add(ListJson.of(call.audience(), call.now()), call);
  }

  private static JsonObject create(Call call) {
    Audience audience = new Audience();
    audience.settings = settings(call.body());
    audience.id = call.ids().hex(10);
    audience.webId = call.account().nextWebId();
    audience.dateCreated = call.now();
    DefaultFields.addTo(audience);
    Permissions.addTo(audience, call.ids());
    call.account().audiences.put(audience.id, audience);
    return Links.add(ListJson.of(audience, call.now()), call);
  }

  /** The contract asks for the same fields as a creation; a text that is left out stays. */
  private static JsonObject update(Call call) {
    Audience audience = call.audience();
    JsonObject changed = settings(call.body());
    audience
        .settings
        .entrySet()
        .forEach(
            entry -> {
              if (!call.body().has(entry.getKey())) {
                changed.add(entry.getKey(), entry.getValue());
              }
            });
    audience.settings = changed;
    Permissions.addTo(audience, call.ids());
    return Links.add(ListJson.of(audience, call.now()), call);
  }

  private static @Nullable JsonObject delete(Call call) {
    call.account().audiences.remove(call.audience().id);
    return null;
  }

  private static JsonObject settings(Body body) {
    JsonObject settings = new JsonObject();
    TEXTS.forEach(name -> settings.addProperty(name, body.requiredText(name)));
    settings.addProperty(
        "email_type_option",
        body.flag("email_type_option")
            .orElseThrow(
                () -> Refusal.field("email_type_option", "This value should not be blank.")));
    settings.add("contact", required(body, "contact", CONTACT, OPTIONAL_CONTACT));
    settings.add("campaign_defaults", required(body, "campaign_defaults", DEFAULTS, List.of()));
    FLAGS.forEach(name -> settings.addProperty(name, body.flag(name).orElse(false)));
    settings.addProperty("notify_on_subscribe", body.text("notify_on_subscribe").orElse(""));
    settings.addProperty("notify_on_unsubscribe", body.text("notify_on_unsubscribe").orElse(""));
    return settings;
  }

  private static JsonObject required(
      Body body, String name, List<String> required, List<String> optional) {
    Body inner =
        body.object(name).orElseThrow(() -> Refusal.field(name, "This value should not be blank."));
    JsonObject kept = new JsonObject();
    required.forEach(key -> kept.addProperty(key, inner.requiredText(key)));
    optional.forEach(key -> kept.addProperty(key, inner.text(key).orElse("")));
    return kept;
  }
}
