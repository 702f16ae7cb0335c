package io.espalier.sync.plan;

import io.espalier.model.Segment;
import io.espalier.spi.Change;
import io.espalier.spi.NativeSegment;
import io.espalier.sync.store.Engine;
import java.util.List;

/**
 * The rows of segments that an ESP keeps by itself, and of the change between that and a list.
 *
 * <p>The new one is made and proved before the old one goes, a plan later: a marketer never finds
 * none, and never two for longer than a run. Until then the list is kept up as ever.
 */
public final class NativeRows {
  private final Engine engine;
  private final String plan;
  private final String esp;
  private final String account;

  NativeRows(Engine engine, String plan, String esp, String account) {
    this.engine = engine;
    this.plan = plan;
    this.esp = esp;
    this.account = account;
  }

  /** The definition of a row; its first line is the name that the segment has with it. */
  public static NativeSegment definition(String payload) {
    return new NativeSegment(payload.substring(payload.indexOf('\n') + 1), "");
  }

  private boolean has(String table, String segment) {
    return engine.number(
            "select count(*) from " + table + " where account = ? and segment = ?",
            account,
            segment)
        > 0;
  }

  boolean hasList(String segment) {
    return has("ledger_segment", segment);
  }

  boolean hasNative(String segment) {
    return has("ledger_native", segment);
  }

  /** Makes or changes the definition, where the ESP has another or none; true where it has to. */
  boolean define(Segment segment, NativeSegment definition) {
    String payload = segment.name() + "\n" + definition.text();
    boolean known =
        engine.number(
                "select count(*) from ledger_native where account = ? and segment = ? and definition = ?",
                account,
                segment.id(),
                payload)
            > 0;
    if (!known) {
      row(Change.Kind.DEFINE_NATIVE, segment.id(), payload, "ledger_native");
    }
    return !known;
  }

  void retire(Segment segment, Change.Retire.Container what) {
    row(
        Change.Kind.RETIRE,
        segment.id(),
        what.name(),
        what == Change.Retire.Container.LIST ? "ledger_segment" : "ledger_native");
  }

  /** Whether the plan still has something to do to the segment's list. */
  boolean isListUnderWay(String segment) {
    return engine.number(
            "select count(*) from ledger_plan_row where plan = ? and esp = ? and segment = ? and kind in ('DEFINE_SEGMENT', 'JOIN', 'LEAVE')",
            plan,
            esp,
            segment)
        > 0;
  }

  private void row(Change.Kind kind, String segment, String payload, String ledger) {
    List<String> references =
        engine.list(
            "select reference from " + ledger + " where account = ? and segment = ?",
            row -> row.getString(1),
            account,
            segment);
    engine.run(
        "insert into ledger_plan_row (plan, esp, seq, kind, segment, payload, before) select ?, ?, coalesce(max(seq), 0) + 1, ?, ?, ?, ? from ledger_plan_row where plan = ? and esp = ? and kind = ?",
        plan,
        esp,
        kind.name(),
        segment,
        payload,
        references.isEmpty() ? "" : references.get(0),
        plan,
        esp,
        kind.name());
  }
}
