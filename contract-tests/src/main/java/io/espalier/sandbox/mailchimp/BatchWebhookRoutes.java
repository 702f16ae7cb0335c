package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who is told when a batch is done. Source: OpenAPI 3.0.55; twenty at most an account. */
final class BatchWebhookRoutes {
  private static final int MOST = 20;
  private static final String HOOKS = "/batch-webhooks";

  private BatchWebhookRoutes() {}

  static List<Route> all() {
    return List.of(
        Route.of("GET", HOOKS, BatchWebhookRoutes::list),
        Route.of("POST", HOOKS, BatchWebhookRoutes::create),
        Route.of("GET", HOOKS + "/{hook}", call -> Links.add(found(call).json(), call)),
        Route.of("PATCH", HOOKS + "/{hook}", BatchWebhookRoutes::update),
        Route.of("DELETE", HOOKS + "/{hook}", BatchWebhookRoutes::delete));
  }

  private static JsonObject list(Call call) {
    return Links.add(
        Paging.of(call)
            .into(
                new JsonObject(),
                "webhooks",
                call.account().batchWebhooks.values().stream(),
                BatchWebhook::json),
        call);
  }

  private static JsonObject create(Call call) {
    Body body = call.body();
    String url = reachable(call, body.requiredText("url"));
    boolean enabled = body.flag("enabled").orElse(true);
    if (call.account().batchWebhooks.size() >= MOST) {
      throw Refusal.badRequest("You have reached the limit of " + MOST + " batch webhooks.");
    }
    return kept(call, new BatchWebhook(call.ids().hex(10), url, enabled));
  }

  private static JsonObject update(Call call) {
    BatchWebhook hook = found(call);
    Body body = call.body();
    Optional<String> url = body.text("url").filter(text -> !text.equals(hook.url()));
    return kept(
        call,
        new BatchWebhook(
            hook.id(),
            url.map(text -> reachable(call, text)).orElse(hook.url()),
            body.flag("enabled").orElse(hook.enabled())));
  }

  private static JsonObject kept(Call call, BatchWebhook hook) {
    call.account().batchWebhooks.put(hook.id(), hook);
    return Links.add(hook.json(), call);
  }

  private static @Nullable JsonObject delete(Call call) {
    call.account().batchWebhooks.remove(found(call).id());
    return null;
  }

  private static String reachable(Call call, String url) {
    if (!call.account()
        .hooks
        .answers(url, call.account().on(MailchimpFact.WEBHOOKS_ARE_PROBED_BY_POST))) {
      throw Refusal.field("url", "We couldn't reach the URL: it must answer a GET with 200.");
    }
    return url;
  }

  private static BatchWebhook found(Call call) {
    return Optional.ofNullable(call.account().batchWebhooks.get(call.variable("hook")))
        .orElseThrow(Refusal::notFound);
  }
}
