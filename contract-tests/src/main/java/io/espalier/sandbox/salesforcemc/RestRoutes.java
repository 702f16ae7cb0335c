package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonObject;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Reply;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which REST path is which route; everything else is the vendor's 404. */
final class RestRoutes {
  private final State state;
  private final TokenRoute tokens;
  private final RowsetRoute rowset;
  private final RowRoute row;
  private final AsyncRoute async;
  private final ReadRoute read;
  private final CustomObjectsRoute objects;
  private final AssetRoute assets;
  private final CategoryRoute categories;
  private final ContactRoute contacts;
  private final Throttle throttle;
  private final JourneyRoute journeys;
  private final NotificationRoute notifications;
  private final PreviewRoute previews;
  private final SendDefinitionRoute sendDefinitions;
  private final MessageRoute messages;
  private final AutomationRoute automations;

  RestRoutes(
      State state,
      TokenRoute tokens,
      RowWriter writer,
      ExtensionMaker maker,
      AsyncRoute async,
      ContactRoute contacts,
      Throttle throttle,
      Notifications sender,
      Activities activities) {
    automations = new AutomationRoute(state, writer, activities);
    this.throttle = throttle;
    journeys = new JourneyRoute(state, writer);
    notifications = new NotificationRoute(state, sender);
    this.state = state;
    this.tokens = tokens;
    this.async = async;
    previews = new PreviewRoute(state);
    sendDefinitions = new SendDefinitionRoute(state);
    messages = new MessageRoute(state);
    rowset = new RowsetRoute(state, writer);
    row = new RowRoute(state, writer);
    read = new ReadRoute(state);
    objects = new CustomObjectsRoute(state, maker);
    assets = new AssetRoute(state);
    categories = new CategoryRoute(state);
    this.contacts = contacts;
  }

  Reply answer(Exchange exchange) {
    Optional<State.Token> token =
        exchange
            .header("Authorization")
            .filter(h -> h.regionMatches(true, 0, "Bearer ", 0, 7))
            .flatMap(h -> tokens.live(h.substring(7).strip()));
    if (token.isEmpty()) {
      return Answers.notAuthorized();
    }
    Optional<Reply> throttled = throttle.rest();
    if (throttled.isPresent()) {
      return throttled.get();
    }
    List<String> path = exchange.segments();
    if (!token.get().may(Scopes.rest(exchange.method(), path))) {
      return state.switches.on(SalesforceFact.NO_SCOPE_IS_403)
          ? Answers.error(403, 20002, "Insufficient Privileges")
          : Answers.notAuthorized();
    }
    if (exchange.body().length > 0
        && !exchange.header("Content-Type").orElse("").toLowerCase(Locale.ROOT).contains("json")) {
      return Answers.error(415, 0, "Unsupported Media Type");
    }
    if (isTooBig(state, exchange)) {
      return Answers.error(400, 10003, "The request body exceeds the maximum size of 4 MB.");
    }
    if (path.size() < 3) {
      return Answers.notFound();
    }
    switch (String.join("/", path.subList(0, 3))) {
      case "hub/v1/dataevents":
        if (post(exchange) && path.size() == 5 && path.get(4).equals("rowset")) {
          return rowset.upsert(exchange, rowset.target(path.get(3)));
        }
        return exchange.method().equals("PUT") && path.size() >= 6 && path.get(4).equals("rows")
            ? row.answer(exchange, rowset.target(path.get(3)), path.subList(5, path.size()))
            : Answers.notFound();
      case "data/v1/async":
        return async(exchange, path);
      case "data/v1/customobjectdata":
        return data(exchange, path);
      case "data/v1/customobjects":
        return objects(exchange, path);
      case "asset/v1/content":
        return switch (path.size() > 3 ? path.get(3) : "") {
          case "assets" -> assets.answer(exchange, path.subList(4, path.size()));
          case "categories" -> categories.answer(exchange, path.subList(4, path.size()));
          default -> Answers.notFound();
        };
      case "email/v1/category":
        return path.size() == 3 && post(exchange)
            ? categories.createAny(exchange)
            : Answers.notFound();
      case "contacts/v1/contacts":
        return contacts.answer(exchange, path.subList(3, path.size()));
      case "interaction/v1/events":
      case "interaction/v1/async":
      case "interaction/v1/eventDefinitions":
        return journeys.answer(exchange, path.subList(2, path.size()));
      case "platform/v1/ens-callbacks":
      case "platform/v1/ens-verify":
      case "platform/v1/ens-subscriptions":
        return notifications.answer(exchange, path.subList(2, path.size()));
      case "guide/v1/emails":
        return previews.email(exchange, path.subList(3, path.size()));
      case "automation/v1/queries":
      case "automation/v1/imports":
      case "automation/v1/automations":
        return automations.answer(exchange, path.subList(2, path.size()));
      case "messaging/v1/email":
        return messaging(exchange, path.subList(3, path.size()));
      case "messaging/v1/SMS":
      case "messaging/v1/PUSH":
        return post(exchange) && path.size() == 4 && path.get(3).equals("render")
            ? previews.message(exchange)
            : Answers.notFound();
      case "platform/v1/tokenContext":
        return path.size() == 3 && get(exchange) ? context() : Answers.notFound();
      default:
        return Answers.notFound();
    }
  }

