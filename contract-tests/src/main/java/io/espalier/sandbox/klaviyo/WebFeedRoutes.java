package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Web feeds: create, read, change, delete. Nobody fetches one here. */
final class WebFeedRoutes {
  private static final String TYPE = "web-feed";
  private static final String AT = "/data/attributes";
  private static final String ONE = "/api/web-feeds/{id}";
  private static final Set<String> METHODS = Set.of("get", "post");
  private static final Set<String> CONTENTS = Set.of("json", "xml");
  private static final Paging PAGES = new Paging(5, 20);
  private static final Set<String> TIMES =
      Set.of("greater-or-equal", "greater-than", "less-or-equal", "less-than");
  private static final Map<String, Set<String>> FILTERS =
      Map.of("name", Set.of("any", "contains", "equals"), "created", TIMES, "updated", TIMES);
  private static final Map<String, BiFunction<String, WebFeed, String>> SORTS =
      Map.of(
          "name", (id, feed) -> feed.name(),
          "created", (id, feed) -> feed.created(),
          "updated", (id, feed) -> feed.updated());

  private final Holdings holdings;

  WebFeedRoutes(Holdings holdings) {
    this.holdings = holdings;
  }

  List<Route> routes() {
    return List.of(
        Route.of("GET", "/api/web-feeds", Quota.XS, this::all),
        Route.of("POST", "/api/web-feeds", Quota.XS, this::create),
        Route.of("GET", ONE, Quota.XS, call -> Answer.one(200, json(call, find(call)))),
        Route.of("PATCH", ONE, Quota.XS, this::change),
        Route.of("DELETE", ONE, Quota.XS, this::delete));
  }

  private Answer all(Call call) {
    List<Filter.Term> terms = Filter.of(call, FILTERS);
    return PAGES.page(
        call,
        Paging.sorted(call, holdings.feeds, SORTS),
        (key, feed) -> terms.stream().allMatch(term -> accepts(term, feed)),
        (key, feed) -> json(call, feed));
  }

  private static boolean accepts(Filter.Term term, WebFeed feed) {
    return switch (term.field()) {
      case "name" -> term.accepts(feed.name());
      case "created" -> term.acceptsTime(Holdings.instant(feed.created()));
      default -> term.acceptsTime(Holdings.instant(feed.updated()));
    };
  }

  private Answer create(Call call) {
    JsonObject given = Json.object(call.resource(TYPE), "attributes", "/data");
    String now = holdings.now();
    return kept(
        call,
        201,
        new WebFeed(
            holdings.ids.ulid(),
            Json.requiredText(given, "name", AT),
            url(Json.requiredText(given, "url", AT)),
            one(METHODS, Json.requiredText(given, "request_method", AT), "request_method"),
            one(CONTENTS, Json.requiredText(given, "content_type", AT), "content_type"),
            now,
            now));
  }

  private Answer change(Call call) {
    WebFeed feed = find(call);
    JsonObject given = Json.object(call.resource(TYPE, feed.id()), "attributes", "/data");
    return kept(
        call,
        200,
        new WebFeed(
            feed.id(),
            or(Json.text(given, "name", AT), feed.name()),
            url(or(Json.text(given, "url", AT), feed.url())),
            one(
                METHODS,
                or(Json.text(given, "request_method", AT), feed.method()),
                "request_method"),
            one(
                CONTENTS,
                or(Json.text(given, "content_type", AT), feed.contentType()),
                "content_type"),
            feed.created(),
            holdings.now()));
  }

  private Answer kept(Call call, int status, WebFeed feed) {
    holdings.feeds.put(feed.id(), feed);
    return Answer.one(status, json(call, feed));
  }

  private Answer delete(Call call) {
    holdings.feeds.remove(find(call).id());
    return Answer.empty(204);
  }

  private static String or(@Nullable String given, String held) {
    return given == null ? held : given;
  }

  private static String one(Set<String> allowed, String text, String member) {
    if (!allowed.contains(text)) {
      throw ApiError.invalid(
              "'" + member + "' must be one of " + allowed.stream().sorted().toList() + ".",
              AT + "/" + member)
          .thrown();
    }
    return text;
  }

  private static String url(String text) {
    try {
      URI uri = URI.create(text);
      if (uri.getHost() != null && Set.of("http", "https").contains(uri.getScheme())) {
        return text;
      }
    } catch (IllegalArgumentException notAnAddress) {
      // Falls through to the refusal.
    }
    throw ApiError.invalid("'url' must be an address of the web.", AT + "/url").thrown();
  }

  private WebFeed find(Call call) {
    WebFeed feed = holdings.feeds.get(call.variable("id"));
    if (feed == null) {
      throw ApiError.noResource(TYPE, call.variable("id")).thrown();
    }
    return feed;
  }

  private static JsonObject json(Call call, WebFeed feed) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("name", feed.name());
    attributes.addProperty("url", feed.url());
    attributes.addProperty("request_method", feed.method());
    attributes.addProperty("content_type", feed.contentType());
    attributes.addProperty("created", feed.created());
    attributes.addProperty("updated", feed.updated());
    attributes.addProperty("status", "ok");
    return Links.resource(call, TYPE, "web-feeds", feed.id(), attributes);
  }
}
