package io.espalier.sync.plan;

import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Population;

/**
 * Who at one ESP may need a row of the plan: people and memberships of which what should be is not
 * what the ledger knows. One pass over each, so that whatever follows looks at those few only.
 *
 * <p>A person's fields are compared by a print of their values first. The ledger remembers the
 * print with which somebody was last found equal; only where it is another one, or there is none,
 * the fields' texts are made and compared. Two values share a print once in 2^64 changes.
 */
final class Differences {
  private static final String NEW = "NEW";

  private final Engine engine;
  private final String account;
  private final String select;
  private final String wants;
  private final String people;
  private final String changed;
  private final String members;

  /**
   * @param select as {@link Desired#wants(String, java.util.List, java.util.Map)} gives it
   */
  Differences(Engine engine, String esp, String account, String select) {
    this.select = select;
    this.engine = engine;
    this.account = account;
    this.wants = Desired.wants(esp);
    this.people = wants + "_people";
    this.changed = wants + "_changed";
    this.members = wants + "_members";
  }

  /** Makes the tables. */
  void find() {
    String out = Desired.optedOut("w.consent");
    engine.run(
        "create or replace temp table "
            + people
            + " as select coalesce(w.key, l.key) as key, case when w.key is null then '"
            + PartRows.GONE
            + "' when l.key is null then '"
            + NEW
            + "' when l.gone_at is not null then '"
            + PartRows.BACK
            + "' else '' end as presence from (select key, email, print, consent, consent_at from "
            + wants
            + ") w full join (select key, email, print, consent, consent_at, gone_at from ledger_profile where account = ?) l on l.key = w.key where case "
            + "when w.key is null then l.gone_at is null "
            + "when l.key is null then not ("
            + out
            + ") else l.gone_at is not null or l.consent is distinct from w.consent or l.consent_at is distinct from w.consent_at or (not ("
            + out
            + ") and (l.print is distinct from w.print or l.email is distinct from w.email)) end",
        account);
    engine.run(
        "create or replace temp table "
            + changed
            + " as "
            + select.replace(
                Desired.PEOPLE,
                "(select * from "
                    + Population.PROFILES
                    + " where key in (select key from "
                    + people
                    + " where presence <> '"
                    + PartRows.GONE
                    + "'))"));
    engine.run(
        "create or replace temp table "
            + members
            + " as select coalesce(m.segment, l.segment) as segment, coalesce(m.key, l.key) as key, m.email as wanted, case when l.doubt and l.email = m.email then null else l.email end as known from "
            + Desired.ADDRESSES
            + " m full join (select segment, key, email, doubt from ledger_member where account = ?) l on l.segment = m.segment and l.key = m.key where l.email is distinct from m.email or l.doubt",
        account);
  }

  /** {@code key, presence}: gone from the source, back in it, new, or none of these. */
  String people() {
    return people;
  }

  /** What should be, as {@link Desired#wants} has it, of the people who may differ. */
  String changed() {
    return changed;
  }

  /**
   * {@code segment, key, wanted, known}: the address with which somebody should be a member, and
   * with which the ESP has one; one of them may be null, and they are never the same.
   */
  String members() {
    return members;
  }

  /**
   * Remembers the print of everybody whose fields turned out to be what the ledger knows.
   *
   * @param known SQL for what the ledger's line {@code l} knows of the fields
   */
  void remember(String known) {
    engine.run(
        "update ledger_profile set print = e.print from (select w.key, w.print from "
            + changed
            + " w join ledger_profile l on l.account = ? and l.key = w.key where l.print is distinct from w.print and "
            + known
            + " = w.fields) e where ledger_profile.account = ? and ledger_profile.key = e.key",
        account,
        account);
  }

  /** Drops the tables: the next ESP has its own. */
  void drop() {
    for (String table : new String[] {people, changed, members}) {
      engine.run("drop table " + table);
    }
  }
}
