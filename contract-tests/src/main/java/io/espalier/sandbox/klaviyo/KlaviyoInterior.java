package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Interior;
import io.espalier.sandbox.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** The account as its server and its page see it. */
final class KlaviyoInterior implements Interior {
  private final Holdings holdings;
  private final Recipients recipients;
  private final Function<Exchange, Reply> api;

  KlaviyoInterior(Holdings holdings, Recipients recipients, Function<Exchange, Reply> api) {
    this.holdings = holdings;
    this.recipients = recipients;
    this.api = api;
  }

  @Override
  public String label() {
    return "Klaviyo";
  }

  @Override
  public Reply answer(Exchange exchange) {
    return api.apply(exchange);
  }

  @Override
  public Reply refusal(Exchange exchange, int status) {
    ApiError error =
        status == 429
            ? ApiError.at(
                429, "throttled", "Request was throttled.", "Request was throttled.", "/data")
            : ApiError.at(
                status, "error", "A server error occurred.", "A server error occurred.", "/data/");
    synchronized (holdings) {
      return Reply.of(
          status,
          "application/vnd.api+json",
          Json.GSON.toJson(ApiError.body(List.of(error), holdings.ids)));
    }
  }

  /** The profile that was first is the one that was updated last. */
  @Override
  public void stir() {
    synchronized (holdings) {
      holdings.people.byId().values().stream()
          .findFirst()
          .ifPresent(person -> person.updated = holdings.now());
    }
  }

  @Override
  public List<Group> groups() {
    synchronized (holdings) {
      List<Group> groups = new ArrayList<>();
      holdings
          .lists
          .values()
          .forEach(l -> groups.add(new Group("list", l.name, l.id, l.members.size())));
      return groups;
    }
  }

  @Override
  public List<String> people(int most) {
    synchronized (holdings) {
      return holdings.people.byId().values().stream()
          .map(person -> person.email)
          .filter(Objects::nonNull)
          .limit(most)
          .toList();
    }
  }

  @Override
  public Optional<Face> face(String email) {
    synchronized (holdings) {
      Person person = holdings.people.withEmail(email);
      return person == null ? Optional.empty() : Optional.of(face(person));
    }
  }

  private Face face(Person person) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Email", String.valueOf(person.email));
    fields.put("Klaviyo id", person.id);
    if (person.externalId != null) {
      fields.put("External id", person.externalId);
    }
    if (person.phone != null) {
      fields.put("Phone", person.phone);
    }
    JsonObject attributes = person.attributes();
    for (Map.Entry<String, JsonElement> entry : attributes.entrySet()) {
      if (!entry.getKey().equals("properties")) {
        fields.put(entry.getKey(), shown(entry.getValue()));
      }
    }
    person.properties().entrySet().forEach(e -> fields.put(e.getKey(), shown(e.getValue())));
    JsonObject consent =
        Subscriptions.json(person).getAsJsonObject("email").getAsJsonObject("marketing");
    return new Face(
        fields,
        holdings.listsOf(person).stream().map(list -> list.name).toList(),
        consent.get("consent").getAsString()
            + (person.consents.mailable() ? "" : ", suppressed or never mailable"));
  }

  private static String shown(JsonElement value) {
    return value.isJsonPrimitive() ? value.getAsString() : Json.GSON.toJson(value);
  }

  @Override
  public List<Stored> stored() {
    synchronized (holdings) {
      return holdings.templates.values().stream()
          .map(template -> new Stored(template.id, template.name, template.html))
          .toList();
    }
  }

  @Override
  public String render(String template, String email) {
    return recipients.render(template, email);
  }
}
