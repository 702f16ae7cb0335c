package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Reply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /hub/v1/dataevents/key:{key}/rowset}: the synchronous upsert. Rows before the first
 * bad one are saved, the rest is dropped; the errors come once each and in no order of rows.
 */
final class RowsetRoute {
  private static final int MOST_BYTES = 5 * 1024 * 1024;
  private static final String NO_FIELD =
      "At least one existing field is required in the values property.";

  private final State state;
  private final RowWriter writer;

  RowsetRoute(State state, RowWriter writer) {
    this.state = state;
    this.writer = writer;
  }

  Reply upsert(Exchange exchange, Optional<Extension> target) {
    if (exchange.body().length > MOST_BYTES) {
      return Answers.error(400, 10003, "The request body exceeds the maximum size of 5 MB.");
    }
    if (target.isEmpty()) {
      return Answers.error(
          400, 10000, "Unable to save rows for data extension: it does not exist.");
    }
    Extension extension = target.get();
    JsonArray rows;
    try {
      rows = JsonParser.parseString(exchange.text()).getAsJsonArray();
    } catch (JsonParseException | IllegalStateException e) {
      return Answers.error(400, 10004, "The request body is not a JSON array of rows.");
    }
    state.counters.objects(rows.size());
    if (rows.size() > Counters.OBJECTS_ADVISED
        && state.switches.on(SalesforceFact.SYNCHRONOUS_CALLS_STOP_AT_50)) {
      return Answers.error(
          400, 10005, "The request exceeds the limit of " + Counters.OBJECTS_ADVISED + " objects.");
    }
    if (state.trouble.lock()) {
      return Answers.locked(extension.definition().objectId());
    }
    TreeSet<String> errors = new TreeSet<>();
    boolean nothingToSave = false;
    boolean bad = false;
    for (JsonElement element : rows) {
      Map<String, @Nullable String> row = new LinkedHashMap<>();
      if (!read(extension, element, row)) {
        nothingToSave = true;
        bad = true;
        continue;
      }
      state.counters.columns(row.size());
      RowWriter.Verdict verdict = writer.write(extension, row, RowWriter.Mode.UPSERT, !bad);
      if (!verdict.ok()) {
        bad = true;
        verdict.problems().forEach(p -> errors.add(p.column() + ": " + p.message()));
        if (verdict.problems().isEmpty()) {
          errors.add(verdict.message());
        }
      }
    }
    if (!bad) {
      return Answers.json(200, rows);
    }
    java.util.List<String> ordered = new java.util.ArrayList<>(errors);
    if (nothingToSave) {
      ordered.add(0, NO_FIELD);
    }
    return Answers.aggregate(
        "Unable to save rows for data extension ID " + extension.definition().objectId(), ordered);
  }

  /**
   * Takes a row's keys and values. Columns that do not exist are dropped where the row has one that
   * does: the vendor asks for "at least one existing field".
   */
  private boolean read(
      Extension extension, JsonElement element, Map<String, @Nullable String> row) {
    if (!element.isJsonObject()) {
      return false;
    }
    JsonObject object = element.getAsJsonObject();
    JsonElement values = object.get("values");
    if (values == null || !values.isJsonObject()) {
      return false;
    }
    JsonElement keys = object.get("keys");
    if (keys != null && keys.isJsonObject()) {
      JsonRow.add(keys.getAsJsonObject(), row);
    }
    Map<String, @Nullable String> given = JsonRow.of(values.getAsJsonObject(), state.switches);
    given.keySet().removeIf(name -> extension.field(name) == null);
    row.keySet().removeIf(name -> extension.field(name) == null);
    row.putAll(given);
    return !given.isEmpty();
  }

  /** {@code key:KEY} or an id, as it stands in a path. */
  Optional<Extension> target(String segment) {
    return segment.startsWith("key:")
        ? state.extension(segment.substring(4))
        : state.extensionWithId(segment);
  }
}
