package io.espalier.sync.plan;

import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Population;
import java.util.List;
import java.util.stream.Collectors;

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
  private final Planner.Wanted wanted;
  private final String people;
  private final String changed;
  private final String members;

  Differences(Engine engine, String esp, String account, Planner.Wanted wanted) {
    this.engine = engine;
    this.account = account;
    this.wanted = wanted;
    this.people = Desired.wants(esp) + "_people";
    this.changed = Desired.wants(esp) + "_changed";
    this.members = Desired.wants(esp) + "_members";
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
            + "' else '' end as presence, l.key is not null as known, l.email as told_email, l.print as told_print, l.consent as told_consent, l.consent_at as told_consent_at from "
            + wanted.prints()
            + " w full join (select key, email, print, consent, consent_at, gone_at from ledger_profile where account = ?) l on l.key = w.key where case "
            + "when w.key is null then l.gone_at is null "
            + "when l.key is null then not ("
            + out
            + ") else l.gone_at is not null or "
            + consent("l.consent", "l.consent_at")
            + " or (not ("
            + out
            + ") and (l.print is distinct from w.print or l.email is distinct from w.email)) end",
        account);
    engine.run(
        "create or replace temp table "
            + changed
            + " as select w.*, d.known, d.told_email, d.told_print, d.told_consent, d.told_consent_at from ("
            + wanted
                .select()
                .replace(
                    Desired.PEOPLE,
                    "(select * from "
                        + Population.PROFILES
                        + " where key in (select key from "
                        + people
                        + " where presence <> '"
                        + PartRows.GONE
                        + "'))")
            + ") w join "
            + people
            + " d on d.key = w.key");
    findMembers();
  }

  /**
   * Segment by segment a sum over all members first, here and there: most segments of most days are
   * the same, and are looked through no further. Two that differ have the same sums once in 2^64;
   * who does not know the state's secret cannot make them so. Whoever is in doubt there counts
   * twice, so that their segment differs.
   */
  private void findMembers() {
    String sums =
        "select segment, %s as members, sum(hash(key, email, (select outer_pad from consent_key))::hugeint) as total from %s group by segment";
    List<String> differing =
        engine.list(
            "select coalesce(m.segment, l.segment) from ("
                + String.format(sums, "count(*)", Desired.MEMBERS)
                + ") m full join ("
                + String.format(sums, "count(*) + count(doubt)", "ledger_member where account = ?")
                + ") l on l.segment = m.segment where m.members is distinct from l.members or m.total is distinct from l.total",
            row -> row.getString(1),
            account);
    if (differing.isEmpty()) {
      engine.run(
          "create or replace temp table "
              + members
              + " (segment varchar, key varchar, wanted varchar, known varchar)");
      return;
    }
    String these =
        " segment in ("
            + differing.stream().map(Engine::literal).collect(Collectors.joining(", ", "", ")"));
    engine.run(
        "create or replace temp table "
            + members
            + " as select coalesce(m.segment, l.segment) as segment, coalesce(m.key, l.key) as key, m.email as wanted, case when l.doubt and l.email = m.email then null else l.email end as known from (from "
            + Desired.MEMBERS
            + " where"
            + these
            + ") m full join (select segment, key, email, doubt from ledger_member where account = ? and"
            + these
            + ") l on l.segment = m.segment and l.key = m.key where l.email is distinct from m.email or l.doubt",
        account);
  }

  /**
   * True where the ESP has still to be told what the person consents to now. Whoever is out there
   * need not be put out again for a lesser reason or another date: that changes nothing, and the
   * ESP would only tell it back as news.
   *
   * @param told SQL for the state that the ESP was told
   * @param toldAt SQL for its time
   */
  static String consent(String told, String toldAt) {
    return "(case when "
        + Desired.optedOut("w.consent")
        + " then coalesce("
        + told
        + ", 0) < w.consent else "
        + told
        + " is distinct from w.consent or "
        + toldAt
        + " is distinct from w.consent_at end)";
  }

  /** {@code key, presence}: gone from the source, back in it, new, or none of these. */
  String people() {
    return people;
  }

  /**
   * What should be, as {@link Desired#wants} has it, of the people who may differ; and what the
   * ledger knows of them: {@code known, told_email, told_print, told_consent, told_consent_at}.
   */
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
   * @param plan whose upserts are there: whoever is in it has other fields
   * @param known SQL for what the ledger's line {@code l} knows of the fields
   */
  void remember(String plan, String esp, String known) {
    String equal =
        "(select w.key, w.print, w.fields from "
            + changed
            + " w where w.known and w.told_print is distinct from w.print and not exists (select 1 from ledger_plan_row u where u.plan = ? and u.esp = ? and u.kind = 'UPSERT' and u.key = w.key and u.email = w.told_email))";
    if (engine.number("select count(*) from " + equal, plan, esp) == 0) {
      return;
    }
    engine.run(
        "update ledger_profile set print = e.print from (select w.key, w.print from "
            + equal
            + " w join ledger_profile l on l.account = ? and l.key = w.key where "
            + known
            + " = w.fields) e where ledger_profile.account = ? and ledger_profile.key = e.key",
        plan,
        esp,
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
