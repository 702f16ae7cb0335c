package io.espalier.sync.project;

import io.espalier.model.Attribute;
import io.espalier.model.EventType;
import io.espalier.model.Schema;
import io.espalier.model.Sensitivity;
import io.espalier.model.Unit;
import io.espalier.model.ValueType;
import io.espalier.rule.Issue;
import io.espalier.rule.Names;
import io.espalier.rule.Operand;
import io.espalier.rule.Parsed;
import io.espalier.rule.RuleChecker;
import io.espalier.rule.RuleParser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code profile.yaml}: who a person is, and what they did. */
final class Profiles {
  private static final List<String> TYPES =
      Arrays.stream(ValueType.values()).map(ValueType::word).toList();
  private static final List<String> CLASSES =
      List.of(
          "demographic",
          "behavioural",
          "behavioral",
          "purchase",
          "engagement",
          "contextual",
          "predicted");

  private final Optional<Set<String>> tables;

  /** Also of events that are declared wrongly: a rule that names one is not wrong too. */
  private final List<EventType> eventTypes = new ArrayList<>();

  private final Set<String> esps;
  private final DriftReader drift = new DriftReader();

  /**
   * @param tables every source and model; empty where nobody knows them
   */
  Profiles(Optional<Set<String>> tables, Set<String> esps) {
    this.tables = tables;
    this.esps = esps;
  }

  /** An attribute whose aggregate is still text. */
  private record Pending(Attribute attribute, YamlText compute) {}

  /** What the file declares; aggregates are checked once all names are known. */
  static final class Declared {
    private final Optional<ColumnRef> from;
    private final Optional<ColumnRef> key;
    private final Optional<ColumnRef> email;
    private final ConsentSpec consent;
    private final List<ProfileSpec.Column> columns;
    private final List<Pending> pending;
    private final Map<String, EventSpec> events;
    private final List<EventType> eventTypes;
    private final Optional<IdentitySpec> identity;
    private final DriftSpec drift;
    private final List<ProfileSpec.Computed> computed = new ArrayList<>();

    private Declared(
        Optional<ColumnRef> from,
        Optional<ColumnRef> key,
        Optional<ColumnRef> email,
        ConsentSpec consent,
        List<ProfileSpec.Column> columns,
        List<Pending> pending,
        Map<String, EventSpec> events,
        List<EventType> eventTypes,
        Optional<IdentitySpec> identity,
        DriftSpec drift) {
      this.identity = identity;
      this.drift = drift;
      this.from = from;
      this.key = key;
      this.email = email;
      this.consent = consent;
      this.columns = columns;
      this.pending = pending;
      this.events = events;
      this.eventTypes = eventTypes;
    }

    /** With the splits that stand beside it. */
    Optional<IdentitySpec> identity(java.nio.file.Path dir, Collection<Issue> issues) {
      return identity.map(i -> IdentityReader.withSplits(i, dir, issues));
    }

    Map<String, EventSpec> events() {
      return events;
    }

    Schema schema(Collection<String> segments, Collection<Attribute> scores) {
      List<Attribute> attributes = attributes();
      attributes.addAll(scores);
      return Schema.of(attributes, eventTypes, new LinkedHashSet<>(segments));
    }

    List<Attribute> attributes() {
      List<Attribute> attributes = new ArrayList<>();
      columns.forEach(c -> attributes.add(c.attribute()));
      pending.forEach(p -> attributes.add(p.attribute()));
      return attributes;
    }

    void checkComputed(Schema schema, Collection<Issue> issues) {
      for (Pending p : pending) {
        Parsed<Operand> parsed = RuleParser.parseOperand(p.compute().text(), p.compute());
        issues.addAll(parsed.issues());
        parsed.value().ifPresent(operand -> check(p, operand, schema, issues));
      }
    }

