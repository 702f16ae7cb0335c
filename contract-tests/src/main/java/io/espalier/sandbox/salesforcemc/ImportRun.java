package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs an import definition over a file that somebody put there ({@code PUT
 * /__sandbox/files/NAME}). Where errors are not allowed the first bad row ends it; the rows before
 * stay (assumed).
 */
final class ImportRun {
  static final Map<Integer, String> UPDATE_TYPES =
      Map.of(0, "AddAndUpdate", 1, "AddAndDoNotUpdate", 2, "UpdateButDoNotAdd", 4, "Overwrite");

  /** What came of an import. */
  record Outcome(String status, int total, int successful, int duplicated, int errors) {}

  private final State state;
  private final RowWriter writer;

  ImportRun(State state, RowWriter writer) {
    this.state = state;
    this.writer = writer;
  }

  Outcome run(JsonObject definition) {
    Extension target =
        state.extensionWithId(JsonBody.text(definition, "destinationObjectId")).orElse(null);
    String file = state.files.get(JsonBody.text(definition, "fileNamingPattern"));
    if (target == null || file == null) {
      return new Outcome("Error", 0, 0, 0, 0);
    }
    List<List<String>> records =
        Csv.read(
            file,
            JsonBody.text(definition, "fileType").equals("TAB") ? '\t' : ',',
            !JsonBody.text(definition, "standardQuotedStrings").equals("false"));
    boolean headed = !JsonBody.text(definition, "hasColumnHeader").equals("false");
    if (records.isEmpty()) {
      return new Outcome("Completed", 0, 0, 0, 0);
    }
    Optional<List<String>> columns =
        columns(definition, target, headed ? records.get(0) : List.of());
    if (columns.isEmpty()) {
      return new Outcome("Error", records.size(), 0, 0, records.size());
    }
    return rows(definition, target, columns.get(), records.subList(headed ? 1 : 0, records.size()));
  }

  /** The column of each cell, empty for none; nothing where the mapping names a wrong one. */
  private static Optional<List<String>> columns(
      JsonObject definition, Extension target, List<String> header) {
    List<Field> fields = target.definition().fields();
    return switch (JsonBody.text(definition, "fieldMappingType")) {
      case "MapByOrdinal" -> Optional.of(fields.stream().map(Field::name).toList());
      case "ManualMap" -> {
        Map<String, String> mapped = new LinkedHashMap<>();
        if (definition.get("fieldMappings") instanceof JsonArray mappings) {
          for (JsonElement element : mappings) {
            JsonObject each = JsonBody.object(element);
            mapped.put(
                JsonBody.text(each, "sourceFieldName"),
                JsonBody.text(each, "destinationFieldName"));
          }
        }
        boolean known =
            header.containsAll(mapped.keySet())
                && mapped.values().stream().allMatch(name -> target.field(name) != null);
        yield known
            ? Optional.of(header.stream().map(name -> mapped.getOrDefault(name, "")).toList())
            : Optional.empty();
      }
      default ->
          Optional.of(header.stream().map(name -> target.field(name) == null ? "" : name).toList());
    };
  }

  private Outcome rows(
      JsonObject definition, Extension target, List<String> columns, List<List<String>> records) {
    int type = Numbers.whole(JsonBody.text(definition, "updateTypeId"), 0);
    boolean tolerant = JsonBody.text(definition, "allowErrors").equals("true");
    if (type == 4) {
      target.clear();
    }
    RowWriter.Mode mode =
        type == 2
            ? RowWriter.Mode.UPDATE
            : type == 0 && !target.definition().keys().isEmpty()
                ? RowWriter.Mode.UPSERT
                : RowWriter.Mode.INSERT;
    int successful = 0;
    int duplicated = 0;
    int errors = 0;
    Set<String> seen = new LinkedHashSet<>();
    for (List<String> cells : records) {
      Map<String, @Nullable String> row = new LinkedHashMap<>();
      for (int i = 0; i < Math.min(cells.size(), columns.size()); i++) {
        if (!columns.get(i).isEmpty()) {
          row.put(columns.get(i), cells.get(i).isEmpty() ? null : cells.get(i));
        }
      }
      RowWriter.Verdict verdict = writer.write(target, row, mode, true);
      if (verdict.ok()) {
        successful++;
        duplicated += seen.add(key(target, row)) ? 0 : 1;
      } else if (verdict.message().startsWith("Violation of PRIMARY KEY")) {
        duplicated++;
      } else {
        errors++;
        if (!tolerant) {
          return new Outcome("Error", records.size(), successful, duplicated, errors);
        }
      }
    }
    return new Outcome("Completed", records.size(), successful, duplicated, errors);
  }

  private static String key(Extension target, Map<String, @Nullable String> row) {
    StringBuilder key = new StringBuilder();
    for (Field field : target.definition().keys()) {
      row.forEach(
          (name, value) -> {
            if (Field.key(name).equals(field.key())) {
              key.append(value).append('\u0001');
            }
          });
    }
    return key.length() == 0 ? "#" + row.hashCode() + System.identityHashCode(row) : key.toString();
  }
}
