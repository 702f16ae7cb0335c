package io.espalier.sync.evidence;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Erasures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is kept here on one person, whoever put it there: each row of each table that
 * names them, and each line of a file. For a request under Art. 15 of the GDPR.
 */
public final class PersonExport {
  private final Engine engine;
  private final Path state;

  /**
   * @param state the folder where the store is
   */
  public PersonExport(Engine engine, Path state) {
    this.engine = engine;
    this.state = state;
  }

  /**
   * Collects it.
   *
   * @param key ours; empty for none
   * @param email in clear; empty for none
   * @return table → rows, and file → lines; empty where nothing names the person
   */
  public Optional<JsonObject> of(String key, String email) {
    JsonObject tables = new JsonObject();
    for (String table :
        engine.list(
            "select table_name from information_schema.tables where table_catalog = current_database() and table_type = 'BASE TABLE' order by 1",
            row -> row.getString(1))) {
      JsonArray rows = rows(table, key, email);
      if (!rows.isEmpty()) {
        tables.add(table, rows);
      }
    }
    JsonObject files = new JsonObject();
    for (Path file : Erasures.files(state)) {
      JsonArray lines = lines(file, key, email);
      if (!lines.isEmpty()) {
        files.add(state.relativize(file).toString(), lines);
      }
    }
    if (tables.size() == 0 && files.size() == 0) {
      return Optional.empty();
    }
    JsonObject document = new JsonObject();
    document.addProperty("key", key);
    document.addProperty("email", email);
    document.add("tables", tables);
    document.add("files", files);
    return Optional.of(document);
  }

  private JsonArray rows(String table, String key, String email) {
    List<String> columns =
        engine.list(
            "select column_name from information_schema.columns where table_catalog = current_database() and table_name = ? order by ordinal_position",
            row -> row.getString(1),
            table);
    List<String> texts =
        engine.list(
            "select column_name from information_schema.columns where table_catalog = current_database() and table_name = ? and data_type = 'VARCHAR'",
            row -> row.getString(1),
            table);
    List<String> conditions = new ArrayList<>();
    List<@Nullable Object> binds = new ArrayList<>();
    boolean source = table.startsWith("es_kept_");
    for (String column : texts) {
      String name = Engine.quote(column);
      if (!key.isEmpty() && (source || column.equals("key") || column.equals("profile"))) {
        conditions.add(name + " = ?");
        binds.add(key);
      }
      if (!email.isEmpty()) {
        conditions.add("contains(lower(" + name + "), ?)");
        binds.add(email);
      }
    }
    // There people are named by hashes.
    if (columns.contains("person") && !email.isEmpty()) {
      conditions.add("person = es_person(?)");
      binds.add(email);
    }
    if (columns.contains("profile") && columns.contains("person") && !key.isEmpty()) {
      conditions.add("profile = es_profile_of(?)");
      binds.add(key);
    }
    JsonArray rows = new JsonArray();
    if (!conditions.isEmpty()) {
      engine.each(
          "select * from " + Engine.quote(table) + " where " + String.join(" or ", conditions),
          row -> rows.add(row(row, columns)),
          binds.toArray());
    }
    return rows;
  }

  private static JsonObject row(ResultSet row, List<String> columns) throws SQLException {
    JsonObject one = new JsonObject();
    for (int i = 0; i < columns.size(); i++) {
      Object value = row.getObject(i + 1);
      if (value instanceof Number number) {
        one.addProperty(columns.get(i), number);
      } else if (value instanceof Boolean flag) {
        one.addProperty(columns.get(i), flag);
      } else if (value != null) {
        one.addProperty(columns.get(i), row.getString(i + 1));
      }
    }
    return one;
  }

  private static JsonArray lines(Path file, String key, String email) {
    JsonArray lines = new JsonArray();
    if (!file.getFileName().toString().endsWith(".jsonl")) {
      return lines;
    }
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
        if (Erasures.names(line, key, email)) {
          lines.add(new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }
}
