package io.espalier.sync.store;

import java.util.List;

/**
 * What each ESP has confirmed, and the plans that are to change it: tables of the state's one
 * database. An account is {@code <esp>:<account id>}, so that a fresh account starts empty.
 */
public final class Ledger {
  /**
   * Each entry brings the state from the version of its place to the next one, in one transaction.
   * Entries are only ever added: what has been written somewhere must stay readable.
   */
  private static final List<List<String>> STEPS =
      List.of(
          List.of(
              "create table if not exists ledger_profile (account varchar, key varchar, email varchar, fields varchar, consent integer, consent_at timestamp, opted_out_at timestamp, confirmed_at timestamp, gone_at timestamp)",
              "create table if not exists ledger_field (account varchar, name varchar, vendor_name varchar, type varchar)",
              "create table if not exists ledger_segment (account varchar, segment varchar, name varchar, description varchar, reference varchar)",
              "create table if not exists ledger_member (account varchar, segment varchar, key varchar, email varchar)",
              "create table if not exists ledger_refused (account varchar, kind varchar, key varchar, email varchar, segment varchar, payload varchar, reason varchar, refused_at timestamp)",
              "create table if not exists ledger_plan (id varchar, made_at timestamp, now timestamp, summary varchar)",
              "create table if not exists ledger_plan_row (plan varchar, esp varchar, seq bigint, kind varchar, key varchar, email varchar, segment varchar, payload varchar, before varchar, consent integer, consent_at timestamp, consent_source varchar, consent_evidence varchar, opted_out_at timestamp)",
              "create table if not exists ledger_run (id varchar, plan varchar, started_at timestamp, ended_at timestamp, report varchar)"),
          List.of(
              // What is on its way: a line before each call, until the outcome of all its rows is
              // in the ledger. A line with a job is asked after, also by a later process.
              "create sequence ledger_outbox_id",
              "create table ledger_outbox (id bigint, account varchar, plan varchar, kind varchar, segment varchar, seqs varchar, job varchar, sent_at timestamp)",
              // What each ESP was told of whom, what became of it, and when.
              "create table ledger_history (account varchar, run varchar, kind varchar, seq bigint, segment varchar, key varchar, told varchar, outcome varchar, reason varchar, answered_at timestamp)",
              // Until now 'report' held the plan.
              "alter table ledger_run add column summary varchar",
              "update ledger_run set summary = report, report = null"),
          ConsentLedger.TABLES,
          // Where the ESP knows a person whose address is another one now.
          List.of("alter table ledger_plan_row add column former varchar"),
          List.of(
              // Segments that an ESP keeps by itself: the definition that it confirmed.
              "create table ledger_native (account varchar, segment varchar, definition varchar, reference varchar)"),
          ConsentLedger.GRANTS,
          Publications.TABLES,
          // A memory of the planner's: with which print of their values somebody's fields were last
          // found equal. Whoever writes 'fields' sets it to null.
          List.of("alter table ledger_profile add column print ubigint"),
          Erasures.TABLES,
          List.of(
              // What each plan was made from, in numbers: what is usual for a guard.
              "create table ledger_measure (plan varchar, measured_at timestamp, ran boolean, kind varchar, subject varchar, amount bigint, whole bigint)"),
          List.of(
              // The figures of earlier audits.
              "create table ledger_audit (audited_at timestamp, tab varchar, col varchar, what varchar, amount bigint, whole bigint)"),
          DriftKept.TABLES,
          HookInbox.TABLES,
          List.of(
              // Somebody who may be a member, or may be none any more: the answer was never seen.
              "alter table ledger_member add column doubt boolean"),
          List.of(
              // New fields that old members get: each one action, until it is known who holds it.
              "create table ledger_backfill (account varchar, name varchar, begun_at timestamp, ended_at timestamp, held bigint, people bigint)"),
          List.of(
              // A job that hung, and whose rows went again in another: it may still come to an end.
              "alter table ledger_outbox add column repeated boolean"));

  private Ledger() {}

  /**
   * Makes the tables, or brings those of an older espalier to today's form.
   *
   * @throws StoreException where a newer espalier has written them
   */
  public static void prepare(Engine engine) {
    engine.run("create table if not exists ledger_meta (version integer)");
    int version = (int) engine.number("select coalesce(max(version), 0) from ledger_meta");
    if (version > STEPS.size()) {
      throw new StoreException(
          "the state was written by a newer espalier (version "
              + version
              + ", this one knows "
              + STEPS.size()
              + ")",
          "update espalier, or give another folder: --state DIR",
          new IllegalStateException("newer state"));
    }
    for (int step = version; step < STEPS.size(); step++) {
      int reached = step + 1;
      List<String> statements = STEPS.get(step);
      engine.atomically(
          () -> {
            statements.forEach(engine::run);
            if (statements == ConsentLedger.TABLES) {
              ConsentLedger.begin(engine);
            }
            engine.run("delete from ledger_meta");
            engine.run("insert into ledger_meta values (?)", reached);
          });
    }
  }
}
