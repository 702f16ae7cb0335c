package io.espalier.sync.store;

import io.espalier.model.Consent;
import io.espalier.spi.ConsentFact;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What anybody ever told us about consent: by source, by ESP, by form. Lines are added and never
 * changed; what holds for a person is a fold over their lines.
 *
 * <p>A person is remembered as a keyed hash (HMAC-SHA-256) of the address, and where it is known of
 * our key, so that an opt-out outlives the profile, a changed address and an erasure. The hash's
 * key never leaves the state.
 */
public final class ConsentLedger {
  /** Of every profile that must not be mailed: {@code key, state, at, source}. */
  public static final String OPTED_OUT = "es_opted_out";

  private static final int KEY_BYTES = 32;
  private static final int BLOCK_BYTES = 64;

  private static final String OUT = "state >= " + Consent.State.SUPPRESSED.ordinal();

  static final List<String> TABLES =
      List.of(
          "create table consent_key (inner_pad blob, outer_pad blob)",
          "create sequence consent_statement_id",
          "create table consent_statement (id bigint, person varchar, profile varchar, channel varchar, purpose varchar, state integer, source varchar, evidence varchar, happened_at timestamp, learned_at timestamp)",
          "create table consent_read (account varchar, until timestamp)",
          "create macro es_person(address) as sha256((select outer_pad from consent_key) || unhex(sha256((select inner_pad from consent_key) || encode(address))))",
          "create macro es_profile_of(name) as es_person('key:' || name)");

  /**
   * Of a fact {@code f} and what the ledger knows of the person there, {@code l}: we told the ESP
   * that the person is out, for whatever reason, and it shows that as an unsubscription of that
   * time. Only so close to the telling: later it may be the person's own word.
   */
  private static final String ECHO =
      "(f.state = "
          + Consent.State.UNSUBSCRIBED.ordinal()
          + " and l.consent >= "
          + Consent.State.SUPPRESSED.ordinal()
          + " and exists (select 1 from ledger_history t where t.account = l.account and t.key = l.key and t.kind = 'SET_CONSENT' and t.outcome = 'APPLIED' and f.happened_at between t.answered_at - interval 1 hour and t.answered_at + interval 10 minutes))";

  /** Who was asked, and says yes after that, has confirmed. */
  private static final String CONFIRMATION =
      "case when f.state = "
          + Consent.State.SUBSCRIBED.ordinal()
          + " and exists (select 1 from consent_statement p where p.person = es_person(f.email) and p.state = "
          + Consent.State.PENDING.ordinal()
          + " and p.happened_at <= f.happened_at) then f.happened_at end";

  private static final String COLUMNS =
      "insert into consent_statement (id, person, profile, channel, purpose, state, source, method, evidence, double_opt_in_at, happened_at, learned_at) ";

  static final List<String> GRANTS =
      List.of(
          "alter table consent_statement add column method varchar",
          "alter table consent_statement add column double_opt_in_at timestamp",
          // What the source said last, so that only what changed is hashed and written.
          "create table consent_heard (key varchar, email varchar, person varchar, profile varchar, state integer, happened_at timestamp, evidence varchar)",
          // How much had been said when the plan was made that is kept.
          "create table consent_at_plan (plan varchar, statements bigint)");

  private ConsentLedger() {}

  /** Makes the hash's key, and takes over the opt-outs that an older state knows. */
  static void begin(Engine engine) {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    engine.run(
        "insert into consent_key values (unhex(?), unhex(?))",
        padded(key, 0x36),
        padded(key, 0x5c));
    engine.run(
        "insert into consent_statement select nextval('consent_statement_id'), es_person(email), es_profile_of(key), ?, ?, greatest(coalesce(consent, 0), ?), 'an earlier state', '', opted_out_at, opted_out_at from ledger_profile where opted_out_at is not null",
        Consent.EMAIL,
        Consent.MARKETING,
        Consent.State.UNSUBSCRIBED.ordinal());
  }

