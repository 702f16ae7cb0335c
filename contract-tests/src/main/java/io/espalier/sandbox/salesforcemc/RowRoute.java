package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Reply;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code PUT /hub/v1/dataevents/key:{key}/rows/{pk}:{value},…}: one row, saved or made, and {@code
 * …/column/{column}/increment}. A comma or a colon in a value cannot be said in the path.
 */
final class RowRoute {
  private final State state;
  private final RowWriter writer;

  RowRoute(State state, RowWriter writer) {
    this.state = state;
    this.writer = writer;
  }

  /**
   * Answers.
   *
   * @param rest the path's parts after {@code rows}
   */
  Reply answer(Exchange exchange, Optional<Extension> target, List<String> rest) {
    if (target.isEmpty()) {
      return Answers.notFound();
    }
    Map<String, @Nullable String> row = keys(rest.get(0));
    if (row.isEmpty()) {
      return Answers.error(400, 10001, "The primary keys in the path are not valid.");
    }
    state.counters.objects(1);
    if (state.trouble.lock()) {
      return Answers.locked(target.get().definition().objectId());
    }
    if (rest.size() == 1) {
      return save(exchange, target.get(), row);
    }
    return rest.size() == 4 && rest.get(1).equals("column") && rest.get(3).equals("increment")
        ? increment(exchange, target.get(), row, rest.get(2))
        : Answers.notFound();
  }

  private static Map<String, @Nullable String> keys(String path) {
    Map<String, @Nullable String> keys = new LinkedHashMap<>();
    for (String pair : path.split(",", -1)) {
      int colon = pair.indexOf(':');
      if (colon < 1 || colon == pair.length() - 1) {
        return Map.of();
      }
      keys.put(pair.substring(0, colon), pair.substring(colon + 1));
    }
    return keys;
  }

  private Reply save(Exchange exchange, Extension target, Map<String, @Nullable String> row) {
    JsonObject keys = new JsonObject();
    row.forEach(keys::addProperty);
    JsonElement values;
    try {
      values = JsonParser.parseString(exchange.text()).getAsJsonObject().get("values");
    } catch (JsonParseException | IllegalStateException e) {
      return Answers.error(400, 10004, "The request body is not a JSON object.");
    }
    if (values == null || !values.isJsonObject() || values.getAsJsonObject().isEmpty()) {
      return refused(
          target, List.of("At least one existing field is required in the values property."));
    }
    row.putAll(JsonRow.of(values.getAsJsonObject(), state.switches));
    return written(target, row, keys, values.getAsJsonObject());
  }

  private Reply increment(
      Exchange exchange, Extension target, Map<String, @Nullable String> row, String column) {
    Field field = target.field(column);
    if (field == null || (field.type() != FieldType.Number && field.type() != FieldType.Decimal)) {
      return Answers.error(400, 10001, "The column " + column + " is not a number.");
    }
    int step = Numbers.whole(exchange.parameter("step").orElse("1"), 1);
    JsonObject keys = new JsonObject();
    row.forEach(keys::addProperty);
    @Nullable String[] cells = new @Nullable String[target.definition().slots()];
    row.forEach(
        (name, value) -> {
          Field key = target.field(name);
          if (key != null) {
            cells[key.slot()] = value;
          }
        });
    String before =
        target.find(target.keyOf(new Row(0, cells))).map(found -> found.get(field)).orElse(null);
    BigDecimal now = new BigDecimal(before == null ? "0" : before).add(BigDecimal.valueOf(step));
    row.put(column, now.toPlainString());
    JsonObject values = new JsonObject();
    values.addProperty(column, now);
    return written(target, row, keys, values);
  }

  private Reply written(
      Extension target, Map<String, @Nullable String> row, JsonObject keys, JsonObject values) {
    RowWriter.Verdict verdict = writer.write(target, row, RowWriter.Mode.UPSERT, true);
    if (!verdict.ok()) {
      List<String> problems =
          verdict.problems().stream().map(p -> p.column() + ": " + p.message()).toList();
      return refused(target, problems.isEmpty() ? List.of(verdict.message()) : problems);
    }
    JsonObject echo = new JsonObject();
    echo.add("keys", keys);
    echo.add("values", values);
    return Answers.json(200, echo);
  }

  private static Reply refused(Extension target, List<String> errors) {
    return Answers.aggregate(
        "Unable to save rows for data extension ID " + target.definition().objectId(), errors);
  }
}
