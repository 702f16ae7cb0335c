package io.espalier.salesforcemc;

import io.espalier.model.Attribute;
import io.espalier.model.Event;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.salesforcemc.SalesforceMcExtensions.Wanted;
import io.espalier.spi.Change.Track;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Events as rows: one sendable data extension a type, a column a property, one row an event.
 *
 * <p>The journey API would start journeys, not keep events, and cannot be told twice; a row under
 * the hash of the event's id can. A journey starts from the data extension instead.
 */
final class SalesforceMcEvents {
  private final SalesforceMcSession session;
  private final SalesforceMcExtensions extensions;

  /** Columns that are known to stand, by the data extension's key and lower-cased name. */
  private final Map<String, Map<String, Column>> standing = new ConcurrentHashMap<>();

  SalesforceMcEvents(SalesforceMcSession session, SalesforceMcExtensions extensions) {
    this.session = session;
    this.extensions = extensions;
  }

  List<Outcome> track(List<Track> changes) {
    Map<String, List<Integer>> byType = new LinkedHashMap<>();
    for (int i = 0; i < changes.size(); i++) {
      byType.computeIfAbsent(changes.get(i).event().type(), t -> new ArrayList<>()).add(i);
    }
    RowBatch batch = new RowBatch(session, extensions, changes.size(), SalesforceMcRows.ROWS);
    byType.forEach((type, places) -> track(type, places, changes, batch));
    List<Outcome> outcomes = batch.outcomes();
    for (int i = 0; i < changes.size(); i++) {
      if (outcomes.get(i) instanceof Outcome.Rejected no
          && no.failure().kind() == FailureKind.MISSING_TARGET) {
        standing.remove(SalesforceMcNames.eventKey(changes.get(i).event().type()));
      }
    }
    return outcomes;
  }

  private void track(String type, List<Integer> places, List<Track> changes, RowBatch batch) {
    Map<String, Column> wanted = new LinkedHashMap<>();
    for (int i : places) {
      columns(changes.get(i).event())
          .forEach(column -> wanted.putIfAbsent(lower(column.name()), column));
    }
    String key = SalesforceMcNames.eventKey(type);
    Map<String, Failure> refused = ensure(type, wanted);
    Set<String> inBatch = new HashSet<>();
    for (int i : places) {
      Track change = changes.get(i);
      try {
        Optional<Failure> failure =
            columns(change.event()).stream()
                .map(column -> refused.get(lower(column.name())))
                .filter(f -> f != null)
                .findFirst();
        if (failure.isPresent()) {
          batch.refuse(i, failure.get());
          continue;
        }
        Map<String, @Nullable Object> row = row(change, standing.getOrDefault(key, Map.of()));
        if (!inBatch.add(change.event().id())) {
          // One row twice in a job would lock itself out.
          batch.send(key);
          inBatch.clear();
          inBatch.add(change.event().id());
        }
        batch.add(i, row);
      } catch (SalesforceMcMapper.Unfit e) {
        batch.refuse(i, SalesforceMcRows.unfit(e));
      }
    }
    batch.send(key);
  }

  /** Makes what is missing; says, by column, what could not be made. */
  private Map<String, Failure> ensure(String type, Map<String, Column> wanted) {
    String key = SalesforceMcNames.eventKey(type);
    Map<String, Column> there = standing.get(key);
    if (there == null) {
      there = extensions.columns(key);
      if (there.isEmpty()) {
        Wanted made = Wanted.events(type, wanted.values().stream().filter(c -> !c.key()).toList());
        SoapNode result = extensions.createUnderFreeName(List.of(made)).get(0);
        if (!result.isOk()) {
          Failure failure = SalesforceMcSoap.failure(result);
          Map<String, Failure> all = new LinkedHashMap<>();
          made.columns().forEach(column -> all.put(lower(column.name()), failure));
          return all;
        }
        made.columns().forEach(column -> stands(key, column));
        return Map.of();
      }
      there.values().forEach(column -> stands(key, column));
    }
    Map<String, Failure> refused = new LinkedHashMap<>();
    for (Map.Entry<String, Column> each : wanted.entrySet()) {
      Column has = there.get(each.getKey());
      if (has != null && !has.canGrowInto(each.getValue())) {
        continue;
      }
      SoapNode result = extensions.alter(key, List.of(each.getValue()));
      if (result.isOk()) {
        stands(key, each.getValue());
      } else {
        refused.put(each.getKey(), SalesforceMcSoap.failure(result));
      }
    }
    return refused;
  }

  private void stands(String key, Column column) {
    standing.computeIfAbsent(key, k -> new ConcurrentHashMap<>()).put(lower(column.name()), column);
  }

  private static List<Column> columns(Event event) {
    List<Column> columns = new ArrayList<>();
    // The id is looked at, too, so that a data extension that could not be made refuses its rows.
    columns.add(Column.eventKey());
    event
        .properties()
        .forEach(
            (name, value) -> {
              if (value.exists()) {
                columns.add(Column.of(SalesforceMcNames.propertyColumn(name), type(value)));
              }
            });
    return columns;
  }

  private static Map<String, @Nullable Object> row(Track change, Map<String, Column> there)
      throws SalesforceMcMapper.Unfit {
    Event event = change.event();
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put(SalesforceMcNames.EVENT_KEY, SalesforceMcNames.sha256(event.id()));
    row.put(
        SalesforceMcNames.EVENT_ID,
        SalesforceMcMapper.wire(
            Attribute.of(SalesforceMcNames.EVENT_ID, ValueType.TEXT), Value.text(event.id())));
    row.put(
        SalesforceMcNames.EVENT_TIME,
        SalesforceMcMapper.wire(
            Attribute.of(SalesforceMcNames.EVENT_TIME, ValueType.DATETIME),
            new Value.Moment(event.time())));
    row.put(SalesforceMcNames.KEY, change.key().value());
    row.put(SalesforceMcNames.EMAIL, change.email().address());
    for (Map.Entry<String, Value> property : event.properties().entrySet()) {
      if (!property.getValue().exists()) {
        continue;
      }
      ValueType type = type(property.getValue());
      String name = SalesforceMcNames.propertyColumn(property.getKey());
      Column column = there.get(lower(name));
      Column wanted = Column.of(name, type);
      if (column != null && !column.type().equals(wanted.type())) {
        throw new SalesforceMcMapper.Unfit(
            "the property '"
                + property.getKey()
                + "' needs a column "
                + wanted
                + ", and the one there is "
                + column);
      }
      row.put(
          name,
          SalesforceMcMapper.wire(Attribute.of(property.getKey(), type), property.getValue()));
    }
    return row;
  }

  private static ValueType type(Value value) {
    if (value instanceof Value.Number) {
      return ValueType.NUMBER;
    } else if (value instanceof Value.Flag) {
      return ValueType.BOOL;
    } else if (value instanceof Value.Day) {
      return ValueType.DATE;
    } else if (value instanceof Value.Moment) {
      return ValueType.DATETIME;
    }
    return value instanceof Value.TextList ? ValueType.LIST : ValueType.TEXT;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
