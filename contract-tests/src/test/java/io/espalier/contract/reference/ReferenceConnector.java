package io.espalier.contract.reference;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import io.espalier.model.Segment;
import io.espalier.model.Value;
import io.espalier.spi.Account;
import io.espalier.spi.Change;
import io.espalier.spi.ConsentFact;
import io.espalier.spi.Content;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.FieldMap;
import io.espalier.spi.HookAnswer;
import io.espalier.spi.HookCall;
import io.espalier.spi.HookSignature;
import io.espalier.spi.Job;
import io.espalier.spi.Limits;
import io.espalier.spi.Outcome;
import io.espalier.spi.Settings;
import io.espalier.spi.Standing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The reference adapter. Each step that a rule of the contract asks for is a method of its own. */
class ReferenceConnector extends ReferenceReadings {
  private static final int LONGEST_TEXT = 4_000;
  private static final String JOB = "import:[0-9a-f]{12}";

  private final Map<String, String> groups = new HashMap<>();

  ReferenceConnector(FieldMap fields, ReferenceHttp http) {
    super(fields, http);
  }

  @Override
  public Account account() {
    JsonObject account = object(http.call("GET", "/account", null, true));
    return new Account(text(account, "id"), text(account, "name"));
  }

  @Override
  public Limits limits() {
    Map<Change.Kind, Limits.Budget> budgets = new EnumMap<>(Change.Kind.class);
    for (Change.Kind kind : Change.Kind.values()) {
      budgets.put(kind, new Limits.Budget(500, PostboxApi.MOST_ADDRESSES, 0, 600));
    }
    budgets.put(Change.Kind.UPSERT, new Limits.Budget(2_000, PostboxApi.MOST_ROWS, 3, 600));
    return new Limits(budgets);
  }

  @Override
  public List<Outcome> push(List<Change> batch) {
    List<Outcome> outcomes = new ArrayList<>();
    for (List<Change> part : parts(batch)) {
      outcomes.addAll(pushPart(part));
    }
    return outcomes;
  }

  /** At most as many changes as {@link #limits} says, before any call is made. */
  List<List<Change>> parts(List<Change> batch) {
    List<List<Change>> parts = new ArrayList<>();
    int size = batch.isEmpty() ? 1 : limits().batch(batch.get(0).kind());
    for (int from = 0; from < batch.size(); from += size) {
      parts.add(batch.subList(from, Math.min(batch.size(), from + size)));
    }
    return parts;
  }

  List<Outcome> pushPart(List<Change> part) {
    return switch (part.get(0).kind()) {
      case DEFINE_FIELD -> each(part, change -> define((Change.DefineField) change));
      case DEFINE_SEGMENT -> defineSegments(part);
      case UPSERT -> upsert(part);
      case SET_CONSENT -> each(part, change -> setConsent((Change.SetConsent) change));
      case JOIN -> move(part, true);
      case LEAVE -> move(part, false);
      case TRACK -> track(part);
      case DEFINE_NATIVE ->
          each(
              part,
              change ->
                  new Outcome.Rejected(
                      Failure.of(FailureKind.UNSUPPORTED, "Postbox keeps no segment by itself")));
      case RETIRE -> each(part, change -> Outcome.APPLIED);
      case PUBLISH -> each(part, change -> publish(((Change.Publish) change).content()));
      case ERASE -> each(part, change -> erase((Change.Erase) change));
    };
  }

  private interface Step {
    Outcome take(Change change);
  }

  private static List<Outcome> each(List<Change> part, Step step) {
    List<Outcome> outcomes = new ArrayList<>();
    part.forEach(change -> outcomes.add(step.take(change)));
    return outcomes;
  }

  private Outcome define(Change.DefineField change) {
    JsonObject body = new JsonObject();
    body.addProperty("type", change.attribute().type().name());
    http.call("PUT", "/fields/" + encode(vendorName(change.attribute().name())), body, true);
    return Outcome.APPLIED;
  }

  private String vendorName(String attribute) {
    return fields.field(attribute).isPresent() ? fields.vendorName(attribute) : attribute;
  }

