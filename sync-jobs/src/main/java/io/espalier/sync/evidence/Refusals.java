package io.espalier.sync.evidence;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.espalier.model.EmailAddress;
import io.espalier.sync.store.Engine;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Every row of a run that an ESP refused, or of which nobody can tell: by name, with the reason.
 * People are named by our key, masked where it is an address.
 */
public final class Refusals {
  private static final String ROWS =
      "select split_part(account, ':', 1) as esp, kind, coalesce(key, '') as key, coalesce(segment, '') as segment, outcome, reason from ledger_history"
          + " where run = ? and outcome <> 'APPLIED'";

  /** As they were answered; what hangs on a person after the person. */
  private static final String ORDER =
      " order by esp, answered_at, kind <> 'UPSERT', kind, segment, seq";

  private static final Gson GSON = new Gson();

  private Refusals() {}

  /**
   * One row.
   *
   * @param change kind of change in words, e.g. {@code set consent}
   * @param row how to find it: {@code key c7}, {@code field city} or {@code segment vip}
   * @param segment empty for a change that is about none
   * @param outcome {@code rejected} or {@code unknown}
   */
  public record Refusal(
      String esp, String change, String row, String segment, String outcome, String reason) {

    /** As a line of the file has it, which has the form of a source's rejected rows. */
    public JsonObject json() {
      JsonObject line = new JsonObject();
      line.addProperty("table", esp);
      line.addProperty("row", row);
      line.addProperty("change", change);
      if (!segment.isEmpty()) {
        line.addProperty("segment", segment);
      }
      line.addProperty("outcome", outcome);
      line.addProperty("reason", reason);
      return line;
    }
  }

  /** The first rows of one ESP's part. */
  public static List<Refusal> of(Engine engine, String run, String esp, int most) {
    return engine.list(
        ROWS + " and split_part(account, ':', 1) = ?" + ORDER + " limit ?",
        Refusals::refusal,
        run,
        esp,
        most);
  }

  /**
   * Writes all of them, one JSON object a line, over what stands there.
   *
   * @return the file; empty where every row was applied, and nothing is written then
   */
  public static Optional<Path> write(Engine engine, String run, Path file) {
    if (engine.number("select count(*) from (" + ROWS + ")", run) == 0) {
      return Optional.empty();
    }
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (BufferedWriter writer = Files.newBufferedWriter(file)) {
        engine.each(
            ROWS + ORDER,
            row -> {
              try {
                writer.write(GSON.toJson(refusal(row).json()));
                writer.newLine();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            run);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Optional.of(file);
  }

  private static Refusal refusal(ResultSet row) throws SQLException {
    String kind = row.getString("kind");
    String key = row.getString("key");
    String segment = row.getString("segment");
    String named =
        key.isEmpty()
            ? "segment " + segment
            : kind.equals("DEFINE_FIELD")
                ? "field " + key
                : "key " + EmailAddress.of(key).map(a -> EmailAddress.mask(key)).orElse(key);
    return new Refusal(
        row.getString("esp"),
        kind.toLowerCase(Locale.ROOT).replace('_', ' '),
        named,
        segment,
        row.getString("outcome").toLowerCase(Locale.ROOT),
        row.getString("reason"));
  }
}
