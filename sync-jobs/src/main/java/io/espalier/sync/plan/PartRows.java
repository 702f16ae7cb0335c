package io.espalier.sync.plan;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.espalier.model.Attribute;
import io.espalier.model.Consent;
import io.espalier.model.Segment;
import io.espalier.spi.Change;
import io.espalier.spi.NativeSegment;
import io.espalier.sync.store.ConsentLedger;
import io.espalier.sync.store.Engine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Writes the rows of one ESP's part of a plan. */
final class PartRows {
  /** Not sent: what {@link Plans#ran} marks in the ledger. */
  static final String GONE = "GONE";

  static final String BACK = "BACK";

  private final Engine engine;
  private final String plan;
  private final String esp;
  private final String account;
  private final String wants;
  private final Differences differences;
  private final NativeRows natives;
  private final Map<String, Long> counts = new HashMap<>();

  PartRows(Engine engine, String plan, String esp, String account, Planner.Wanted wanted) {
    this.engine = engine;
    this.plan = plan;
    this.esp = esp;
    this.account = account;
    this.wants = Desired.wants(esp);
    this.differences = new Differences(engine, esp, account, wanted);
    this.natives = new NativeRows(engine, plan, esp, account);
  }

  /** Where the ESP is not known to have the field as it is now. */
  void defineField(Attribute attribute, String vendorName) {
    long known =
        engine.number(
            "select count(*) from ledger_field where account = ? and name = ? and vendor_name = ? and type = ?",
            account,
            attribute.name(),
            vendorName,
            attribute.type().word());
    if (known == 0) {
      engine.run(
          "insert into ledger_plan_row (plan, esp, seq, kind, key, payload) select ?, ?, coalesce(max(seq), 0) + 1, ?, ?, ? from ledger_plan_row where plan = ? and esp = ? and kind = ?",
          plan,
          esp,
          Change.Kind.DEFINE_FIELD.name(),
          attribute.name(),
          vendorName + " " + attribute.type().word(),
          plan,
          esp,
          Change.Kind.DEFINE_FIELD.name());
    }
  }

  /** The attributes whose fields are really in the plan. */
  Set<String> definedFields() {
    return new LinkedHashSet<>(
        engine.list(
            "select key from ledger_plan_row where plan = ? and esp = ? and kind = ? order by seq",
            row -> row.getString(1),
            plan,
            esp,
            Change.Kind.DEFINE_FIELD.name()));
  }

  /** Looks who differs, before anything else is asked of this. */
  void compare() {
    differences.find();
  }

  /** Who has gone from the source since the last run, and who has come back. */
  void presence() {
    engine.run(
        "insert into ledger_plan_row (plan, esp, seq, kind, key) select ?, ?, row_number() over (partition by presence), presence, key from "
            + differences.people()
            + " where presence in (?, ?)",
        plan,
        esp,
        GONE,
        BACK);
  }

  /**
   * What the ledger knows of a person's fields, without those of attributes that the project has no
   * more: the ESP keeps them, and nobody is changed by that.
   */
  private String knownFields(List<Attribute> attributes) {
    List<String> names = attributes.stream().map(Attribute::name).toList();
    JsonObject dropped = new JsonObject();
    engine
        .list(
            "select distinct name from ledger_field where account = ? order by 1",
            row -> row.getString(1),
            account)
        .stream()
        .filter(name -> !names.contains(name))
        .forEach(name -> dropped.add(name, JsonNull.INSTANCE));
    return dropped.size() == 0
        ? "l.fields"
        : "cast(json_merge_patch(l.fields, "
            + Engine.literal(new GsonBuilder().serializeNulls().create().toJson(dropped))
            + ") as varchar)";
  }

  /** Whoever is new, has another address or another value in some field. */
  void upserts(List<Attribute> attributes) {
    String known = knownFields(attributes);
    engine.run(
        "insert into ledger_plan_row (plan, esp, seq, kind, key, email, payload, before, consent, consent_at, consent_source, consent_evidence, former, opted_out_at) "
            + "select ?, ?, row_number() over (order by w.key), 'UPSERT', w.key, w.email, w.fields, case when l.email = w.email then "
            + known
            + " end, "
            + "w.consent, w.consent_at, w.consent_source, w.consent_evidence, case when l.email <> w.email then l.email end, g.opted_out_at from "
            + "(from "
            + differences.changed()
            + " where told_print is distinct from print or told_email is distinct from email) w left join ledger_profile l on l.account = ? and l.key = w.key left join (select key, max(opted_out_at) as opted_out_at from ledger_profile where opted_out_at is not null group by key) g on g.key = w.key where not ("
            + Desired.optedOut("w.consent")
            + ") and (l.fields is null or "
            + known
            + " <> w.fields or l.email <> w.email)",
        plan,
        esp,
        account);
    differences.remember(plan, esp, known);
  }

