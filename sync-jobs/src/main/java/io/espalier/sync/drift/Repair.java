package io.espalier.sync.drift;

import io.espalier.sync.project.DriftSpec;
import io.espalier.sync.project.DriftSpec.Policy;
import io.espalier.sync.store.DriftKept;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.ValueColumns;
import java.time.Instant;
import java.util.Map;

/**
 * Writes into the ledger what an ESP was found to hold, where ours is to be sent again: the next
 * plan is then the difference, and the ordinary engine runs it. Where theirs is to stay, that is
 * noted instead. One transaction an ESP.
 */
final class Repair {
  private final Engine engine;
  private final String account;
  private final DriftSpec policies;
  private final Instant at;

  Repair(Engine engine, String account, DriftSpec policies, Instant at) {
    this.engine = engine;
    this.account = account;
    this.policies = policies;
    this.at = at;
  }

  void adopt(DefinitionDrift definitions) {
    engine.atomically(
        () -> {
          values();
          if (policies.definitions() == Policy.OURS) {
            definitions.goneFields().forEach(this::forgetField);
            definitions.goneSegments().forEach(this::forgetSegment);
          }
          definitions
              .natives()
              .forEach(
                  segment ->
                      engine.run(
                          "delete from ledger_native where account = ? and segment = ? and "
                              + (policies.definitions() == Policy.OURS ? "true" : "false"),
                          account,
                          segment));
          definitions.renamed().forEach(this::name);
          people();
          members();
          if (policies.consent() == Policy.OURS) {
            engine.run(
                "update ledger_profile set consent = c.theirs from "
                    + PeopleDrift.CONSENT
                    + " c where ledger_profile.account = ? and ledger_profile.key = c.key",
                account);
          }
        });
  }

  private void values() {
    engine.run(
        "update ledger_profile set fields = cast(json_merge_patch('{}', r.fields) as varchar), print = null from "
            + FieldDrift.REPAIRS
            + " r where r.fields is not null and ledger_profile.account = ? and ledger_profile.key = r.key",
        account);
    String said =
        "(select r.key, k.field, k.ours, k.theirs from (select key, unnest(from_json(kept, '[{\"field\":\"VARCHAR\",\"ours\":\"VARCHAR\",\"theirs\":\"VARCHAR\"}]')) as k from "
            + FieldDrift.REPAIRS
            + " where kept is not null) r)";
    engine.run(
        "delete from drift_kept where account = ? and kind = 'FIELD' and exists (select 1 from "
            + said
            + " s where s.key = drift_kept.key and s.field = drift_kept.field)",
        account);
    engine.run(
        "insert into drift_kept select ?, 'FIELD', key, '', field, ours, theirs, ? from "
            + said
            + " s",
        account,
        ValueColumns.stored(at));
  }

  /** The field is defined anew, and every value of it sent. */
  private void forgetField(String name) {
    engine.run("delete from ledger_field where account = ? and name = ?", account, name);
    engine.run(
        "update ledger_profile set fields = cast(json_merge_patch(fields, json_object(?, null)) as varchar), print = null where account = ? and json_exists(fields, ?)",
        name,
        account,
        "$.\"" + name + "\"");
  }

  private void forgetSegment(String segment) {
    engine.run("delete from ledger_segment where account = ? and segment = ?", account, segment);
    engine.run("delete from ledger_member where account = ? and segment = ?", account, segment);
  }

  private void name(String segment, String there) {
    if (policies.names() == Policy.OURS) {
      engine.run(
          "update ledger_segment set name = ? where account = ? and segment = ?",
          there,
          account,
          segment);
    } else if (policies.names() == Policy.THEIRS) {
      String ours =
          engine
              .first(
                  "select name from ledger_segment where account = ? and segment = ?",
                  row -> row.getString(1),
                  account,
                  segment)
              .orElse("");
      DriftKept.keep(engine, account, DriftKept.Kind.NAME, "", segment, "", ours, there, at);
    }
  }

  private void people() {
    if (policies.people() == Policy.OURS) {
      String deleted = " and key in (select key from " + PeopleDrift.DELETED + ")";
      engine.run("delete from ledger_member where account = ?" + deleted, account);
      engine.run("delete from ledger_profile where account = ?" + deleted, account);
      for (String table : new String[] {"ledger_member", "ledger_profile"}) {
        engine.run(
            "update "
                + table
                + " set email = m.theirs from "
                + PeopleDrift.MOVED
                + " m where "
                + table
                + ".account = ? and "
                + table
                + ".key = m.key",
            account);
      }
    } else if (policies.people() == Policy.THEIRS) {
      keep("PERSON", PeopleDrift.DELETED, "key, '', '', '', ''");
      keep("ADDRESS", PeopleDrift.MOVED, "key, '', '', email, theirs");
    }
  }

  private void members() {
    if (policies.memberships() == Policy.OURS) {
      engine.run(
          "delete from ledger_member where account = ? and exists (select 1 from "
              + PeopleDrift.REMOVED
              + " r where r.segment = ledger_member.segment and r.key = ledger_member.key)",
          account);
      engine.run(
          "insert into ledger_member (account, segment, key, email) select ?, segment, key, email from "
              + PeopleDrift.ADDED,
          account);
    } else if (policies.memberships() == Policy.THEIRS) {
      keep("LEFT", PeopleDrift.REMOVED, "key, segment, '', '', ''");
      keep("JOINED", PeopleDrift.ADDED, "key, segment, '', '', ''");
    }
  }

  private void keep(String kind, String table, String columns) {
    engine.run(
        "insert into drift_kept select ?, ?, " + columns + ", ? from " + table,
        account,
        kind,
        ValueColumns.stored(at));
  }

  /** Lets go of what was kept against something that is not so any more, on either side. */
  static void forgetOutdated(Engine engine, String account) {
    Map<String, String> over =
        Map.of(
            "FIELD",
            "not exists (select 1 from ledger_profile l where l.account = k.account and l.key = k.key and coalesce(json_extract_string(l.fields, '$.\"' || k.field || '\"'), '') = k.ours)",
            "ADDRESS",
            "not exists (select 1 from ledger_profile l where l.account = k.account and l.key = k.key and l.email = k.ours)",
            "PERSON",
            "exists (select 1 from " + Actual.PEOPLE + " a where a.key = k.key)",
            "LEFT",
            "not exists (select 1 from ledger_member m where m.account = k.account and m.segment = k.segment and m.key = k.key)",
            "JOINED",
            "exists (select 1 from ledger_member m where m.account = k.account and m.segment = k.segment and m.key = k.key)",
            "NAME",
            "not exists (select 1 from ledger_segment l where l.account = k.account and l.segment = k.segment and l.name = k.ours)");
    over.forEach(
        (kind, outdated) ->
            engine.run(
                "delete from drift_kept k where k.account = ? and k.kind = ? and " + outdated,
                account,
                kind));
  }
}
