package io.espalier.sync.project;

import io.espalier.rule.Place;
import io.espalier.spi.CrmObject;
import io.espalier.spi.CrmReader;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** One table from outside. */
public sealed interface SourceSpec {
  String name();

  /** Whether no row at all is no accident. */
  boolean allowEmpty();

  /** Where it is declared, for messages about what it holds. */
  Place place();

  /** Whether its rows are kept between two runs, so that only changes are read. */
  default boolean kept() {
    return false;
  }

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
    public boolean kept() {
      return watermark.isPresent();
    }

    @Override
    public String toString() {
      return "Jdbc[" + name + ", " + shown + "]";
    }
  }

  /**
   * An object of a CRM.
   *
   * @param label what a person calls the CRM
   * @param account where it is read, without a secret: another one has other rows
   * @param opener opens it, with its settings and surroundings
   * @param fields where the fields are named
   */
  record Crm(
      String name,
      String label,
      String account,
      CrmObject object,
      Supplier<CrmReader> opener,
      boolean allowEmpty,
      Place place,
      Place fields)
      implements SourceSpec {
    @Override
    public boolean kept() {
      return true;
    }
  }
}
