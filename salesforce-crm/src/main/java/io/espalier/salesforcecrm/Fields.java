package io.espalier.salesforcecrm;

import com.google.gson.JsonArray;
import io.espalier.model.ValueType;
import io.espalier.salesforcecrm.SalesforceWire.Field;
import io.espalier.spi.CrmReader.Column;
import io.espalier.spi.CrmReader.UnknownField;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of an object, and their values in our words.
 *
 * <p>Source: developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference
 * field_types.htm, read 2026-11-27.
 */
final class Fields {
  static final String ID = "Id";
  static final String MODIFIED = "SystemModstamp";
  static final String DELETED = "IsDeleted";

  /** Of several values, or of bytes: the Bulk API does not give them. */
  private static final Set<String> NOT_IN_BULK = Set.of("address", "location", "base64");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss[.SSS][XXXXX][XX]", Locale.ROOT);

  private final Map<String, ValueType> types = new LinkedHashMap<>();

  Fields(List<Field> described) {
    for (Field field : described) {
      if (field.name() != null && field.type() != null && !NOT_IN_BULK.contains(field.type())) {
        types.put(field.name(), type(field.type()));
      }
    }
  }

  boolean has(String field) {
    return types.containsKey(field);
  }

  /**
   * The columns of a source, the key first.
   *
   * @param asked as the user wrote them, in whatever case; empty for all
   */
  List<Column> columns(List<String> asked) {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column(ID, ValueType.TEXT));
    for (String field : asked.isEmpty() ? List.copyOf(types.keySet()) : asked) {
      String name =
          types.keySet().stream()
              .filter(f -> f.equalsIgnoreCase(field))
              .findFirst()
              .orElseThrow(() -> new UnknownField(field, List.copyOf(types.keySet())));
      if (columns.stream().noneMatch(c -> c.name().equals(name))) {
        columns.add(new Column(name, types.getOrDefault(name, ValueType.TEXT)));
      }
    }
    return columns;
  }

  private static ValueType type(String word) {
    return switch (word) {
      case "boolean" -> ValueType.BOOL;
      case "int", "long", "double", "currency", "percent" -> ValueType.NUMBER;
      case "date" -> ValueType.DATE;
      case "datetime" -> ValueType.DATETIME;
      case "multipicklist" -> ValueType.LIST;
      default -> ValueType.TEXT;
    };
  }

  /** A value of a result file; an empty one is none. */
  static Optional<String> value(ValueType type, String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        switch (type) {
          case NUMBER -> number(text);
          case DATETIME -> time(text).map(Instant::toString).orElse(text);
          case LIST -> list(text);
          default -> text;
        });
  }

  /** Large numbers come as 1.25E7. */
  private static String number(String text) {
    try {
      return new BigDecimal(text).toPlainString();
    } catch (NumberFormatException e) {
      return text;
    }
  }

  static Optional<Instant> time(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text, TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String list(String text) {
    JsonArray values = new JsonArray();
    for (String value : List.of(text.split(";", -1))) {
      if (!value.isBlank()) {
        values.add(value);
      }
    }
    return values.toString();
  }
}
