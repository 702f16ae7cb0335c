package io.espalier.sync.run;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.model.Attribute;
import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import io.espalier.model.ProfileKey;
import io.espalier.model.Segment;
import io.espalier.model.Value;
import io.espalier.spi.Change;
import io.espalier.sync.plan.NativeRows;
import io.espalier.sync.plan.OptOutGate;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.ValueColumns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a plan's rows back as changes, a batch at a time. */
final class PlanReader {
  private static final Consent.State[] STATES = Consent.State.values();

  private static final String SELECT =
      "select seq, key, email, coalesce(segment, ''), payload, before, consent, consent_at, consent_source, consent_evidence, opted_out_at, former "
          + "from ledger_plan_row where plan = ? and esp = ? and kind = ? and coalesce(segment, '') = ? ";

  private final Engine engine;
  private final String plan;
  private final String esp;
  private final OptOutGate gate;
  private final Map<Change.Kind, List<String>> segmentsOf = new EnumMap<>(Change.Kind.class);

  /** The place behind which nothing more comes, since the last rows were fewer than asked for. */
  private String end = "";

  private final Map<String, Attribute> attributes = new HashMap<>();
  private final Map<String, Segment> segments = new HashMap<>();

  /** Under the names that marketers gave them there and may keep. */
  private final Map<String, Segment> asNamedThere = new HashMap<>();

  PlanReader(
      Engine engine,
      String plan,
      String esp,
      List<Attribute> attributes,
      List<Segment> segments,
      OptOutGate gate) {
    this.gate = gate;
    this.engine = engine;
    this.plan = plan;
    this.esp = esp;
    attributes.forEach(a -> this.attributes.put(a.name(), a));
    segments.forEach(s -> this.segments.put(s.id(), s));
    asNamedThere.putAll(this.segments);
  }

  /** From now on people join and leave the lists of these names: segment → name. */
  PlanReader naming(Map<String, String> names) {
    names.forEach(
        (id, name) -> {
          Segment segment = segments.get(id);
          if (segment != null) {
            asNamedThere.put(id, segment.named(name));
          }
        });
    return this;
  }

