package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.RenderException;
import io.espalier.sandbox.Reply;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code /__sandbox}: what the command line asks the sandbox itself. */
final class ControlRoute {
  private static final String TEXT = "text/plain; charset=utf-8";

  private final State state;
  private final Renderer renderer;
  private final Recipients recipients;
  private final Throttle throttle;

  ControlRoute(State state, Renderer renderer, Throttle throttle) {
    this.throttle = throttle;
    this.state = state;
    this.renderer = renderer;
    recipients = new Recipients(state);
  }

  Reply answer(Exchange exchange) {
    String path = String.join("/", exchange.segments());
    if (path.equals("__sandbox/render") && exchange.method().equals("POST")) {
      return render(exchange);
    }
    if (path.equals("__sandbox/people") && exchange.method().equals("GET")) {
      return Answers.json(200, person(exchange.parameter("email").orElse("")));
    }
    if (path.equals("__sandbox/counters") && exchange.method().equals("GET")) {
      return Answers.json(200, state.counters.json());
    }
    if (path.startsWith("__sandbox/files/") && exchange.method().equals("PUT")) {
      state.files.put(path.substring("__sandbox/files/".length()), exchange.text());
      return Reply.empty(204);
    }
    if (path.equals("__sandbox/messages") && exchange.method().equals("GET")) {
      return Answers.json(200, messages());
    }
    if (exchange.method().equals("POST") && exchange.segments().size() == 2) {
      return act(exchange.segments().get(1), exchange);
    }
    return Answers.notFound();
  }

  /** What a person, a mailbox or a marketer does. */
  private Reply act(String what, Exchange exchange) {
    String email = exchange.parameter("email").orElse("");
    String key = exchange.parameter("extension").orElse("");
    List<State.Subscriber> people =
        email.isEmpty() ? recipients.linked(key) : recipients.withAddress(email);
    try {
      switch (what) {
        case "unsubscribe" -> {
          int list = Numbers.whole(exchange.parameter("list").orElse("0"), 0);
          people.forEach(p -> recipients.unsubscribe(p, list));
        }
        case "complain" -> people.forEach(recipients::complain);
        case "bounce" -> {
          boolean hard = !exchange.parameter("type").orElse("hard").equals("soft");
          people.forEach(p -> recipients.bounce(p, hard));
        }
        case "expire" -> {
          state.tokens.clear();
          return Reply.empty(204);
        }
        case "busy" -> {
          throttle.others(Numbers.whole(exchange.parameter("times").orElse("1"), 1));
          return Reply.empty(204);
        }
        case "deadlock", "fail", "lock" -> {
          int times = Numbers.whole(exchange.parameter("times").orElse("1"), 1);
          switch (what) {
            case "deadlock" -> state.trouble.deadlocks = times;
            case "fail" -> state.trouble.failingJobs = times;
            default -> state.trouble.locks = times;
          }
          return Reply.empty(204);
        }
        case "send" -> {
          Extension extension =
              state.extension(key).orElseThrow(() -> new Refusal(1, "no such data extension"));
          return Reply.of(200, TEXT, String.join("\n", recipients.send(extension)));
        }
        default -> {
          return Reply.of(404, TEXT, "the sandbox has no such control");
        }
      }
    } catch (Refusal e) {
      return Reply.of(400, TEXT, e.text());
    }
    return people.isEmpty()
        ? Reply.of(404, TEXT, "no subscriber has this address, or is in this data extension")
        : Reply.empty(204);
  }

  /** What transactional sends have put into mailboxes, or not. */
  private JsonArray messages() {
    JsonArray all = new JsonArray();
    for (TransactionalMessage message : state.messages.values()) {
      JsonObject each = message.info();
      each.addProperty("status", message.status);
      each.addProperty("subject", message.subject);
      each.addProperty("html", message.html);
      all.add(each);
    }
    return all;
  }

  private Reply render(Exchange exchange) {
    try {
      JsonObject body = JsonParser.parseString(exchange.text()).getAsJsonObject();
      String template = body.get("template").getAsString();
      String email = body.get("email").getAsString();
      return Reply.of(200, TEXT, renderer.render(template, email));
    } catch (RenderException e) {
      return Reply.of(422, TEXT, String.valueOf(e.getMessage()));
    } catch (JsonParseException | IllegalStateException | NullPointerException e) {
      return Reply.of(400, TEXT, "the body needs a template and an email");
    }
  }

  /** Every row that holds the address, or the key of a row that does, and the subscriber. */
  private JsonObject person(String email) {
    Set<String> keys = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    keys.add(email);
    for (Extension extension : state.extensions()) {
      for (Row row : extension.withEmail(email)) {
        for (Field field : extension.definition().keys()) {
          String key = row.get(field);
          if (key != null && extension.definition().keys().size() == 1) {
            keys.add(key);
          }
        }
      }
    }
    JsonObject extensions = new JsonObject();
    for (Extension extension : state.extensions()) {
      JsonArray rows = new JsonArray();
      for (Row row : mentioning(extension, keys)) {
        rows.add(json(extension, row));
      }
      if (rows.size() > 0) {
        extensions.add(extension.definition().key(), rows);
      }
    }
    JsonArray subscribers = new JsonArray();
    Set<State.Subscriber> known = new LinkedHashSet<>(state.subscribersAt(email));
    keys.forEach(key -> state.subscriber(key).ifPresent(known::add));
    for (State.Subscriber subscriber : known) {
      JsonObject json = new JsonObject();
      json.addProperty("SubscriberKey", subscriber.key());
      json.addProperty("EmailAddress", subscriber.email());
      json.addProperty("Status", subscriber.status());
      json.addProperty("mailable", recipients.mailable(subscriber));
      JsonObject lists = new JsonObject();
      subscriber.lists().forEach((id, status) -> lists.addProperty(listName(id), status));
      json.add("Lists", lists);
      subscribers.add(json);
    }
    JsonObject person = new JsonObject();
    person.addProperty("email", email.toLowerCase(Locale.ROOT));
    person.add("dataExtensions", extensions);
    person.add("subscribers", subscribers);
    return person;
  }

  private String listName(int id) {
    State.MailingList list = state.lists.get(id);
    return list == null ? Integer.toString(id) : list.name();
  }

  /** By the indexes where the primary key is one text: an account may hold a million rows. */
  private static Collection<Row> mentioning(Extension extension, Set<String> keys) {
    List<Field> primary = extension.definition().keys();
    boolean indexed = primary.size() == 1 && primary.get(0).type() == FieldType.Text;
    if (!indexed) {
      return extension.rows().stream().filter(row -> mentions(extension, row, keys)).toList();
    }
    Set<Row> rows = new LinkedHashSet<>();
    for (String key : keys) {
      rows.addAll(extension.byKey(primary.get(0).name(), key).orElseThrow());
      rows.addAll(extension.withEmail(key));
    }
    return rows;
  }

  private static boolean mentions(Extension extension, Row row, Set<String> keys) {
    for (Field field : extension.definition().fields()) {
      if (field.primaryKey() || field.type() == FieldType.EmailAddress) {
        String cell = row.get(field);
        if (cell != null && keys.contains(cell)) {
          return true;
        }
      }
    }
    return false;
  }

  private static JsonObject json(Extension extension, Row row) {
    JsonObject json = new JsonObject();
    for (Field field : extension.definition().fields()) {
      @Nullable String cell = row.get(field);
      json.addProperty(field.name(), cell == null ? null : ReadRoute.shown(field, row));
    }
    return json;
  }
}
