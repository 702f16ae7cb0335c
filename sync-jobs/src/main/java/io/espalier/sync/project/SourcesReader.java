package io.espalier.sync.project;

import io.espalier.model.ValueType;
import io.espalier.rule.Names;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code sources:}. */
final class SourcesReader {
  private static final List<String> KINDS = List.of("csv", "jsonl", "parquet", "jdbc");

  private final Path dir;
  private final ProjectReader.Environment environment;
  private final Crms crms;
  private final Set<String> tables;

  /**
   * @param tables receives the name of each source, of wrong ones too
   */
  SourcesReader(Path dir, ProjectReader.Environment environment, Crms crms, Set<String> tables) {
    this.dir = dir;
    this.environment = environment;
    this.crms = crms;
    this.tables = tables;
  }

  /** The store keeps tables of its own beside the user's. */
  static void refuseReserved(YamlMap map, String name) {
    if (name.toLowerCase(Locale.ROOT).matches("(es|ledger)_.*")) {
      map.keyError(
          name, "names that begin with es_ or ledger_ are the store's own", "choose another name");
    }
  }

  Map<String, SourceSpec> read(YamlMap map) {
    Map<String, SourceSpec> sources = new LinkedHashMap<>();
    if (!map.has("sources")) {
      map.error("sources", "'sources' is missing", "name at least one table to read");
      return sources;
    }
    map.map("sources")
        .ifPresent(
            all -> {
              for (String name : all.keys()) {
                refuseReserved(all, name);
                tables.add(name);
                all.map(name).flatMap(s -> source(name, s)).ifPresent(s -> sources.put(name, s));
              }
            });
    return sources;
  }

  private Optional<SourceSpec> source(String name, YamlMap map) {
    List<String> kinds = new ArrayList<>(KINDS);
    kinds.addAll(crms.byKind().keySet());
    Optional<String> kind = map.required("kind", "one of: " + String.join(", ", kinds));
    Optional<SourceSpec> source = Optional.empty();
    if (kind.isPresent()) {
      if (kind.get().equals("jdbc")) {
        source = jdbc(name, map);
      } else if (KINDS.contains(kind.get())) {
        source = files(name, SourceSpec.Format.valueOf(kind.get().toUpperCase(Locale.ROOT)), map);
      } else if (crms.byKind().containsKey(kind.get())) {
        source =
            new CrmSourceReader(crms, environment).read(name, crms.byKind().get(kind.get()), map);
      } else {
        map.error("kind", "unknown kind '" + kind.get() + "'", Names.suggestion(kind.get(), kinds));
        return Optional.empty();
      }
    }
    map.refuseOthers();
    return source;
  }

  private static Optional<SourceSpec> files(String name, SourceSpec.Format format, YamlMap map) {
    Optional<String> path = map.required("path", "the file to read, relative to the project");
    Optional<String> delimiter = Optional.empty();
    Map<String, String> types = new LinkedHashMap<>();
    if (format == SourceSpec.Format.CSV) {
      delimiter = map.text("delimiter");
      if (delimiter.filter(d -> d.length() != 1).isPresent()) {
        map.error("delimiter", "'delimiter' must be one character", "e.g. delimiter: \";\"");
      }
      map.map("types").ifPresent(given -> types(given, types));
    }
    Optional<String> separator = delimiter;
    boolean allowEmpty = map.flag("allow_empty").orElse(false);
    boolean appendOnly = map.flag("append_only").orElse(false);
    if (appendOnly && format != SourceSpec.Format.CSV) {
      map.error(
          "append_only",
          "'append_only' is for csv",
          "leave it out: the whole source is read at every run");
    }
    return path.map(
        p ->
            new SourceSpec.Files(
                name, format, p, separator, types, allowEmpty, appendOnly, map.place("path")));
  }

  private static void types(YamlMap given, Map<String, String> types) {
    List<String> words = List.of("text", "number", "bool", "date", "datetime");
    for (String column : given.keys()) {
      Optional<String> word = given.text(column);
      if (word.isPresent() && !words.contains(word.get())) {
        given.error(
            column, "unknown type '" + word.get() + "'", Names.suggestion(word.get(), words));
      }
      word.flatMap(ValueType::of).ifPresent(type -> types.put(column, type.word()));
    }
  }

