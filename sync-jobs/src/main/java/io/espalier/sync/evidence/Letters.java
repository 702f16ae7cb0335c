package io.espalier.sync.evidence;

import io.espalier.model.EmailAddress;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.ValueColumns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters: what an ESP refused for good and what is parked since. A row that an ESP took
 * later, in another form, is none any more; one that is replayed is in the next plan again.
 */
public final class Letters {
  private static final String ID =
      "substr(md5(concat_ws('|', r.account, r.kind, coalesce(r.key, ''), coalesce(r.email, ''), coalesce(r.segment, ''), coalesce(r.payload, ''))), 1, 10)";

  /** The last refusal of each row, unless the ESP took the row afterwards. */
  private static final String OPEN =
      "select * from (select "
          + ID
          + " as id, r.account, r.kind, coalesce(r.key, '') as key, coalesce(r.email, '') as email, coalesce(r.segment, '') as segment, coalesce(r.payload, '') as payload, r.reason, r.refused_at from ledger_refused r "
          + "where not exists (select 1 from ledger_history h where h.account = r.account and h.kind = r.kind and h.outcome = 'APPLIED' and coalesce(h.key, '') = coalesce(r.key, '') and coalesce(h.segment, '') = coalesce(r.segment, '') and h.answered_at >= r.refused_at) "
          + "qualify row_number() over (partition by r.account, r.kind, r.key, r.segment order by r.refused_at desc) = 1)";

  private Letters() {}

  /**
   * @param id names it for {@code show} and {@code replay}; the same as long as the row is
   * @param kind of change, as the ledger writes it
   * @param person our key; empty where it is about a field or a segment
   * @param address masked; empty where it is about a field or a segment
   * @param told what the ESP was to take, as one JSON text; empty for other kinds than profiles
   * @param reason in plain words
   */
  public record Letter(
      String id,
      String esp,
      String kind,
      String person,
      String address,
      String segment,
      String told,
      String reason,
      Instant refusedAt) {}

  /** Letters that have one cause in common. */
  public record Cause(String esp, String kind, String reason, long letters, Instant last) {}

  /** The causes, the one with most letters first. */
  public static List<Cause> causes(Engine engine) {
    return engine.list(
        "select split_part(account, ':', 1), kind, reason, count(*), max(refused_at) from ("
            + OPEN
            + ") group by all order by 4 desc, 1, 2, 3",
        row ->
            new Cause(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                ValueColumns.utc(row.getTimestamp(5))));
  }

  /**
   * @param esp only of this one; empty for all
   */
  public static List<Letter> all(Engine engine, Optional<String> esp, int most) {
    return engine.list(
        OPEN
            + " where ? = '' or split_part(account, ':', 1) = ? order by refused_at desc, account, kind, key, segment limit ?",
        Letters::letter,
        esp.orElse(""),
        esp.orElse(""),
        most);
  }

  /** The letters with this id, or about this person. */
  public static List<Letter> of(Engine engine, String idOrPerson) {
    return engine.list(
        OPEN + " where id = ? or (key = ? and key <> '') order by refused_at, account, kind",
        Letters::letter,
        idOrPerson,
        idOrPerson);
  }

  /**
   * Takes letters out of the parked ones, so that the next plan has their rows again, with all that
   * hangs on them.
   *
   * @return how many
   */
  public static long replay(Engine engine, Collection<Letter> letters) {
    engine.atomically(
        () -> {
          for (Letter letter : letters) {
            engine.run("delete from ledger_refused r where " + ID + " = ?", letter.id());
          }
        });
    return letters.size();
  }

  private static Letter letter(ResultSet row) throws SQLException {
    String account = row.getString("account");
    return new Letter(
        row.getString("id"),
        account.substring(0, account.indexOf(':')),
        row.getString("kind"),
        row.getString("key"),
        masked(row.getString("email")),
        row.getString("segment"),
        row.getString("payload"),
        row.getString("reason"),
        ValueColumns.utc(row.getTimestamp("refused_at")));
  }

  private static String masked(@Nullable String email) {
    return email == null || email.isEmpty() ? "" : EmailAddress.mask(email);
  }
}
