package io.espalier.sync.source;

import io.espalier.sync.store.Engine;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of texts with the types that its columns are declared with: a column takes its type where
 * every one of its values is of it, and stays text otherwise.
 */
final class TypedTable {
  /** Of a column whose texts are JSON arrays of texts. */
  static final String LIST = "VARCHAR[]";

  private final Engine engine;

  TypedTable(Engine engine) {
    this.engine = engine;
  }

  /** The engine rounds 12.5 to a whole number; SQLite keeps one in a column of whole numbers. */
  private static String cast(String name, String type) {
    if (type.equals(LIST)) {
      return "try_cast(try_cast(" + name + " as json) as " + type + ")";
    }
    String cast = "try_cast(" + name + " as " + type + ")";
    return type.equals("BIGINT")
        ? "case when regexp_full_match(" + name + ", '\\s*[+-]?[0-9]+\\s*') then " + cast + " end"
        : cast;
  }

  /**
   * Makes it.
   *
   * @param staging the texts
   * @param present SQL that is true for a row that is taken
   */
  void make(String table, String staging, List<JdbcColumn> columns, String present) {
    List<String> selected = new ArrayList<>();
    for (JdbcColumn column : columns) {
      String name = Engine.quote(column.name());
      String cast = cast(name, column.type());
      boolean fits =
          !column.type().equals("VARCHAR")
              && engine.number(
                      "select count(*) from "
                          + Engine.quote(staging)
                          + " where "
                          + name
                          + " is not null and "
                          + cast
                          + " is null")
                  == 0;
      selected.add(fits ? cast + " as " + name : name);
    }
    engine.run(
        "create temp table "
            + Engine.quote(table)
            + " as select "
            + String.join(", ", selected)
            + " from "
            + Engine.quote(staging)
            + " where "
            + present);
  }
}
