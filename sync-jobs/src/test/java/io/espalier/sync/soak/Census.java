package io.espalier.sync.soak;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Counts the people an ESP holds, all told: one that is there twice is two. */
final class Census {
  /** Where the people are, in what a sandbox holds; {@code *} is any name. */
  private static final Map<String, List<String>> PLACES =
      Map.of(
          "klaviyo", List.of("people"),
          "mailchimp", List.of("audiences", "*", "members"),
          "salesforce-mc", List.of("subscribers"));

  private Census() {}

  static int of(String esp, String snapshot) {
    try (JsonReader json = new JsonReader(new StringReader(snapshot))) {
      return count(json, PLACES.getOrDefault(esp, List.of()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The values at a place below this one, which is at the reader. */
  private static int count(JsonReader json, List<String> place) throws IOException {
    boolean object = json.peek() == JsonToken.BEGIN_OBJECT;
    int found = 0;
    if (object) {
      json.beginObject();
    } else {
      json.beginArray();
    }
    while (json.hasNext()) {
      String name = object ? json.nextName() : "*";
      if (place.isEmpty()) {
        found++;
        json.skipValue();
      } else if (place.get(0).equals("*") || place.get(0).equals(name)) {
        found += count(json, place.subList(1, place.size()));
      } else {
        json.skipValue();
      }
    }
    if (object) {
      json.endObject();
    } else {
      json.endArray();
    }
    return found;
  }
}
