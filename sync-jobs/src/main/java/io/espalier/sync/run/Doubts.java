package io.espalier.sync.run;

import io.espalier.spi.Change;
import io.espalier.sync.store.Engine;

/**
 * What the ledger knows no more, because nobody can tell whether a change arrived. Whoever is in
 * doubt is told again by the next plan, also where the source has gone back to what the ledger knew
 * before: an accepted change of which nobody heard would else stay there for ever.
 */
final class Doubts {
  private Doubts() {}

  /**
   * @param rows a table, or a select in parentheses, with {@code key, email, segment, payload}
   */
  static void mark(Engine engine, String account, Change.Kind kind, String rows) {
    String people = " where account = ? and key in (select key from " + rows + ")";
    String segments = " where account = ? and segment in (select segment from " + rows + ")";
    switch (kind) {
      // Each field that was sent equals nothing now; also of a person of whom the ledger has not
      // heard yet: they may be there.
      case UPSERT -> {
        String unsure =
            "(select key, any_value(email) as email, any_value((select json_group_object(k, '?') from (select unnest(json_keys(payload)) as k))) as fields from "
                + rows
                + " where payload is not null group by key)";
        engine.run(
            "update ledger_profile set fields = cast(json_merge_patch(coalesce(ledger_profile.fields, '{}'), r.fields) as varchar), print = null from "
                + unsure
                + " r where account = ? and ledger_profile.key = r.key",
            account);
        engine.run(
            "insert into ledger_profile (account, key, email, fields) select ?, key, email, cast(fields as varchar) from "
                + unsure
                + " r where not exists (select 1 from ledger_profile l where l.account = ? and l.key = r.key)",
            account,
            account);
      }
      case SET_CONSENT ->
          engine.run(
              "update ledger_profile set consent = null, consent_at = null" + people, account);
      case JOIN, LEAVE -> {
        String same =
            "account = ? and exists (select 1 from "
                + rows
                + " r where r.segment = ledger_member.segment and r.key = ledger_member.key and r.email = ledger_member.email)";
        engine.run("update ledger_member set doubt = true where " + same, account);
        engine.run(
            "insert into ledger_member (account, segment, key, email, doubt) select distinct ?, segment, key, email, true from "
                + rows
                + " r where not exists (select 1 from ledger_member m where m.account = ? and m.segment = r.segment and m.key = r.key and m.email = r.email)",
            account,
            account);
      }
      case DEFINE_SEGMENT -> engine.run("update ledger_segment set name = ''" + segments, account);
      case DEFINE_NATIVE ->
          engine.run("update ledger_native set definition = ''" + segments, account);
      // A field is looked up before it is made; of the others the ledger keeps nothing.
      case DEFINE_FIELD, TRACK, RETIRE, PUBLISH, ERASE -> {}
    }
  }
}
