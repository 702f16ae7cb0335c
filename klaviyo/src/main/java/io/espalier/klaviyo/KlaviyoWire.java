package io.espalier.klaviyo;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.annotations.SerializedName;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
  record Many<A>(@Nullable List<Resource<A>> data, @Nullable Links links) {
    List<Resource<A>> items() {
      return data == null ? List.of() : data;
    }
  }

  record One<A>(Resource<A> data) {}

  record Resource<A>(String type, String id, A attributes) {}

  record Links(@Nullable String next) {}

  record AccountAttributes(@SerializedName("contact_information") @Nullable Contact contact) {}

  record Contact(@SerializedName("organization_name") @Nullable String organization) {}

  record ListAttributes(@Nullable String name, @Nullable String created) {}

  record JobAttributes(
      String status,
      @SerializedName("completed_count") @Nullable Integer completed,
      @SerializedName("failed_count") @Nullable Integer failed) {}

  record ErrorAttributes(
      @Nullable String title,
      @Nullable String detail,
      @SerializedName("original_payload") @Nullable JsonObject payload) {}

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
