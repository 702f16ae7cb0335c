package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /data/v1/customobjectdata/…/rowset}: pages of rows. The first page makes a token; the
 * links to the others go through it, and leave out the {@code /data} in front (recorded).
 */
final class ReadRoute {
  private static final int MOST = 2500;
  private static final int TOKENS = 50;
  private static final long DAY = 86_400_000;

  private record Reading(Extension extension, List<Row> rows, int pageSize, long expires) {}

  private final State state;
  private final Map<String, Reading> readings = new LinkedHashMap<>();

  ReadRoute(State state) {
    this.state = state;
  }

  Reply first(Exchange exchange, Optional<Extension> target) {
    if (target.isEmpty()) {
      return Answers.notFound();
    }
    List<Row> rows = new ArrayList<>(target.get().rows());
    try {
      rows.removeIf(
          RowFilter.read(exchange.parameter("$filter").orElse(""), target.get()).negate());
      RowFilter.order(exchange.parameter("$orderBy").orElse(""), target.get())
          .ifPresent(rows::sort);
    } catch (Refusal e) {
      return Answers.error(400, e.code(), e.text());
    }
    int size = Numbers.whole(exchange.parameter("$pageSize").orElse("" + MOST), MOST);
    if (size < 1) {
      return Answers.error(400, 10001, "Parameter $pageSize is invalid.");
    }
    if (readings.size() >= TOKENS) {
      readings.remove(readings.keySet().iterator().next());
    }
    String token = state.ids.guid();
    readings.put(
        token,
        new Reading(
            target.get(), rows, Math.min(size, MOST), state.instant().toEpochMilli() + DAY));
    return page(exchange, token);
  }

  /** Where there is such a call: only what a filter names, never all. */
  Reply delete(Exchange exchange, Optional<Extension> target) {
    String filter = exchange.parameter("$filter").orElse("");
    if (target.isEmpty() || !state.switches.on(SalesforceFact.ROWS_ARE_DELETED_BY_REST)) {
      return Answers.notFound();
    }
    try {
      if (filter.isBlank()) {
        throw new Refusal(10001, "Parameter $filter is invalid.");
      }
      List<Row> gone =
          target.get().rows().stream().filter(RowFilter.read(filter, target.get())).toList();
      gone.forEach(row -> target.get().remove(target.get().keyOf(row)));
      JsonObject body = new JsonObject();
      body.addProperty("count", gone.size());
      return Answers.json(200, body);
    } catch (Refusal e) {
      return Answers.error(400, e.code(), e.text());
    }
  }

  Reply page(Exchange exchange, String token) {
    Reading reading = readings.get(token);
    if (reading == null || reading.expires() < state.instant().toEpochMilli()) {
      return Answers.notFound();
    }
    int page = Numbers.whole(exchange.parameter("$page").orElse("1"), 0);
    if (page < 1) {
      return Answers.error(400, 10001, "Parameter $page is invalid.");
    }
    String path = "/v1/customobjectdata/token/" + token + "/rowset?$page=";
    long from = (long) (page - 1) * reading.pageSize();
    long to = Math.min(from + reading.pageSize(), reading.rows().size());
    JsonObject links = new JsonObject();
    links.addProperty("self", path + page);
    if (to < reading.rows().size()) {
      links.addProperty("next", path + (page + 1));
    }
    JsonObject body = new JsonObject();
    body.add("links", links);
    body.addProperty("requestToken", token);
    body.addProperty(
        "tokenExpireDateUtc", Dates.utc(java.time.Instant.ofEpochMilli(reading.expires())));
    body.addProperty("customObjectId", reading.extension().definition().objectId());
    body.addProperty("customObjectKey", reading.extension().definition().key());
    body.addProperty("pageSize", reading.pageSize());
    body.addProperty("page", page);
    body.addProperty("count", reading.rows().size());
    body.addProperty("top", 0);
    if (from < to) {
      JsonArray items = new JsonArray();
      boolean lower = state.switches.on(SalesforceFact.COLUMNS_COME_BACK_IN_LOWER_CASE);
      for (Row row : reading.rows().subList((int) from, (int) to)) {
        items.add(item(reading.extension().definition(), row, lower));
      }
      body.add("items", items);
    }
    return Answers.json(200, body);
  }

  private static JsonObject item(Definition definition, Row row, boolean lower) {
    JsonObject keys = new JsonObject();
    JsonObject values = new JsonObject();
    for (Field field : definition.fields()) {
      (field.primaryKey() ? keys : values)
          .addProperty(
              lower ? field.name().toLowerCase(Locale.ROOT) : field.name(), shown(field, row));
    }
    if (keys.size() == 0) {
      keys.addProperty("_customobjectkey", row.id());
    }
    JsonObject item = new JsonObject();
    item.add("keys", keys);
    item.add("values", values);
    return item;
  }

  /** A cell as the APIs print it; a database null is empty text. */
  static String shown(Field field, Row row) {
    @Nullable String cell = row.get(field);
    if (cell == null) {
      return "";
    }
    return field.type() == FieldType.Date ? Dates.shown(cell) : cell;
  }
}
