package io.espalier.sync.project;

import io.espalier.rule.Issue;
import io.espalier.rule.Names;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads {@code identity:} of profile.yaml, and {@code identity-splits.yaml}. */
final class IdentityReader {
  /** What forms, imports and test data leave behind instead of a value. */
  private static final List<String> BLOCKED =
      List.of("[0-]*", "-1", "null", "none", "nil", "undefined", "unknown", "anonymous", "n/?a");

  private static final List<String> KINDS = List.of("email", "phone", "text");

  private IdentityReader() {}

  static Optional<IdentitySpec> read(YamlMap file, Optional<Set<String>> known) {
    if (!file.has("identity")) {
      return Optional.empty();
    }
    Optional<YamlMap> identity = file.map("identity");
    if (identity.isEmpty()) {
      return Optional.empty();
    }
    YamlMap map = identity.get();
    List<IdentitySpec.Table> tables = new ArrayList<>();
    if (!map.has("from")) {
      map.error("from", "'from' is missing", "e.g. from: {crm: {key: id}, shop: {key: id}}");
    }
    map.map("from")
        .ifPresent(
            all -> {
              for (String name : all.keys()) {
                if (known.filter(k -> !k.contains(name)).isPresent()) {
                  all.keyError(
                      name,
                      "there is no model or source '" + name + "'",
                      Names.suggestion(name, known.orElse(Set.of())));
                }
                all.map(name).flatMap(t -> table(name, t)).ifPresent(tables::add);
              }
            });
    List<IdentitySpec.Identifier> identifiers = new ArrayList<>();
    if (!map.has("identifiers")) {
      map.error(
          "identifiers",
          "'identifiers' is missing",
          "the strongest first, e.g. identifiers: {user_id: {limit: 1}, email: {limit: 5}}");
    }
    map.map("identifiers")
        .ifPresent(
            all -> {
              for (String name : all.keys()) {
                all.map(name).ifPresent(i -> identifiers.add(identifier(all, name, i)));
              }
            });
    Map<String, List<String>> prefer = new LinkedHashMap<>();
    List<String> names = tables.stream().map(IdentitySpec.Table::name).toList();
    map.map("prefer")
        .ifPresent(
            all -> {
              for (String column : all.keys()) {
                List<String> order = all.texts(column);
                for (String table : order) {
                  if (!names.contains(table)) {
                    all.error(
                        column, "'from' has no '" + table + "'", Names.suggestion(table, names));
                  }
                }
                prefer.put(column.toLowerCase(Locale.ROOT), order);
              }
            });
    map.refuseOthers();
    return Optional.of(
        new IdentitySpec(tables, identifiers, prefer, List.of(), file.keyPlace("identity")));
  }

  private static Optional<IdentitySpec.Table> table(String name, YamlMap map) {
    Optional<ColumnRef> key =
        map.required("key", "the column that names a row of this table")
            .map(c -> new ColumnRef(c, map.place("key")));
    Map<String, ColumnRef> columns = new LinkedHashMap<>();
    map.map("columns")
        .ifPresent(
            all -> {
              for (String column : all.keys()) {
                if (column.equalsIgnoreCase("key")
                    || column.toLowerCase(Locale.ROOT).startsWith("es_")) {
                  all.keyError(
                      column, "'" + column + "' is a column of our own", "choose another name");
                }
                all.text(column)
                    .ifPresent(c -> columns.put(column, new ColumnRef(c, all.place(column))));
              }
            });
    map.refuseOthers();
    return key.map(k -> new IdentitySpec.Table(name, k, columns, map.place()));
  }

  private static IdentitySpec.Identifier identifier(YamlMap all, String name, YamlMap map) {
    String usual = KINDS.contains(name) ? name : "text";
    String kind = map.text("as").orElse(usual);
    if (!KINDS.contains(kind)) {
      map.error("as", "unknown kind '" + kind + "'", Names.suggestion(kind, KINDS));
      kind = "text";
    }
    int limit = map.whole("limit").orElse(5);
    if (limit < 1) {
      map.error("limit", "'limit' must be at least 1", "leave the identifier out instead");
    }
    List<String> blocked = new ArrayList<>(BLOCKED);
    for (String expression : map.texts("block")) {
      try {
        Pattern.compile(expression);
        blocked.add(expression);
      } catch (PatternSyntaxException e) {
        map.error(
            "block",
            "'" + expression + "' is no regular expression: " + e.getDescription(),
            "e.g. block: [\"test.*\"]");
      }
    }
    map.refuseOthers();
    return new IdentitySpec.Identifier(
        name,
        IdentitySpec.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
        limit,
        blocked,
        all.keyPlace(name));
  }

  /** The same with what {@code identity-splits.yaml} says. */
  static IdentitySpec withSplits(IdentitySpec spec, Path dir, Collection<Issue> issues) {
    Path file = dir.resolve(IdentitySpec.SPLITS);
    if (!Files.isRegularFile(file)) {
      return spec;
    }
    List<IdentitySpec.Split> splits = new ArrayList<>();
    YamlFile.read(file, IdentitySpec.SPLITS, issues)
        .ifPresent(
            map -> {
              for (YamlMap split : map.maps("splits")) {
                List<String> rows = split.texts("apart");
                if (rows.size() != 2 || rows.get(0).equals(rows.get(1))) {
                  split.error("apart", "'apart' must be two rows", "e.g. apart: [crm:7, shop:9]");
                  continue;
                }
                for (String row : rows) {
                  int colon = row.indexOf(':');
                  if (colon < 0 || spec.table(row.substring(0, colon)).isEmpty()) {
                    split.error(
                        "apart",
                        "'" + row + "' names no row of a table under identity: from:",
                        "write TABLE:KEY, e.g. crm:7");
                  }
                }
                split.text("note");
                split.refuseOthers();
                splits.add(new IdentitySpec.Split(rows.get(0), rows.get(1), split.place("apart")));
              }
              map.refuseOthers();
            });
    return new IdentitySpec(spec.tables(), spec.identifiers(), spec.prefer(), splits, spec.place());
  }
}
