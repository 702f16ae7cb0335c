package io.espalier.sync.project;

import io.espalier.model.Consent;
import io.espalier.rule.Names;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code consent: {email: ...}}. Each of {@code state}, {@code at}, {@code source} and {@code
 * evidence} is either one value for all or a column: {@code state: {column: opt_in, values: {yes:
 * subscribed, no: unsubscribed}}}.
 */
final class ConsentReader {
  private static final List<String> STATES =
      Arrays.stream(Consent.State.values()).map(Consent.State::word).toList();

  private ConsentReader() {}

  static ConsentSpec read(YamlMap map) {
    Map<String, Consent.State> meanings = new LinkedHashMap<>();
    Optional<ColumnRef> stateColumn = column(map, "state", meanings);
    Optional<ColumnRef> atColumn = column(map, "at", null);
    Optional<ColumnRef> sourceColumn = column(map, "source", null);
    Optional<ColumnRef> evidenceColumn = column(map, "evidence", null);
    Optional<Consent.State> state =
        map.isMap("state")
            ? Optional.empty()
            : map.text("state").flatMap(w -> state(map, "state", w));
    if (!map.has("state")) {
      map.error("state", "'state' is missing", "one of: " + String.join(", ", STATES));
    }
    Optional<Instant> at = map.isMap("at") ? Optional.empty() : instant(map);
    Optional<String> source = map.isMap("source") ? Optional.empty() : map.text("source");
    Optional<String> evidence = map.isMap("evidence") ? Optional.empty() : map.text("evidence");
    boolean provable =
        (at.isPresent() || atColumn.isPresent())
            && (evidence.isPresent() || evidenceColumn.isPresent());
    if (state.filter(s -> s == Consent.State.SUBSCRIBED).isPresent() && !provable) {
      map.warning(
          "state",
          "'subscribed' without 'at' and 'evidence' counts as unknown: synced, but never mailable",
          "say when it was given, and what proves it");
    }
    map.refuseOthers();
    return new ConsentSpec(
        state,
        stateColumn,
        meanings,
        at,
        atColumn,
        source,
        sourceColumn,
        evidence,
        evidenceColumn,
        NeverSent.usual());
  }

  private static Optional<ColumnRef> column(
      YamlMap map,
      String key,
      @org.jspecify.annotations.Nullable Map<String, Consent.State> meanings) {
    if (!map.isMap(key)) {
      return Optional.empty();
    }
    return map.map(key)
        .flatMap(
            given -> {
              Optional<ColumnRef> column =
                  given
                      .required("column", "the column to read")
                      .map(c -> new ColumnRef(c, given.place("column")));
              if (meanings != null) {
                given.map("values").ifPresent(values -> meanings(values, meanings));
              }
              given.refuseOthers();
              return column;
            });
  }

  private static void meanings(YamlMap values, Map<String, Consent.State> meanings) {
    for (String text : values.keys()) {
      values
          .text(text)
          .flatMap(word -> state(values, text, word))
          .ifPresent(state -> meanings.put(text.strip().toLowerCase(Locale.ROOT), state));
    }
  }

  private static Optional<Consent.State> state(YamlMap map, String key, String word) {
    Optional<Consent.State> state = Consent.State.of(word);
    if (state.isEmpty()) {
      map.error(key, "unknown consent state '" + word + "'", Names.suggestion(word, STATES));
    }
    return state;
  }

  private static Optional<Instant> instant(YamlMap map) {
    return map.text("at")
        .flatMap(
            text -> {
              try {
                return Optional.of(Instant.parse(text));
              } catch (DateTimeParseException e) {
                map.error("at", "'" + text + "' is no instant", "e.g. 2026-01-31T00:00:00Z");
                return Optional.empty();
              }
            });
  }
}
