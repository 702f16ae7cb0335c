package io.espalier.sync.store;

import java.util.List;

/**
 * What each ESP has confirmed, and the plans that are to change it: tables of the state's one
 * database. An account is {@code <esp>:<account id>}, so that a fresh account starts empty.
 */
public final class Ledger {
  /** Raised whenever a table changes; an older store is then migrated, a newer one refused. */
  static final int VERSION = 1;

  private static final List<String> TABLES =
      List.of(
          "create table if not exists ledger_profile (account varchar, key varchar, email varchar, fields varchar, consent integer, consent_at timestamp, opted_out_at timestamp, confirmed_at timestamp, gone_at timestamp)",
          "create table if not exists ledger_field (account varchar, name varchar, vendor_name varchar, type varchar)",
          "create table if not exists ledger_segment (account varchar, segment varchar, name varchar, description varchar, reference varchar)",
          "create table if not exists ledger_member (account varchar, segment varchar, key varchar, email varchar)",
          "create table if not exists ledger_refused (account varchar, kind varchar, key varchar, email varchar, segment varchar, payload varchar, reason varchar, refused_at timestamp)",
          "create table if not exists ledger_plan (id varchar, made_at timestamp, now timestamp, summary varchar)",
          "create table if not exists ledger_plan_row (plan varchar, esp varchar, seq bigint, kind varchar, key varchar, email varchar, segment varchar, payload varchar, before varchar, consent integer, consent_at timestamp, consent_source varchar, consent_evidence varchar, opted_out_at timestamp)",
          "create table if not exists ledger_run (id varchar, plan varchar, started_at timestamp, ended_at timestamp, report varchar)");

  private Ledger() {}

  /**
   * Makes the tables where they are not.
   *
   * @throws StoreException where a newer espalier has written them
   */
  public static void prepare(Engine engine) {
    engine.run("create table if not exists ledger_meta (version integer)");
    long version = engine.number("select coalesce(max(version), 0) from ledger_meta");
    if (version > VERSION) {
      throw new StoreException(
          "the state was written by a newer espalier (version "
              + version
              + ", this one knows "
              + VERSION
              + ")",
          "update espalier, or give another folder: --state DIR",
          new IllegalStateException("newer state"));
    }
    engine.atomically(
        () -> {
          TABLES.forEach(engine::run);
          if (version == 0) {
            engine.run("insert into ledger_meta values (?)", VERSION);
          }
        });
  }
}
