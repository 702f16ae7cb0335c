package io.espalier.hubspot;

import io.espalier.hubspot.HubspotWire.Association;
import io.espalier.hubspot.HubspotWire.Associations;
import io.espalier.hubspot.HubspotWire.BatchRead;
import io.espalier.hubspot.HubspotWire.Filter;
import io.espalier.hubspot.HubspotWire.FilterGroup;
import io.espalier.hubspot.HubspotWire.Id;
import io.espalier.hubspot.HubspotWire.Ids;
import io.espalier.hubspot.HubspotWire.Item;
import io.espalier.hubspot.HubspotWire.Page;
import io.espalier.hubspot.HubspotWire.Search;
import io.espalier.hubspot.HubspotWire.Sort;
import io.espalier.hubspot.HubspotWire.To;
import io.espalier.spi.CrmObject;
import io.espalier.spi.CrmReader;
import io.espalier.spi.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one object.
 *
 * <p>Searches never page: each asks for ids above the last, so that no search reaches its 10,000
 * results, none is moved by a change in between, and rows of one instant are never parted. Reading
 * begins where the newest record stood when the last one began, by HubSpot's own clock, less the
 * lookback, which also covers the time that changes need to be found by a search.
 */
final class ObjectReader implements CrmReader {
  /** Deleted records can be listed for 90 days. */
  private static final Duration BIN = Duration.ofDays(89);

  /** A change may take a minute to be found by a search. */
  private static final Duration FOUND = Duration.ofSeconds(60);

  private static final int LISTED = 100;
  private static final int FOUND_AT_ONCE = 200;

  /**
   * Of the properties' names in one question: the body of a search has 3,000 characters at most.
   * With more of them only ids are asked for, and the rest of each by batches of ids.
   */
  private static final int LONGEST_NAMES = 2_000;

  private static final int BATCH = 100;

  private final HubspotSession session;
  private final CrmObject object;
  private final HubspotFields fields;
  private final Surroundings surroundings;

  ObjectReader(
      HubspotSession session, CrmObject object, HubspotFields fields, Surroundings surroundings) {
    this.session = session;
    this.object = object;
    this.fields = fields;
    this.surroundings = surroundings;
  }

  @Override
  public List<Column> columns() {
    return fields.columns();
  }

  @Override
  public String key() {
    return HubspotFields.ID;
  }

  @Override
  public void read(Optional<String> bookmark, Kept kept) {
    Bookmark at = Bookmark.of(bookmark);
    boolean whole = false;
    if (at.next() != null) {
      whole = at.whole();
      at = whole ? whole(at, kept) : changes(at, kept);
    }
    Page newest = newest();
    @Nullable String next = modified(newest).map(Instant::toString).orElse(at.mark());
    Optional<Instant> since = at.since();
    if (since.filter(s -> s.plus(BIN).isAfter(surroundings.clock().instant())).isEmpty()) {
      startWhole(next, kept);
    } else {
      changes(new Bookmark(at.mark(), next, false, null), kept);
      if (!whole && tooMany(newest, kept)) {
        startWhole(next, kept);
      }
    }
  }

  private void startWhole(@Nullable String next, Kept kept) {
    kept.begin();
    // Without a single record there is no time yet: the whole is read until there is.
    whole(new Bookmark(null, next == null ? "" : next, true, null), kept);
  }

  private Bookmark whole(Bookmark from, Kept kept) {
    Bookmark at = from;
    @Nullable String further;
    do {
      Page page = list(at.at(), asked(), false);
      further = page.after();
      if (further != null) {
        at = at.at(further);
      }
      kept.add(rows(page), at.toString());
    } while (further != null);
    Bookmark done =
        Bookmark.done(from.next() == null || from.next().isEmpty() ? null : from.next());
    kept.end(done.toString());
    return done;
  }

  private Bookmark changes(Bookmark from, Kept kept) {
    Optional<Instant> since = from.since().map(s -> s.minus(object.lookback()));
    Bookmark at = from;
    @Nullable String further;
    do {
      Page page = search(filters(since, at.at()), asked());
      further = last(page);
      if (further != null) {
        at = at.at(further);
      }
      kept.add(rows(page), at.toString());
    } while (further != null);
    @Nullable String cursor = null;
    do {
      Page page = list(cursor, List.of(HubspotFields.ID), true);
      kept.add(page.items().stream().map(item -> gone(item.id())).toList(), at.toString());
      cursor = page.after();
    } while (cursor != null);
    Bookmark done = Bookmark.done(from.next());
    kept.end(done.toString());
    return done;
  }

  /** Records that were neither archived nor merged are gone: privacy requests, old archives. */
  private boolean tooMany(Page newest, Kept kept) {
    if (kept.count() <= total(newest)) {
      return false;
    }
    session.sleep(FOUND);
    return kept.count() > total(newest());
  }

  private static long total(Page page) {
    return page.total() == null ? Long.MAX_VALUE : page.total();
  }

  private Page newest() {
    Search search =
        new Search(
            List.of(),
            List.of(new Sort(fields.modified(), "DESCENDING")),
            List.of(fields.modified()),
            1);
    return session.call((api, bearer) -> api.search(bearer, object.name(), search)).require();
  }

