package io.espalier.sync.run;

import io.espalier.model.Consent;
import io.espalier.spi.Change;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Outcome;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.ValueColumns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what an ESP confirmed, or refused for good, into the ledger: one transaction a batch. */
final class Confirmations {
  private static final String ROWS = "es_confirmed";

  private final Engine engine;
  private final String account;
  private final Connections.Open open;
  private final String run;
  private final Outbox outbox;
  private final Report.Tally tally;

  Confirmations(
      Engine engine, Connections.Open open, String run, Outbox outbox, Report.Tally tally) {
    this.engine = engine;
    this.open = open;
    this.run = run;
    this.outbox = outbox;
    this.account = open.ledgerAccount();
    this.tally = tally;
  }

  /**
   * Takes the final outcomes of a batch of one kind.
   *
   * @param lines of the outbox, which the rows are settled by
   */
  void settle(
      Change.Kind kind, List<PlanRow> rows, List<Outcome> outcomes, Instant at, List<Long> lines) {
    settle(kind, rows, outcomes, at, lines, absent(kind, rows, outcomes));
  }

  /** The same of rows that were never sent. */
  void notSent(Change.Kind kind, List<PlanRow> rows, List<Outcome> outcomes, Instant at) {
    settle(kind, rows, outcomes, at, List.of(), List.of());
  }

  /** People whose consent could not be set, since the ESP does not hold them. */
  private static List<PlanRow> absent(
      Change.Kind kind, List<PlanRow> rows, List<Outcome> outcomes) {
    List<PlanRow> absent = new ArrayList<>();
    for (int i = 0; i < rows.size() && kind == Change.Kind.SET_CONSENT; i++) {
      if (outcomes.get(i) instanceof Outcome.Rejected no
          && no.failure().kind() == FailureKind.MISSING_TARGET) {
        absent.add(rows.get(i));
      }
    }
    return absent;
  }

  private void settle(
      Change.Kind kind,
      List<PlanRow> rows,
      List<Outcome> outcomes,
      Instant at,
      List<Long> lines,
      List<PlanRow> absent) {
    List<PlanRow> applied = new ArrayList<>();
    List<String> references = new ArrayList<>();
    List<PlanRow> refused = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    List<PlanRow> doubtful = new ArrayList<>();
    History history = new History(run, account, kind, at);
    for (int i = 0; i < rows.size(); i++) {
      Outcome outcome = outcomes.get(i);
      if (outcome instanceof Outcome.Applied done) {
        applied.add(rows.get(i));
        references.add(done.reference());
        history.add(rows.get(i), History.APPLIED, "");
      } else if (outcome instanceof Outcome.Rejected no) {
        tally.rejected(no.failure());
        history.add(rows.get(i), History.REJECTED, no.failure().message());
        if (isForGood(no.failure())) {
          refused.add(rows.get(i));
          reasons.add(no.failure().message());
        }
      } else if (outcome instanceof Outcome.Unknown dark) {
        tally.unknown(dark.failure());
        doubtful.add(rows.get(i));
        history.add(rows.get(i), History.UNKNOWN, dark.failure().message());
      } else {
        Failure late =
            Failure.of(FailureKind.TRANSIENT, "the ESP has not finished the job in time");
        tally.unknown(late);
        doubtful.add(rows.get(i));
        history.add(rows.get(i), History.UNKNOWN, late.message());
      }
    }
    tally.applied(applied.size());
    engine.atomically(
        () -> {
          stage(applied, references);
          confirm(kind, at);
          if (!refused.isEmpty()) {
            stage(refused, reasons);
            refuse(kind, at);
          }
          if (!doubtful.isEmpty()) {
            stage(doubtful, java.util.Collections.nCopies(doubtful.size(), ""));
            Doubts.mark(engine, account, kind, ROWS);
          }
          if (!absent.isEmpty()) {
            stage(absent, java.util.Collections.nCopies(absent.size(), ""));
            neverArrived();
          }
          history.write(engine);
          outbox.settled(lines);
        });
  }

  private static boolean isForGood(Failure failure) {
    return failure.kind() == FailureKind.INVALID || failure.kind() == FailureKind.UNSUPPORTED;
  }

  private void stage(List<PlanRow> rows, List<String> texts) {
    engine.run(
        "create or replace temp table "
            + ROWS
            + " (key varchar, email varchar, segment varchar, payload varchar, text varchar, name varchar, description varchar, consent integer, consent_at timestamp)");
    engine.fill(
        ROWS,
        appender -> {
          for (int i = 0; i < rows.size(); i++) {
            PlanRow row = rows.get(i);
            appender.beginRow();
            appender.append(row.key());
            appender.append(row.email());
            appender.append(row.segment());
            appender.append(row.payload());
            appender.append(texts.get(i));
            append(appender, row.change());
            appender.endRow();
          }
        });
  }

