package io.espalier.klaviyo;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.annotations.SerializedName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/** The JSON:API documents that go over the wire, as far as they are used. */
final class KlaviyoWire {
  static final MediaType JSON_API = MediaType.get("application/vnd.api+json");

  /** Writes an explicit null where one is in the tree: at Klaviyo it clears, absence leaves. */
  private static final Gson EXPLICIT =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  private KlaviyoWire() {}

  /** A page; {@code data} is never null in a valid answer. */
  record Many<A>(
      @Nullable List<Resource<A>> data,
      @Nullable Links links,
      @Nullable List<Resource<JsonObject>> included) {
    List<Resource<A>> items() {
      return data == null ? List.of() : data;
    }

    /** What {@code include} brought along. */
    List<Resource<JsonObject>> others() {
      return included == null ? List.of() : included;
    }
  }

  record One<A>(Resource<A> data) {}

  record Resource<A>(
      String type, String id, A attributes, @Nullable Map<String, Relation> relationships) {

    /** The ids that a relation names; none where the answer tells of it by a link only. */
    List<String> related(String relation) {
      Relation found = relationships == null ? null : relationships.get(relation);
      JsonElement data = found == null ? null : found.data();
      if (data == null) {
        return List.of();
      }
      List<String> ids = new ArrayList<>();
      JsonArray many = new JsonArray();
      if (data instanceof JsonArray array) {
        many = array;
      } else {
        many.add(data);
      }
      for (JsonElement one : many) {
        if (one instanceof JsonObject reference) {
          ids.add(KlaviyoMapper.text(reference, "id"));
        }
      }
      return ids;
    }
  }

  record Relation(@Nullable JsonElement data) {}

  record Links(@Nullable String next) {}

  record AccountAttributes(@SerializedName("contact_information") @Nullable Contact contact) {}

  record Contact(@SerializedName("organization_name") @Nullable String organization) {}

  record ListAttributes(@Nullable String name, @Nullable String created) {}

  record JobAttributes(
      String status,
      @SerializedName("created_at") @Nullable String created,
      @SerializedName("completed_at") @Nullable String done,
      @SerializedName("completed_count") @Nullable Integer completed,
      @SerializedName("failed_count") @Nullable Integer failed) {}

  record ErrorAttributes(
      @Nullable String title,
      @Nullable String detail,
      @SerializedName("original_payload") @Nullable JsonObject payload) {}

  record MetricAttributes(@Nullable String name, @Nullable JsonObject integration) {}

  record EventAttributes(
      @Nullable String datetime, @SerializedName("event_properties") @Nullable JsonObject given) {}

  record TemplateAttributes(
      @Nullable String name,
      @Nullable String html,
      @Nullable String text,
      @Nullable String amp,
      @Nullable String created) {}

  record BlockAttributes(
      @Nullable String name, @Nullable JsonObject definition, @Nullable String created) {}

  static String json(JsonElement tree) {
    return EXPLICIT.toJson(tree);
  }

  static RequestBody body(JsonElement tree) {
    return body(json(tree));
  }

  /** As bytes, so that OkHttp adds no charset to a media type that has none. */
  static RequestBody body(String json) {
    return RequestBody.create(json.getBytes(StandardCharsets.UTF_8), JSON_API);
  }

  static JsonObject data(JsonElement data) {
    JsonObject document = new JsonObject();
    document.add("data", data);
    return document;
  }

  static JsonObject resource(String type, JsonObject attributes) {
    JsonObject resource = new JsonObject();
    resource.addProperty("type", type);
    resource.add("attributes", attributes);
    return resource;
  }

  static JsonObject reference(String type, String id) {
    JsonObject reference = new JsonObject();
    reference.addProperty("type", type);
    reference.addProperty("id", id);
    return reference;
  }

  /** {@code {"profiles":{"data":[…]}}}: how every job carries its profiles. */
  static JsonObject profiles(List<JsonObject> profiles) {
    JsonArray array = new JsonArray();
    profiles.forEach(array::add);
    JsonObject attributes = new JsonObject();
    attributes.add("profiles", data(array));
    return attributes;
  }
}
