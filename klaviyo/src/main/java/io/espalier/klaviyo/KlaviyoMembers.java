package io.espalier.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.http.HttpStack;
import io.espalier.klaviyo.KlaviyoWire.Resource;
import io.espalier.model.EmailAddress;
import io.espalier.model.Segment;
import io.espalier.spi.Change;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** Who is on a segment's list. */
final class KlaviyoMembers {
  /** Source: github.com/klaviyo/openapi 2026-07-15, relationships of a list. */
  private static final int IDS = 1_000;

  private final HttpStack http;
  private final KlaviyoApi api;
  private final KlaviyoSegments segments;
  private final KlaviyoImports imports;
  private final KlaviyoProfiles profiles;

  KlaviyoMembers(
      HttpStack http,
      KlaviyoApi api,
      KlaviyoSegments segments,
      KlaviyoImports imports,
      KlaviyoProfiles profiles) {
    this.http = http;
    this.api = api;
    this.segments = segments;
    this.imports = imports;
    this.profiles = profiles;
  }

  /**
   * Adds people by an import with a list: ten thousand a call, where the list's own endpoint takes
   * a thousand ids that would have to be asked for first. An import changes no consent.
   */
  Outcome[] join(List<Change.Join> joins) {
    Outcome[] outcomes = new Outcome[joins.size()];
    bySegment(joins, Change.Join::segment)
        .forEach(
            (segment, positions) -> {
              Optional<String> list = segments.id(segment);
              if (list.isEmpty()) {
                put(outcomes, positions, new Outcome.Rejected(KlaviyoSegments.missing(segment)));
                return;
              }
              imports.send(
                  rows(joins, positions),
                  list,
                  (row, outcome) -> put(outcomes, row.positions(), noticed(segment, outcome)));
            });
    return outcomes;
  }

  private static List<KlaviyoImports.Row> rows(List<Change.Join> joins, List<Integer> positions) {
    Map<EmailAddress, List<Integer>> byAddress = new LinkedHashMap<>();
    for (int position : positions) {
      byAddress.computeIfAbsent(joins.get(position).email(), a -> new ArrayList<>()).add(position);
    }
    List<KlaviyoImports.Row> rows = new ArrayList<>();
    byAddress.forEach(
        (address, same) ->
            rows.add(
                KlaviyoImports.Row.of(
                    KlaviyoMapper.identity(address, joins.get(same.get(0)).key()), same)));
    return rows;
  }

  private Outcome noticed(Segment segment, Outcome outcome) {
    if (outcome instanceof Outcome.Rejected rejected
        && rejected.failure().kind() == FailureKind.MISSING_TARGET) {
      segments.forget();
      return new Outcome.Rejected(KlaviyoSegments.missing(segment));
    }
    return outcome;
  }

  /** Removes people; whoever Klaviyo does not know is no member. */
  Outcome[] leave(List<Change.Leave> leaves) {
    Outcome[] outcomes = new Outcome[leaves.size()];
    bySegment(leaves, Change.Leave::segment)
        .forEach(
            (segment, positions) -> {
              segments
                  .id(segment)
                  .ifPresent(
                      list ->
                          remove(
                              list, positions.stream().map(i -> leaves.get(i).email()).toList()));
              put(outcomes, positions, Outcome.APPLIED);
            });
    return outcomes;
  }

  private void remove(String list, List<EmailAddress> addresses) {
    TreeSet<String> ids = new TreeSet<>();
    for (Resource<JsonObject> profile : profiles.find(addresses, null).values()) {
      ids.add(profile.id());
    }
    List<String> all = List.copyOf(ids);
    for (int from = 0; from < all.size(); from += IDS) {
      JsonArray some = new JsonArray();
      all.subList(from, Math.min(all.size(), from + IDS))
          .forEach(id -> some.add(KlaviyoWire.reference("profile", id)));
      var answer = http.call(api.leave(list, KlaviyoWire.body(KlaviyoWire.data(some))));
      if (answer.failure().filter(f -> f.kind() == FailureKind.MISSING_TARGET).isPresent()) {
        segments.forget();
        return;
      }
      answer.orThrow();
    }
  }

  private static <C> Map<Segment, List<Integer>> bySegment(
      List<C> changes, Function<C, Segment> segment) {
    Map<Segment, List<Integer>> positions = new LinkedHashMap<>();
    for (int i = 0; i < changes.size(); i++) {
      positions.computeIfAbsent(segment.apply(changes.get(i)), s -> new ArrayList<>()).add(i);
    }
    return positions;
  }

  private static void put(Outcome[] outcomes, List<Integer> positions, Outcome outcome) {
    positions.forEach(position -> outcomes[position] = outcome);
  }
}