  private Reply messaging(Exchange exchange, List<String> rest) {
    try {
      return switch (rest.isEmpty() ? "" : rest.get(0)) {
        case "definitions" -> sendDefinitions.answer(exchange, rest.subList(1, rest.size()));
        case "messages" -> messages.answer(exchange, rest.subList(1, rest.size()));
        default -> Answers.notFound();
      };
    } catch (Refusal e) {
      return Answers.apiError(400, e.code(), e.text());
    }
  }

  /** By the older page, which has one limit for all calls. */
  static boolean isTooBig(State state, Exchange exchange) {
    return exchange.body().length > 4 * 1024 * 1024
        && state.switches.on(SalesforceFact.CALLS_STOP_AT_4_MB);
  }

  private Reply async(Exchange exchange, List<String> path) {
    if (path.size() == 6 && path.get(3).equals("dataextensions") && path.get(5).equals("rows")) {
      boolean put = exchange.method().equals("PUT");
      return put || post(exchange) ? async.submit(exchange, path.get(4), put) : Answers.notFound();
    }
    if (path.size() == 5 && get(exchange)) {
      switch (path.get(4)) {
        case "status":
          return async.status(path.get(3));
        case "results":
          return async.results(exchange, path.get(3));
        default:
          break;
      }
    }
    return Answers.notFound();
  }

  private Reply data(Exchange exchange, List<String> path) {
    if (path.size() == 6
        && exchange.method().equals("DELETE")
        && path.get(3).equals("key")
        && path.get(5).equals("rowset")) {
      return read.delete(exchange, state.extension(path.get(4)));
    }
    if (path.size() != 6 || !get(exchange) || !path.get(5).equals("rowset")) {
      return Answers.notFound();
    }
    switch (path.get(3)) {
      case "key":
        return read.first(exchange, state.extension(path.get(4)));
      case "token":
        return read.page(exchange, path.get(4));
      default:
        return Answers.notFound();
    }
  }

  private Reply objects(Exchange exchange, List<String> path) {
    if (path.size() == 3) {
      return get(exchange)
          ? objects.list(exchange)
          : post(exchange) ? objects.create(exchange) : Answers.notFound();
    }
    if (path.size() == 5 && path.get(3).equals("category") && get(exchange)) {
      return objects.category(exchange, path.get(4));
    }
    Optional<Extension> extension = state.extensionWithId(path.get(3));
    if (extension.isEmpty()) {
      return Answers.notFound();
    }
    if (path.size() == 4 && get(exchange)) {
      return Answers.json(200, objects.json(extension.get()));
    }
    if (path.size() == 4 && exchange.method().equals("PATCH")) {
      return objects.change(exchange, extension.get());
    }
    if (path.size() == 4 && exchange.method().equals("DELETE")) {
      state.remove(extension.get());
      return Answers.json(200, objects.json(extension.get()));
    }
    if (path.size() == 5 && path.get(4).equals("fields") && get(exchange)) {
      return objects.fields(extension.get());
    }
    if (path.size() == 5 && path.get(4).equals("cleardata") && post(exchange)) {
      extension.get().clear();
      return Answers.json(200, objects.json(extension.get()));
    }
    return Answers.notFound();
  }

  private Reply context() {
    JsonObject body = new JsonObject();
    body.add("enterprise", id(state.account.enterprise()));
    body.add("organization", id(state.account.id()));
    body.add("user", id(state.account.user()));
    return Answers.json(200, body);
  }

  private static JsonObject id(int id) {
    JsonObject object = new JsonObject();
    object.addProperty("id", id);
    return object;
  }

  private static boolean get(Exchange exchange) {
    return exchange.method().equals("GET");
  }

  private static boolean post(Exchange exchange) {
    return exchange.method().equals("POST");
  }
}
