package io.espalier.salesforcecrm;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.espalier.spi.CrmReader.Column;
import io.espalier.spi.CrmReader.Row;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One set of a job's results. */
final class ResultPage {
  private ResultPage() {}

  /**
   * The rows of a CSV text.
   *
   * @param selected the fields in the order of the query: that of a set without a header
   */
  static List<Row> rows(String csv, List<String> selected, List<Column> columns) {
    List<Row> rows = new ArrayList<>();
    List<String> header = selected;
    boolean first = true;
    try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(csv)) {
      for (CsvRecord record : reader) {
        List<String> fields = record.getFields();
        if (first && isHeader(fields, selected)) {
          header = List.copyOf(fields);
        } else {
          rows.add(row(fields, header, columns));
        }
        first = false;
      }
    } catch (CsvParseException | java.io.IOException e) {
      throw unreadable();
    }
    return rows;
  }

  private static boolean isHeader(List<String> fields, List<String> selected) {
    return fields.size() == selected.size()
        && fields.stream().allMatch(f -> selected.stream().anyMatch(f::equalsIgnoreCase));
  }

  private static Row row(List<String> fields, List<String> header, List<Column> columns) {
    if (fields.size() != header.size()) {
      throw unreadable();
    }
    List<Optional<String>> values = new ArrayList<>();
    for (Column column : columns) {
      values.add(field(fields, header, column.name()).flatMap(t -> Fields.value(column.type(), t)));
    }
    boolean gone =
        field(fields, header, Fields.DELETED).filter("true"::equalsIgnoreCase).isPresent();
    return new Row(gone, values);
  }

  private static Optional<String> field(List<String> fields, List<String> header, String name) {
    for (int i = 0; i < header.size(); i++) {
      if (header.get(i).equalsIgnoreCase(name)) {
        return Optional.of(fields.get(i));
      }
    }
    return Optional.empty();
  }

  private static EspException unreadable() {
    return new EspException(
        Failure.of(
            FailureKind.PROTOCOL,
            SalesforceErrors.NAME + " gave results that are no CSV of the fields asked for"));
  }
}