  private List<Outcome> defineSegments(List<Change> part) {
    List<JsonObject> held = heldGroups();
    List<Outcome> outcomes = new ArrayList<>();
    for (Change change : part) {
      Change.DefineSegment wanted = (Change.DefineSegment) change;
      Optional<JsonObject> found = find(held, wanted);
      JsonObject body = new JsonObject();
      body.addProperty("name", wanted.segment().name());
      body.addProperty("mark", wanted.segment().id());
      String id;
      if (found.isEmpty()) {
        // Not to be repeated: a second one would stand beside the first.
        id = text(object(http.call("POST", "/groups", body, false)), "id");
      } else {
        id = text(found.get(), "id");
        if (!text(found.get(), "name").equals(wanted.segment().name())) {
          http.call("PUT", "/groups/" + id, body, true);
        }
      }
      groups.put(wanted.segment().id(), id);
      outcomes.add(new Outcome.Applied(id));
    }
    return outcomes;
  }

  /** A field of Postbox cannot be deleted, and a group is found by its id. */
  @Override
  public List<Standing> standing(List<Change> definitions) {
    List<JsonObject> held = heldGroups();
    List<Standing> standings = new ArrayList<>();
    for (Change definition : definitions) {
      standings.add(
          definition instanceof Change.DefineSegment segment
              ? held.stream()
                  .filter(group -> isAnswer(group, segment))
                  .findFirst()
                  .map(group -> Standing.there(text(group, "name")))
                  .orElse(Standing.GONE)
              : Standing.there(""));
    }
    return standings;
  }

  boolean isAnswer(JsonObject group, Change.DefineSegment wanted) {
    return text(group, "id").equals(wanted.reference());
  }

  /** {@code {"id", "email"}}: who opted out; proved by a key that both know. */
  @Override
  public HookAnswer hook(HookCall call, Settings secrets) {
    if (!call.method().equals("POST")) {
      return HookAnswer.refused(405, "Postbox posts");
    } else if (!isProved(call, secrets)) {
      return HookAnswer.refused(401, "the key is not Postbox's");
    }
    try {
      JsonObject body =
          JsonParser.parseString(new String(call.body(), StandardCharsets.UTF_8)).getAsJsonObject();
      ConsentFact fact =
          new ConsentFact(
              EmailAddress.of(text(body, "email")).orElseThrow(),
              Consent.State.UNSUBSCRIBED,
              null,
              "unsubscribed",
              false);
      return HookAnswer.taken(List.of(new HookAnswer.Told(text(body, "id"), fact)));
    } catch (JsonParseException
        | IllegalStateException
        | NullPointerException
        | NoSuchElementException e) {
      return HookAnswer.refused(400, "this is no call of Postbox's");
    }
  }

  boolean isProved(HookCall call, Settings secrets) {
    return HookSignature.isSame(call.header("Postbox-Key").orElse(""), secrets.require("key"));
  }

  /** By our mark, which survives a change of name on either side. */
  Optional<JsonObject> find(List<JsonObject> held, Change.DefineSegment wanted) {
    return held.stream()
        .filter(group -> text(group, "mark").equals(wanted.segment().id()))
        .findFirst();
  }

  List<JsonObject> heldGroups() {
    return allPages("/groups");
  }

  /** All items of all pages. */
  final List<JsonObject> allPages(String path) {
    List<JsonObject> items = new ArrayList<>();
    for (int page = 0; ; page++) {
      JsonObject answer = object(http.call("GET", path + "?page=" + page, null, true));
      answer.getAsJsonArray("items").forEach(item -> items.add(item.getAsJsonObject()));
      if (!answer.get("more").getAsBoolean()) {
        return items;
      }
    }
  }

