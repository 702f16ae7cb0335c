package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The checks of one event's attributes. Source: the events API overview and the OpenAPI document.
 */
final class EventInput {
  private static final int PROPERTIES = 400;
  private static final int TEXT_BYTES = 100 * 1_024;
  private static final int PROFILE_BYTES = 95 * 1_024;
  private static final int ITEMS = 4_000;
  private static final int DEPTH = 10;
  private static final int METRIC_NAME = 128;
  private static final int UNIQUE_ID = 255;
  private static final int ADDRESS = 100;

  private EventInput() {}

  /**
   * Adds what is wrong with the attributes of an event, its profile aside.
   *
   * @param earliest the first moment that is taken
   */
  static void check(
      JsonObject attributes, String at, Instant earliest, Instant now, List<ApiError> errors) {
    try {
      JsonObject properties = Json.object(attributes, "properties", at);
      if (properties.size() > PROPERTIES) {
        throw ApiError.invalid(
                "An event has at most " + PROPERTIES + " properties.", at + "/properties")
            .thrown();
      }
      values(properties, 1, at + "/properties");
      metric(attributes, at);
      time(attributes, at, earliest, now);
      JsonElement value = attributes.get("value");
      if (value != null
          && !value.isJsonNull()
          && !(value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber())) {
        throw ApiError.invalid("'value' must be a number.", at + "/value").thrown();
      }
      String currency = Json.text(attributes, "value_currency", at);
      if (currency != null && !currency.matches("[A-Z]{3}")) {
        throw ApiError.invalid("'value_currency' must be an ISO 4217 code.", at + "/value_currency")
            .thrown();
      }
      String unique = Json.text(attributes, "unique_id", at);
      if (unique != null && (unique.isEmpty() || unique.length() > UNIQUE_ID)) {
        throw ApiError.invalid(
                "'unique_id' must have between 1 and 255 characters.", at + "/unique_id")
            .thrown();
      }
    } catch (ApiException refused) {
      errors.addAll(refused.errors());
    }
  }

  static String metric(JsonObject attributes, String at) {
    JsonObject metric = Json.object(attributes, "metric", at);
    JsonObject data = Json.object(metric, "data", at + "/metric");
    Call.requireType(data, "metric", at + "/metric/data");
    String in = at + "/metric/data/attributes";
    String name =
        Json.requiredText(Json.object(data, "attributes", at + "/metric/data"), "name", in);
    if (name.length() >= METRIC_NAME) {
      throw ApiError.invalid("'name' must be shorter than 128 characters.", in + "/name").thrown();
    }
    return name;
  }

  /** The event's time, cut to seconds; now where none is given. */
  static Instant time(JsonObject attributes, String at, Instant earliest, Instant now) {
    String text = Json.text(attributes, "time", at);
    Instant time = text == null ? now : moment(text);
    if (time == null) {
      throw ApiError.invalid("'time' must be an RFC 3339 date-time.", at + "/time").thrown();
    }
    if (time.isBefore(earliest) || time.isAfter(now.plus(java.time.Duration.ofDays(366)))) {
      throw ApiError.invalid("'time' is out of range.", at + "/time").thrown();
    }
    return time;
  }

  private static @Nullable Instant moment(String text) {
    try {
      return OffsetDateTime.parse(text.replace(' ', 'T')).toInstant();
    } catch (DateTimeParseException withoutOffset) {
      try {
        return LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
      } catch (DateTimeParseException notADate) {
        return null;
      }
    }
  }

  /** The profile that an event names: at least one identifier, in bounds. */
  static ProfileInput profile(JsonObject parent, String at, List<ApiError> errors) {
    JsonObject data = Json.object(Json.object(parent, "profile", at), "data", at + "/profile");
    String in = at + "/profile/data";
    JsonObject attributes = Json.object(data, "attributes", in);
    JsonObject plain = data.deepCopy();
    JsonObject bare = plain.getAsJsonObject("attributes");
    JsonElement meta = bare.remove("meta");
    if (meta != null) {
      plain.add("meta", meta);
    }
    boolean anonymous = bare.remove("anonymous_id") != null;
    ProfileInput input = ProfileInput.parse(plain, in, errors);
    if (!input.hasIdentifier() && !anonymous && input.text("_kx") == null) {
      errors.add(
          ApiError.invalid(
              "One or more of the following identifiers must be provided: email, phone_number,"
                  + " external_id, id",
              in + "/attributes"));
    }
    if (attributes.toString().getBytes(StandardCharsets.UTF_8).length > PROFILE_BYTES) {
      errors.add(ApiError.invalid("The profile is larger than 95KB.", in));
    }
    return input;
  }

  /** Whether the pipeline behind the 202 may leave the event out without a word. */
  static boolean isDropped(String email) {
    String lower = email.toLowerCase(Locale.ROOT);
    return lower.length() >= ADDRESS
        || lower.endsWith("@example.com")
        || lower.endsWith("@test.com");
  }

  private static void values(JsonElement value, int depth, String at) {
    if (depth > DEPTH) {
      throw ApiError.invalid("Properties may be nested 10 levels deep.", at).thrown();
    }
    if (value instanceof JsonObject object) {
      for (Map.Entry<String, JsonElement> member : object.entrySet()) {
        values(member.getValue(), depth + 1, at + "/" + member.getKey());
      }
    } else if (value instanceof JsonArray array) {
      if (array.size() > ITEMS) {
        throw ApiError.invalid("An array has at most " + ITEMS + " items.", at).thrown();
      }
      for (JsonElement item : array) {
        values(item, depth + 1, at);
      }
    } else if (Json.isText(value)
        && value.getAsString().getBytes(StandardCharsets.UTF_8).length > TEXT_BYTES) {
      throw ApiError.invalid("A string has at most 100KB.", at).thrown();
    } else if (value.isJsonPrimitive()
        && value.getAsJsonPrimitive().isNumber()
        && !value.getAsString().matches(".*[.eE].*")
        && new java.math.BigInteger(value.getAsString()).bitLength() > 63) {
      throw ApiError.invalid("An integer has at most 64 bits.", at).thrown();
    }
  }
}
