package io.espalier.sync.plan;

import io.espalier.model.Attribute;
import io.espalier.model.Segment;
import io.espalier.spi.Change;
import io.espalier.sync.store.Engine;
import java.util.ArrayList;
import java.util.List;

/** Writes the rows of one ESP's part of a plan. */
final class PartRows {
  private final Engine engine;
  private final String plan;
  private final String esp;
  private final String account;
  private final String wants;

  PartRows(Engine engine, String plan, String esp, String account) {
    this.engine = engine;
    this.plan = plan;
    this.esp = esp;
    this.account = account;
    this.wants = Desired.wants(esp);
  }

  /** True where the ESP is not known to have the field as it is now. */
  boolean defineField(Attribute attribute, String vendorName) {
    long known =
        engine.number(
            "select count(*) from ledger_field where account = ? and name = ? and vendor_name = ? and type = ?",
            account,
            attribute.name(),
            vendorName,
            attribute.type().word());
    if (known == 0) {
      engine.run(
          "insert into plan_row (plan, esp, seq, kind, key) select ?, ?, coalesce(max(seq), 0) + 1, ?, ? from plan_row where plan = ? and esp = ? and kind = ?",
          plan,
          esp,
          Change.Kind.DEFINE_FIELD.name(),
          attribute.name(),
          plan,
          esp,
          Change.Kind.DEFINE_FIELD.name());
    }
    return known == 0;
  }

  /** Whoever is new, has another address or another value in some field. */
  void upserts() {
    engine.run(
        "insert into plan_row (plan, esp, seq, kind, key, email, payload, before, consent, consent_at, consent_source, consent_evidence) "
            + "select ?, ?, row_number() over (order by w.key), 'UPSERT', w.key, w.email, w.fields, case when l.email = w.email then l.fields end, "
            + "w.consent, w.consent_at, w.consent_source, w.consent_evidence from "
            + wants
            + " w left join ledger_profile l on l.account = ? and l.key = w.key where not ("
            + Desired.optedOut("w.consent")
            + ") and (l.fields is null or l.fields <> w.fields or l.email <> w.email)",
        plan,
        esp,
        account);
  }

  /** Whoever's consent is not what the ESP was told; opt-outs only of people who are there. */
  void consents() {
    engine.run(
        "insert into plan_row (plan, esp, seq, kind, key, email, payload, consent, consent_at, consent_source, consent_evidence, opted_out_at) "
            + "select ?, ?, row_number() over (order by w.key), 'SET_CONSENT', w.key, w.email, "
            + "concat_ws('|', w.email, w.consent, w.consent_at), w.consent, w.consent_at, w.consent_source, w.consent_evidence, l.opted_out_at from "
            + wants
            + " w left join ledger_profile l on l.account = ? and l.key = w.key where (not ("
            + Desired.optedOut("w.consent")
            + ") or l.key is not null) and (l.consent is null or l.consent <> w.consent or l.email <> w.email or l.consent_at is distinct from w.consent_at)",
        plan,
        esp,
        account);
  }

  Plan.SegmentPart segment(Segment segment, SegmentSizes.Size size) {
    if (size.fate() == SegmentSizes.Fate.MERGED) {
      leaves(segment.id());
    }
    if (!size.isSent()) {
      return new Plan.SegmentPart(
          segment.id(), segment.name(), size.members(), 0, 0, false, size.note(), "");
    }
    boolean define =
        engine.number(
                "select count(*) from ledger_segment where account = ? and segment = ? and name = ? and description = ?",
                account,
                segment.id(),
                segment.name(),
                segment.description())
            == 0;
    if (define) {
      engine.run(
          "insert into plan_row (plan, esp, seq, kind, segment, payload) select ?, ?, coalesce(max(seq), 0) + 1, 'DEFINE_SEGMENT', ?, "
              + "(select max(reference) from ledger_segment where account = ? and segment = ?) from plan_row where plan = ? and esp = ? and kind = 'DEFINE_SEGMENT'",
          plan,
          esp,
          segment.id(),
          account,
          segment.id(),
          plan,
          esp);
    }
    joins(segment.id());
    leaves(segment.id());
    return new Plan.SegmentPart(
        segment.id(), segment.name(), size.members(), 0, 0, define, "", size.note());
  }