  private List<Outcome> upsert(List<Change> part) {
    @Nullable Outcome[] outcomes = new Outcome[part.size()];
    List<Integer> sent = new ArrayList<>();
    JsonArray rows = new JsonArray();
    int bytes = 100;
    for (int i = 0; i < part.size(); i++) {
      Change.Upsert upsert = (Change.Upsert) part.get(i);
      Optional<String> unfit = unfit(upsert);
      if (unfit.isPresent()) {
        outcomes[i] = rejected(FailureKind.INVALID, unfit.get());
        continue;
      }
      JsonObject row = row(upsert);
      int size = row.toString().getBytes(StandardCharsets.UTF_8).length + 1;
      if (rows.size() == PostboxApi.MOST_ROWS || bytes + size > PostboxApi.MOST_BYTES) {
        submit(rows, sent, outcomes);
        rows = new JsonArray();
        sent.clear();
        bytes = 100;
      }
      rows.add(row);
      sent.add(i);
      bytes += size;
    }
    if (!rows.isEmpty()) {
      submit(rows, sent, outcomes);
    }
    List<Outcome> all = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      all.add(java.util.Objects.requireNonNull(outcome));
    }
    return all;
  }

  private void submit(JsonArray rows, List<Integer> sent, @Nullable Outcome[] outcomes) {
    JsonObject body = new JsonObject();
    body.add("rows", rows);
    JsonObject job = object(http.call("POST", "/imports", body, true));
    for (int index : sent) {
      outcomes[index] = new Outcome.Pending(new Job("import:" + text(job, "id")));
    }
  }

  private Optional<String> unfit(Change.Upsert upsert) {
    for (Map.Entry<String, Value> value : upsert.values().entrySet()) {
      if (fields.field(value.getKey()).isEmpty()) {
        return Optional.of("there is no field for '" + value.getKey() + "'");
      }
      if (value.getValue().plain().length() > LONGEST_TEXT) {
        return Optional.of(
            "'" + value.getKey() + "' is longer than " + LONGEST_TEXT + " characters");
      }
    }
    return Optional.empty();
  }

  JsonObject row(Change.Upsert upsert) {
    JsonObject values = new JsonObject();
    upsert.values().forEach((name, value) -> put(values, vendorName(name), value));
    JsonObject row = new JsonObject();
    row.addProperty("email", upsert.email().address());
    row.addProperty("key", upsert.key().value());
    row.add("fields", values);
    return row;
  }

  void put(JsonObject into, String name, Value value) {
    into.add(name, ReferenceValues.json(value));
  }

  @Override
  public List<Outcome> poll(Job job, List<Change> rows) {
    if (!job.handle().matches(JOB)) {
      throw unknownJob();
    }
    String path = "/imports/" + job.handle().substring("import:".length());
    JsonElement answer = http.call("GET", path, null, true);
    if (answer == null) {
      throw unknownJob();
    }
    List<Outcome> outcomes = new ArrayList<>();
    boolean done = answer.getAsJsonObject().get("done").getAsBoolean();
    rows.forEach(row -> outcomes.add(done ? Outcome.APPLIED : new Outcome.Pending(job)));
    if (done) {
      for (JsonObject error : errors(path)) {
        outcomes.set(
            error.get("index").getAsInt(),
            rejected(FailureKind.INVALID, "Postbox: " + text(error, "reason")));
      }
    }
    return outcomes;
  }

  List<JsonObject> errors(String job) {
    return allPages(job + "/errors");
  }

  static io.espalier.spi.EspException unknownJob() {
    return ReferenceHttp.failed(
        FailureKind.PROTOCOL, "this is no job of Postbox", "push the rows again");
  }

  Outcome setConsent(Change.SetConsent change) {
    Consent wanted = change.consent();
    String path = "/people/" + encode(change.email().address());
    JsonElement held = http.call("GET", path, null, true);
    if (held == null) {
      return rejected(FailureKind.MISSING_TARGET, "Postbox does not know this person");
    }
    if (wanted.state() == Consent.State.SUBSCRIBED && !isNewer(wanted, held.getAsJsonObject())) {
      return rejected(
          FailureKind.INVALID, "Postbox knows of an opt-out that is later than this consent");
    }
    JsonObject row = new JsonObject();
    row.addProperty("email", change.email().address());
    row.addProperty("state", wanted.state().word());
    row.addProperty("at", wanted.since() == null ? "" : wanted.since().toString());
    JsonArray rows = new JsonArray();
    rows.add(row);
    JsonObject body = new JsonObject();
    body.add("rows", rows);
    http.call("POST", "/consents", body, true);
    return Outcome.APPLIED;
  }

  boolean isNewer(Consent wanted, JsonObject held) {
    boolean optedOut =
        Consent.State.of(text(held, "consent")).map(Consent.State::isOptedOut).orElse(true);
    String at = text(held, "at");
    return !optedOut
        || (wanted.since() != null && !at.isEmpty() && wanted.since().isAfter(Instant.parse(at)));
  }

  private List<Outcome> move(List<Change> part, boolean in) {
    @Nullable Outcome[] outcomes = new Outcome[part.size()];
    Map<String, List<Integer>> byGroup = new LinkedHashMap<>();
    for (int i = 0; i < part.size(); i++) {
      String group = group(segment(part.get(i)));
      if (group.isEmpty()) {
        outcomes[i] =
            in
                ? rejected(FailureKind.MISSING_TARGET, "the segment is not defined at Postbox")
                : Outcome.APPLIED;
      } else {
        byGroup.computeIfAbsent(group, id -> new ArrayList<>()).add(i);
      }
    }
    byGroup.forEach(
        (group, rows) -> {
          for (int from = 0; from < rows.size(); from += PostboxApi.MOST_ADDRESSES) {
            int to = Math.min(rows.size(), from + PostboxApi.MOST_ADDRESSES);
            Set<String> missing =
                sends(in, from) ? move(group, part, rows.subList(from, to), in) : Set.of();
            for (int row : rows.subList(from, to)) {
              outcomes[row] =
                  missing.contains(spelling(part.get(row)))
                      ? rejected(FailureKind.MISSING_TARGET, "Postbox does not know this person")
                      : Outcome.APPLIED;
            }
          }
        });
    List<Outcome> all = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      all.add(java.util.Objects.requireNonNull(outcome));
    }
    return all;
  }

  /** Whether the call is made that starts with this row. */
  boolean sends(boolean in, int from) {
    return true;
  }

  private Set<String> move(String group, List<Change> part, List<Integer> rows, boolean in) {
    JsonArray emails = new JsonArray();
    rows.forEach(row -> emails.add(spelling(part.get(row))));
    JsonObject body = new JsonObject();
    body.add("emails", emails);
    String path = "/groups/" + group + (in ? "/add" : "/remove");
    Set<String> missing = new HashSet<>();
    object(http.call("POST", path, body, true))
        .getAsJsonArray("missing")
        .forEach(email -> missing.add(email.getAsString()));
    return missing;
  }

  private static Segment segment(Change change) {
    return change instanceof Change.Join join ? join.segment() : ((Change.Leave) change).segment();
  }

  String spelling(Change change) {
    EmailAddress email =
        change instanceof Change.Join join ? join.email() : ((Change.Leave) change).email();
    return email.address();
  }

  /** The ESP's id of a segment; empty where it has none. */
  @Override
  String group(Segment segment) {
    if (!groups.containsKey(segment.id())) {
      heldGroups().forEach(group -> groups.put(text(group, "mark"), text(group, "id")));
    }
    return groups.getOrDefault(segment.id(), "");
  }

  private List<Outcome> track(List<Change> part) {
    for (int from = 0; from < part.size(); from += PostboxApi.MOST_ADDRESSES) {
      JsonArray rows = new JsonArray();
      for (Change change :
          part.subList(from, Math.min(part.size(), from + PostboxApi.MOST_ADDRESSES))) {
        rows.add(event((Change.Track) change));
      }
      JsonObject body = new JsonObject();
      body.add("rows", rows);
      http.call("POST", "/events", body, true);
    }
    return each(part, change -> Outcome.APPLIED);
  }

  JsonObject event(Change.Track track) {
    JsonObject row = new JsonObject();
    row.addProperty("email", track.email().address());
    row.addProperty("type", track.event().type());
    row.addProperty("id", track.event().id());
    row.addProperty("time", track.event().time().toString());
    JsonObject properties = new JsonObject();
    track.event().properties().forEach((name, v) -> properties.add(name, ReferenceValues.json(v)));
    row.add("properties", properties);
    return row;
  }

  Outcome publish(Content content) {
    JsonObject body = new JsonObject();
    body.addProperty("name", content.name());
    body.addProperty("shape", content.shape().name());
    body.addProperty("subject", content.subject());
    body.addProperty("html", content.html());
    body.addProperty("text", content.text());
    body.addProperty("amp", content.amp());
    http.call("PUT", "/contents/" + encode(content.key()), body, true);
    return new Outcome.Applied(content.key());
  }

  /** Events first: without the person nobody would find them again. */
  Outcome erase(Change.Erase erase) {
    String email = encode(erase.email().address());
    eraseEvents(email);
    http.call("DELETE", "/people/" + email, null, true);
    return http.call("GET", "/people/" + email, null, true) == null
        ? Outcome.APPLIED
        : new Outcome.Unknown(
            Failure.of(FailureKind.TRANSIENT, "Postbox still shows the person it erased"));
  }

  void eraseEvents(String email) {
    http.call("DELETE", "/events/" + email, null, true);
  }

  @Override
  public void close() {
    // The HTTP client ends with its last reference.
  }

  static Outcome rejected(FailureKind kind, String message) {
    return new Outcome.Rejected(Failure.of(kind, message));
  }
}
