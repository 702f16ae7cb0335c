package io.espalier.sandbox.salesforcecrm;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Executes SOQL over what the org holds, and refuses as it does. */
final class SoqlRun {
  private final Map<String, SObject> objects;

  SoqlRun(Map<String, SObject> objects) {
    this.objects = objects;
  }

  SObject object(Soql soql) {
    return objects.values().stream()
        .filter(o -> o.name.equalsIgnoreCase(soql.object()))
        .findFirst()
        .orElseThrow(
            () ->
                new OrgException(
                    400,
                    "INVALID_TYPE",
                    "sObject type '"
                        + soql.object()
                        + "' is not supported. If you are attempting to use a custom object, be"
                        + " sure to append the '__c' after the entity name. Please reference your"
                        + " WSDL or the describe call for the appropriate names."));
  }

  /** What a job refuses, beside what a query refuses. */
  void checkBulk(String text, Soql soql) {
    if (soql.count()) {
      throw new OrgException(
          400, "API_ERROR", "Aggregate Relationships not supported in Bulk Query");
    }
    check(text, soql);
    SObject object = object(soql);
    for (String field : soql.fields()) {
      String type = object.fields.getOrDefault(object.field(field).orElse(""), "");
      if (type.equals("address") || type.equals("location")) {
        throw new OrgException(
            400, "API_ERROR", "Selecting compound data not supported in Bulk Query");
      }
    }
  }

  void check(String text, Soql soql) {
    SObject object = object(soql);
    List<String> seen = new ArrayList<>();
    for (String field : soql.fields()) {
      known(text, object, field);
      if (seen.contains(field.toLowerCase(Locale.ROOT))) {
        throw new OrgException(400, "INVALID_FIELD", "duplicate field selected: " + field);
      }
      seen.add(field.toLowerCase(Locale.ROOT));
    }
    for (Soql.Condition condition : soql.where()) {
      literal(object, known(text, object, condition.field()), condition.literal());
    }
    soql.orders().forEach(order -> known(text, object, order.field()));
  }

  private static String known(String text, SObject object, String field) {
    return object
        .field(field)
        .orElseThrow(
            () ->
                new OrgException(
                    400,
                    "INVALID_FIELD",
                    Soql.mark(text, text.indexOf(field))
                        + "No such column '"
                        + field
                        + "' on entity '"
                        + object.name
                        + "'. If you are attempting to use a custom field, be sure to append the"
                        + " '__c' after the custom field name. Please reference your WSDL or the"
                        + " describe call for the appropriate names."));
  }

  private static void literal(SObject object, String field, String literal) {
    if (literal.equalsIgnoreCase("null")) {
      return;
    }
    String type = String.valueOf(object.fields.get(field));
    boolean right =
        switch (type) {
          case "boolean" -> literal.matches("(?i)true|false");
          case "int", "double", "currency", "percent" -> literal.matches("-?[0-9.]+");
          case "date" -> literal.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}");
          case "datetime" -> literal.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T.*");
          default -> literal.startsWith("'");
        };
    if (!right) {
      throw new OrgException(
          400,
          "INVALID_FIELD",
          "value of filter criterion for field '"
              + field
              + "' must be of type "
              + type
              + (literal.startsWith("'") ? " and should not be enclosed in quotes" : ""));
    }
  }

  /**
   * The records of a query that was checked.
   *
   * @param all deleted ones too
   */
  List<Map<String, String>> records(Soql soql, boolean all) {
    SObject object = object(soql);
    List<Map<String, String>> found = new ArrayList<>();
    for (Map<String, String> record : object.records.values()) {
      if ((all || !SObject.isDeleted(record))
          && soql.where().stream().allMatch(c -> holds(object, record, c))) {
        found.add(record);
      }
    }
    for (int i = soql.orders().size() - 1; i >= 0; i--) {
      Soql.Order order = soql.orders().get(i);
      String field = object.field(order.field()).orElseThrow();
      String type = String.valueOf(object.fields.get(field));
      Comparator<Map<String, String>> by =
          Comparator.comparing(
              r -> Optional.ofNullable(r.get(field)).map(v -> value(type, v)).orElse(null),
              Comparator.nullsFirst(Comparator.naturalOrder()));
      found.sort(order.down() ? by.reversed() : by);
    }
    return soql.limit().map(n -> found.subList(0, Math.min(n, found.size()))).orElse(found);
  }

  private static boolean holds(
      SObject object, Map<String, String> record, Soql.Condition condition) {
    String field = object.field(condition.field()).orElseThrow();
    String held = record.get(field);
    if (condition.literal().equalsIgnoreCase("null")) {
      return condition.operator().equals("!=") == (held != null);
    }
    if (held == null) {
      return condition.operator().equals("!=");
    }
    String type = String.valueOf(object.fields.get(field));
    String literal = condition.literal();
    String bare =
        literal.startsWith("'")
            ? literal.substring(1, literal.length() - 1).replaceAll("\\\\(.)", "$1")
            : literal;
    int compared = value(type, held).compareTo(value(type, bare));
    return switch (condition.operator()) {
      case "=" -> compared == 0;
      case "!=" -> compared != 0;
      case "<" -> compared < 0;
      case "<=" -> compared <= 0;
      case ">" -> compared > 0;
      default -> compared >= 0;
    };
  }

  /** Comparable with others of its type; texts whatever their case, as SOQL has it. */
  @SuppressWarnings("unchecked")
  private static Comparable<Object> value(String type, String text) {
    Comparable<?> value =
        switch (type) {
          case "int", "double", "currency", "percent" -> new BigDecimal(text);
          case "date" -> LocalDate.parse(text);
          case "datetime" -> instant(text);
          default -> text.toLowerCase(Locale.ROOT);
        };
    return (Comparable<Object>) value;
  }

  static Instant instant(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }
}