    private void check(Pending p, Operand operand, Schema schema, Collection<Issue> issues) {
      if (!(operand instanceof Operand.Aggregate)) {
        issues.add(
            Issue.error(
                p.compute().whole(),
                "'compute' must be an aggregate of events",
                "e.g. count(order, 90d)"));
        return;
      }
      List<Issue> found = RuleChecker.checkOperand(operand, schema, p.compute());
      issues.addAll(found);
      Optional<ValueType> type = RuleChecker.typeOf(operand, schema);
      if (found.isEmpty() && type.isPresent() && type.get() != p.attribute().type()) {
        issues.add(
            Issue.error(
                p.compute().whole(),
                "this is a "
                    + type.get().word()
                    + ", but '"
                    + p.attribute().name()
                    + "' is declared as "
                    + p.attribute().type().word(),
                "write type: " + type.get().word()));
      }
      computed.add(new ProfileSpec.Computed(p.attribute(), operand, p.compute().whole()));
    }

    Optional<ProfileSpec> profile() {
      if (from.isEmpty() || key.isEmpty() || email.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          new ProfileSpec(
              from.get(),
              key.get(),
              email.get(),
              consent,
              columns,
              computed,
              List.of(),
              List.of(),
              identity,
              drift));
    }
  }

  Optional<Declared> read(YamlMap file) {
    if (!file.has("profile")) {
      file.error(
          "profile",
          "'profile' is missing",
          "say where people come from: profile: {from: customers, ...}");
      return Optional.empty();
    }
    Optional<IdentitySpec> identity = IdentityReader.read(file, tables);
    identity.ifPresent(i -> name(file));
    Optional<YamlMap> profile = file.map("profile");
    Map<String, EventSpec> events = new LinkedHashMap<>();
    file.map("events")
        .ifPresent(
            all -> {
              for (String name : all.keys()) {
                if (tables.filter(t -> t.contains("event_" + name)).isPresent()) {
                  all.keyError(
                      name,
                      "a source or model has the name 'event_"
                          + name
                          + "', under which these events are kept",
                      "give one of them another name");
                }
                all.map(name)
                    .flatMap(e -> event(name, e, identity))
                    .ifPresent(e -> events.put(name, e));
              }
            });
    file.refuseOthers();
    return profile.map(p -> declared(p, events, identity));
  }

  /** The tables that the joining makes may be read like any other. */
  private void name(YamlMap file) {
    for (String made : List.of(IdentitySpec.TABLE, IdentitySpec.KEYS)) {
      if (tables.filter(t -> !t.add(made)).isPresent()) {
        file.keyError(
            "identity",
            "a source or model has the name '" + made + "', which the joined people have",
            "give it another name");
      }
    }
  }

  private Declared declared(
      YamlMap map, Map<String, EventSpec> events, Optional<IdentitySpec> identity) {
    Optional<ColumnRef> from = table(map);
    Optional<ColumnRef> key =
        map.required("key", "the column that names a person for ever").map(c -> ref(map, "key", c));
    Optional<ColumnRef> email = Optional.empty();
    if (!map.has("identities")) {
      map.error("identities", "'identities' is missing", "e.g. identities: {email: email}");
    } else {
      Optional<YamlMap> identities = map.map("identities");
      email =
          identities.flatMap(
              i ->
                  i.required("email", "the column with the e-mail address")
                      .map(c -> ref(i, "email", c)));
      identities.ifPresent(YamlMap::refuseOthers);
    }
    ConsentSpec consent =
        map.map("consent")
            .map(
                c -> {
                  ConsentSpec spec =
                      c.map("email")
                          .map(ConsentReader::read)
                          .orElse(ConsentSpec.unknown())
                          .with(NeverSent.read(c));
                  c.refuseOthers();
                  return spec;
                })
            .orElse(ConsentSpec.unknown());
    List<ProfileSpec.Column> columns = new ArrayList<>();
    List<Pending> pending = new ArrayList<>();
    map.map("attributes")
        .ifPresent(
            all -> {
              for (String name : all.keys()) {
                all.map(name).ifPresent(a -> attribute(all, name, a, columns, pending));
              }
            });
    DriftSpec policies = drift.read(map);
    map.refuseOthers();
    return new Declared(
        from, key, email, consent, columns, pending, events, eventTypes, identity, policies);
  }

