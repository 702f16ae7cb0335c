package io.espalier.sync.evidence;

import io.espalier.sync.store.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** The evidence as Parquet files, for other tools. People are named by their keys. */
public final class Export {
  private static final Map<String, String> TABLES = new LinkedHashMap<>();

  static {
    TABLES.put(
        "runs",
        "select id as run, started_at, ended_at, summary as plan, report from ledger_run order by started_at");
    TABLES.put(
        "history",
        "select split_part(account, ':', 1) as esp, account, run, seq, kind, segment, key as person, told, outcome, reason, answered_at from ledger_history order by answered_at, run, account, kind, seq");
    TABLES.put(
        "letters",
        "select split_part(account, ':', 1) as esp, account, kind, segment, key as person, payload as told, reason, refused_at from ledger_refused order by refused_at, account, kind, key");
    TABLES.put(
        "consent",
        "select id, person as person_hash, channel, purpose, state, source, evidence, happened_at, learned_at from consent_statement order by id");
  }

  private Export() {}

  /**
   * Writes one file a table, each whole or not at all.
   *
   * @return file name → rows
   */
  public static Map<String, Long> parquet(Engine engine, Path dir) throws IOException {
    Files.createDirectories(dir);
    Map<String, Long> written = new LinkedHashMap<>();
    for (Map.Entry<String, String> table : TABLES.entrySet()) {
      Path file = dir.resolve(table.getKey() + ".parquet");
      Path part = dir.resolve(table.getKey() + ".parquet.part");
      engine.run(
          "copy ("
              + table.getValue()
              + ") to "
              + Engine.literal(part.toString())
              + " (format parquet, compression zstd)");
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      written.put(
          file.getFileName().toString(),
          engine.number(
              "select count(*) from read_parquet(" + Engine.literal(file.toString()) + ")"));
    }
    return written;
  }
}