  private void append(org.duckdb.DuckDBAppender appender, Change change)
      throws java.sql.SQLException {
    @Nullable Consent consent = null;
    if (change instanceof Change.DefineField field) {
      appender.append(open.fields().vendorName(field.attribute().name()));
      appender.append(field.attribute().type().word());
    } else if (change instanceof Change.DefineSegment define) {
      appender.append(define.segment().name());
      appender.append(define.segment().description());
    } else {
      appender.appendNull();
      appender.appendNull();
      consent = change instanceof Change.SetConsent set ? set.consent() : null;
    }
    if (consent == null) {
      appender.appendNull();
      appender.appendNull();
    } else {
      appender.append(consent.state().ordinal());
      if (consent.since() == null) {
        appender.appendNull();
      } else {
        appender.append(ValueColumns.stored(consent.since()));
      }
    }
  }

  private void confirm(Change.Kind kind, Instant at) {
    switch (kind) {
      case DEFINE_FIELD -> {
        engine.run(
            "delete from ledger_field where account = ? and name in (select key from " + ROWS + ")",
            account);
        engine.run(
            "insert into ledger_field select ?, key, name, description from " + ROWS, account);
      }
      case DEFINE_SEGMENT -> {
        // Another container than the one we filled: whoever was in that one has to join this one.
        engine.run(
            "delete from ledger_member where account = ? and segment in (select r.segment from "
                + ROWS
                + " r join ledger_segment l on l.account = ? and l.segment = r.segment where l.reference <> r.text)",
            account,
            account);
        engine.run(
            "delete from ledger_segment where account = ? and segment in (select segment from "
                + ROWS
                + ")",
            account);
        engine.run(
            "insert into ledger_segment select ?, segment, name, description, text from " + ROWS,
            account);
      }
      case UPSERT -> {
        // Of a new address the ESP has been told no consent yet.
        engine.run(
            "update ledger_profile set consent = case when ledger_profile.email = r.email then ledger_profile.consent end, "
                + "consent_at = case when ledger_profile.email = r.email then ledger_profile.consent_at end, "
                + "email = r.email, fields = r.payload, print = null, confirmed_at = ? from "
                + ROWS
                + " r where account = ? and ledger_profile.key = r.key",
            ValueColumns.stored(at),
            account);
        engine.run(
            "insert into ledger_profile (account, key, email, fields, confirmed_at) select ?, key, email, payload, ? from "
                + ROWS
                + " r where not exists (select 1 from ledger_profile l where l.account = ? and l.key = r.key)",
            account,
            ValueColumns.stored(at),
            account);
      }
      case SET_CONSENT ->
          engine.run(
              "update ledger_profile set consent = r.consent, consent_at = r.consent_at, opted_out_at = case when r.consent >= "
                  + Consent.State.SUPPRESSED.ordinal()
                  + " then greatest(opted_out_at, coalesce(r.consent_at, ?)) else opted_out_at end from "
                  + ROWS
                  + " r where account = ? and ledger_profile.key = r.key",
              ValueColumns.stored(at),
              account);
      case JOIN -> {
        engine.run(
            "update ledger_member set doubt = null where account = ? and doubt and exists (select 1 from "
                + ROWS
                + " r where r.segment = ledger_member.segment and r.key = ledger_member.key and r.email = ledger_member.email)",
            account);
        engine.run(
            "insert into ledger_member (account, segment, key, email) select ?, segment, key, email from "
                + ROWS
                + " r where not exists (select 1 from ledger_member m where m.account = ? and m.segment = r.segment and m.key = r.key and m.email = r.email)",
            account,
            account);
      }
      case LEAVE ->
          engine.run(
              "delete from ledger_member where account = ? and exists (select 1 from "
                  + ROWS
                  + " r where r.segment = ledger_member.segment and r.key = ledger_member.key and r.email = ledger_member.email)",
              account);
      case DEFINE_NATIVE -> {
        engine.run(
            "delete from ledger_native where account = ? and segment in (select segment from "
                + ROWS
                + ")",
            account);
        engine.run(
            "insert into ledger_native select ?, segment, payload, text from " + ROWS, account);
      }
      case RETIRE -> {
        String natives =
            " where account = ? and segment in (select segment from "
                + ROWS
                + " where payload = '"
                + Change.Retire.Container.NATIVE
                + "')";
        String lists =
            natives.replace(
                "= '" + Change.Retire.Container.NATIVE, "= '" + Change.Retire.Container.LIST);
        engine.run("delete from ledger_native" + natives, account);
        engine.run("delete from ledger_member" + lists, account);
        engine.run("delete from ledger_segment" + lists, account);
      }
      case TRACK, PUBLISH, ERASE ->
          throw new IllegalStateException("the ledger keeps no rows of " + kind);
    }
  }

  /** Of whom nobody could tell whether they had arrived, and who are not there: they had not. */
  private void neverArrived() {
    engine.run(
        "delete from ledger_profile where account = ? and confirmed_at is null and key in (select key from "
            + ROWS
            + ")",
        account);
  }

  private void refuse(Change.Kind kind, Instant at) {
    engine.run(
        "insert into ledger_refused select ?, ?, nullif(key, ''), nullif(email, ''), nullif(segment, ''), nullif(payload, ''), text, ? from "
            + ROWS,
        account,
        kind.name(),
        ValueColumns.stored(at));
  }
}
