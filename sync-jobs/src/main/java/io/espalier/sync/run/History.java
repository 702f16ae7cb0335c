package io.espalier.sync.run;

import io.espalier.model.Consent;
import io.espalier.spi.Change;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.ValueColumns;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/** One batch's lines of the history: whom an ESP was told what of, and what it answered. */
final class History {
  static final String APPLIED = "APPLIED";
  static final String REJECTED = "REJECTED";
  static final String UNKNOWN = "UNKNOWN";

  private record Line(PlanRow row, String outcome, String reason) {}

  private final String run;
  private final String account;
  private final Change.Kind kind;
  private final LocalDateTime at;
  private final List<Line> lines = new ArrayList<>();

  History(String run, String account, Change.Kind kind, Instant at) {
    this.run = run;
    this.account = account;
    this.kind = kind;
    this.at = ValueColumns.stored(at);
  }

  void add(PlanRow row, String outcome, String reason) {
    lines.add(new Line(row, outcome, reason));
  }

  /** Writes all of them; within the transaction of the ledger's own change. */
  void write(Engine engine) {
    engine.fill(
        "ledger_history",
        appender -> {
          for (Line line : lines) {
            appender.beginRow();
            appender.append(account);
            appender.append(run);
            appender.append(kind.name());
            appender.append(line.row().seq());
            appender.append(line.row().segment());
            appender.append(line.row().key());
            appender.append(told(line.row()));
            appender.append(line.outcome());
            appender.append(line.reason());
            appender.append(at);
            appender.endRow();
          }
        });
  }

  /** What was said of the person: changed fields, or the state of consent; no address. */
  private static String told(PlanRow row) {
    if (row.change() instanceof Change.Upsert) {
      return row.changed().toString();
    }
    if (row.change() instanceof Change.SetConsent set) {
      Consent consent = set.consent();
      return consent.since() == null
          ? consent.state().word()
          : consent.state().word() + " since " + consent.since();
    }
    if (row.change() instanceof Change.DefineField field) {
      return field.attribute().type().word();
    }
    return row.change() instanceof Change.DefineSegment define ? define.segment().name() : "";
  }
}
