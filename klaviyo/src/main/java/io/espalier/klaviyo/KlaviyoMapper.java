package io.espalier.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.espalier.model.Attribute;
import io.espalier.model.Cased;
import io.espalier.model.EmailAddress;
import io.espalier.model.ProfileKey;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.spi.Change;
import io.espalier.spi.FieldMap;
import io.espalier.spi.RemoteProfile;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values ⇄ profile attributes. */
final class KlaviyoMapper {
  private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");

  /** Klaviyo's own spelling of a time, so that it is read as a date and comes back the same. */
  private static final DateTimeFormatter MOMENT =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendOffset("+HH:MM", "+00:00")
          .toFormatter(java.util.Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final FieldMap fields;

  KlaviyoMapper(FieldMap fields) {
    this.fields = fields;
  }

  /** Why Klaviyo would refuse the row or keep something else; empty where it is fine. */
  Optional<String> objection(Change.Upsert upsert) {
    if (upsert.key().value().length() > 255) {
      return Optional.of("Klaviyo's external_id holds 255 characters; the profile's key is longer");
    }
    for (Map.Entry<String, Value> entry : upsert.values().entrySet()) {
      String attribute = entry.getKey();
      if (fields.field(attribute).isEmpty()) {
        return Optional.of("'" + attribute + "' has no field in Klaviyo");
      }
      if (entry.getValue() instanceof Value.Number n && !isKept(n.number())) {
        return Optional.of(
            "'" + attribute + "' has more digits than Klaviyo keeps: a number has 64 bits there");
      }
      if (entry.getValue() instanceof Value.Text t
          && fields.vendorName(attribute).equals("phone_number")
          && !E164.matcher(t.text()).matches()) {
        return Optional.of(
            "'" + attribute + "' is no phone number in the form that Klaviyo takes, +15005550006");
      }
    }
    return Optional.empty();
  }

  /** A JSON number is read into 64 bits, whole or floating; both must give it back. */
  static boolean isKept(BigDecimal number) {
    if (number.scale() == 0) {
      return number.toBigInteger().bitLength() < BigInteger.valueOf(Long.MAX_VALUE).bitLength() + 1;
    }
    return BigDecimal.valueOf(number.doubleValue()).compareTo(number) == 0;
  }

  static boolean clears(Change.Upsert upsert) {
    return upsert.values().values().stream().anyMatch(v -> !v.exists());
  }

  /** The attributes of a row in which nothing is cleared. */
  JsonObject attributes(EmailAddress email, ProfileKey key, Map<String, Value> values) {
    JsonObject attributes = identity(email, key);
    JsonObject properties = new JsonObject();
    values.forEach(
        (attribute, value) -> {
          String name = fields.vendorName(attribute);
          if (!value.exists() || name.equals("email")) {
            return;
          }
          (KlaviyoNames.isBuiltIn(name) ? attributes : properties).add(name, json(value));
        });
    if (!properties.isEmpty()) {
      attributes.add("properties", properties);
    }
    return attributes;
  }

  /** A whole row as the single import takes it: null clears a field, unset clears a property. */
  JsonObject clearing(Change.Upsert upsert) {
    JsonObject attributes = attributes(upsert.email(), upsert.key(), upsert.values());
    JsonArray unset = new JsonArray();
    upsert
        .values()
        .forEach(
            (attribute, value) -> {
              String name = fields.vendorName(attribute);
              if (value.exists() || name.equals("email")) {
                return;
              }
              if (KlaviyoNames.isBuiltIn(name)) {
                attributes.add(name, JsonNull.INSTANCE);
              } else {
                unset.add(name);
              }
            });
    JsonObject profile = KlaviyoWire.resource("profile", attributes);
    if (!unset.isEmpty()) {
      JsonObject patch = new JsonObject();
      patch.add("unset", unset);
      JsonObject meta = new JsonObject();
      meta.add("patch_properties", patch);
      profile.add("meta", meta);
    }
    return KlaviyoWire.data(profile);
  }

  static JsonObject identity(EmailAddress email, ProfileKey key) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("email", email.address());
    attributes.addProperty("external_id", key.value());
    return attributes;
  }

  /** Text is composed (NFC), because Klaviyo's templates compare code point by code point. */
  static JsonElement json(Value value) {
    if (value instanceof Value.Number n) {
      return new JsonPrimitive(n.number());
    } else if (value instanceof Value.Flag f) {
      return new JsonPrimitive(f.flag());
    } else if (value instanceof Value.Moment m) {
      return new JsonPrimitive(MOMENT.format(m.moment()));
    } else if (value instanceof Value.TextList l) {
      JsonArray array = new JsonArray();
      l.texts().forEach(text -> array.add(Cased.nfc(text)));
      return array;
    }
    return new JsonPrimitive(Cased.nfc(value.plain()));
  }

  /** The person; empty for a profile without a usable address. */
  Optional<RemoteProfile> remote(JsonObject attributes) {
    return EmailAddress.of(text(attributes, "email"))
        .map(
            email -> {
              String key = text(attributes, "external_id");
              return new RemoteProfile(
                  email,
                  key.isBlank() ? Optional.empty() : Optional.of(new ProfileKey(key)),
                  values(attributes),
                  KlaviyoConsent.of(attributes).map(KlaviyoConsent::state));
            });
  }

  private Map<String, Value> values(JsonObject attributes) {
    Map<String, Value> values = new HashMap<>();
    JsonObject properties =
        attributes.get("properties") instanceof JsonObject p ? p : new JsonObject();
    for (Attribute attribute : fields.attributes()) {
      String name = fields.vendorName(attribute.name());
      JsonElement found = (KlaviyoNames.isBuiltIn(name) ? attributes : properties).get(name);
      if (found != null && !found.isJsonNull()) {
        Value value = value(attribute.type(), found);
        if (value.exists()) {
          values.put(attribute.name(), value);
        }
      }
    }
    return values;
  }

  /** What is not of the attribute's type comes back as text, so that the difference shows. */
  private static Value value(ValueType type, JsonElement found) {
    if (found instanceof JsonArray array) {
      List<String> texts = new ArrayList<>();
      array.forEach(e -> texts.add(e.isJsonPrimitive() ? e.getAsString() : e.toString()));
      return type == ValueType.LIST ? Value.list(texts) : Value.text(String.join(",", texts));
    }
    if (!(found instanceof JsonPrimitive primitive)) {
      return Value.text(found.toString());
    }
    Value read = null;
    if (primitive.isNumber() && type == ValueType.NUMBER) {
      read = new Value.Number(primitive.getAsBigDecimal());
    } else if (primitive.isBoolean() && type == ValueType.BOOL) {
      read = Value.flag(primitive.getAsBoolean());
    } else if (primitive.isString() && type == ValueType.DATE) {
      read = day(primitive.getAsString());
    } else if (primitive.isString() && type == ValueType.DATETIME) {
      read = moment(primitive.getAsString()).<Value>map(Value.Moment::new).orElse(null);
    }
    return read == null ? Value.text(primitive.getAsString()) : read;
  }

  private static @Nullable Value day(String text) {
    try {
      return new Value.Day(LocalDate.parse(text));
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** A time as Klaviyo writes one; empty where it is none. */
  static Optional<Instant> moment(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text.replace(' ', 'T')).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  static String text(JsonObject object, String member) {
    JsonElement element = object.get(member);
    return element != null && element.isJsonPrimitive() ? element.getAsString() : "";
  }
}
