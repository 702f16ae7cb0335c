package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The webhooks of an audience. An address is asked with GET before it is taken. */
final class WebhookRoutes {
  private static final String HOOKS = "/lists/{list}/webhooks";

  private WebhookRoutes() {}

  static List<Route> all() {
    return List.of(
        Route.of("GET", HOOKS, WebhookRoutes::list),
        Route.of("POST", HOOKS, WebhookRoutes::create),
        Route.of("GET", HOOKS + "/{hook}", WebhookRoutes::get),
        Route.of("PATCH", HOOKS + "/{hook}", WebhookRoutes::update),
        Route.of("DELETE", HOOKS + "/{hook}", WebhookRoutes::delete));
  }

  /** All at once: this collection has no pages. */
  private static JsonObject list(Call call) {
    Audience audience = call.audience();
    com.google.gson.JsonArray hooks = new com.google.gson.JsonArray();
    audience
        .webhooks
        .values()
        .forEach(hook -> hooks.add(Links.addRow(hook.json(audience.id), call, "webhooks")));
    JsonObject answer = new JsonObject();
    answer.add("webhooks", hooks);
    answer.addProperty("list_id", audience.id);
    answer.addProperty("total_items", hooks.size());
    return Links.add(answer, call);
  }

  private static JsonObject get(Call call) {
    return Links.add(found(call).json(call.audience().id), call);
  }

  private static JsonObject create(Call call) {
    Audience audience = call.audience();
    Webhook hook = new Webhook();
    hook.events = new LinkedHashSet<>(Webhook.EVENTS);
    hook.sources = new LinkedHashSet<>(Webhook.SOURCES);
    change(call, hook);
    if (hook.url.isEmpty()) {
      throw Refusal.field("url", "This value should not be blank.");
    }
    hook.id = call.ids().hex(10);
    JsonObject answer = hook.json(audience.id);
    if (call.account().on(MailchimpFact.WEBHOOKS_ARE_SIGNED)) {
      hook.secret = call.ids().hex(32);
      answer.addProperty("signing_secret", hook.secret);
    }
    audience.webhooks.put(hook.id, hook);
    return Links.add(answer, call);
  }

  private static JsonObject update(Call call) {
    Webhook hook = found(call);
    change(call, hook);
    return Links.add(hook.json(call.audience().id), call);
  }

  private static void change(Call call, Webhook hook) {
    Body body = call.body();
    Set<String> events = flags(body.object("events"), Webhook.EVENTS, hook.events);
    Set<String> sources = flags(body.object("sources"), Webhook.SOURCES, hook.sources);
    Optional<String> url = body.text("url");
    if (url.isPresent() && !url.get().equals(hook.url)) {
      if (!call.account()
          .hooks
          .answers(url.get(), call.account().on(MailchimpFact.WEBHOOKS_ARE_PROBED_BY_POST))) {
        throw Refusal.field("url", "We couldn't reach the URL: it must answer a GET with 200.");
      }
      hook.url = url.get();
    }
    hook.events = events;
    hook.sources = sources;
  }

  /** Once some are named, those not named are off. */
  private static Set<String> flags(Optional<Body> given, List<String> names, Set<String> present) {
    if (given.isEmpty()) {
      return present;
    }
    Set<String> on = new LinkedHashSet<>();
    names.stream().filter(name -> given.get().flag(name).orElse(false)).forEach(on::add);
    return on;
  }

  private static @Nullable JsonObject delete(Call call) {
    call.audience().webhooks.remove(found(call).id);
    return null;
  }

  private static Webhook found(Call call) {
    return Optional.ofNullable(call.audience().webhooks.get(call.variable("hook")))
        .orElseThrow(Refusal::notFound);
  }
}
