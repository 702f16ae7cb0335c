package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonObject;
import io.espalier.sandbox.salesforcemc.sql.QueryActivity;
import io.espalier.sandbox.salesforcemc.sql.SqlFault;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs a query activity into its data extension: Overwrite, Update (which adds, too) or Append. A
 * row that does not fit fails the query as a whole, and then the data extension stays as it was
 * (assumed).
 */
final class QueryRun {
  static final List<String> UPDATE_TYPES = List.of("Overwrite", "Update", "Append");

  private final State state;
  private final RowWriter writer;

  QueryRun(State state, RowWriter writer) {
    this.state = state;
    this.writer = writer;
  }

  /**
   * Makes sure that a query could run: it can be read, and what it selects has columns there.
   *
   * @throws Refusal where it cannot
   */
  void check(String text, Extension target, String updateType) {
    if (updateType.equals("Update") && target.definition().keys().isEmpty()) {
      throw new Refusal(10005, "Update needs a data extension with a primary key.");
    }
    try {
      for (String column : QueryActivity.columns(text, new DataViews(state)::named, now())) {
        if (target.field(column) == null) {
          throw new Refusal(
              10005,
              "The column [" + column + "] does not exist in " + target.definition().name() + ".");
        }
      }
    } catch (SqlFault e) {
      throw new Refusal(10005, "Query failed during parsing: " + e.getMessage());
    }
  }

  /** Runs it; what went wrong, or nothing. */
  String run(JsonObject query) {
    Extension target = state.extension(JsonBody.text(query, "targetKey")).orElse(null);
    if (target == null) {
      return "The target data extension does not exist.";
    }
    List<Map<String, @Nullable String>> rows = new ArrayList<>();
    try {
      QueryActivity.run(
              JsonBody.text(query, "queryText"), new DataViews(state)::named, now(), false)
          .forEach(row -> rows.add(texts(row)));
    } catch (SqlFault e) {
      return String.valueOf(e.getMessage());
    }
    String type = JsonBody.text(query, "targetUpdateTypeName");
    boolean overwrite = type.equals("Overwrite");
    RowWriter.Mode mode = type.equals("Update") ? RowWriter.Mode.UPSERT : RowWriter.Mode.INSERT;
    Extension trial = new Extension(target.definition());
    if (!overwrite) {
      target.rows().forEach(trial::put);
    }
    for (Map<String, @Nullable String> row : rows) {
      RowWriter.Verdict verdict = writer.write(trial, row, mode, true);
      if (!verdict.ok()) {
        return verdict.problems().isEmpty()
            ? verdict.message()
            : verdict.problems().get(0).message();
      }
    }
    if (overwrite) {
      target.clear();
    }
    rows.forEach(row -> writer.write(target, row, mode, true));
    return "";
  }

  private LocalDateTime now() {
    return LocalDateTime.ofInstant(state.instant(), ZoneOffset.UTC);
  }

  private static Map<String, @Nullable String> texts(Map<String, Object> row) {
    Map<String, @Nullable String> texts = new LinkedHashMap<>();
    row.forEach(
        (name, cell) ->
            texts.put(
                name,
                cell instanceof BigDecimal number ? number.toPlainString() : cell.toString()));
    return texts;
  }
}
