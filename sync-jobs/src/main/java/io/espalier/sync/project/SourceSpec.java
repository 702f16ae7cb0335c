package io.espalier.sync.project;

import io.espalier.rule.Place;
import java.util.Map;
import java.util.Optional;

/** One table from outside. */
public sealed interface SourceSpec {
  String name();

  /** Whether no row at all is no accident. */
  boolean allowEmpty();

  /** Where it is declared, for messages about what it holds. */
  Place place();

  /**
   * Files.
   *
   * @param path as written, relative to the project; may hold {@code *}
   * @param delimiter of a CSV; empty to find out
   * @param types column → type word, where finding out is not good enough
   * @param appendOnly a file once written never changes, new rows come in new files; then columns
   *     are text where {@code types} does not say otherwise, so that no file is read differently
   *     for what stands in another
   */
  record Files(
      String name,
      Format format,
      String path,
      Optional<String> delimiter,
      Map<String, String> types,
      boolean allowEmpty,
      boolean appendOnly,
      Place place)
      implements SourceSpec {}

  enum Format {
    CSV,
    JSONL,
    PARQUET
  }

  /**
   * A query over JDBC.
   *
   * @param url resolved; may hold a password, so it is never shown
   * @param shown how the connection is spoken of in messages
   * @param login the settings that hold the login, for messages
   * @param watermark empty to read the whole table at each run
   */
  record Jdbc(
      String name,
      String url,
      Optional<String> user,
      Optional<String> password,
      String query,
      String shown,
      String login,
      Optional<Watermark> watermark,
      boolean allowEmpty,
      Place place)
      implements SourceSpec {
    @Override
    public String toString() {
      return "Jdbc[" + name + ", " + shown + "]";
    }
  }
}