  private void attribute(
      YamlMap all,
      String name,
      YamlMap map,
      List<ProfileSpec.Column> columns,
      List<Pending> pending) {
    if (!name.matches("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*")) {
      all.keyError(
          name, "'" + name + "' is no attribute name", "use lower-case letters, digits and _");
    }
    Optional<ValueType> type = type(map, "type");
    String classification = map.text("class").orElse("demographic");
    if (!CLASSES.contains(classification)) {
      map.error(
          "class",
          "unknown class '" + classification + "'",
          Names.suggestion(classification, CLASSES));
    }
    Map<String, String> names = names(map);
    List<String> purposes = map.texts("purposes");
    if (purposes.isEmpty() && !map.isListOfMore("purposes")) {
      map.error("purposes", "'" + name + "' has no purposes", "e.g. purposes: [marketing]");
    }
    Optional<YamlText> compute = map.has("compute") ? map.block("compute") : Optional.empty();
    String column = map.text("column").orElse(name);
    Attribute attribute =
        new Attribute(
            name,
            type.orElse(ValueType.TEXT),
            map.text("label").orElse(name),
            classification,
            map.flag("pii").orElse(false),
            Set.copyOf(purposes),
            map.texts("values"),
            compute.map(YamlText::text).orElse(null),
            names,
            sensitivity(name, all, map),
            unit(map, type));
    drift.attribute(name, map);
    if (compute.isPresent() && map.has("column")) {
      map.error(
          "column", "'" + name + "' has both 'column' and 'compute'", "remove one of the two");
    }
    map.refuseOthers();
    if (compute.isPresent()) {
      pending.add(new Pending(attribute, compute.get()));
    } else {
      columns.add(
          new ProfileSpec.Column(
              attribute,
              new ColumnRef(column, map.has("column") ? map.place("column") : all.keyPlace(name))));
    }
  }

  /** {@code names: {esp: Placed Order}}. */
  private Map<String, String> names(YamlMap map) {
    Map<String, String> names = new LinkedHashMap<>();
    map.map("names")
        .ifPresent(
            given -> {
              for (String esp : given.keys()) {
                if (!esps.contains(esp)) {
                  given.keyError(
                      esp,
                      "unknown ESP '" + esp + "'",
                      Names.suggestion(esp, new java.util.TreeSet<>(esps)));
                }
                given.text(esp).ifPresent(n -> names.put(esp, n));
              }
            });
    return names;
  }

  private static @Nullable Sensitivity sensitivity(String name, YamlMap all, YamlMap map) {
    Optional<String> category = map.text("sensitive");
    String basis = map.text("basis").orElse("");
    if (category.isEmpty()) {
      if (map.has("basis")) {
        map.keyError("basis", "'basis' says nothing without 'sensitive'", "e.g. sensitive: health");
      }
      SensitiveNames.categoryOf(name)
          .ifPresent(
              likely ->
                  all.warning(
                      name,
                      "'" + name + "' looks like the sensitive class '" + likely + "'",
                      "declare it: sensitive: "
                          + likely
                          + ", with the basis of its use; or sensitive: none"));
      return null;
    }
    if (category.get().equals("none")) {
      return null;
    }
    if (!Sensitivity.CATEGORIES.contains(category.get())) {
      map.error(
          "sensitive",
          "unknown sensitive class '" + category.get() + "'",
          Names.suggestion(category.get(), Sensitivity.CATEGORIES));
      return null;
    }
    return new Sensitivity(category.get(), basis);
  }

  private static @Nullable Unit unit(YamlMap map, Optional<ValueType> type) {
    Optional<String> word = map.text("unit");
    Optional<Unit> unit = word.flatMap(Unit::of);
    if (word.isPresent() && unit.isEmpty()) {
      map.error(
          "unit",
          "unknown unit '" + word.get() + "'",
          "use percent, share, days, hours, a currency such as EUR, or EUR minor for whole cents");
    } else if (unit.isPresent() && type.isPresent() && type.get() != ValueType.NUMBER) {
      map.error("unit", "only a number has a unit", "write type: number, or leave it out");
    }
    return unit.orElse(null);
  }