  private Optional<Instant> modified(Page newest) {
    return newest.items().stream()
        .findFirst()
        .flatMap(item -> Optional.ofNullable(property(item, fields.modified())))
        .map(text -> OffsetDateTime.parse(text).toInstant());
  }

  private List<FilterGroup> filters(Optional<Instant> since, @Nullable String after) {
    List<Filter> filters = new ArrayList<>();
    since.ifPresent(
        s -> filters.add(new Filter(fields.modified(), "GTE", Long.toString(s.toEpochMilli()))));
    filters.add(new Filter(HubspotFields.ID, "GT", after == null ? "0" : after));
    return List.of(new FilterGroup(filters));
  }

  private Page search(List<FilterGroup> filters, List<String> names) {
    Search search =
        new Search(filters, List.of(new Sort(HubspotFields.ID, "ASCENDING")), names, FOUND_AT_ONCE);
    return session.call((api, bearer) -> api.search(bearer, object.name(), search)).require();
  }

  /** Null where nothing was found: a page may be short for other reasons than being the last. */
  private static @Nullable String last(Page page) {
    List<Item> items = page.items();
    return items.isEmpty() ? null : items.get(items.size() - 1).id();
  }

  private Page list(@Nullable String cursor, List<String> names, boolean archived) {
    return session
        .call(
            (api, bearer) ->
                api.page(bearer, object.name(), LISTED, cursor, String.join(",", names), archived))
        .require();
  }

  /** The columns' properties, and what tells of merges. */
  private List<String> names() {
    List<String> names = new ArrayList<>();
    columns().stream()
        .map(Column::name)
        .filter(n -> !n.equals(HubspotFields.CONTACT))
        .forEach(names::add);
    if (fields.has(HubspotFields.MERGED) && !names.contains(HubspotFields.MERGED)) {
      names.add(HubspotFields.MERGED);
    }
    return names;
  }

  /** What a page is asked for. */
  private List<String> asked() {
    return isWide() ? List.of(HubspotFields.ID) : names();
  }

  private boolean isWide() {
    return String.join("\",\"", names()).length() > LONGEST_NAMES;
  }

  /** The same records with all their properties. */
  private List<Item> whole(List<Item> items) {
    if (!isWide()) {
      return items;
    }
    List<Item> whole = new ArrayList<>();
    for (int from = 0; from < items.size(); from += BATCH) {
      List<Id> ids = ids(items.subList(from, Math.min(items.size(), from + BATCH)));
      BatchRead read = new BatchRead(names(), ids);
      whole.addAll(
          session.call((api, bearer) -> api.batch(bearer, object.name(), read)).require().items());
    }
    return whole;
  }

  private static List<Id> ids(List<Item> items) {
    return items.stream().flatMap(i -> Optional.ofNullable(i.id()).stream()).map(Id::new).toList();
  }

  private List<Row> rows(Page page) {
    List<Column> columns = columns();
    Map<String, String> contacts =
        columns.stream().anyMatch(c -> c.name().equals(HubspotFields.CONTACT))
            ? contacts(page)
            : Map.of();
    List<Row> rows = new ArrayList<>();
    for (Item item : whole(page.items())) {
      @Nullable String merged = property(item, HubspotFields.MERGED);
      if (merged != null) {
        for (String id : List.of(merged.split(";", -1))) {
          if (!id.isBlank()) {
            rows.add(gone(id));
          }
        }
      }
      List<Optional<String>> values = new ArrayList<>();
      for (Column column : columns) {
        values.add(
            switch (column.name()) {
              case HubspotFields.ID -> Optional.ofNullable(item.id());
              case HubspotFields.CONTACT ->
                  Optional.ofNullable(contacts.get(String.valueOf(item.id())));
              default -> HubspotFields.value(column.type(), property(item, column.name()));
            });
      }
      rows.add(new Row(false, values));
    }
    return rows;
  }

  /** Record → the first of its contacts, by id. */
  private Map<String, String> contacts(Page page) {
    List<Id> ids = ids(page.items());
    Map<String, String> contacts = new HashMap<>();
    if (ids.isEmpty()) {
      return contacts;
    }
    Associations found =
        session
            .call(
                (api, bearer) -> api.associations(bearer, object.name(), "contacts", new Ids(ids)))
            .require();
    for (Association one : found.results() == null ? List.<Association>of() : found.results()) {
      @Nullable Id from = one.from();
      @Nullable List<To> to = one.to();
      if (from != null && to != null) {
        first(to).ifPresent(id -> contacts.put(from.id(), id));
      }
    }
    return contacts;
  }

  private static Optional<String> first(List<To> contacts) {
    return contacts.stream()
        .map(to -> String.valueOf(to.toObjectId()))
        .filter(id -> id.matches("[0-9]{1,18}"))
        .min(Comparator.comparingLong(Long::parseLong));
  }

  private static @Nullable String property(Item item, String name) {
    return item.properties() == null ? null : item.properties().get(name);
  }

  private Row gone(@Nullable String id) {
    List<Optional<String>> values = new ArrayList<>();
    values.add(Optional.ofNullable(id));
    for (int i = 1; i < columns().size(); i++) {
      values.add(Optional.empty());
    }
    return new Row(true, values);
  }

  @Override
  public void close() {
    session.close();
  }
}
