package io.espalier.sync.store;

import io.espalier.model.EmailAddress;
import io.espalier.sync.project.IdentitySpec;
import io.espalier.sync.project.Project;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which identifier joined what, once a population is loaded. Values are masked. */
public final class IdentityExplanation {
  private final IdentitySpec spec;
  private final Project project;
  private final Engine engine;

  /**
   * @param engine into which the project's population was loaded
   */
  public IdentityExplanation(IdentitySpec spec, Project project, Engine engine) {
    this.spec = spec;
    this.project = project;
    this.engine = engine;
  }

  /** Rows that hold one value. */
  public record Link(String identifier, String value, List<String> rows) {}

  /**
   * A value that joined nobody.
   *
   * @param why in words
   */
  public record NotJoined(String identifier, String value, long rows, String why) {}

  /**
   * @param rows each {@code table:key}, the most trusted first
   * @param origins column → the row that it is from
   */
  public record Person(
      String key,
      List<String> rows,
      List<Link> links,
      List<NotJoined> notJoined,
      Map<String, String> origins) {}

  /**
   * @param name a key, a row as {@code table:key}, or an address
   */
  public Optional<Person> person(String name) {
    Optional<String> key =
        engine.first(
            "select profile from "
                + IdentitySpec.KEYS
                + " where profile = ? or source || ':' || key = ? order by profile <> ?, profile",
            row -> row.getString(1),
            name,
            name,
            name);
    if (key.isEmpty()) {
      key =
          engine.first(
              "select profile from "
                  + IdentitySpec.KEYS
                  + " join "
                  + Identity.VALUES
                  + " using (es_node) where v = lower(?) order by 1",
              row -> row.getString(1),
              name.strip());
    }
    return key.map(this::explained);
  }

  private Person explained(String key) {
    List<String> rows =
        engine.list(
            "select source || ':' || key from "
                + IdentitySpec.KEYS
                + " where profile = ? order by es_node",
            row -> row.getString(1),
            key);
    List<Link> links = new ArrayList<>();
    engine.each(
        "select identifier, any_value(v), list(source || ':' || key order by es_node) from "
            + IdentitySpec.KEYS
            + " join "
            + Identity.VALUES
            + " using (es_node) where profile = ? and (identifier, n) not in (select (identifier, n) from "
            + Identity.REFUSED
            + ") group by identifier, n having count(*) > 1 order by identifier, n",
        row -> {
          IdentitySpec.Identifier identifier = spec.identifiers().get(row.getInt(1));
          List<String> joined = new ArrayList<>();
          for (Object one : (Object[]) row.getArray(3).getArray()) {
            joined.add(String.valueOf(one));
          }
          links.add(new Link(identifier.name(), masked(identifier, row.getString(2)), joined));
        },
        key);
    List<NotJoined> not = new ArrayList<>();
    engine.each(
        "select r.identifier, any_value(v), r.broken, (select count(*) from "
            + Identity.VALUES
            + " a where a.identifier = r.identifier and a.n = r.n) from "
            + IdentitySpec.KEYS
            + " join "
            + Identity.VALUES
            + " v using (es_node) join "
            + Identity.REFUSED
            + " r on r.identifier = v.identifier and r.n = v.n where profile = ? group by r.identifier, r.n, r.broken order by r.identifier, r.n",
        row -> {
          IdentitySpec.Identifier identifier = spec.identifiers().get(row.getInt(1));
          int by = row.getInt(3);
          String why =
              by < 0
                  ? "split by hand"
                  : "one person would have more than "
                      + spec.identifiers().get(by).limit()
                      + " "
                      + spec.identifiers().get(by).name();
          not.add(
              new NotJoined(
                  identifier.name(), masked(identifier, row.getString(2)), row.getLong(4), why));
        },
        key);
    return new Person(
        key, rows, links, not, new IdentityMerge(spec, project.profile(), engine).origins(key));
  }

  private static String masked(IdentitySpec.Identifier identifier, String value) {
    if (value.contains("@")) {
      return EmailAddress.mask(value);
    }
    return identifier.kind() == IdentitySpec.Kind.PHONE
        ? "*" + value.substring(Math.max(0, value.length() - 3))
        : value;
  }
}
