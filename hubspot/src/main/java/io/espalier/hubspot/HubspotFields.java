package io.espalier.hubspot;

import com.google.gson.JsonArray;
import io.espalier.http.Answer;
import io.espalier.hubspot.HubspotWire.Properties;
import io.espalier.hubspot.HubspotWire.Property;
import io.espalier.model.ValueType;
import io.espalier.spi.CrmObject;
import io.espalier.spi.CrmReader.Column;
import io.espalier.spi.CrmReader.UnknownField;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The properties of an object, asked for once, and their values in our words.
 *
 * <p>Source: developers.hubspot.com/docs/api/crm/properties, read 2026-11-27.
 */
final class HubspotFields {
  static final String ID = "hs_object_id";

  /** Not a property: the first contact that a record is associated with. */
  static final String CONTACT = "contact_id";

  /** Ids of the records that were merged into this one, and are gone. */
  static final String MERGED = "hs_merged_object_ids";

  /** As exports write times; in UTC where they name no zone (unconfirmed). */
  private static final DateTimeFormatter EXPORTED =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm[:ss]", Locale.ROOT);

  private final HubspotSession session;
  private final CrmObject object;
  private @Nullable Map<String, ValueType> types;

  HubspotFields(HubspotSession session, CrmObject object) {
    this.session = session;
    this.object = object;
  }

  private Map<String, ValueType> types() {
    Map<String, ValueType> known = types;
    if (known == null) {
      Answer<Properties> answer =
          session.call((api, bearer) -> api.properties(bearer, object.name()));
      if (answer.status() == 404 || answer.status() == 400) {
        throw new EspException(
            new Failure(
                FailureKind.MISSING_TARGET,
                HubspotErrors.NAME + " has no object '" + object.name() + "'",
                "e.g. contacts, companies, deals, or a custom object's id such as 2-3453932"));
      }
      known = new LinkedHashMap<>();
      List<Property> properties = answer.require().results();
      for (Property property : properties == null ? List.<Property>of() : properties) {
        if (property.name() != null) {
          known.put(property.name(), type(property));
        }
      }
      if (!object.name().equals("contacts")) {
        known.put(CONTACT, ValueType.TEXT);
      }
      types = known;
    }
    return known;
  }

  boolean has(String property) {
    return types().containsKey(property);
  }

  /** The property that says when a record changed: contacts are older than the others. */
  String modified() {
    return object.name().equals("contacts") ? "lastmodifieddate" : "hs_lastmodifieddate";
  }

  List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column(ID, ValueType.TEXT));
    List<String> asked =
        object.fields().isEmpty()
            ? types().keySet().stream().filter(f -> !f.equals(CONTACT)).toList()
            : object.fields();
    for (String field : asked) {
      ValueType type = types().get(field);
      if (type == null) {
        throw new UnknownField(field, List.copyOf(types().keySet()));
      }
      if (columns.stream().noneMatch(c -> c.name().equals(field))) {
        columns.add(new Column(field, type));
      }
    }
    return columns;
  }

  private static ValueType type(Property property) {
    String field = String.valueOf(property.fieldType());
    return switch (String.valueOf(property.type())) {
      case "number" -> ValueType.NUMBER;
      case "bool" -> ValueType.BOOL;
      case "date" -> ValueType.DATE;
      case "datetime" -> ValueType.DATETIME;
      case "enumeration" ->
          field.equals("checkbox")
              ? ValueType.LIST
              : field.equals("booleancheckbox") ? ValueType.BOOL : ValueType.TEXT;
      default -> ValueType.TEXT;
    };
  }

  /** A value; an empty one is none. */
  static Optional<String> value(ValueType type, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        switch (type) {
          case NUMBER -> number(text);
          case BOOL -> text.toLowerCase(Locale.ROOT);
          case DATE -> text.length() > 10 ? time(text).substring(0, 10) : text;
          case DATETIME -> time(text);
          case LIST -> list(text);
          default -> text;
        });
  }

  private static String number(String text) {
    try {
      return new BigDecimal(text).toPlainString();
    } catch (NumberFormatException e) {
      return text;
    }
  }

  private static String time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant().toString();
    } catch (DateTimeException e) {
      try {
        Instant time = LocalDateTime.parse(text, EXPORTED).toInstant(ZoneOffset.UTC);
        return time.toString();
      } catch (DateTimeException other) {
        return text;
      }
    }
  }

  /** Of checkboxes: {@code a;b}. */
  static String list(String text) {
    JsonArray values = new JsonArray();
    for (String value : List.of(text.split(";", -1))) {
      if (!value.isBlank()) {
        values.add(value);
      }
    }
    return values.toString();
  }
}
