package io.espalier.sync.serve;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.sync.project.LiveSpec;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A service of the shop that answers JSON: an array of objects, an object with such an array in
 * {@code items}, or, where the address has {@code {key}} in it, one object.
 */
final class HttpBackend implements Catalog.Backend {
  private static final String KEY = "{key}";

  private final LiveSpec.Catalog spec;
  private final HttpClient client;

  HttpBackend(LiveSpec.Catalog spec) {
    this.spec = spec;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  @Override
  public boolean whole() {
    return !spec.from().contains(KEY);
  }

  @Override
  public Map<String, Map<String, String>> load(String key)
      throws IOException, InterruptedException {
    String address = spec.from().replace(KEY, URLEncoder.encode(key, StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address))
            .timeout(Duration.ofSeconds(30))
            .header("Accept", "application/json")
            .build();
    HttpResponse<String> response =
        client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    if (response.statusCode() == 404 && !whole()) {
      return Map.of(key, Map.of());
    }
    if (response.statusCode() != 200) {
      throw new IOException("the catalog answered " + response.statusCode());
    }
    JsonElement json = JsonParser.parseString(response.body());
    Map<String, Map<String, String>> rows = new LinkedHashMap<>();
    if (!whole()) {
      rows.put(key, row(json.getAsJsonObject()));
      return rows;
    }
    JsonArray items =
        json.isJsonArray() ? json.getAsJsonArray() : json.getAsJsonObject().getAsJsonArray("items");
    for (JsonElement item : items) {
      Map<String, String> row = row(item.getAsJsonObject());
      String id = row.get(spec.key());
      if (id != null) {
        rows.putIfAbsent(id, row);
      }
    }
    return rows;
  }

  private static Map<String, String> row(JsonObject object) {
    Map<String, String> row = new LinkedHashMap<>();
    object
        .entrySet()
        .forEach(
            e -> {
              if (e.getValue().isJsonPrimitive()) {
                row.put(e.getKey(), e.getValue().getAsString());
              }
            });
    return row;
  }
}
