package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.function.Function;

/** What a document includes beside its data. */
final class Included {
  private Included() {}

  /** Many related to each of the data, by its id, under the name of their relation. */
  static Answer many(Answer answer, String relation, Function<String, List<JsonObject>> related) {
    return with(answer, relation, true, related);
  }

  /** One related to each of the data, or none. */
  static Answer one(Answer answer, String relation, Function<String, List<JsonObject>> related) {
    return with(answer, relation, false, related);
  }

  private static Answer with(
      Answer answer, String relation, boolean many, Function<String, List<JsonObject>> related) {
    JsonObject document = answer.body();
    if (document == null) {
      return answer;
    }
    JsonArray included =
        document.has("included") ? document.getAsJsonArray("included") : new JsonArray();
    JsonElement data = document.get("data");
    List<JsonElement> rows = data.isJsonArray() ? data.getAsJsonArray().asList() : List.of(data);
    for (JsonElement row : rows) {
      JsonObject resource = row.getAsJsonObject();
      JsonArray references = new JsonArray();
      for (JsonObject one : related.apply(resource.get("id").getAsString())) {
        references.add(Links.reference(one.get("type").getAsString(), one.get("id").getAsString()));
        if (!holds(included, one)) {
          included.add(one);
        }
      }
      JsonObject shown = Json.find(resource, "relationships", relation);
      if (shown != null && (many || !references.isEmpty())) {
        shown.add("data", many ? references : references.get(0));
      }
    }
    document.add("included", included);
    return answer;
  }

  private static boolean holds(JsonArray included, JsonObject one) {
    for (JsonElement element : included) {
      JsonObject known = element.getAsJsonObject();
      if (known.get("type").equals(one.get("type")) && known.get("id").equals(one.get("id"))) {
        return true;
      }
    }
    return false;
  }
}
