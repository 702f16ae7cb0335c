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
   * it before, is not added again. A fact without a time counts as of now.
   *
   * @return how many statements were new
   */
  public static long learn(
      Engine engine, String esp, String account, List<ConsentFact> facts, Instant now) {
    engine.run(
        "create or replace temp table es_fact (email varchar, state integer, happened_at timestamp, reason varchar)");
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
            appender.endRow();
          }
        });
    engine.run(
        "create or replace temp table es_news as select distinct es_person(f.email) as person, f.email, es_profile_of(l.key) as profile, f.state, f.happened_at, f.reason from es_fact f left join ledger_profile l on l.account = ? and l.email = f.email "
            + "where l.consent is distinct from f.state and not exists (select 1 from consent_statement c where c.person = es_person(f.email) and c.state = f.state and c.source = ? and (c.happened_at = f.happened_at or (f.happened_at is null and not exists "
            + "(select 1 from consent_statement y where y.person = c.person and y.id > c.id and y.state = ?))))",
        account,
        esp,
        Consent.State.SUBSCRIBED.ordinal());
    engine.atomically(
        () -> {
          engine.run(
              "insert into consent_statement select nextval('consent_statement_id'), person, profile, ?, ?, state, ?, reason, coalesce(happened_at, ?), ? from es_news",
              Consent.EMAIL,
              Consent.MARKETING,
              esp,
              ValueColumns.stored(now),
              ValueColumns.stored(now));
          // Where it was learned it need not be told.
          engine.run(
              "update ledger_profile set consent = n.state, consent_at = coalesce(n.happened_at, ?), opted_out_at = greatest(opted_out_at, coalesce(n.happened_at, ?)) from es_news n where account = ? and ledger_profile.email = n.email and n."
                  + OUT,
              ValueColumns.stored(now),
              ValueColumns.stored(now),
              account);
        });
    return engine.number("select count(*) from es_news");
  }

  /** Adds one statement, e.g. of a form. */
  public static void state(
      Engine engine,
      String email,
      Consent.State state,
      String source,
      String evidence,
      Instant happenedAt,
      Instant learnedAt) {
    engine.run(
        "insert into consent_statement select nextval('consent_statement_id'), es_person(?), null, ?, ?, ?, ?, ?, ?, ?",
        email,
        Consent.EMAIL,
        Consent.MARKETING,
        state.ordinal(),
        source,
        evidence,
        ValueColumns.stored(happenedAt),
        ValueColumns.stored(learnedAt));
  }

  /**
   * Adds what the source says of the people in a table, where it says something new: opt-outs, so
   * that they outlive a source that forgets them.
   *
   * @param profiles a table with {@code key, email, consent_state, consent_at, consent_source}
   */
  public static void hear(Engine engine, String profiles, Instant now) {
    engine.run(
        "insert into consent_statement select nextval('consent_statement_id'), p.person, p.profile, ?, ?, p.consent_state, 'source', coalesce(p.consent_source, ''), coalesce(p.consent_at, ?), ? from (select *, es_person(email) as person, es_profile_of(key) as profile from "
            + profiles
            + " where consent_"
            + OUT
            + ") p where not exists (select 1 from consent_statement c where c.person = p.person and c.profile = p.profile and c.source = 'source' and c.state = p.consent_state and (c.happened_at = p.consent_at or p.consent_at is null))",
        Consent.EMAIL,
        Consent.MARKETING,
        ValueColumns.stored(now),
        ValueColumns.stored(now));
  }

  /**
   * Makes {@link #OPTED_OUT}. An opt-out is the person's and the address's: it holds under another
   * key with this address, and at another address with this key. Consent with evidence that is
   * newer ends an unsubscription or a suppression; a complaint and an erasure are ended by nobody
   * here.
   *
   * @param profiles a table with {@code key, email, consent_state, consent_at}
   */
  public static void fold(Engine engine, String profiles) {
    String none =
        "create or replace temp table "
            + OPTED_OUT
            + " (key varchar, state integer, at_time timestamp, source varchar)";
    engine.run(none);
    if (engine.number("select count(*) from consent_statement where " + OUT) == 0) {
      return;
    }
    engine.run(
        "insert into "
            + OPTED_OUT
            + " with hashed as (select key, consent_state, consent_at, es_person(email) as person, es_profile_of(key) as profile from "
            + profiles
            + "), said as (select h.key, c.state, c.happened_at, c.source from hashed h join consent_statement c on c.person = h.person where c."
            + OUT
            + " union all select h.key, c.state, c.happened_at, c.source from hashed h join consent_statement c on c.profile = h.profile where c."
            + OUT
            + ") select s.key, max(s.state), max(s.happened_at), max_by(s.source, s.happened_at) from said s join hashed h using (key) where s.state >= ? or h.consent_state <> ? or h.consent_at is null or s.happened_at >= h.consent_at group by s.key",
        Consent.State.COMPLAINED.ordinal(),
        Consent.State.SUBSCRIBED.ordinal());
  }
}
