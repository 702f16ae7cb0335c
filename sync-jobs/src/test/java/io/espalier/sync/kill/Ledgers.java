package io.espalier.sync.kill;

import io.espalier.sync.store.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a state says of the ESPs, without the instants and the ids of one account. An opt-out whose
 * answer nobody saw comes back with the ESP's own date of it.
 */
final class Ledgers {
  private static final List<String> QUESTIONS =
      List.of(
          "select 'profile', split_part(account, ':', 1), key, email, fields, consent, case when consent < 3 then consent_at end from ledger_profile",
          "select 'field', split_part(account, ':', 1), name, vendor_name, type from ledger_field",
          "select 'segment', split_part(account, ':', 1), segment, name, description from ledger_segment",
          "select 'member', split_part(account, ':', 1), segment, key, email from ledger_member",
          "select distinct 'refused', split_part(account, ':', 1), kind, key, segment, payload, reason from ledger_refused",
          "select 'outbox', split_part(account, ':', 1), kind, segment, seqs from ledger_outbox",
          // That an ESP tells of our own opt-out, whose answer nobody saw, as one of theirs: it is
          // one.
          "select distinct 'consent', channel, purpose, state, source, evidence from consent_statement where not (source in ('klaviyo', 'mailchimp', 'salesforce-mc') and state >= 4)",
          "select 'opted out', count(distinct person) from consent_statement where state >= 3");

  private Ledgers() {}

  static List<String> dump(Path store) {
    List<String> all = new ArrayList<>();
    try (Engine engine = Engine.at(store, 256)) {
      for (String question : QUESTIONS) {
        all.addAll(
            engine.list(
                question,
                row -> {
                  List<String> cells = new ArrayList<>();
                  for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    cells.add(String.valueOf(row.getString(i)));
                  }
                  return String.join(" | ", cells);
                }));
      }
    }
    all.sort(null);
    return all;
  }
}
