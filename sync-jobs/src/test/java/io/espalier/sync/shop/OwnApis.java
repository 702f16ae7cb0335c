package io.espalier.sync.shop;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The three ESPs' own APIs, called past the connectors. */
final class OwnApis {
  private final Function<String, Sandbox> sandboxes;
  private final HttpClient http = HttpClient.newHttpClient();

  OwnApis(Function<String, Sandbox> sandboxes) {
    this.sandboxes = sandboxes;
  }

  JsonObject klaviyo(String method, String path, @Nullable JsonObject body) {
    return call(
        "klaviyo",
        "base_url",
        method,
        path,
        body == null || body.size() == 0 ? "" : body.toString(),
        Map.of(
            "Authorization",
            "Klaviyo-API-Key " + setting("klaviyo", "api_key"),
            "revision",
            "2026-07-15",
            "Content-Type",
            "application/vnd.api+json"));
  }

  JsonObject mailchimp(String method, String path, @Nullable JsonObject body) {
    return call(
        "mailchimp",
        "base_url",
        method,
        path,
        body == null || body.size() == 0 ? "" : body.toString(),
        Map.of(
            "Authorization",
            "Bearer " + setting("mailchimp", "api_key"),
            "Content-Type",
            "application/json"));
  }

  void rest(String method, String path, String body) {
    call(
        "salesforce-mc",
        "rest_url",
        method,
        path,
        body,
        Map.of("Authorization", "Bearer " + token(), "Content-Type", "application/json"));
  }

  void soap(String body) {
    String verb = body.substring(1, body.indexOf('>')).replaceFirst("Request.*", "");
    String envelope =
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><s:Header><fueloauth xmlns=\"http://exacttarget.com\">"
            + token()
            + "</fueloauth></s:Header><s:Body>"
            + body.replaceFirst(">", " xmlns=\"http://exacttarget.com/wsdl/partnerAPI\">")
            + "</s:Body></s:Envelope>";
    String reply =
        send(
            "salesforce-mc",
            "soap_url",
            "POST",
            "Service.asmx",
            envelope,
            Map.of("SOAPAction", verb, "Content-Type", "text/xml"));
    if (!reply.contains("<OverallStatus>OK</OverallStatus>")) {
      throw new AssertionError(reply);
    }
  }

  String token() {
    JsonObject body = new JsonObject();
    body.addProperty("grant_type", "client_credentials");
    body.addProperty("client_id", setting("salesforce-mc", "client_id"));
    body.addProperty("client_secret", setting("salesforce-mc", "client_secret"));
    return call(
            "salesforce-mc",
            "auth_url",
            "POST",
            "v2/token",
            body.toString(),
            Map.of("Content-Type", "application/json"))
        .get("access_token")
        .getAsString();
  }

  private String setting(String esp, String name) {
    return Objects.requireNonNull(sandboxes.apply(esp).settings().get(name));
  }

  private JsonObject call(
      String esp,
      String base,
      String method,
      String path,
      String body,
      Map<String, String> headers) {
    String answer = send(esp, base, method, path, body, headers);
    JsonElement json = JsonParser.parseString(answer.isBlank() ? "{}" : answer);
    return json.isJsonObject() ? json.getAsJsonObject() : new JsonObject();
  }

  String send(
      String esp,
      String base,
      String method,
      String path,
      String body,
      Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(setting(esp, base) + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new AssertionError(
            method + " " + path + ": " + answer.statusCode() + " " + answer.body());
      }
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
