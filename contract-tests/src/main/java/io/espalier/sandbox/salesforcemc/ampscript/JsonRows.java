package io.espalier.sandbox.salesforcemc.ampscript;

import static io.espalier.sandbox.salesforcemc.ampscript.Arguments.text;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * BuildRowsetFromJSON: a row for each node of a path. Of JSONPath it knows members, elements and
 * {@code *}. The last argument says what a mistake does: true for no rows, false for an abort, the
 * other way round than documented (github JoernBerkefeld/sfmc.guide, tried on an account).
 */
final class JsonRows {
  private static final Pattern STEP =
      Pattern.compile("\\.(\\*|[A-Za-z_][A-Za-z0-9_]*)|\\[(\\*|[0-9]+|'[^']*')\\]");

  private JsonRows() {}

  static RowSet read(List<@Nullable Object> a) {
    List<JsonElement> nodes;
    try {
      nodes = nodes(JsonParser.parseString(text(a, 0)), text(a, 1));
    } catch (JsonParseException | IllegalArgumentException e) {
      if (Arguments.flag(a, 2)) {
        return new RowSet(List.of());
      }
      throw Failures.runtime("BuildRowsetFromJSON: the JSON or the path cannot be read");
    }
    return new RowSet(nodes.stream().map(JsonRows::row).toList());
  }

  private static List<JsonElement> nodes(JsonElement root, String path) {
    if (!path.startsWith("$") || !root.isJsonObject() && !root.isJsonArray()) {
      throw new IllegalArgumentException(path);
    }
    List<JsonElement> nodes = List.of(root);
    Matcher step = STEP.matcher(path);
    int at = 1;
    while (at < path.length()) {
      if (!step.region(at, path.length()).lookingAt()) {
        throw new IllegalArgumentException(path);
      }
      String name = step.group(1) == null ? step.group(2).replace("'", "") : step.group(1);
      List<JsonElement> next = new ArrayList<>();
      nodes.forEach(node -> step(node, name, next));
      nodes = next;
      at = step.end();
    }
    return nodes;
  }

  private static void step(JsonElement node, String name, List<JsonElement> into) {
    if (node instanceof JsonArray array) {
      if (name.equals("*")) {
        array.forEach(into::add);
      } else if (name.matches("[0-9]{1,9}") && Integer.parseInt(name) < array.size()) {
        into.add(array.get(Integer.parseInt(name)));
      }
    } else if (node instanceof JsonObject object) {
      if (name.equals("*")) {
        object.entrySet().forEach(each -> into.add(each.getValue()));
      } else if (object.has(name)) {
        into.add(object.get(name));
      }
    }
  }

  private static RowSet.Line row(JsonElement node) {
    List<String> columns = new ArrayList<>();
    Map<String, @Nullable Object> cells = new HashMap<>();
    if (node instanceof JsonObject object) {
      for (Map.Entry<String, JsonElement> each : object.entrySet()) {
        columns.add(each.getKey());
        cells.put(each.getKey().toLowerCase(Locale.ROOT), cell(each.getValue()));
      }
    } else {
      columns.add("Value");
      cells.put("value", cell(node));
    }
    return new RowSet.Line(columns, cells);
  }

  /** What has a structure of its own is empty. */
  private static @Nullable Object cell(JsonElement value) {
    if (!(value instanceof JsonPrimitive plain)) {
      return value.isJsonNull() ? null : "";
    }
    return plain.isNumber()
        ? plain.getAsBigDecimal()
        : plain.isBoolean() ? (Object) plain.getAsBoolean() : plain.getAsString();
  }
}