  private Optional<SourceSpec> jdbc(String name, YamlMap map) {
    Optional<String> url = map.has("url_env") ? variable(map, "url_env") : map.text("url");
    if (!map.has("url") && !map.has("url_env")) {
      map.error("url", "'url' is missing", "e.g. url: jdbc:sqlite:shop.db, or url_env: SHOP_URL");
    }
    url.filter(u -> !u.startsWith("jdbc:"))
        .ifPresent(
            u ->
                map.error(
                    map.has("url_env") ? "url_env" : "url",
                    "not a JDBC URL",
                    "it starts with jdbc:"));
    map.conceal("password");
    url.filter(u -> !u.equals(shown(u)) && map.has("url"))
        .ifPresent(
            u -> {
              map.conceal("url");
              if (u.matches("(?is).*(//[^/@]*:[^/@]*@|[?&;](password|pwd)=).*")) {
                map.error(
                    "url",
                    "a password is never written into a file",
                    "use password_env: VARIABLE, or url_env: VARIABLE for the whole URL");
              }
            });
    if (map.has("password")) {
      map.error(
          "password", "a password is never written into a file", "use password_env: VARIABLE");
    }
    Optional<String> user = map.has("user_env") ? variable(map, "user_env") : map.text("user");
    Optional<String> password =
        map.has("password_env") ? variable(map, "password_env") : Optional.empty();
    boolean allowEmpty = map.flag("allow_empty").orElse(false);
    Optional<Watermark> watermark = WatermarkReader.read(map);
    Optional<String> table = map.text("table");
    Optional<String> query = map.text("query");
    if (query.isEmpty() == table.isEmpty()) {
      map.error("query", "give either 'query' or 'table'", "e.g. table: customers");
      return Optional.empty();
    }
    boolean mysql = url.filter(u -> u.matches("jdbc:(mysql|mariadb):.*")).isPresent();
    String sql =
        query.orElseGet(() -> "select * from " + quoted(table.orElse(""), mysql ? "`" : "\""));
    return url.map(
        u ->
            new SourceSpec.Jdbc(
                name,
                resolved(u),
                user,
                password,
                sql,
                shown(u),
                login(map),
                watermark,
                allowEmpty,
                map.place()));
  }

  private static String quoted(String table, String quote) {
    return quote + table.replace(quote, quote + quote).replace(".", quote + "." + quote) + quote;
  }

  /** Where a login that is refused can be mended. */
  private static String login(YamlMap map) {
    String user =
        map.text("user_env").map(v -> "user_env: " + v).orElse(map.has("user") ? "user" : "");
    String password = map.text("password_env").map(v -> "password_env: " + v).orElse("");
    if (user.isEmpty() && password.isEmpty()) {
      return map.text("url_env")
          .map(v -> "url_env: " + v)
          .orElse("user, and password_env: VARIABLE");
    }
    return user.isEmpty() || password.isEmpty() ? user + password : user + ", " + password;
  }

  private Optional<String> variable(YamlMap map, String key) {
    Optional<String> name = map.text(key);
    Optional<String> value = name.map(environment::get);
    if (name.isPresent() && value.isEmpty()) {
      map.error(key, "the environment variable " + name.get() + " is not set", "export it first");
    }
    return value;
  }

  /** A SQLite file is found from the project's folder, wherever the command was started. */
  private String resolved(String url) {
    String sqlite = "jdbc:sqlite:";
    if (!url.startsWith(sqlite)
        || url.startsWith(sqlite + ":")
        || url.startsWith(sqlite + "file:")) {
      return url;
    }
    return sqlite + dir.resolve(url.substring(sqlite.length())).toAbsolutePath().normalize();
  }

  /** The URL up to where a password may stand. */
  private static String shown(String url) {
    return url.replaceAll("//[^/@]*@", "//").replaceAll("[?;].*", "");
  }
}
