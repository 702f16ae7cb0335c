package io.espalier.sync.kill;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Sandbox;
import io.espalier.sync.run.Target;
import io.espalier.sync.shop.Remotes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/**
 * Looks after the jobs that a dead process has left at the sandboxes, so that they come to an end.
 */
final class Leftovers {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private Leftovers() {}

  static void finish(Target target) {
    for (String esp : Remotes.ESPS) {
      // Any call lets time do its work there.
      get(target.sandbox(esp).orElseThrow(), "/__sandbox/people?email=nobody@example.net");
    }
    Sandbox mailchimp = target.sandbox("mailchimp").orElseThrow();
    for (JsonElement batch :
        JsonParser.parseString(get(mailchimp, "/3.0/batches?count=1000"))
            .getAsJsonObject()
            .getAsJsonArray("batches")) {
      String id = batch.getAsJsonObject().get("id").getAsString();
      for (int look = 0; look < 6; look++) {
        get(mailchimp, "/3.0/batches/" + id);
      }
    }
  }

  private static String get(Sandbox sandbox, String path) {
    Map<String, String> settings = sandbox.settings();
    String base = settings.getOrDefault("base_url", settings.get("rest_url")).replaceAll("/$", "");
    try {
      return HTTP.send(
              HttpRequest.newBuilder(URI.create(base + path))
                  .header("Authorization", "Bearer " + settings.getOrDefault("api_key", ""))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
