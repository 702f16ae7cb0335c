package io.espalier.sync.run;

import io.espalier.model.Attribute;
import io.espalier.model.Value;
import io.espalier.spi.Cursor;
import io.espalier.spi.Page;
import io.espalier.spi.RemoteProfile;
import io.espalier.sync.plan.Backfills;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.ValueColumns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How many of the people who should hold a new field do, by what the ESP holds itself. A very large
 * account is not read through for that: there the ESP's confirmations are counted, and it is said.
 */
final class Coverage {
  /** More calls than these are not worth a percentage. */
  private static final int MOST_PAGES = 1_000;

  private final Engine engine;
  private final Connections.Open open;
  private final Map<String, Attribute> attributes;

  Coverage(Engine engine, Connections.Open open, List<Attribute> attributes) {
    this.engine = engine;
    this.open = open;
    this.attributes =
        attributes.stream().collect(Collectors.toMap(Attribute::name, attribute -> attribute));
  }

  /**
   * Measures every action that has begun.
   *
   * @param plan which has just been executed
   * @param settled every row of it has a final outcome: the action ends with this
   */
  List<Report.Covered> measure(String plan, boolean settled, Instant at) {
    String account = open.ledgerAccount();
    Map<String, Map<String, String>> wanted = new LinkedHashMap<>();
    for (String name : Backfills.open(engine, account)) {
      if (attributes.containsKey(name)) {
        wanted.put(name, wanted(plan, name));
      } else {
        // The project has the field no more: there is nobody who should hold it.
        Backfills.measured(engine, account, name, 0, 0, true, at);
      }
    }
    if (wanted.isEmpty()) {
      return List.of();
    }
    Optional<Map<String, Set<String>>> held = read(wanted);
    List<Report.Covered> covered = new ArrayList<>();
    wanted.forEach(
        (name, people) -> {
          long number =
              held.map(all -> (long) all.getOrDefault(name, Set.of()).size())
                  .orElseGet(() -> told(name));
          Backfills.measured(engine, account, name, number, people.size(), settled, at);
          covered.add(new Report.Covered(name, number, people.size(), held.isPresent()));
        });
    return covered;
  }

  /** Key → canonical text, of everybody there who has a value here. */
  private Map<String, String> wanted(String plan, String name) {
    Map<String, String> people = new HashMap<>();
    String said =
        "select key, "
            + Backfills.field("fields")
            + " from ledger_profile where account = ? and gone_at is null";
    engine.each(
        said,
        row -> {
          if (row.getString(2) != null) {
            people.put(row.getString(1), row.getString(2));
          }
        },
        name,
        open.ledgerAccount());
    // What was refused, or is not known to have arrived, is no less wanted.
    engine.each(
        "select key, "
            + Backfills.field("payload")
            + " from ledger_plan_row where plan = ? and esp = ? and kind = 'UPSERT'",
        row -> {
          if (row.getString(2) != null) {
            people.put(row.getString(1), row.getString(2));
          }
        },
        name,
        plan,
        open.esp().id());
    return people;
  }

  private long told(String name) {
    return engine.number(
        "select count(*) from ledger_profile where account = ? and gone_at is null and "
            + Backfills.field("fields")
            + " is not null and "
            + Backfills.field("fields")
            + " <> '?'",
        open.ledgerAccount(),
        name,
        name);
  }

  /** Field → keys of those who hold it as wanted; empty where reading it all takes too long. */
  private Optional<Map<String, Set<String>>> read(Map<String, Map<String, String>> wanted) {
    Map<String, Set<String>> held = new HashMap<>();
    wanted.keySet().forEach(name -> held.put(name, new HashSet<>()));
    Optional<Cursor> from = Optional.of(Cursor.profiles());
    for (int page = 0; from.isPresent(); page++) {
      if (page == MOST_PAGES) {
        return Optional.empty();
      }
      Page<RemoteProfile> people = open.connector().read(from.get());
      for (RemoteProfile person : people.items()) {
        person.key().ifPresent(key -> look(key.value(), person.values(), wanted, held));
      }
      from = people.next();
    }
    return Optional.of(held);
  }

  private void look(
      String key,
      Map<String, Value> values,
      Map<String, Map<String, String>> wanted,
      Map<String, Set<String>> held) {
    wanted.forEach(
        (name, people) -> {
          String text = people.get(key);
          Value value = values.get(name);
          Attribute attribute = attributes.get(name);
          if (text != null
              && !text.equals("?")
              && value != null
              && attribute != null
              && same(ValueColumns.value(attribute.type(), text), value)) {
            held.computeIfAbsent(name, n -> new HashSet<>()).add(key);
          }
        });
  }

  /** An ESP may keep fewer digits behind the point, or none of a second's parts. */
  private static boolean same(Value wanted, Value held) {
    if (wanted instanceof Value.Number one && held instanceof Value.Number other) {
      return one.number().compareTo(other.number()) == 0;
    }
    if (wanted instanceof Value.Moment one && held instanceof Value.Moment other) {
      return one.moment().getEpochSecond() == other.moment().getEpochSecond();
    }
    return wanted.equals(held);
  }
}