  /**
   * Whoever's consent is not what the ESP was told; opt-outs only of people who are there, and at
   * the address at which they are there.
   */
  void consents() {
    // Reach is narrowed before it is widened; and each kind of change takes calls of its own, so a
    // batch of one kind takes fewest.
    String out = Desired.optedOut("w.consent");
    String address = "case when " + out + " then coalesce(w.told_email, w.email) else w.email end";
    engine.run(
        "insert into ledger_plan_row (plan, esp, seq, kind, key, email, payload, consent, consent_at, consent_source, consent_evidence, opted_out_at) "
            + "select ?, ?, row_number() over (order by case when "
            + out
            + " then 0 when w.consent = "
            + Consent.State.SUBSCRIBED.ordinal()
            + " then 2 else 1 end, w.key), 'SET_CONSENT', w.key, "
            + address
            + ", concat_ws('|', "
            + address
            + ", w.consent, w.consent_at), w.consent, w.consent_at, w.consent_source, w.consent_evidence, (select max(o.at_time) from (select opted_out_at as at_time from ledger_profile g where g.key = w.key union all select at_time from "
            + ConsentLedger.OPTED_OUT
            + " u where u.key = w.key) o) from (from "
            + differences.changed()
            + " w where (not ("
            + out
            + ") or w.known) and ("
            + Differences.consent("w.told_consent", "w.told_consent_at")
            + " or (not ("
            + out
            + ") and w.told_email is distinct from w.email))) w",
        plan,
        esp);
  }

  /**
   * Whoever is gone from the source and has opted out since, anywhere: the ESP still has them, and
   * has to be told.
   */
  void optOutsOfTheGone() {
    engine.run(
        "insert into ledger_plan_row (plan, esp, seq, kind, key, email, payload, consent, consent_at, consent_source, consent_evidence, opted_out_at) "
            + "select ?, ?, (select coalesce(max(seq), 0) from ledger_plan_row where plan = ? and esp = ? and kind = 'SET_CONSENT') + row_number() over (order by key), 'SET_CONSENT', key, email, concat_ws('|', email, state, at_time), state, at_time, source, '', at_time from "
            + ConsentLedger.outOf(
                "(select l.key, l.email, l.consent, l.consent_at from ledger_profile l where l.account = ? and (l.gone_at is not null or l.key in (select key from "
                    + differences.people()
                    + " where presence = '"
                    + GONE
                    + "')) and not ("
                    + Desired.optedOut("coalesce(l.consent, 0)")
                    + ") and not exists (select 1 from "
                    + wants
                    + " w where w.key = l.key))"),
        plan,
        esp,
        plan,
        esp,
        account);
  }

  /** A segment that the ESP keeps by itself. */
  Plan.SegmentPart natively(Segment segment, NativeSegment definition, SegmentSizes.Size size) {
    boolean define = natives.define(segment, definition);
    boolean list = natives.hasList(segment.id());
    String note = "kept there by its own definition";
    if (list && natives.hasNative(segment.id())) {
      natives.retire(segment, Change.Retire.Container.LIST);
      note += "; what we filled before goes";
    } else if (list) {
      Plan.SegmentPart still = list(segment, size);
      define |= still.define();
      note += " from this run on; what we filled before goes with the next";
    }
    return new Plan.SegmentPart(
        segment.id(), segment.name(), size.members(), 0, 0, define, "", note);
  }

  /** A segment whose members we send. */
  Plan.SegmentPart segment(Segment segment, SegmentSizes.Size size) {
    Plan.SegmentPart part = list(segment, size);
    if (natives.hasNative(segment.id())
        && natives.hasList(segment.id())
        && !natives.isListUnderWay(segment.id())) {
      natives.retire(segment, Change.Retire.Container.NATIVE);
    }
    return part;
  }

