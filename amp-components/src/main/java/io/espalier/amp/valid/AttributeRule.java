package io.espalier.amp.valid;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What one attribute of one tag may be.
 *
 * @param implied true where the tag has it without its being written, e.g. a button's role
 * @param values those it may have; empty for any
 * @param anyCase true where {@code values} are compared without regard to case
 * @param matches what the whole value must look like
 * @param never what no part of the value may look like
 * @param protocols of a URL; empty where the value is none
 * @param relative true where a URL may be relative
 * @param empty true where a URL may be missing
 * @param deprecated what to use instead; empty where it is not deprecated
 * @param when values that {@code needs} asks for; every value where it is empty
 * @param needs other attributes that must be there
 * @param extension whose script it needs
 * @param dispatch that the tag's rule is meant wherever this attribute stands
 * @param idOfTemplate that the value is a template's id
 */
record AttributeRule(
    boolean mandatory,
    boolean implied,
    List<String> values,
    boolean anyCase,
    Optional<Pattern> matches,
    Optional<Pattern> never,
    List<String> protocols,
    boolean relative,
    boolean empty,
    String deprecated,
    Optional<Pattern> when,
    List<String> needs,
    String extension,
    String dispatch,
    boolean idOfTemplate) {

  static final AttributeRule ANYTHING = of(new JsonObject(), Map.of());

  static AttributeRule of(JsonObject json, Map<String, String> patterns) {
    boolean anyCase = json.has("anyCase");
    return new AttributeRule(
        json.has("mandatory"),
        json.has("implied"),
        strings(json.get(anyCase ? "anyCase" : "values")),
        anyCase,
        pattern(json, "matches", patterns),
        pattern(json, "never", patterns),
        strings(json.get("protocols")),
        json.has("relative"),
        json.has("empty"),
        string(json, "deprecated"),
        pattern(json, "when", patterns),
        strings(json.get("needs")),
        string(json, "extension"),
        string(json, "dispatch"),
        json.has("oneOf"));
  }

  static List<String> strings(@org.jspecify.annotations.Nullable JsonElement json) {
    List<String> strings = new ArrayList<>();
    if (json instanceof JsonArray array) {
      array.forEach(one -> strings.add(one.getAsString()));
    }
    return List.copyOf(strings);
  }

  static String string(JsonObject json, String name) {
    return json.has(name) ? json.get(name).getAsString() : "";
  }

  static Optional<Pattern> pattern(JsonObject json, String name, Map<String, String> patterns) {
    String text = string(json, name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Pattern.compile(text.startsWith("@") ? patterns.get(text.substring(1)) : text));
  }

  /** True where the value is one that this rule takes, its URL aside. */
  boolean takes(String value) {
    if (!values.isEmpty()
        && values.stream().noneMatch(v -> anyCase ? v.equalsIgnoreCase(value) : v.equals(value))) {
      return false;
    }
    return matches.isEmpty() || matches.get().matcher(value).matches();
  }
}