  /** RFC 2104: the key, filled with zeros to a block, each byte against the pad's. */
  private static String padded(byte[] key, int pad) {
    byte[] block = new byte[BLOCK_BYTES];
    for (int i = 0; i < BLOCK_BYTES; i++) {
      block[i] = (byte) ((i < key.length ? key[i] : 0) ^ pad);
    }
    return HexFormat.of().formatHex(block);
  }

  /** How far an ESP's facts have been read; empty where they never were. */
  public static Optional<Instant> readUntil(Engine engine, String account) {
    return engine.first(
        "select max(until) from consent_read where account = ? having max(until) is not null",
        row -> ValueColumns.utc(row.getTimestamp(1)),
        account);
  }

  public static void readUntil(Engine engine, String account, Instant until) {
    engine.atomically(
        () -> {
          engine.run("delete from consent_read where account = ?", account);
          engine.run("insert into consent_read values (?, ?)", account, ValueColumns.stored(until));
        });
  }

  /**
   * Adds what an ESP learned. What it only repeats to us, because we told it so or because we read
   * it before, is not added again. A fact without a time counts as of now, and as later than all
   * that is known of the person: our clock may be behind.
   *
   * @return how many statements were new
   */
  public static long learn(
      Engine engine, String esp, String account, List<ConsentFact> facts, Instant now) {
    if (facts.stream().allMatch(ConsentFact::ours)) {
      return 0;
    }
    engine.run(
        "create or replace temp table es_fact (email varchar, state integer, happened_at timestamp, reason varchar, double_opt_in_at timestamp)");
    engine.fill(
        "es_fact",
        appender -> {
          for (ConsentFact fact : facts) {
            if (fact.ours()) {
              continue;
            }
            appender.beginRow();
            appender.append(fact.email().address());
            appender.append(fact.state().ordinal());
            if (fact.at() == null) {
              appender.appendNull();
            } else {
              appender.append(ValueColumns.stored(fact.at()));
            }
            appender.append(fact.reason());
            if (fact.doubleOptInAt() == null) {
              appender.appendNull();
            } else {
              appender.append(ValueColumns.stored(fact.doubleOptInAt()));
            }
            appender.endRow();
          }
        });
    engine.run(
        "create or replace temp table es_news as select distinct es_person(f.email) as person, f.email, es_profile_of(l.key) as profile, f.state, coalesce(f.happened_at, (select max(b.happened_at) from consent_statement b where b.person = es_person(f.email) and b.happened_at > ?), ?) as happened_at, f.reason, coalesce(f.double_opt_in_at, "
            + CONFIRMATION
            + ") as double_opt_in_at from es_fact f left join ledger_profile l on l.account = ? and l.email = f.email "
            + "where l.consent is distinct from f.state and not coalesce("
            + ECHO
            + ", false) and not exists (select 1 from consent_statement c where c.person = es_person(f.email) and c.state = f.state and c.source = ? and (c.happened_at = f.happened_at or (f.happened_at is null and l.consent is distinct from ? and not exists "
            + "(select 1 from consent_statement y where y.person = c.person and y.id > c.id and y.source = c.source and y.state = ?))))",
        ValueColumns.stored(now),
        ValueColumns.stored(now),
        account,
        esp,
        Consent.State.SUBSCRIBED.ordinal(),
        Consent.State.SUBSCRIBED.ordinal());
    long news = engine.number("select count(*) from es_news");
    if (news == 0) {
      return 0;
    }
    engine.atomically(
        () -> {
          engine.run(
              COLUMNS
                  + "select nextval('consent_statement_id'), person, profile, ?, ?, state, ?, '', reason, double_opt_in_at, happened_at, ? from es_news",
              Consent.EMAIL,
              Consent.MARKETING,
              esp,
              ValueColumns.stored(now));
          // Where it was learned it need not be told.
          engine.run(
              "update ledger_profile set consent = greatest(coalesce(consent, 0), n.worst), consent_at = n.latest, opted_out_at = greatest(opted_out_at, n.latest) from (select email, max(state) as worst, max(happened_at) as latest from es_news where "
                  + OUT
                  + " group by email) n where account = ? and ledger_profile.email = n.email and (ledger_profile.consent is distinct from ? or ledger_profile.consent_at is null or n.latest >= ledger_profile.consent_at)",
              account,
              Consent.State.SUBSCRIBED.ordinal());
        });
    return news;
  }