  /** A row speaks of something that the project has no more. */
  static final class GoneException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    GoneException(String message) {
      super(message);
    }
  }

  /**
   * Takes out the rows that an earlier execution of this plan has settled. Gives the people whose
   * upsert came to nothing then, and who are not there.
   */
  Set<String> skipSettled(String account) {
    engine.run(
        "delete from ledger_plan_row where plan = ? and esp = ? and exists (select 1 from ledger_history h where h.run = ledger_plan_row.plan and h.account = ? and h.kind = ledger_plan_row.kind "
            + "and h.segment = coalesce(ledger_plan_row.segment, '') and h.seq = ledger_plan_row.seq and h.outcome <> 'UNKNOWN')",
        plan,
        esp,
        account);
    return new HashSet<>(
        engine.list(
            "select key from ledger_history h where run = ? and account = ? and kind = 'UPSERT' and outcome <> 'APPLIED' and not exists (select 1 from ledger_profile l where l.account = h.account and l.key = h.key)",
            row -> row.getString(1),
            plan,
            account));
  }

  /**
   * People whose consent an earlier execution of this plan was to narrow, and did not: they may be
   * mailable still.
   */
  Set<String> unproved(String account) {
    return new HashSet<>(
        engine.list(
            "select key from ledger_history where run = ? and account = ? and kind = 'SET_CONSENT' and outcome <> 'APPLIED' and not starts_with(told, ?)",
            row -> row.getString(1),
            plan,
            account,
            Consent.State.SUBSCRIBED.word()));
  }

  /**
   * Segments that have rows of a kind; one empty id for a kind without. Those of all kinds are read
   * at once, when first asked for: a run adds no rows.
   */
  List<String> segmentsOf(Change.Kind kind) {
    if (segmentsOf.isEmpty()) {
      for (Change.Kind one : Change.Kind.values()) {
        segmentsOf.put(one, new ArrayList<>());
      }
      engine.each(
          "select distinct kind, coalesce(segment, '') from ledger_plan_row where plan = ? and esp = ? and kind in (select unnest(string_split(?, ','))) order by 1, 2",
          row ->
              Objects.requireNonNull(segmentsOf.get(Change.Kind.valueOf(row.getString(1))))
                  .add(row.getString(2)),
          plan,
          esp,
          Stream.of(Change.Kind.values()).map(Enum::name).collect(Collectors.joining(",")));
    }
    return Objects.requireNonNull(segmentsOf.get(kind));
  }

  /**
   * The next rows of a kind and a segment.
   *
   * @param after the sequence number of the last row read; 0 to begin
   */
  List<PlanRow> next(Change.Kind kind, String segment, long after, int most) {
    List<PlanRow> rows = new ArrayList<>();
    String place = kind + " " + segment + " ";
    if (end.equals(place + after)) {
      return rows;
    }
    engine.each(
        SELECT + "and seq > ? order by seq limit ?",
        row -> rows.add(read(kind, row)),
        plan,
        esp,
        kind.name(),
        segment,
        after,
        most);
    if (!rows.isEmpty() && rows.size() < most) {
      end = place + rows.get(rows.size() - 1).seq();
    }
    return rows;
  }

  /**
   * The next rows of people who join a segment, without those of whom a consent comes later.
   *
   * @param consents the highest sequence number of the consents that do not count as later
   */
  List<PlanRow> joinable(String segment, long after, int most, long consents) {
    List<PlanRow> rows = new ArrayList<>();
    engine.each(
        SELECT
            + "and seq > ? and not exists (select 1 from ledger_plan_row c where c.plan = ledger_plan_row.plan and c.esp = ledger_plan_row.esp and c.kind = ? and c.key = ledger_plan_row.key and c.seq > ?) order by seq limit ?",
        row -> rows.add(read(Change.Kind.JOIN, row)),
        plan,
        esp,
        Change.Kind.JOIN.name(),
        segment,
        after,
        Change.Kind.SET_CONSENT.name(),
        consents,
        most);
    return rows;
  }

  /**
   * The rows with these sequence numbers, in their order.
   *
   * @throws GoneException where the project has no more what they speak of
   */
  List<PlanRow> rows(Change.Kind kind, String segment, BitSet numbers) {
    List<PlanRow> rows = new ArrayList<>();
    engine.each(
        SELECT + "and seq between ? and ? order by seq",
        row -> {
          if (numbers.get(row.getInt(1))) {
            rows.add(read(kind, row));
          }
        },
        plan,
        esp,
        kind.name(),
        segment,
        numbers.nextSetBit(0),
        numbers.length());
    return rows;
  }

  private PlanRow read(Change.Kind kind, ResultSet row) throws SQLException {
    String key = Optional.ofNullable(row.getString(2)).orElse("");
    String email = Optional.ofNullable(row.getString(3)).orElse("");
    String segment = row.getString(4);
    String payload = Optional.ofNullable(row.getString(5)).orElse("");
    JsonObject changed =
        kind == Change.Kind.UPSERT ? changed(payload, row.getString(6)) : new JsonObject();
    Change change =
        switch (kind) {
          case DEFINE_FIELD -> new Change.DefineField(attribute(key));
          case DEFINE_SEGMENT ->
              new Change.DefineSegment(
                  segment(segment), Optional.ofNullable(row.getString(6)).orElse(""));
          case UPSERT ->
              new Change.Upsert(
                  new ProfileKey(key),
                  new EmailAddress(email),
                  values(changed),
                  assumed(new ProfileKey(key), new EmailAddress(email), row),
                  former(row.getString(12)));
          case SET_CONSENT -> gated(new ProfileKey(key), new EmailAddress(email), row);
          case JOIN ->
              new Change.Join(there(segment), new ProfileKey(key), new EmailAddress(email));
          case LEAVE ->
              new Change.Leave(there(segment), new ProfileKey(key), new EmailAddress(email));
          case DEFINE_NATIVE ->
              new Change.DefineNative(
                  segment(segment),
                  NativeRows.definition(payload),
                  Optional.ofNullable(row.getString(6)).orElse(""));
          case RETIRE ->
              new Change.Retire(
                  segment(segment),
                  Change.Retire.Container.valueOf(payload),
                  Optional.ofNullable(row.getString(6)).orElse(""));
          case TRACK, PUBLISH, ERASE ->
              throw new IllegalStateException("no plan has a row of " + kind);
        };
    return new PlanRow(
        row.getLong(1), key, email, segment, payload, row.getString(6) != null, changed, change);
  }

  private static @Nullable EmailAddress former(@Nullable String address) {
    return address == null ? null : new EmailAddress(address);
  }

  private Attribute attribute(String name) {
    Attribute attribute = attributes.get(name);
    if (attribute == null) {
      throw new GoneException("the plan speaks of an attribute '" + name + "' that is gone");
    }
    return attribute;
  }

  private Segment there(String id) {
    Segment segment = segment(id);
    return asNamedThere.getOrDefault(id, segment);
  }

  private Segment segment(String id) {
    Segment segment = segments.get(id);
    if (segment == null) {
      throw new GoneException("the plan speaks of a segment '" + id + "' that is gone");
    }
    return segment;
  }

  /**
   * The fields that differ from what the ESP confirmed, as canonical texts, null to clear; all that
   * have a value for a new person.
   */
  private static JsonObject changed(String payload, @Nullable String before) {
    JsonObject wanted = JsonParser.parseString(payload).getAsJsonObject();
    if (before == null) {
      return wanted;
    }
    JsonObject known = JsonParser.parseString(before).getAsJsonObject();
    JsonObject changed = new JsonObject();
    for (Map.Entry<String, JsonElement> field : wanted.entrySet()) {
      if (!field.getValue().equals(known.get(field.getKey()))) {
        changed.add(field.getKey(), field.getValue());
      }
    }
    for (String name : known.keySet()) {
      if (!wanted.has(name)) {
        changed.add(name, JsonNull.INSTANCE);
      }
    }
    return changed;
  }

  private Map<String, Value> values(JsonObject changed) {
    Map<String, Value> values = new HashMap<>();
    for (Map.Entry<String, JsonElement> field : changed.entrySet()) {
      values.put(
          field.getKey(),
          field.getValue().isJsonNull()
              ? Value.NOTHING
              : ValueColumns.value(
                  attribute(field.getKey()).type(), field.getValue().getAsString()));
    }
    return values;
  }

  private static Consent consent(ResultSet row) throws SQLException {
    Consent.State state = STATES[row.getInt(7)];
    return new Consent(
        Consent.EMAIL, state, instant(row.getTimestamp(8)), row.getString(9), row.getString(10));
  }

  /** A consent that the gate does not let through goes out as unknown: synced, not mailable. */
  private Change.SetConsent gated(ProfileKey key, EmailAddress email, ResultSet row)
      throws SQLException {
    return gate.pass(key, email, consent(row), instant(row.getTimestamp(11)))
        .orElseGet(() -> new Change.SetConsent(key, email, Consent.unknown(Consent.EMAIL)));
  }

  /** What may be assumed of somebody whom the ESP does not know passes the same gate. */
  private Consent assumed(ProfileKey key, EmailAddress email, ResultSet row) throws SQLException {
    return gated(key, email, row).consent();
  }

  private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
    return timestamp == null ? null : ValueColumns.utc(timestamp);
  }
}
