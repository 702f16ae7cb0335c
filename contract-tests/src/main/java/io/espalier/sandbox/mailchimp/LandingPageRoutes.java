package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Landing pages: drafted, published, taken back. */
final class LandingPageRoutes {
  private static final String PAGES = "/landing-pages";
  private static final String PAGE = PAGES + "/{page}";
  private static final Shape SHAPE =
      Shape.of()
          .texts("name", "title", "description", "store_id", "list_id")
          .choice("type", "signup", "product")
          .integers("template_id")
          .object(
              "tracking",
              Shape.of().flags("track_with_mailchimp", "enable_restricted_data_processing"));

  private LandingPageRoutes() {}

  static List<Route> all() {
    return List.of(
        Route.of("GET", PAGES, LandingPageRoutes::list),
        Route.of("POST", PAGES, LandingPageRoutes::create),
        Route.of("GET", PAGE, call -> shown(call, found(call))),
        Route.of("PATCH", PAGE, LandingPageRoutes::update),
        Route.of("DELETE", PAGE, LandingPageRoutes::delete),
        Route.of("POST", PAGE + "/actions/publish", call -> pass(call, "published")),
        Route.of("POST", PAGE + "/actions/unpublish", call -> pass(call, "unpublished")),
        Route.of("GET", PAGE + "/content", LandingPageRoutes::content));
  }

  private static JsonObject list(Call call) {
    return Links.add(
        Paging.of(call)
            .into(
                new JsonObject(),
                "landing_pages",
                call.account().landingPages.values().stream(),
                JsonObject::deepCopy),
        call);
  }

  private static JsonObject create(Call call) {
    JsonObject page = known(call, SHAPE.read(call.body()));
    page.remove("type");
    String id = call.ids().hex(12);
    page.addProperty("id", id);
    for (String text : List.of("name", "title", "description", "store_id", "list_id")) {
      page.addProperty(text, Store.text(page, text));
    }
    if (!page.has("template_id")) {
      page.addProperty("template_id", 0);
    }
    if (!page.has("tracking")) {
      page.add("tracking", new JsonObject());
    }
    for (String flag : List.of("track_with_mailchimp", "enable_restricted_data_processing")) {
      JsonObject tracking = page.getAsJsonObject("tracking");
      tracking.addProperty(flag, tracking.has(flag) && tracking.get(flag).getAsBoolean());
    }
    page.addProperty("status", "draft");
    page.addProperty("created_at", WireTime.print(call.now()));
    page.addProperty("updated_at", WireTime.print(call.now()));
    page.addProperty("published_at", "");
    page.addProperty("unpublished_at", "");
    page.addProperty("created_by_source", "web");
    page.addProperty("url", "");
    page.addProperty("web_id", call.account().nextWebId());
    call.account().landingPages.put(id, page);
    return shown(call, page);
  }

  private static JsonObject known(Call call, JsonObject sent) {
    String list = Store.text(sent, "list_id");
    if (!list.isEmpty() && !call.account().audiences.containsKey(list)) {
      throw Refusal.field("list_id", "The list does not exist.");
    }
    String store = Store.text(sent, "store_id");
    if (!store.isEmpty() && !call.account().stores.containsKey(store)) {
      throw Refusal.field("store_id", "The store does not exist.");
    }
    return sent;
  }

  private static JsonObject update(Call call) {
    JsonObject page = found(call);
    JsonObject sent = known(call, SHAPE.change(call.body()));
    sent.remove("type");
    Store.lay(sent, page);
    page.addProperty("updated_at", WireTime.print(call.now()));
    return shown(call, page);
  }

  private static @Nullable JsonObject pass(Call call, String to) {
    JsonObject page = found(call);
    if (to.equals("published") && Store.text(page, "list_id").isEmpty()) {
      throw Refusal.badRequest("Your landing page is not ready to publish.");
    }
    if (to.equals("unpublished") && !Store.text(page, "status").equals("published")) {
      throw Refusal.badRequest("The landing page is not published.");
    }
    page.addProperty("status", to);
    page.addProperty(to + "_at", WireTime.print(call.now()));
    page.addProperty(
        "url",
        to.equals("published") ? "https://mailchi.mp/" + Store.text(page, "id") + "/page" : "");
    return null;
  }

  private static @Nullable JsonObject delete(Call call) {
    call.account().landingPages.remove(Store.text(found(call), "id"));
    return null;
  }

  /** Empty: pages are written in the web application. */
  private static JsonObject content(Call call) {
    found(call);
    JsonObject answer = new JsonObject();
    answer.addProperty("html", "");
    answer.addProperty("json", "");
    return Links.add(answer, call);
  }

  private static JsonObject found(Call call) {
    return Optional.ofNullable(call.account().landingPages.get(call.variable("page")))
        .orElseThrow(Refusal::notFound);
  }

  private static JsonObject shown(Call call, JsonObject page) {
    return Links.add(page.deepCopy(), call);
  }
}
