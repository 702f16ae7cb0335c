package io.espalier.hubspot;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.espalier.hubspot.HubspotWire.Export;
import io.espalier.hubspot.HubspotWire.ExportRequest;
import io.espalier.hubspot.HubspotWire.ExportStatus;
import io.espalier.spi.CrmObject;
import io.espalier.spi.CrmReader;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipInputStream;
import okhttp3.ResponseBody;

/**
 * Reads the members of a list by an export, whole at each run: who leaves a list is not modified by
 * that, so that no search tells of it.
 */
final class ListReader implements CrmReader {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);
  private static final int ROWS = 10_000;

  /** What exports call the objects that have a name of their own. */
  private static final Map<String, String> TYPES =
      Map.of("contacts", "CONTACT", "companies", "COMPANY", "deals", "DEAL", "tickets", "TICKET");

  private final HubspotSession session;
  private final CrmObject object;
  private final HubspotFields fields;
  private final String list;
  private final Surroundings surroundings;

  ListReader(
      HubspotSession session,
      CrmObject object,
      HubspotFields fields,
      String list,
      Surroundings surroundings) {
    this.session = session;
    this.object = object;
    this.fields = fields;
    this.list = list;
    this.surroundings = surroundings;
  }

  @Override
  public List<Column> columns() {
    return fields.columns();
  }

  @Override
  public String key() {
    return HubspotFields.ID;
  }

  @Override
  public void read(Optional<String> bookmark, Kept kept) {
    List<Column> columns = columns();
    if (columns.stream().anyMatch(c -> c.name().equals(HubspotFields.CONTACT))) {
      throw new EspException(
          new Failure(
              FailureKind.UNSUPPORTED,
              "an export of " + HubspotErrors.NAME + " has no '" + HubspotFields.CONTACT + "'",
              "leave it out, or leave 'list' out"));
    }
    ExportRequest request =
        new ExportRequest(
            "LIST",
            "Espalier " + surroundings.clock().instant(),
            "CSV",
            "EN",
            TYPES.getOrDefault(object.name(), object.name().toUpperCase(Locale.ROOT)),
            columns.stream().map(Column::name).toList(),
            list,
            List.of("NAMES", "VALUES"));
    Export export = session.call((api, bearer) -> api.export(bearer, request)).require();
    if (export.id() == null) {
      throw senseless();
    }
    String csv = text(session.file(await(export.id())));
    kept.begin();
    keep(csv, columns, kept);
    kept.end("");
  }

  private @org.jspecify.annotations.Nullable String await(String task) {
    Duration pause = FIRST_PAUSE;
    Duration waited = Duration.ZERO;
    while (waited.compareTo(LONGEST_WAIT) <= 0) {
      ExportStatus status = session.call((api, bearer) -> api.exported(bearer, task)).require();
      String word = String.valueOf(status.status());
      if (word.equals("COMPLETE")) {
        return status.result();
      }
      if (!word.equals("PENDING") && !word.equals("PROCESSING")) {
        throw new EspException(
            Failure.of(
                FailureKind.INVALID,
                HubspotErrors.NAME
                    + " did not make the export of list "
                    + list
                    + ": "
                    + word.toLowerCase(Locale.ROOT)));
      }
      session.sleep(pause);
      waited = waited.plus(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
              ? LONGEST_PAUSE
              : pause.multipliedBy(2);
    }
    throw new EspException(
        new Failure(
            FailureKind.TRANSIENT,
            HubspotErrors.NAME + " has not ended the export of list " + list + " after an hour",
            "run again later: one export is made at a time"));
  }

  private static void keep(String csv, List<Column> columns, Kept kept) {
    List<Row> rows = new ArrayList<>();
    List<String> header = List.of();
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder().detectBomHeader(false).ofCsvRecord(csv.replaceFirst("^\uFEFF", ""))) {
      for (CsvRecord record : reader) {
        List<String> values = record.getFields();
        if (header.isEmpty()) {
          header = header(values, columns);
        } else if (values.size() != header.size()) {
          throw senseless();
        } else {
          rows.add(row(values, header, columns));
        }
        if (rows.size() == ROWS) {
          kept.add(rows, "");
          rows = new ArrayList<>();
        }
      }
    } catch (CsvParseException | IOException e) {
      throw senseless();
    }
    kept.add(rows, "");
  }

  /**
   * The id's column is called by its label even where internal names are asked for (unconfirmed).
   */
  private static List<String> header(List<String> names, List<Column> columns) {
    List<String> header =
        names.stream().map(n -> n.equalsIgnoreCase("Record ID") ? HubspotFields.ID : n).toList();
    if (!header.containsAll(columns.stream().map(Column::name).toList())) {
      throw senseless();
    }
    return header;
  }

  private static Row row(List<String> values, List<String> header, List<Column> columns) {
    List<Optional<String>> row = new ArrayList<>();
    for (Column column : columns) {
      row.add(HubspotFields.value(column.type(), values.get(header.indexOf(column.name()))));
    }
    return new Row(false, row);
  }

  /** A larger file comes in a ZIP archive. */
  private static String text(ResponseBody body) {
    try (body) {
      byte[] bytes = body.bytes();
      if (bytes.length < 4 || bytes[0] != 'P' || bytes[1] != 'K') {
        return new String(bytes, StandardCharsets.UTF_8);
      }
      try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
        if (zip.getNextEntry() == null) {
          throw senseless();
        }
        return new String(((InputStream) zip).readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new EspException(
          Failure.of(
              FailureKind.TRANSIENT, "the connection to " + HubspotErrors.NAME + " broke off"),
          e);
    }
  }

  private static EspException senseless() {
    return new EspException(
        Failure.of(
            FailureKind.PROTOCOL,
            HubspotErrors.NAME + " gave an export that is no CSV of the properties asked for"));
  }

  @Override
  public void close() {
    session.close();
  }
}
