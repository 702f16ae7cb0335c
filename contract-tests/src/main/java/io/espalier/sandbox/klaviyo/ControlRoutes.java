package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.RenderException;
import io.espalier.sandbox.Reply;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BinaryOperator;

/** What no ESP has: a look inside, a rendering for one person, a person's answer to a mail. */
final class ControlRoutes {
  private static final String TEXT = "text/plain; charset=utf-8";

  private final Holdings holdings;
  private final SubscriptionRoutes subscriptions;
  private final BinaryOperator<String> render;
  private final Runnable before;
  private final Deliveries deliveries;
  private final OAuth oauth;

  /**
   * The routes.
   *
   * @param render of a template and an address
   * @param before runs ahead of every call, under the account's lock
   */
  ControlRoutes(
      Holdings holdings,
      SubscriptionRoutes subscriptions,
      BinaryOperator<String> render,
      Runnable before,
      Deliveries deliveries,
      OAuth oauth) {
    this.oauth = oauth;
    this.deliveries = deliveries;
    this.before = before;
    this.holdings = holdings;
    this.subscriptions = subscriptions;
    this.render = render;
  }

  Reply answer(Exchange exchange) {
    synchronized (holdings) {
      before.run();
    }
    return switch (exchange.method() + " " + exchange.path()) {
      case "POST /__sandbox/render" -> render(exchange);
      case "GET /__sandbox/people" -> person(exchange);
      case "POST /__sandbox/confirm" -> confirm(exchange);
      case "POST /__sandbox/learn" -> learn(exchange, exchange.parameter("reason").orElse(""));
      case "POST /__sandbox/unsubscribe" -> learn(exchange, Suppression.UNSUBSCRIBE);
      case "POST /__sandbox/act" -> act(exchange);
      case "POST /__sandbox/keys" -> key(exchange);
      case "POST /__sandbox/apps" -> app(exchange);
      case "GET /__sandbox/image" -> image(exchange);
      case "POST /__sandbox/deliver" -> Reply.of(200, TEXT, Integer.toString(deliveries.now()));
      default -> Reply.of(404, TEXT, "no such control: " + exchange.path());
    };
  }

  private Reply render(Exchange exchange) {
    JsonObject body;
    try {
      body = JsonParser.parseString(exchange.text()).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException notAnObject) {
      return Reply.of(400, TEXT, "the body must be {\"template\":…,\"email\":…}");
    }
    if (!body.has("template") || !body.has("email")) {
      return Reply.of(400, TEXT, "the body must be {\"template\":…,\"email\":…}");
    }
    try {
      return Reply.of(
          200,
          TEXT,
          render.apply(body.get("template").getAsString(), body.get("email").getAsString()));
    } catch (RenderException refused) {
      return Reply.of(422, TEXT, String.valueOf(refused.getMessage()));
    }
  }

  private Reply person(Exchange exchange) {
    synchronized (holdings) {
      Person person = holdings.people.withEmail(exchange.parameter("email").orElse(""));
      if (person == null) {
        return Reply.of(404, TEXT, "no profile has this address");
      }
      Call call = Call.of(exchange);
      JsonObject json = new JsonObject();
      JsonObject fields = ProfileJson.resource(call, person);
      json.add("id", fields.get("id"));
      json.add("fields", fields.get("attributes"));
      JsonArray lists = new JsonArray();
      List<MemberList> on = holdings.listsOf(person);
      on.forEach(
          list -> {
            JsonObject shown = Links.reference("list", list.id);
            shown.addProperty("name", list.name);
            shown.addProperty("joined", list.members.get(person.id));
            lists.add(shown);
          });
      json.add("containers", lists);
      json.add("consent", Subscriptions.json(person));
      json.addProperty("awaiting_confirmation", person.consents.pending() != null);
      return Reply.of(200, "application/json", Json.GSON.toJson(json));
    }
  }

  private Reply confirm(Exchange exchange) {
    synchronized (holdings) {
      Person person = holdings.people.withEmail(exchange.parameter("email").orElse(""));
      return person != null && subscriptions.confirm(person)
          ? Reply.empty(204)
          : Reply.of(404, TEXT, "no confirmation mail awaits an answer from this address");
    }
  }

  /**
   * What a mailbox or a person tells Klaviyo: {@code reason} is one of its suppression reasons;
   * with {@code list} an opt-out is from that list alone.
   */
  private Reply learn(Exchange exchange, String reason) {
    synchronized (holdings) {
      Person person = holdings.people.withEmail(exchange.parameter("email").orElse(""));
      if (person == null || !Suppression.REASONS.contains(reason)) {
        return Reply.of(404, TEXT, "no profile has this address, or nothing has this reason");
      }
      subscriptions.learn(person, reason, exchange.parameter("list").orElse(""));
      return Reply.empty(204);
    }
  }

  /** The person opens or clicks the last mail that they got: {@code what} is open or click. */
  private Reply act(Exchange exchange) {
    synchronized (holdings) {
      Person person = holdings.people.withEmail(exchange.parameter("email").orElse(""));
      String what = exchange.parameter("what").orElse("");
      return person != null && new Engagement(holdings).act(person, what)
          ? Reply.empty(204)
          : Reply.of(404, TEXT, "no such person, act or mail");
    }
  }

  private Reply image(Exchange exchange) {
    synchronized (holdings) {
      return ImageRoutes.bytes(holdings, exchange);
    }
  }

  private Reply app(Exchange exchange) {
    synchronized (holdings) {
      return oauth.register(exchange);
    }
  }

  /** A further key that may do no more than {@code scopes}, joined by commas. */
  private Reply key(Exchange exchange) {
    synchronized (holdings) {
      String key = holdings.ids.privateKey();
      TreeSet<String> scopes = new TreeSet<>();
      for (String scope : List.of(exchange.parameter("scopes").orElse("").split(",", -1))) {
        if (!scope.isBlank()) {
          scopes.add(scope.strip());
        }
      }
      holdings.keys.put(key, scopes);
      return Reply.of(200, TEXT, key);
    }
  }
}