  private static Optional<ColumnRef> keysOf(YamlMap map, Optional<IdentitySpec> identity) {
    Optional<ColumnRef> named = map.text("keys_of").map(c -> ref(map, "keys_of", c));
    if (named.isPresent() && identity.isEmpty()) {
      map.keyError("keys_of", "'keys_of' says nothing without 'identity'", "leave it out");
    } else if (named.isPresent()) {
      List<String> joined = identity.get().tables().stream().map(IdentitySpec.Table::name).toList();
      if (!joined.contains(named.get().column())) {
        map.error(
            "keys_of",
            "'" + named.get().column() + "' is none of the tables that people are joined from",
            Names.suggestion(named.get().column(), joined));
      }
    }
    return named;
  }

  private Optional<EventSpec> event(String name, YamlMap map, Optional<IdentitySpec> identity) {
    Optional<ColumnRef> from = table(map);
    List<ColumnRef> id = map.texts("id").stream().map(c -> ref(map, "id", c)).toList();
    if (id.isEmpty()) {
      map.error("id", "'id' is missing", "the column, or columns, that name one event");
    }
    Optional<ColumnRef> profile =
        map.required("profile", "the column with the person's key")
            .map(c -> ref(map, "profile", c));
    Optional<ColumnRef> keysOf = keysOf(map, identity);
    Optional<ColumnRef> time =
        map.required("time", "the column that says when").map(c -> ref(map, "time", c));
    Map<String, ValueType> types = new LinkedHashMap<>();
    Map<String, ColumnRef> columns = new LinkedHashMap<>();
    map.map("properties")
        .ifPresent(
            all -> {
              for (String property : all.keys()) {
                property(all, property, types, columns);
              }
            });
    Map<String, String> names = names(map);
    Optional<String> value = map.text("value");
    if (value.isPresent() && types.get(value.get()) != ValueType.NUMBER) {
      map.error(
          "value",
          "'value' names no property of these events that is a number",
          Names.suggestion(value.get(), types.keySet()));
    }
    map.refuseOthers();
    EventType declared = new EventType(name, types);
    eventTypes.add(declared);
    if (from.isEmpty() || id.isEmpty() || profile.isEmpty() || time.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new EventSpec(
            declared, from.get(), id, profile.get(), time.get(), columns, names, value, keysOf));
  }

  private static void property(
      YamlMap all, String property, Map<String, ValueType> types, Map<String, ColumnRef> columns) {
    if (property.equals(EventType.TIME)) {
      all.error(property, "'ts' is the event's time already", "give the property another name");
      return;
    }
    String column = property;
    Optional<ValueType> type;
    if (all.isMap(property)) {
      Optional<YamlMap> map = all.map(property);
      type = map.flatMap(m -> type(m, "type"));
      column = map.flatMap(m -> m.text("column")).orElse(property);
      map.ifPresent(YamlMap::refuseOthers);
    } else {
      type = type(all, property);
    }
    types.put(property, type.orElse(ValueType.TEXT));
    columns.put(property, new ColumnRef(column, all.keyPlace(property)));
  }

  private static Optional<ValueType> type(YamlMap map, String key) {
    Optional<String> word = map.required(key, "one of: " + String.join(", ", TYPES));
    Optional<ValueType> type = word.flatMap(ValueType::of);
    if (word.isPresent() && type.isEmpty()) {
      map.error(key, "unknown type '" + word.get() + "'", Names.suggestion(word.get(), TYPES));
    }
    return type;
  }

  private Optional<ColumnRef> table(YamlMap map) {
    Optional<String> from = map.required("from", "a model or a source");
    if (from.isPresent() && tables.isPresent() && !tables.get().contains(from.get())) {
      map.error(
          "from",
          "there is no model or source '" + from.get() + "'",
          Names.suggestion(from.get(), tables.get()));
    }
    return from.map(f -> ref(map, "from", f));
  }

  private static ColumnRef ref(YamlMap map, String key, String column) {
    return new ColumnRef(column, map.place(key));
  }
}
