package io.espalier.sync.drift;

import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import io.espalier.sync.project.DriftSpec;
import io.espalier.sync.project.DriftSpec.Policy;
import io.espalier.sync.store.Engine;
import java.util.ArrayList;
import java.util.List;

/** Compares who is there, at which address, in which segments, and who would be mailed. */
final class PeopleDrift {
  /** {@code key, email}: deleted there. */
  static final String DELETED = "es_drift_deleted";

  /** {@code key, email, theirs}: at another address there. */
  static final String MOVED = "es_drift_moved";

  /** {@code segment, key, email}: taken out of a segment there. */
  static final String REMOVED = "es_drift_removed";

  /** {@code segment, key, email, ours}: put into a segment there. */
  static final String ADDED = "es_drift_added";

  /** {@code key, email, ours, theirs}: mailable there and not as we told it, or the reverse. */
  static final String CONSENT = "es_drift_consent";

  private static final int EXAMPLES = 5;
  private static final int SUBSCRIBED = Consent.State.SUBSCRIBED.ordinal();

  private final Engine engine;
  private final String account;
  private final DriftSpec policies;
  private final List<Finding> findings = new ArrayList<>();
  private long kept;

  PeopleDrift(Engine engine, String account, DriftSpec policies) {
    this.engine = engine;
    this.account = account;
    this.policies = policies;
  }

  /**
   * @param wants the view of what should be
   * @param members {@code segment, key, email} of who should be a member
   */
  void compare(String wants, String members) {
    // Whoever opted out is not wanted there: that they are gone is no loss.
    table(
        DELETED,
        "select l.key, l.email, w.fields is distinct from l.fields as conflict from ledger_profile l join "
            + wants
            + " w on w.key = l.key where l.account = $a and l.gone_at is null and l.confirmed_at is not null and w.consent < "
            + Consent.State.SUPPRESSED.ordinal()
            + " and not exists (select 1 from "
            + Actual.PEOPLE
            + " a where a.key = l.key)",
        "PERSON",
        "k.key = t.key");
    table(
        MOVED,
        "select l.key, l.email, a.email as theirs, w.email is distinct from l.email as conflict from ledger_profile l join "
            + Actual.PEOPLE
            + " a on a.key = l.key left join "
            + wants
            + " w on w.key = l.key where l.account = $a and l.gone_at is null and l.confirmed_at is not null and a.email <> l.email",
        "ADDRESS",
        "k.key = t.key and k.ours = t.email and k.theirs = t.theirs");
    table(
        REMOVED,
        "select m.segment, m.key, m.email, not exists (select 1 from "
            + members
            + " w where w.segment = m.segment and w.key = m.key) as conflict from ledger_member m where m.doubt is null and m.account = $a and m.segment in (select segment from es_drift_read) and exists (select 1 from "
            + Actual.PEOPLE
            + " p where p.key = m.key) and not exists (select 1 from "
            + Actual.MEMBERS
            + " a where a.segment = m.segment and a.key = m.key)",
        "LEFT",
        "k.segment = t.segment and k.key = t.key");
    table(
        ADDED,
        "select a.segment, a.key, a.email, a.ours, exists (select 1 from "
            + members
            + " w where w.segment = a.segment and w.key = a.key) as conflict from "
            + Actual.MEMBERS
            + " a where not exists (select 1 from ledger_member m where m.account = $a and m.segment = a.segment and m.key = a.key)",
        "JOINED",
        "k.segment = t.segment and k.key = t.key");
    table(
        CONSENT,
        "select l.key, l.email, l.consent as ours, a.consent as theirs, w.consent is distinct from l.consent as conflict from ledger_profile l join "
            + Actual.PEOPLE
            + " a on a.key = l.key left join "
            + wants
            + " w on w.key = l.key where l.account = $a and l.consent is not null and a.consent is not null and (l.consent = "
            + SUBSCRIBED
            + ") <> (a.consent = "
            + SUBSCRIBED
            + ")",
        "",
        "");
    people(Finding.What.PERSON_DELETED, DELETED, policies.people());
    people(Finding.What.ADDRESS_CHANGED, MOVED, policies.people());
    members(Finding.What.MEMBER_REMOVED, REMOVED, "true");
    members(Finding.What.MEMBER_ADDED, ADDED, "ours");
    members(Finding.What.STRANGER_ADDED, ADDED, "not ours");
    consent(Finding.What.MADE_MAILABLE, "theirs = " + SUBSCRIBED);
    consent(Finding.What.MADE_UNMAILABLE, "theirs <> " + SUBSCRIBED);
  }

  /** Makes a table, without what may stay as it is there. */
  private void table(String name, String select, String kind, String same) {
    engine.run(
        "create or replace temp table "
            + name
            + " as "
            + select.replace("$a", Engine.literal(account)));
    if (!kind.isEmpty()) {
      String mine =
          " where exists (select 1 from drift_kept k where k.account = "
              + Engine.literal(account)
              + " and k.kind = '"
              + kind
              + "' and "
              + same.replace("t.", name + ".")
              + ")";
      kept += engine.number("select count(*) from " + name + mine);
      engine.run("delete from " + name + mine);
    }
  }

  private void people(Finding.What what, String table, Policy policy) {
    boolean moved = what == Finding.What.ADDRESS_CHANGED;
    add(what, "", policy, table, "true", moved ? "email" : "''", moved ? "theirs" : "''");
  }

  private void members(Finding.What what, String table, String where) {
    for (String segment :
        engine.list(
            "select distinct segment from " + table + " where " + where + " order by 1",
            row -> row.getString(1))) {
      add(
          what,
          segment,
          policies.memberships(),
          table,
          where + " and segment = " + Engine.literal(segment),
          "''",
          "''");
    }
  }

  private void consent(Finding.What what, String where) {
    add(
        what,
        "",
        policies.consent(),
        CONSENT,
        where,
        "cast(ours as varchar)",
        "cast(theirs as varchar)");
  }

  private void add(
      Finding.What what,
      String subject,
      Policy policy,
      String table,
      String where,
      String ours,
      String theirs) {
    String from = " from " + table + " where " + where;
    long count = engine.number("select count(*)" + from);
    if (count == 0) {
      return;
    }
    boolean stranger = what == Finding.What.STRANGER_ADDED;
    findings.add(
        new Finding(
            what,
            subject,
            "",
            policy,
            count,
            engine.number("select count(*)" + from + " and conflict"),
            engine.list(
                "select key, email, " + ours + ", " + theirs + from + " order by key limit ?",
                row ->
                    new Finding.Example(
                        stranger ? "" : row.getString(1),
                        EmailAddress.mask(row.getString(2)),
                        shown(row.getString(3)),
                        shown(row.getString(4))),
                EXAMPLES)));
  }

  /** An address masked, a state by its word. */
  private static String shown(String text) {
    if (text.matches("[0-9]")) {
      return Consent.State.values()[Integer.parseInt(text)].word();
    }
    return text.isEmpty() ? "" : EmailAddress.mask(text);
  }

  List<Finding> findings() {
    return findings;
  }

  long kept() {
    return kept;
  }
}