  /** Whoever is a member here and not known to be one there, at the address of today. */
  private void joins(String segment) {
    engine.run(
        "insert into plan_row (plan, esp, seq, kind, key, email, segment) select ?, ?, row_number() over (order by m.key), 'JOIN', m.key, w.email, m.segment from "
            + Desired.MEMBERS
            + " m join "
            + wants
            + " w using (key) where m.segment = ? and not exists (select 1 from ledger_member l join ledger_profile p on p.account = l.account and p.key = l.key "
            + "where l.account = ? and l.segment = m.segment and l.key = m.key and p.email = w.email)",
        plan,
        esp,
        segment,
        account);
  }

  /** Whom we once put there and who is no member now, or has another address now. */
  private void leaves(String segment) {
    engine.run(
        "insert into plan_row (plan, esp, seq, kind, key, email, segment) select ?, ?, row_number() over (order by l.key), 'LEAVE', l.key, p.email, l.segment from "
            + "ledger_member l join ledger_profile p on p.account = l.account and p.key = l.key left join "
            + wants
            + " w on w.key = l.key where l.account = ? and l.segment = ? and (w.email is distinct from p.email or not exists (select 1 from "
            + Desired.MEMBERS
            + " m where m.segment = l.segment and m.key = l.key))",
        plan,
        esp,
        account,
        segment);
  }

  /**
   * Takes out what the ESP refused for good before and what is the same now, and whatever hangs on
   * a person so refused. Gives how many rows were taken out so far.
   */
  long park() {
    String mine = " where plan = ? and esp = ? ";
    long all = engine.number("select count(*) from plan_row" + mine, plan, esp);
    engine.run(
        "delete from plan_row"
            + mine
            + "and exists (select 1 from refused r where r.account = ? and r.kind = plan_row.kind and r.key is not distinct from plan_row.key "
            + "and r.segment is not distinct from plan_row.segment and r.payload is not distinct from plan_row.payload)",
        plan,
        esp,
        account);
    engine.run(
        "delete from plan_row"
            + mine
            + "and kind in ('JOIN', 'SET_CONSENT') and exists (select 1 from refused r join "
            + wants
            + " w on w.key = r.key and w.fields = r.payload where r.account = ? and r.kind = 'UPSERT' and r.key = plan_row.key) "
            + "and not exists (select 1 from ledger_profile l where l.account = ? and l.key = plan_row.key)",
        plan,
        esp,
        account,
        account);
    taken += all - engine.number("select count(*) from plan_row" + mine, plan, esp);
    return taken;
  }

  private long taken;

  long count(Change.Kind kind, String condition) {
    return engine.number(
        "select count(*) from plan_row where plan = ? and esp = ? and kind = ? and " + condition,
        plan,
        esp,
        kind.name());
  }

  long withheld() {
    return engine.number("select count(*) from " + wants + " where " + Desired.optedOut("consent"));
  }

  /** The segments with the joins and leaves that are really in the plan. */
  List<Plan.SegmentPart> recount(List<Plan.SegmentPart> segments) {
    List<Plan.SegmentPart> counted = new ArrayList<>();
    for (Plan.SegmentPart s : segments) {
      counted.add(
          new Plan.SegmentPart(
              s.id(),
              s.name(),
              s.members(),
              of(s.id(), "JOIN"),
              of(s.id(), "LEAVE"),
              s.define(),
              s.held(),
              s.note()));
    }
    return counted;
  }

  private long of(String segment, String kind) {
    return engine.number(
        "select count(*) from plan_row where plan = ? and esp = ? and kind = ? and segment = ?",
        plan,
        esp,
        kind,
        segment);
  }
}
