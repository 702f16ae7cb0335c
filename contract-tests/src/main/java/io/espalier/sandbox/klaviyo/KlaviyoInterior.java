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
  private final SegmentMembers segmentMembers;
  private final Recipients recipients;
  private final Function<Exchange, Reply> api;

  KlaviyoInterior(
      Holdings holdings,
      SegmentMembers segmentMembers,
      Recipients recipients,
      Function<Exchange, Reply> api) {
    this.holdings = holdings;
    this.segmentMembers = segmentMembers;
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
          .forEach(
              l ->
                  groups.add(
                      new Group("list", l.name, l.id + tags("list", l.id), l.members.size())));
      holdings
          .segments
          .values()
          .forEach(
              s ->
                  groups.add(
                      new Group(
                          "segment",
                          s.name,
                          s.id + tags("segment", s.id),
                          segmentMembers.of(s).size())));
      return groups;
    }
  }

  /** What a marketer sees beside the name: the tags that it carries. */
  private String tags(String kind, String id) {
    List<String> names =
        holdings.tags.values().stream()
            .filter(tag -> tag.carriers(kind).contains(id))
            .map(tag -> tag.name)
            .toList();
    return names.isEmpty() ? "" : ", tagged " + String.join(", ", names);
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
      if (entry.getValue() instanceof JsonObject location && entry.getKey().equals("location")) {
        location
            .entrySet()
            .forEach(e -> fields.put("location: " + e.getKey(), shown(e.getValue())));
      } else if (!entry.getKey().equals("properties")) {
        fields.put(entry.getKey(), shown(entry.getValue()));
      }
    }
    person.properties().entrySet().forEach(e -> fields.put(e.getKey(), shown(e.getValue())));
    List<String> groups =
        new ArrayList<>(holdings.listsOf(person).stream().map(list -> list.name).toList());
    segmentMembers.holding(person).forEach(segment -> groups.add(segment.name));
    return new Face(fields, groups, consent(person));
  }

  /** What was said, and why no marketing mail goes there where none does. */
  private String consent(Person person) {
    StringBuilder text = new StringBuilder(person.consents.consent(Permission.EMAIL));
    if (person.consents.pending() != null) {
      text.append(", asked to confirm");
    }
    for (Suppression held : person.consents.suppressions()) {
      MemberList list = held.list() == null ? null : holdings.lists.get(held.list());
      text.append(held.list() == null ? ", gets no mail: " : ", gets no mail to ")
          .append(held.list() == null ? "" : list == null ? "a list: " : list.name + ": ")
          .append(held.reason())
          .append(" since ")
          .append(held.timestamp());
    }
    return text.toString();
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
