package io.espalier.amp.valid;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One form in which a tag may stand in a document.
 *
 * @param name of the form, as the AMP project calls it
 * @param parent the tag that must be around it; empty for any
 * @param ancestor the tag that must be somewhere around it; empty for none
 * @param never tags, or names of forms, that may not be around it
 * @param extension whose script it needs
 * @param attributes all that it may have, the global ones included
 * @param strict true where only a document with strict CSS may have it, false where only one
 *     without; empty where it is the same to both
 * @param layouts that an AMP component may have; empty for other tags
 * @param satisfies a condition of the document
 * @param requires a condition of the document
 * @param children what may be in it
 * @param text what its text may be
 * @param script the component that it brings
 * @param options true where tags in it may be options
 */
record TagRule(
    String tag,
    String name,
    boolean mandatory,
    boolean unique,
    String parent,
    String ancestor,
    List<String> never,
    String extension,
    Map<String, AttributeRule> attributes,
    Optional<Boolean> strict,
    List<String> layouts,
    boolean deprecated,
    String satisfies,
    String requires,
    Optional<Children> children,
    Optional<Text> text,
    Optional<Script> script,
    boolean options) {

  static final Pattern WORDS = Pattern.compile(" ");

  /**
   * @param count exactly so many; 0 for any number
   * @param first names of the first one; empty for any
   * @param each names of all; empty for any
   */
  record Children(int count, List<String> first, List<String> each) {}

  /**
   * @param bytes at most; 0 for any
   * @param never what it may not hold, by what that is called
   */
  record Text(int bytes, Optional<Pattern> matches, Map<String, Pattern> never, boolean css) {}

  /**
   * @param old versions that are still taken, with a warning
   */
  record Script(
      String extension,
      boolean template,
      List<String> versions,
      List<String> old,
      boolean unusedIsFine,
      boolean twiceIsFine) {}

  static TagRule of(
      JsonObject json, Map<String, Map<String, AttributeRule>> lists, Map<String, String> pats) {
    String tag = json.get("tag").getAsString();
    Map<String, AttributeRule> attributes = new LinkedHashMap<>();
    if (!json.has("explicit")) {
      attributes.putAll(lists.getOrDefault("GLOBAL_ATTRS", Map.of()));
    }
    List<String> layouts = AttributeRule.strings(json.get("layouts"));
    if (!layouts.isEmpty()) {
      attributes.putAll(lists.getOrDefault("AMP_LAYOUT_ATTRS", Map.of()));
    }
    AttributeRule.strings(json.get("lists"))
        .forEach(list -> attributes.putAll(lists.getOrDefault(list, Map.of())));
    if (json.get("attrs") instanceof JsonObject own) {
      attributes.putAll(attributes(own, pats));
    }
    Optional<Boolean> strict = Optional.empty();
    if (json.has("strict") || json.has("loose")) {
      strict = Optional.of(json.has("strict"));
    }
    return new TagRule(
        tag,
        json.has("name") ? json.get("name").getAsString() : tag,
        json.has("mandatory"),
        json.has("unique"),
        AttributeRule.string(json, "parent"),
        AttributeRule.string(json, "ancestor"),
        AttributeRule.strings(json.get("never")),
        AttributeRule.string(json, "extension"),
        attributes,
        strict,
        layouts,
        json.has("deprecated"),
        AttributeRule.string(json, "satisfies"),
        AttributeRule.string(json, "requires"),
        children(json.get("children")),
        text(json.get("text")),
        script(json.get("script")),
        json.has("options"));
  }

  static Map<String, AttributeRule> attributes(JsonObject json, Map<String, String> patterns) {
    Map<String, AttributeRule> attributes = new LinkedHashMap<>();
    for (Map.Entry<String, JsonElement> entry : json.entrySet()) {
      if (entry.getKey().isEmpty()) {
        for (String plain : WORDS.split(entry.getValue().getAsString(), -1)) {
          attributes.put(plain, AttributeRule.ANYTHING);
        }
      } else {
        attributes.put(
            entry.getKey(), AttributeRule.of(entry.getValue().getAsJsonObject(), patterns));
      }
    }
    return attributes;
  }

  private static Optional<Children> children(@org.jspecify.annotations.Nullable JsonElement json) {
    if (!(json instanceof JsonObject o)) {
      return Optional.empty();
    }
    int count = o.has("count") ? o.get("count").getAsInt() : 0;
    return Optional.of(
        new Children(
            count, AttributeRule.strings(o.get("first")), AttributeRule.strings(o.get("each"))));
  }

  private static Optional<Text> text(@org.jspecify.annotations.Nullable JsonElement json) {
    if (!(json instanceof JsonObject o)) {
      return Optional.empty();
    }
    Map<String, Pattern> never = new LinkedHashMap<>();
    if (o.get("never") instanceof JsonObject list) {
      list.entrySet()
          .forEach(e -> never.put(e.getKey(), Pattern.compile(e.getValue().getAsString())));
    }
    int bytes = o.has("bytes") ? o.get("bytes").getAsInt() : 0;
    return Optional.of(
        new Text(bytes, AttributeRule.pattern(o, "matches", Map.of()), never, o.has("css")));
  }

  private static Optional<Script> script(@org.jspecify.annotations.Nullable JsonElement json) {
    if (!(json instanceof JsonObject o)) {
      return Optional.empty();
    }
    return Optional.of(
        new Script(
            o.get("name").getAsString(),
            o.has("template"),
            AttributeRule.strings(o.get("versions")),
            AttributeRule.strings(o.get("old")),
            o.has("unusedIsFine"),
            o.has("twiceIsFine")));
  }
}
