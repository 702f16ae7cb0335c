package io.espalier.contract.reference;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import io.espalier.model.ProfileKey;
import io.espalier.model.Segment;
import io.espalier.model.Value;
import io.espalier.spi.Change;
import io.espalier.spi.Connector;
import io.espalier.spi.ConsentFact;
import io.espalier.spi.Content;
import io.espalier.spi.Cursor;
import io.espalier.spi.FailureKind;
import io.espalier.spi.FieldMap;
import io.espalier.spi.Outcome;
import io.espalier.spi.Page;
import io.espalier.spi.RemoteProfile;
import io.espalier.spi.Since;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The half of the reference adapter that reads. */
abstract class ReferenceReadings implements Connector {
  final FieldMap fields;
  final ReferenceHttp http;

  ReferenceReadings(FieldMap fields, ReferenceHttp http) {
    this.fields = fields;
    this.http = http;
  }

  /** The id of a segment's group there. */
  abstract String group(Segment segment);

  /** Its ESP has no jobs: whatever arrived is there, and may be sent again. */
  @Override
  public List<Outcome> recall(List<Change> rows, Instant since) {
    return rows.stream().<Outcome>map(row -> Outcome.NOT_FOUND).toList();
  }

  @Override
  public Page<RemoteProfile> read(Cursor from) {
    String path = "/people";
    if (from.segment().isPresent()) {
      String group = group(from.segment().get());
      if (group.isEmpty()) {
        return new Page<>(List.of(), Optional.empty());
      }
      path = "/groups/" + group + "/members";
    }
    String after = from.position().isEmpty() ? "" : "?after=" + encode(from.position());
    JsonObject page = object(http.call("GET", path + after, null, true));
    List<RemoteProfile> people = new ArrayList<>();
    for (JsonElement item : page.getAsJsonArray("items")) {
      people.add(person(item.getAsJsonObject()));
    }
    return new Page<>(people, next(from, page));
  }

  Optional<Cursor> next(Cursor from, JsonObject page) {
    return page.has("next") ? Optional.of(from.at(text(page, "next"))) : Optional.empty();
  }

  private RemoteProfile person(JsonObject json) {
    Map<String, Value> values = new HashMap<>();
    fields
        .fields()
        .forEach(
            field -> {
              JsonElement value = json.getAsJsonObject("fields").get(field.vendorName());
              if (value != null) {
                values.put(field.attribute(), ReferenceValues.value(field.type(), value));
              }
            });
    return new RemoteProfile(
        new EmailAddress(text(json, "email")),
        Optional.of(new ProfileKey(text(json, "key"))),
        values,
        Consent.State.of(text(json, "consent")));
  }

  @Override
  public Page<ConsentFact> facts(Since from) {
    Cursor cursor = Cursor.profiles().at(from.position());
    Page<RemoteProfile> page = read(cursor);
    List<ConsentFact> facts = new ArrayList<>();
    for (RemoteProfile person : page.items()) {
      Consent.State state = person.consent().orElse(Consent.State.UNKNOWN);
      if (state != Consent.State.UNKNOWN) {
        facts.add(new ConsentFact(person.email(), state, null, state.word(), false));
      }
    }
    return new Page<>(facts, page.next());
  }

  @Override
  public Set<String> asked(Collection<Segment> segments) {
    return Set.of();
  }

  @Override
  public Optional<Content> content(String reference) {
    JsonElement held = http.call("GET", "/contents/" + encode(reference), null, true);
    if (held == null) {
      return Optional.empty();
    }
    JsonObject json = held.getAsJsonObject();
    return Optional.of(
        new Content(
            reference,
            text(json, "name"),
            Content.Shape.valueOf(text(json, "shape")),
            text(json, "subject"),
            text(json, "html"),
            text(json, "text"),
            text(json, "amp")));
  }

  static JsonObject object(@Nullable JsonElement answer) {
    if (answer == null || !answer.isJsonObject()) {
      throw ReferenceHttp.failed(FailureKind.PROTOCOL, "Postbox answered without an object", "");
    }
    return answer.getAsJsonObject();
  }

  static String text(JsonObject json, String name) {
    return json.get(name).getAsString();
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
