package io.espalier.amp.valid;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The table of AMP4EMAIL: tags, attributes, CSS, sizes.
 *
 * @param documentBytes the largest document, in UTF-8
 * @param cssBytes the style sheet and all inline styles together
 * @param inlineBytes one inline style
 * @param properties CSS property of strict CSS → what its value must look like
 */
record Rules(
    int documentBytes,
    int cssBytes,
    int inlineBytes,
    Map<String, Optional<Pattern>> properties,
    List<String> mediaTypes,
    List<String> mediaFeatures,
    List<String> selectorAttributes,
    List<String> pseudoClasses,
    Map<String, List<TagRule>> tags) {

  private static final class Loaded {
    static final Rules RULES = read();
  }

  static Rules get() {
    return Loaded.RULES;
  }

  /** The component that a script brings; empty where there is none for email. */
  Optional<TagRule> scriptOf(String extension, boolean template) {
    return tags.getOrDefault("script", List.of()).stream()
        .filter(rule -> rule.script().isPresent())
        .filter(rule -> rule.script().get().extension().equals(extension))
        .filter(rule -> rule.script().get().template() == template)
        .findFirst();
  }

  private static Rules read() {
    JsonObject json;
    try (InputStream in = Rules.class.getResourceAsStream("amp4email.json")) {
      if (in == null) {
        throw new IllegalStateException("amp4email.json is not in this build");
      }
      Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
      json = JsonParser.parseReader(reader).getAsJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> patterns = new HashMap<>();
    json.getAsJsonObject("patterns")
        .entrySet()
        .forEach(e -> patterns.put(e.getKey(), e.getValue().getAsString()));
    Map<String, Map<String, AttributeRule>> lists = new HashMap<>();
    json.getAsJsonObject("lists")
        .entrySet()
        .forEach(
            e ->
                lists.put(
                    e.getKey(), TagRule.attributes(e.getValue().getAsJsonObject(), patterns)));
    Map<String, List<TagRule>> tags = new HashMap<>();
    for (JsonElement one : json.getAsJsonArray("tags")) {
      TagRule rule = TagRule.of(one.getAsJsonObject(), lists, patterns);
      tags.computeIfAbsent(rule.tag(), tag -> new ArrayList<>()).add(rule);
    }
    return new Rules(
        json.get("documentBytes").getAsInt(),
        json.get("cssBytes").getAsInt(),
        json.get("inlineBytes").getAsInt(),
        properties(json.getAsJsonObject("properties")),
        AttributeRule.strings(json.get("mediaTypes")),
        AttributeRule.strings(json.get("mediaFeatures")),
        AttributeRule.strings(json.get("selectorAttributes")),
        AttributeRule.strings(json.get("pseudoClasses")),
        tags);
  }

  private static Map<String, Optional<Pattern>> properties(JsonObject json) {
    Map<String, Optional<Pattern>> properties = new HashMap<>();
    for (Map.Entry<String, JsonElement> entry : json.entrySet()) {
      String value = entry.getValue().getAsString();
      if (entry.getKey().isEmpty()) {
        for (String property : TagRule.WORDS.split(value, -1)) {
          properties.put(property, Optional.empty());
        }
      } else {
        properties.put(entry.getKey(), Optional.of(Pattern.compile(value)));
      }
    }
    return properties;
  }
}