  /**
   * Adds one statement, e.g. of a form or a webhook; one that is there already is not added again.
   *
   * @param email of the person; empty where only the key is known
   * @param key of the person; empty where only the address is known
   */
  public static void state(
      Engine engine,
      String email,
      String key,
      Consent.State state,
      String source,
      String evidence,
      Instant happenedAt,
      Instant learnedAt) {
    engine.run(
        COLUMNS
            + "select nextval('consent_statement_id'), n.person, n.profile, ?, ?, ?, ?, '', ?, null, ?, ? from (select case when ? <> '' then es_person(?) end as person, case when ? <> '' then es_profile_of(?) end as profile) n "
            + "where not exists (select 1 from consent_statement c where c.person is not distinct from n.person and c.profile is not distinct from n.profile and c.state = ? and c.source = ? and c.happened_at = ?)",
        Consent.EMAIL,
        Consent.MARKETING,
        state.ordinal(),
        source,
        evidence,
        ValueColumns.stored(happenedAt),
        ValueColumns.stored(learnedAt),
        email,
        email,
        key,
        key,
        state.ordinal(),
        source,
        ValueColumns.stored(happenedAt));
  }

  /**
   * Adds what the source says of the people in a table, where it says something new: opt-outs, so
   * that they outlive a source that forgets them, and grants with what proves them.
   *
   * @param profiles a table with {@code key, email, consent_state, consent_at, consent_source,
   *     consent_evidence}
   */
  public static void hear(Engine engine, String profiles, Instant now) {
    engine.run(
        "create or replace temp table es_heard as select p.key, p.email, p.consent_state as state, p.consent_at as happened_at, p.consent_source as method, p.consent_evidence as evidence, k.key is not null as known, case when p.consent_at is null then k.happened_at end as before, "
            + "case when k.email = p.email then k.person else es_person(p.email) end as person, coalesce(k.profile, es_profile_of(p.key)) as profile from "
            + profiles
            + " p left join consent_heard k on k.key = p.key where k.key is null or k.email <> p.email or k.state <> p.consent_state or k.happened_at is distinct from p.consent_at or k.evidence is distinct from p.consent_evidence");
    engine.atomically(
        () -> {
          engine.run(
              COLUMNS
                  + "select nextval('consent_statement_id'), person, profile, ?, ?, state, 'source', coalesce(method, ''), coalesce(evidence, ''), null, coalesce(happened_at, greatest(before, ?)), ? from es_heard h where state <> ? "
                  + "and (known or not exists (select 1 from consent_statement c where c.person = h.person and c.profile = h.profile and c.source = 'source' and c.state = h.state and (c.happened_at = h.happened_at or h.happened_at is null)))",
              Consent.EMAIL,
              Consent.MARKETING,
              ValueColumns.stored(now),
              ValueColumns.stored(now),
              Consent.State.UNKNOWN.ordinal());
          engine.run("delete from consent_heard where key in (select key from es_heard)");
          engine.run(
              "insert into consent_heard select key, email, person, profile, state, happened_at, evidence from es_heard");
        });
  }

