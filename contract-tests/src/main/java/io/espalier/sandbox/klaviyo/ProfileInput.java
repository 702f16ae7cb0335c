package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A profile as a caller sends it, checked.
 *
 * @param given the attributes as they came, nulls included
 * @param patch {@code meta.patch_properties}; null where absent
 */
record ProfileInput(@Nullable String id, JsonObject given, @Nullable JsonObject patch) {
  static final Set<String> TEXTS =
      Set.of("first_name", "last_name", "organization", "locale", "title", "image");
  private static final Set<String> IDENTIFIERS =
      Set.of("email", "phone_number", "external_id", "_kx");
  private static final Set<String> LOCATION =
      Set.of("address1", "address2", "city", "country", "region", "zip", "timezone", "ip");
  private static final Pattern EMAIL =
      Pattern.compile(
          "[^\\s@\"(),:;<>\\[\\]\\\\.]+(?:\\.[^\\s@\"(),:;<>\\[\\]\\\\.]+)*"
              + "@(?:[\\p{Alnum}](?:[\\p{Alnum}-]*[\\p{Alnum}])?\\.)+[\\p{Alpha}][\\p{Alnum}-]*[\\p{Alnum}]");
  private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");

  /**
   * Reads one resource of type {@code profile}, and adds what is wrong with it to the errors.
   *
   * @param pointer where the resource stands in the body
   */
  static ProfileInput parse(JsonObject resource, String pointer, List<ApiError> errors) {
    String at = pointer + "/attributes";
    try {
      Call.requireType(resource, "profile", pointer);
      JsonObject given = Json.object(resource, "attributes", pointer);
      check(given, at, errors);
      return new ProfileInput(
          Json.text(resource, "id", pointer),
          given,
          Json.find(resource, "meta", "patch_properties"));
    } catch (ApiException refused) {
      errors.addAll(refused.errors());
      return new ProfileInput(null, new JsonObject(), null);
    }
  }

  static boolean isEmail(String text) {
    return text.length() <= 254 && text.indexOf('@') <= 64 && EMAIL.matcher(text).matches();
  }

  static boolean isPhone(String text) {
    return E164.matcher(text).matches();
  }

  /** An identifier's text; null where it is absent, null or empty. */
  @Nullable String text(String name) {
    JsonElement value = given.get(name);
    return value == null || value.isJsonNull() || value.getAsString().isEmpty()
        ? null
        : value.getAsString();
  }

  /** The same without some of its attributes. */
  ProfileInput without(Set<String> names) {
    JsonObject rest = given.deepCopy();
    names.forEach(rest::remove);
    return new ProfileInput(id, rest, patch);
  }

  /** Whether the caller asks for this attribute to be emptied. */
  boolean clears(String name) {
    return given.has(name) && given.get(name).isJsonNull();
  }

  boolean hasIdentifier() {
    return id != null
        || text("email") != null
        || text("phone_number") != null
        || text("external_id") != null;
  }

  private static void check(JsonObject given, String at, List<ApiError> errors) {
    for (Map.Entry<String, JsonElement> entry : given.entrySet()) {
      String name = entry.getKey();
      JsonElement value = entry.getValue();
      String pointer = at + "/" + name;
      boolean text = IDENTIFIERS.contains(name) || TEXTS.contains(name);
      if (!text && !name.equals("location") && !name.equals("properties")) {
        errors.add(
            ApiError.invalid(
                "'" + name + "' is not a valid field for the resource 'profile'.", pointer));
      } else if (value.isJsonNull()) {
        continue;
      } else if (text && !Json.isText(value)) {
        errors.add(ApiError.invalid("'" + name + "' must be a string.", pointer));
      } else if (!text && !value.isJsonObject()) {
        errors.add(ApiError.invalid("'" + name + "' must be an object.", pointer));
      } else if (name.equals("email") && !isEmail(value.getAsString())) {
        errors.add(ApiError.invalid("Invalid email address", pointer));
      } else if (name.equals("phone_number") && !isPhone(value.getAsString())) {
        errors.add(
            ApiError.invalid(
                "Invalid phone number format (Example of a valid format: +12345678901)", pointer));
      } else if (name.equals("location")) {
        checkLocation(value.getAsJsonObject(), pointer, errors);
      }
    }
  }

  private static void checkLocation(JsonObject location, String at, List<ApiError> errors) {
    for (Map.Entry<String, JsonElement> entry : location.entrySet()) {
      String name = entry.getKey();
      boolean coordinate = name.equals("latitude") || name.equals("longitude");
      JsonElement value = entry.getValue();
      if (!coordinate && !LOCATION.contains(name)) {
        errors.add(
            ApiError.invalid("'" + name + "' is not a valid field of location.", at + "/" + name));
      } else if (!value.isJsonNull() && !coordinate && !Json.isText(value)) {
        errors.add(ApiError.invalid("'" + name + "' must be a string.", at + "/" + name));
      }
    }
  }
}
