package io.espalier.salesforcemc;

import com.google.gson.JsonPrimitive;
import io.espalier.model.Attribute;
import io.espalier.model.Value;
import io.espalier.spi.Change;
import io.espalier.spi.EspException;
import io.espalier.spi.FailureKind;
import io.espalier.spi.FieldMap;
import io.espalier.spi.Job;
import io.espalier.spi.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What became of rows whose answer nobody has seen. The vendor lists no requests, and an id that
 * nobody wrote down is lost: so the rows are read back, and those that do not show are given a
 * while to arrive, lest they land on top of what is sent next.
 */
final class SalesforceMcRecall {
  /** {@code recall-<epoch second>}. */
  static final String HANDLE = "recall-";

  /** No document says how long a request may take; those seen took seconds. */
  private static final Duration ON_ITS_WAY = Duration.ofMinutes(3);

  /** Their clock and ours. */
  private static final Duration SLACK = Duration.ofMinutes(2);

  private final SalesforceMcSoap soap;
  private final SalesforceMcSubscribers subscribers;
  private final FieldMap fields;
  private final Clock clock;

  SalesforceMcRecall(
      SalesforceMcSoap soap, SalesforceMcSubscribers subscribers, FieldMap fields, Clock clock) {
    this.soap = soap;
    this.subscribers = subscribers;
    this.fields = fields;
    this.clock = clock;
  }

  List<Outcome> recall(List<Change> rows, Instant since) {
    return switch (rows.get(0).kind()) {
      case UPSERT -> {
        List<String> columns = new ArrayList<>(List.of(SalesforceMcNames.EMAIL));
        fields.attributes().forEach(a -> columns.add(fields.vendorName(a.name())));
        yield found(rows, since, SalesforceMcNames.PROFILES_KEY, columns, this::holds);
      }
      case JOIN -> joins(rows, since);
      case SET_CONSENT ->
          subscribers.recall(
              rows.stream().map(Change.SetConsent.class::cast).toList(),
              since.minus(SLACK),
              since.plus(ON_ITS_WAY));
      // Everything else was done, or refused, before it was answered, and looks before it is done.
      default -> Collections.nCopies(rows.size(), Outcome.NOT_FOUND);
    };
  }

  /** Rows of any segments; those of one segment are looked for together. */
  private List<Outcome> joins(List<Change> rows, Instant since) {
    Map<String, List<Integer>> bySegment = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      String key = SalesforceMcNames.segmentKey(((Change.Join) rows.get(i)).segment().id());
      bySegment.computeIfAbsent(key, k -> new ArrayList<>()).add(i);
    }
    List<Outcome> outcomes = new ArrayList<>(Collections.nCopies(rows.size(), Outcome.NOT_FOUND));
    bySegment.forEach(
        (extension, places) -> {
          List<Outcome> some =
              found(
                  places.stream().map(rows::get).toList(),
                  since,
                  extension,
                  List.of(SalesforceMcNames.EMAIL),
                  (row, cells) -> address(cells).equals(((Change.Join) row).email().address()));
          for (int i = 0; i < some.size(); i++) {
            outcomes.set(places.get(i), some.get(i));
          }
        });
    return outcomes;
  }

  private List<Outcome> found(
      List<Change> rows,
      Instant since,
      String extension,
      List<String> columns,
      BiPredicate<Change, Map<String, String>> holds) {
    Map<String, Map<String, String>> held =
        read(extension, columns, rows.stream().map(SalesforceMcRecall::key).toList());
    boolean late = clock.instant().isAfter(since.plus(ON_ITS_WAY));
    Outcome missing =
        late ? Outcome.NOT_FOUND : new Outcome.Pending(new Job(HANDLE + since.getEpochSecond()));
    return rows.stream()
        .map(
            row -> {
              Map<String, String> cells = held.get(lower(key(row)));
              return cells != null && holds.test(row, cells) ? Outcome.APPLIED : missing;
            })
        .toList();
  }

  private static String key(Change row) {
    return row instanceof Change.Upsert upsert
        ? upsert.key().value()
        : ((Change.Join) row).key().value();
  }

  /** Key → column → text, both in lower case. */
  private Map<String, Map<String, String>> read(
      String extension, List<String> columns, List<String> keys) {
    List<String> all = new ArrayList<>(List.of(SalesforceMcNames.KEY));
    all.addAll(columns);
    Map<String, Map<String, String>> held = new HashMap<>();
    try {
      for (SoapNode row :
          soap.retrieve(
              "DataExtensionObject[" + extension + "]", all, SalesforceMcNames.KEY, keys)) {
        Map<String, String> cells = new HashMap<>();
        all.forEach(
            column ->
                SalesforceMcMembers.property(row, column)
                    .ifPresent(text -> cells.put(lower(column), text)));
        held.put(lower(cells.getOrDefault(lower(SalesforceMcNames.KEY), "")), cells);
      }
    } catch (EspException e) {
      if (e.failure().kind() != FailureKind.INVALID
          && e.failure().kind() != FailureKind.MISSING_TARGET) {
        throw e;
      }
      // There is no such data extension, or it lacks a column: none of the rows got there.
      return Map.of();
    }
    return held;
  }

  private boolean holds(Change change, Map<String, String> cells) {
    Change.Upsert row = (Change.Upsert) change;
    if (!address(cells).equals(row.email().address())) {
      return false;
    }
    for (Map.Entry<String, Value> wanted : row.values().entrySet()) {
      Optional<Attribute> attribute =
          fields.attributes().stream().filter(a -> a.name().equals(wanted.getKey())).findFirst();
      if (attribute.isEmpty()
          || !same(
              wanted.getValue(),
              value(attribute.get(), cells.get(lower(fields.vendorName(wanted.getKey())))))) {
        return false;
      }
    }
    return true;
  }

  private static Value value(Attribute attribute, @Nullable String text) {
    return SalesforceMcMapper.value(attribute, text == null ? null : new JsonPrimitive(text));
  }

  private static boolean same(Value wanted, Value held) {
    return wanted instanceof Value.Number one && held instanceof Value.Number other
        ? one.number().compareTo(other.number()) == 0
        : wanted.equals(held);
  }

  private static String address(Map<String, String> cells) {
    return lower(cells.getOrDefault(lower(SalesforceMcNames.EMAIL), ""));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