  /**
   * Whoever is pending and has confirmed at an ESP since is subscribed, by that evidence.
   *
   * @param profiles as {@link #hear} has heard them
   */
  public static void confirm(Engine engine, String profiles) {
    engine.run(
        "update "
            + profiles
            + " set consent_state = ?, consent_at = s.at_time, consent_source = s.source, consent_evidence = 'confirmed at ' || s.source from "
            + "(select h.key, max(c.happened_at) as at_time, max_by(c.source, c.happened_at) as source from consent_heard h join consent_statement c on c.person = h.person where h.state = ? and c.state = ? and c.source <> 'source' "
            + "and (h.happened_at is null or c.happened_at >= h.happened_at) group by h.key) s where s.key = "
            + profiles
            + ".key and consent_state = ?",
        Consent.State.SUBSCRIBED.ordinal(),
        Consent.State.PENDING.ordinal(),
        Consent.State.SUBSCRIBED.ordinal(),
        Consent.State.PENDING.ordinal());
  }

  /**
   * Makes {@link #OPTED_OUT}. An opt-out is the person's and the address's: it holds under another
   * key with this address, and at another address with this key. Consent with evidence that is
   * newer ends an unsubscription or a suppression; a complaint and an erasure are ended by nobody
   * here.
   *
   * @param profiles as {@link #hear} has heard them: {@code key, email, consent_state, consent_at}
   */
  public static void fold(Engine engine, String profiles) {
    engine.run(
        "create or replace temp table "
            + OPTED_OUT
            + " (key varchar, state integer, at_time timestamp, source varchar)");
    if (engine.number("select count(*) from consent_statement where " + OUT) == 0) {
      return;
    }
    engine.run(
        "insert into "
            + OPTED_OUT
            + " with hashed as (select p.key, p.consent_state, p.consent_at, h.person, h.profile from "
            + profiles
            + " p join consent_heard h using (key)), said as (select h.key, c.state, c.happened_at, c.source from hashed h join consent_statement c on c.person = h.person where c."
            + OUT
            + " union all select h.key, c.state, c.happened_at, c.source from hashed h join consent_statement c on c.profile = h.profile where c."
            + OUT
            + ") select s.key, max(s.state), max(s.happened_at), max_by(s.source, s.happened_at) from said s join hashed h using (key) where s.state >= ? or h.consent_state <> ? or h.consent_at is null or s.happened_at >= h.consent_at group by s.key",
        Consent.State.COMPLAINED.ordinal(),
        Consent.State.SUBSCRIBED.ordinal());
  }

  /**
   * A subquery of the people in a table who have opted out since they consented: {@code key, email,
   * state, at_time, source}.
   *
   * @param people a query of {@code key, email, consent, consent_at}
   */
  public static String outOf(String people) {
    return "(select g.key, g.email, max(c.state) as state, max(c.happened_at) as at_time, max_by(c.source, c.happened_at) as source from (select *, es_person(email) as person, es_profile_of(key) as profile from "
        + people
        + ") g join consent_statement c on c.person = g.person or c.profile = g.profile where c."
        + OUT
        + " and (c.state >= "
        + Consent.State.COMPLAINED.ordinal()
        + " or g.consent_at is null or c.happened_at >= g.consent_at) group by g.key, g.email)";
  }

  /** Notes how much has been said when a plan is made, for {@link #withdraw}. */
  public static void planned(Engine engine, String plan) {
    engine.run("delete from consent_at_plan");
    engine.run(
        "insert into consent_at_plan select ?, coalesce(max(id), 0) from consent_statement", plan);
  }

  /** Takes out of a kept plan what would reach people who opted out after it was made. */
  public static void withdraw(Engine engine, String plan) {
    String since =
        "(select person, profile from consent_statement where "
            + OUT
            + " and id > (select coalesce(max(statements), 0) from consent_at_plan where plan = ?))";
    engine.run(
        "delete from ledger_plan_row where plan = ? and kind in ('UPSERT', 'JOIN', 'SET_CONSENT') and coalesce(consent, 0) < ? and (key in (select h.key from consent_heard h join "
            + since
            + " c on c.profile = h.profile) or key in (select h.key from consent_heard h join "
            + since
            + " c on c.person = h.person))",
        plan,
        Consent.State.SUPPRESSED.ordinal(),
        plan,
        plan);
  }
}
