package io.espalier.contract.reference;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.espalier.contract.reference.PostboxState.Group;
import io.espalier.contract.reference.PostboxState.Import;
import io.espalier.contract.reference.PostboxState.Person;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Faults;
import io.espalier.sandbox.Reply;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** What Postbox answers. Not thread-safe: its sandbox lets one request in at a time. */
final class PostboxApi {
  static final int PAGE = 100;
  static final int GROUPS = 50;
  static final int ERRORS = 20;
  static final int MOST_ADDRESSES = 100;
  static final int MOST_ROWS = 1_000;
  static final int MOST_BYTES = 1_000_000;

  private final PostboxState state;
  private final Clock clock;
  private final RandomGenerator random;
  private final Faults faults;

  PostboxApi(PostboxState state, Clock clock, RandomGenerator random, Faults faults) {
    this.state = state;
    this.clock = clock;
    this.random = random;
    this.faults = faults;
  }

  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;

    Refused(int status, String message) {
      super(message);
      this.status = status;
    }
  }

  Reply answer(Exchange exchange) {
    try {
      JsonElement body = route(exchange);
      return body.isJsonNull()
          ? Reply.empty(204)
          : Reply.of(200, "application/json", body.toString());
    } catch (Refused refused) {
      return refusal(refused.status, String.valueOf(refused.getMessage()));
    } catch (JsonParseException | IllegalStateException | NullPointerException e) {
      return refusal(400, "the body is not what this call takes");
    }
  }

  static Reply refusal(int status, String message) {
    JsonObject error = new JsonObject();
    error.addProperty("error", message);
    return Reply.of(status, "application/json", error.toString());
  }

  private JsonElement route(Exchange exchange) {
    List<String> path = exchange.segments();
    if (path.equals(List.of("token"))) {
      return token(body(exchange));
    }
    String given = exchange.header("Authorization").orElse("");
    if (state.token.isEmpty()
        || !given.equals("Bearer " + state.token)
        || clock.millis() >= state.tokenDies) {
      throw new Refused(401, "the token is not valid");
    }
    String last = path.isEmpty() ? "" : path.get(path.size() - 1);
    return switch (exchange.method()
        + " "
        + (path.isEmpty() ? "" : path.get(0))
        + (path.size() == 3 ? "/*/" + last : path.size() == 2 ? "/*" : "")) {
      case "GET account" -> json("id", "postbox-1", "name", "Postbox account");
      case "PUT fields/*" -> {
        state.fields.put(last, text(body(exchange), "type"));
        yield JsonNull.INSTANCE;
      }
      case "POST groups" -> create(body(exchange));
      case "PUT groups/*" -> rename(group(last), body(exchange));
      case "GET groups" ->
          page(
              exchange,
              state.groups.values(),
              GROUPS,
              g -> json("id", g.id, "name", g.name, "mark", g.mark));
      case "POST groups/*/add" -> move(group(path.get(1)), body(exchange), true);
      case "POST groups/*/remove" -> move(group(path.get(1)), body(exchange), false);
      case "GET groups/*/members" -> people(exchange, group(path.get(1)).members::contains);
      case "POST imports" -> submit(exchange);
      case "GET imports/*" -> look(found(state.imports.get(last)));
      case "GET imports/*/errors" ->
          page(exchange, found(state.imports.get(path.get(1))).errors, ERRORS, e -> e);
      case "POST consents" -> consents(body(exchange));
      case "GET people" -> people(exchange, email -> true);
      case "GET people/*" -> person(last, found(state.people.get(last)));
      case "DELETE people/*" -> forget(last);
      case "POST events" -> events(body(exchange));
      case "DELETE events/*" -> {
        state.events.removeIf(event -> text(event, "email").equals(last));
        yield JsonNull.INSTANCE;
      }
      case "PUT contents/*" -> {
        state.contents.put(last, body(exchange));
        yield JsonNull.INSTANCE;
      }
      case "GET contents/*" -> found(state.contents.get(last));
      default -> throw new Refused(404, "there is no such call");
    };
  }

  private JsonObject token(JsonObject body) {
    if (!text(body, "client_id").equals(state.clientId)
        || !text(body, "client_secret").equals(state.clientSecret)) {
      throw new Refused(401, "the client is not known");
    }
    state.token = hex(32);
    state.tokenDies = clock.millis() + 1_200_000;
    return json("token", state.token);
  }

  private JsonObject create(JsonObject body) {
    Group group = new Group();
    group.id = "g" + ++state.serial;
    group.name = text(body, "name");
    group.mark = text(body, "mark");
    state.groups.put(group.id, group);
    return json("id", group.id);
  }

  private static JsonElement rename(Group group, JsonObject body) {
    group.name = text(body, "name");
    return JsonNull.INSTANCE;
  }

  private JsonObject move(Group group, JsonObject body, boolean in) {
    JsonArray emails = body.getAsJsonArray("emails");
    if (emails.size() > MOST_ADDRESSES) {
      throw new Refused(400, "at most " + MOST_ADDRESSES + " addresses a call");
    }
    JsonArray missing = new JsonArray();
    for (JsonElement email : emails) {
      String address = email.getAsString();
      if (!in) {
        group.members.remove(address);
      } else if (state.people.containsKey(address)) {
        group.members.add(address);
      } else {
        missing.add(address);
      }
    }
    JsonObject answer = new JsonObject();
    answer.add("missing", missing);
    return answer;
  }

  private JsonObject submit(Exchange exchange) {
    JsonArray rows = body(exchange).getAsJsonArray("rows");
    if (rows.size() > MOST_ROWS || exchange.body().length > MOST_BYTES) {
      throw new Refused(413, "an import takes 1,000 rows and 1,000,000 bytes");
    }
    Import made = new Import();
    made.id = hex(12);
    rows.forEach(row -> made.rows.add(row.getAsJsonObject()));
    state.imports.put(made.id, made);
    return json("id", made.id);
  }

  private JsonObject look(Import job) {
    if (++job.looks > 1 && !job.done && !faults.stalls("POST /imports", job.id)) {
      for (int i = 0; i < job.rows.size(); i++) {
        take(job, i, job.rows.get(i));
      }
      job.rows.clear();
      job.done = true;
    }
    JsonObject answer = new JsonObject();
    answer.addProperty("done", job.done);
    return answer;
  }

  private void take(Import job, int index, JsonObject row) {
    String email = text(row, "email");
    if (email.endsWith("@refused.example") || state.blocked.contains(email)) {
      JsonObject error = new JsonObject();
      error.addProperty("index", index);
      error.addProperty("reason", "this mailbox takes no mail");
      job.errors.add(error);
      return;
    }
    // As dangerous as a real one: addresses that differ in case only are two people.
    Person person = state.people.computeIfAbsent(email, e -> new Person());
    person.key = text(row, "key");
    for (Map.Entry<String, JsonElement> field : row.getAsJsonObject("fields").entrySet()) {
      if (field.getValue().isJsonNull()) {
        person.fields.remove(field.getKey());
      } else {
        person.fields.add(field.getKey(), field.getValue());
      }
    }
    if (row.has("consent")) {
      person.consent = text(row, "consent");
    }
  }

  private JsonElement consents(JsonObject body) {
    for (JsonElement element : body.getAsJsonArray("rows")) {
      JsonObject row = element.getAsJsonObject();
      Person person = found(state.people.get(text(row, "email")));
      person.consent = text(row, "state");
      person.consentAt = text(row, "at");
    }
    return JsonNull.INSTANCE;
  }

  private JsonElement events(JsonObject body) {
    for (JsonElement element : body.getAsJsonArray("rows")) {
      JsonObject event = element.getAsJsonObject();
      boolean known =
          event.has("id")
              && state.events.stream()
                  .anyMatch(
                      e ->
                          e.get("type").equals(event.get("type"))
                              && event.get("id").equals(e.get("id")));
      if (!known) {
        state.events.add(event);
      }
    }
    return JsonNull.INSTANCE;
  }

  private JsonElement forget(String email) {
    state.people.remove(email);
    state.groups.values().forEach(group -> group.members.remove(email));
    state.blocked.add(email);
    return JsonNull.INSTANCE;
  }

  private JsonObject people(Exchange exchange, Predicate<String> wanted) {
    String after = exchange.parameter("after").orElse("");
    List<String> emails =
        state.people.tailMap(after, false).keySet().stream()
            .filter(wanted)
            .limit(PAGE + 1L)
            .toList();
    JsonArray items = new JsonArray();
    emails.stream()
        .limit(PAGE)
        .forEach(email -> items.add(person(email, found(state.people.get(email)))));
    JsonObject answer = new JsonObject();
    answer.add("items", items);
    if (emails.size() > PAGE) {
      answer.addProperty("next", emails.get(PAGE - 1));
    }
    return answer;
  }

  private static JsonObject person(String email, Person person) {
    JsonObject json =
        json("email", email, "key", person.key, "consent", person.consent, "at", person.consentAt);
    json.add("fields", person.fields);
    return json;
  }

  private interface Shown<T> {
    JsonElement show(T item);
  }

  private static <T> JsonObject page(Exchange exchange, Iterable<T> all, int size, Shown<T> shown) {
    int from = Integer.parseInt(exchange.parameter("page").orElse("0")) * size;
    JsonArray items = new JsonArray();
    int at = 0;
    for (T item : all) {
      if (at >= from && at < from + size) {
        items.add(shown.show(item));
      }
      at++;
    }
    JsonObject answer = new JsonObject();
    answer.add("items", items);
    answer.addProperty("more", at > from + size);
    return answer;
  }

  private Group group(String id) {
    return found(state.groups.get(id));
  }

  private static <T> T found(@org.jspecify.annotations.Nullable T thing) {
    if (thing == null) {
      throw new Refused(404, "there is none of this name");
    }
    return Objects.requireNonNull(thing);
  }

  private static JsonObject body(Exchange exchange) {
    return JsonParser.parseString(exchange.text()).getAsJsonObject();
  }

  private static String text(JsonObject json, String name) {
    return json.get(name).getAsString();
  }

  private static JsonObject json(String... pairs) {
    JsonObject json = new JsonObject();
    for (int i = 0; i < pairs.length; i += 2) {
      json.addProperty(pairs[i], pairs[i + 1]);
    }
    return json;
  }

  private String hex(int digits) {
    StringBuilder text = new StringBuilder();
    while (text.length() < digits) {
      text.append(Integer.toHexString(random.nextInt(16)));
    }
    return text.toString();
  }
}
