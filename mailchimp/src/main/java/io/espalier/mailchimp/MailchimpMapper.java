package io.espalier.mailchimp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.internal.LazilyParsedNumber;
import io.espalier.model.Attribute;
import io.espalier.model.Cased;
import io.espalier.model.ProfileKey;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.spi.Change;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.FieldMap;
import io.espalier.template.Field;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values ⇄ merge fields. What Mailchimp would cut or bend is refused, with the reason; what it
 * would execute is made {@link HarmlessText}.
 */
final class MailchimpMapper {
  /** What a text field keeps, in UTF-8. Widely stated, in no specification; 2026-11-23. */
  static final int TEXT_BYTES = 255;

  private final FieldMap fields;

  MailchimpMapper(FieldMap fields) {
    this.fields = fields;
  }

  /** A row that cannot be sent, and why. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Failure failure;

    RefusedException(FailureKind kind, String message, String mend) {
      super(message);
      this.failure = new Failure(kind, message, mend);
    }

    Failure failure() {
      return failure;
    }
  }

  /** The merge fields of an upsert, our key among them; {@code ""} clears. */
  JsonObject mergeFields(Change.Upsert upsert) throws RefusedException {
    JsonObject json = new JsonObject();
    json.add(MailchimpNames.KEY_TAG, text("its key", MailchimpNames.KEY_TAG, upsert.key().value()));
    for (Map.Entry<String, Value> entry : new java.util.TreeMap<>(upsert.values()).entrySet()) {
      Field field =
          fields
              .field(entry.getKey())
              .orElseThrow(
                  () ->
                      new RefusedException(
                          FailureKind.MISSING_TARGET,
                          "the attribute '" + entry.getKey() + "' has no name in Mailchimp",
                          "run espalier check"));
      json.add(field.vendorName(), encode(field, entry.getValue()));
    }
    return json;
  }

  private static JsonElement encode(Field field, Value value) throws RefusedException {
    String what = "the field '" + field.attribute() + "'";
    String tag = field.vendorName();
    if (value instanceof Value.Nothing) {
      return new JsonPrimitive("");
    }
    if (!type(value).equals(field.type())) {
      throw new RefusedException(
          FailureKind.INVALID,
          "%s (%s) is %s, and its value is %s"
              .formatted(what, tag, field.type().word(), type(value).word()),
          "correct the source");
    }
    if (value instanceof Value.Number number) {
      return number(what, tag, number.number());
    }
    if (value instanceof Value.TextList list) {
      return text(what, tag, ListText.join(list.texts()));
    }
    return text(what, tag, value.plain());
  }

  private static JsonElement number(String what, String tag, BigDecimal number)
      throws RefusedException {
    if (!keepsNumber(number)) {
      throw new RefusedException(
          FailureKind.INVALID,
          "%s (%s) has more digits than a Mailchimp number keeps: %s"
              .formatted(what, tag, number.toPlainString()),
          "declare it as text");
    }
    return new JsonPrimitive(new LazilyParsedNumber(number.toPlainString()));
  }

  /** JSON numbers end as doubles there; one that survives the way is exact. */
  static boolean keepsNumber(BigDecimal number) {
    double there = number.doubleValue();
    return Double.isFinite(there) && BigDecimal.valueOf(there).compareTo(number) == 0;
  }

  private static JsonElement text(String what, String tag, String text) throws RefusedException {
    String composed = HarmlessText.of(Cased.nfc(text));
    int bytes = composed.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > TEXT_BYTES) {
      throw new RefusedException(
          FailureKind.INVALID,
          "%s (%s) is %d bytes long, and Mailchimp keeps %d"
              .formatted(what, tag, bytes, TEXT_BYTES),
          "shorten it in the source");
    }
    return new JsonPrimitive(composed);
  }

  private static ValueType type(Value value) {
    if (value instanceof Value.Number) {
      return ValueType.NUMBER;
    } else if (value instanceof Value.Flag) {
      return ValueType.BOOL;
    } else if (value instanceof Value.Day) {
      return ValueType.DATE;
    } else if (value instanceof Value.Moment) {
      return ValueType.DATETIME;
    } else if (value instanceof Value.TextList) {
      return ValueType.LIST;
    }
    return ValueType.TEXT;
  }

  /** The type of merge field that holds an attribute: no bool, no time, no list exists. */
  static String fieldType(ValueType type) {
    return switch (type) {
      case NUMBER -> "number";
      case DATE -> "date";
      case TEXT, BOOL, DATETIME, LIST -> "text";
    };
  }

  /** What a member holds in our fields; a value that is not of its type is left out. */
  Map<String, Value> values(@Nullable JsonObject mergeFields) {
    Map<String, Value> values = new LinkedHashMap<>();
    if (mergeFields != null) {
      for (Attribute attribute : fields.attributes()) {
        JsonElement element = mergeFields.get(fields.vendorName(attribute.name()));
        decode(attribute.type(), element).ifPresent(v -> values.put(attribute.name(), v));
      }
    }
    return values;
  }

  static Optional<ProfileKey> key(@Nullable JsonObject mergeFields) {
    JsonElement element = mergeFields == null ? null : mergeFields.get(MailchimpNames.KEY_TAG);
    String text = plain(element);
    return text.isBlank() ? Optional.empty() : Optional.of(new ProfileKey(text));
  }

  /** What is not of the attribute's type comes back as text, so that the difference shows. */
  private static Optional<Value> decode(ValueType type, @Nullable JsonElement element) {
    String text = plain(element);
    if (text.isBlank()) {
      return Optional.empty();
    }
    try {
      return switch (type) {
        case TEXT -> Optional.of(Value.text(text));
        case NUMBER -> Optional.of(new Value.Number(new BigDecimal(text)));
        case BOOL ->
            text.equals("true") || text.equals("false")
                ? Optional.of(Value.flag(text.equals("true")))
                : Optional.of(Value.text(text));
        case DATE -> Optional.of(new Value.Day(LocalDate.parse(text)));
        case DATETIME -> Optional.of(new Value.Moment(Instant.parse(text)));
        case LIST -> Optional.of(Value.list(ListText.split(text)));
      };
    } catch (NumberFormatException | DateTimeException e) {
      return Optional.of(Value.text(text));
    }
  }

  /** The text of a merge field's value, which may be text, number or, for an address, an object. */
  private static String plain(@Nullable JsonElement element) {
    return element == null || !element.isJsonPrimitive()
        ? ""
        : HarmlessText.undone(element.getAsString());
  }

  /** The first tag that does not hold what was sent; empty where all do. */
  static Optional<String> unkept(JsonObject sent, @Nullable JsonObject held) {
    for (Map.Entry<String, JsonElement> entry : sent.entrySet()) {
      JsonElement there = held == null ? null : held.get(entry.getKey());
      if (there == null || !same(plain(entry.getValue()), plain(there))) {
        return Optional.of(entry.getKey());
      }
    }
    return Optional.empty();
  }

  private static boolean same(String sent, String held) {
    if (sent.equals(held) || sent.strip().equals(held.strip())) {
      return true;
    }
    try {
      return new BigDecimal(sent).compareTo(new BigDecimal(held)) == 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