  private Plan.SegmentPart list(Segment segment, SegmentSizes.Size size) {
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
          "insert into ledger_plan_row (plan, esp, seq, kind, segment, payload, before) select ?, ?, coalesce(max(seq), 0) + 1, 'DEFINE_SEGMENT', ?, ?, "
              + "(select max(reference) from ledger_segment where account = ? and segment = ?) from ledger_plan_row where plan = ? and esp = ? and kind = 'DEFINE_SEGMENT'",
          plan,
          esp,
          segment.id(),
          segment.name() + "\n" + segment.description(),
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

  /**
   * Whoever is a member here and not known to be one there at the address of today. Leaving with an
   * old address may take the new one along, so whoever leaves with one joins again.
   */
  private void joins(String segment) {
    engine.run(
        "insert into ledger_plan_row (plan, esp, seq, kind, key, email, segment) select ?, ?, row_number() over (order by key), 'JOIN', key, wanted, segment from (select distinct segment, key, wanted from "
            + differences.members()
            + " where segment = ? and wanted is not null)",
        plan,
        esp,
        segment);
  }

  /** Whom we once put there and who is no member now, or has another address now. */
  private void leaves(String segment) {
    engine.run(
        "insert into ledger_plan_row (plan, esp, seq, kind, key, email, segment) select ?, ?, row_number() over (order by key), 'LEAVE', key, known, segment from "
            + differences.members()
            + " where segment = ? and known is not null",
        plan,
        esp,
        segment);
  }

  /**
   * Takes out what the ESP refused for good before and what is the same now, and whatever hangs on
   * a person or a segment so refused. Gives how many rows were taken out so far.
   */
  long park() {
    counts.clear();
    String mine = " where plan = ? and esp = ? ";
    long all = engine.number("select count(*) from ledger_plan_row" + mine, plan, esp);
    engine.run(
        "delete from ledger_plan_row"
            + mine
            + "and exists (select 1 from ledger_refused r where r.account = ? and r.kind = ledger_plan_row.kind and r.key is not distinct from ledger_plan_row.key and r.email is not distinct from ledger_plan_row.email "
            + "and r.segment is not distinct from ledger_plan_row.segment and r.payload is not distinct from ledger_plan_row.payload)",
        plan,
        esp,
        account);
    engine.run(
        "delete from ledger_plan_row"
            + mine
            + "and kind in ('JOIN', 'SET_CONSENT') and exists (select 1 from ledger_refused r join "
            + differences.changed()
            + " w on w.key = r.key and w.email = r.email and w.fields = r.payload where r.account = ? and r.kind = 'UPSERT' and r.key = ledger_plan_row.key) "
            + "and not exists (select 1 from ledger_profile l where l.account = ? and l.key = ledger_plan_row.key)",
        plan,
        esp,
        account,
        account);
    engine.run(
        "delete from ledger_plan_row"
            + mine
            + "and kind in ('JOIN', 'LEAVE') and not exists (select 1 from ledger_segment s where s.account = ? and s.segment = ledger_plan_row.segment) "
            + "and not exists (select 1 from ledger_plan_row d where d.plan = ? and d.esp = ? and d.kind = 'DEFINE_SEGMENT' and d.segment = ledger_plan_row.segment)",
        plan,
        esp,
        account,
        plan,
        esp);
    taken += all - engine.number("select count(*) from ledger_plan_row" + mine, plan, esp);
    return taken;
  }

  private long taken;

  /** Lets go of what only this ESP's part needed. */
  void done() {
    differences.drop();
  }

  /** How many rows of a kind there are; asked once all of them are there, it counts all at once. */
  long count(Change.Kind kind) {
    if (counts.isEmpty()) {
      for (Change.Kind one : Change.Kind.values()) {
        counts.put(one.name(), 0L);
      }
      engine.each(
          "select kind, count(*) from ledger_plan_row where plan = ? and esp = ? group by kind",
          row -> counts.put(row.getString(1), row.getLong(2)),
          plan,
          esp);
    }
    return Objects.requireNonNull(counts.get(kind.name()));
  }

  long count(Change.Kind kind, String condition) {
    if (condition.equals("true")) {
      return count(kind);
    }
    return engine.number(
        "select count(*) from ledger_plan_row where plan = ? and esp = ? and kind = ? and "
            + condition,
        plan,
        esp,
        kind.name());
  }

  long withheld() {
    return engine.number("select count(*) from " + wants + " where " + Desired.optedOut("consent"));
  }

  List<Plan.Never> never() {
    return engine.list(
        "select consent_source, count(*) from "
            + wants
            + " where consent_evidence = ? group by 1 order by 1",
        row -> new Plan.Never(row.getString(1), row.getLong(2)),
        Desired.NEVER);
  }

  /** The segments with the joins and leaves that are really in the plan. */
  List<Plan.SegmentPart> recount(List<Plan.SegmentPart> segments) {
    Map<String, Long> memberships = new HashMap<>();
    engine.each(
        "select kind, segment, count(*) from ledger_plan_row where plan = ? and esp = ? and kind in ('JOIN', 'LEAVE') group by all",
        row -> memberships.put(row.getString(1) + " " + row.getString(2), row.getLong(3)),
        plan,
        esp);
    List<Plan.SegmentPart> counted = new ArrayList<>();
    for (Plan.SegmentPart s : segments) {
      counted.add(
          new Plan.SegmentPart(
              s.id(),
              s.name(),
              s.members(),
              memberships.getOrDefault("JOIN " + s.id(), 0L),
              memberships.getOrDefault("LEAVE " + s.id(), 0L),
              s.define(),
              s.held(),
              s.note()));
    }
    return counted;
  }
}
