package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * {@code fields} and {@code exclude_fields}: dotted paths from the top of the answer, which go
 * through arrays ({@code members.email_address}).
 *
 * @param linksEverywhere excluding {@code _links} takes those of rows, too
 * @param strict fields that are nowhere in the answer are refused
 */
record Selection(
    List<String> fields, List<String> excluded, boolean strict, boolean linksEverywhere) {

  static Selection of(Call call) {
    return new Selection(
        paths(call, "fields"),
        paths(call, "exclude_fields"),
        call.account().on(MailchimpFact.UNKNOWN_FIELDS_ARE_REFUSED),
        call.account().on(MailchimpFact.EXCLUDED_LINKS_GO_EVERYWHERE));
  }

  JsonObject from(JsonObject answer) {
    if (fields.isEmpty() && excluded.isEmpty()) {
      return answer;
    }
    JsonObject kept = select(answer, "", fields.isEmpty());
    if (strict && !fields.isEmpty() && kept.size() == 0) {
      throw Refusal.of(
          422, "Requested Fields Invalid", "The fields requested from this resource are invalid.");
    }
    return kept;
  }

  private JsonObject select(JsonObject object, String prefix, boolean wanted) {
    JsonObject kept = new JsonObject();
    for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
      String path = prefix + entry.getKey();
      boolean whole = wanted || fields.contains(path);
      if (!isExcluded(path) && (whole || leadsToWanted(path))) {
        JsonElement value = inner(entry.getValue(), path + ".", whole);
        if (whole || !value.isJsonPrimitive()) {
          kept.add(entry.getKey(), value);
        }
      }
    }
    return kept;
  }

  private JsonElement inner(JsonElement value, String prefix, boolean wanted) {
    if (value.isJsonObject()) {
      return select(value.getAsJsonObject(), prefix, wanted);
    }
    if (value.isJsonArray()) {
      JsonArray kept = new JsonArray();
      value.getAsJsonArray().forEach(item -> kept.add(inner(item, prefix, wanted)));
      return kept;
    }
    return value;
  }

  private boolean isExcluded(String path) {
    return excluded.contains(path)
        || (linksEverywhere && path.endsWith("._links") && excluded.contains("_links"));
  }

  private boolean leadsToWanted(String path) {
    return fields.stream().anyMatch(field -> field.startsWith(path + "."));
  }

  private static List<String> paths(Call call, String parameter) {
    return call.exchange().parameter(parameter).stream()
        .flatMap(text -> Arrays.stream(text.split(",", -1)))
        .map(String::trim)
        .filter(path -> !path.isEmpty())
        .toList();
  }
}
