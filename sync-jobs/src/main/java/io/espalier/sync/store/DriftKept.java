package io.espalier.sync.store;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What somebody changed inside an ESP and may keep: each line holds as long as ours is what it was
 * when theirs was kept, and theirs what it was then.
 */
public final class DriftKept {
  static final List<String> TABLES =
      List.of(
          "create table drift_kept (account varchar, kind varchar, key varchar, segment varchar, field varchar, ours varchar, theirs varchar, kept_at timestamp)");

  /** What a line is about. */
  public enum Kind {
    /** {@code key, field}: a value. */
    FIELD,
    /** {@code key}: an address. */
    ADDRESS,
    /** {@code key}: somebody who was deleted there. */
    PERSON,
    /** {@code segment, key}: somebody whom they put in. */
    JOINED,
    /** {@code segment, key}: somebody whom they took out. */
    LEFT,
    /** {@code segment}: a name. */
    NAME
  }

  private DriftKept() {}

  /** Keeps theirs; what was kept of the same before is forgotten. */
  public static void keep(
      Engine engine,
      String account,
      Kind kind,
      String key,
      String segment,
      String field,
      String ours,
      String theirs,
      Instant at) {
    engine.run(
        "delete from drift_kept where account = ? and kind = ? and key = ? and segment = ? and field = ?",
        account,
        kind.name(),
        key,
        segment,
        field);
    engine.run(
        "insert into drift_kept values (?, ?, ?, ?, ?, ?, ?, ?)",
        account,
        kind.name(),
        key,
        segment,
        field,
        ours,
        theirs,
        ValueColumns.stored(at));
  }

  /** Segment → the name that it keeps at an account, as long as ours is what it was. */
  public static Map<String, String> names(Engine engine, String account) {
    Map<String, String> names = new HashMap<>();
    engine.each(
        "select d.segment, d.theirs from drift_kept d join ledger_segment l on l.account = d.account and l.segment = d.segment and l.name = d.ours where d.account = ? and d.kind = 'NAME'",
        row -> names.put(row.getString(1), row.getString(2)),
        account);
    return names;
  }
}
