package io.espalier.sandbox.mailchimp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.official.MailchimpAnswers;
import io.espalier.sandbox.Sandbox;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A plain client of the vendor's API, for tests. */
final class Client {
  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;
  private final String authorization;

  Client(Sandbox sandbox) {
    this(sandbox.settings(), basic(sandbox.settings().get("api_key")));
  }

  Client(Map<String, String> settings, String authorization) {
    this.base = String.valueOf(settings.get("base_url"));
    this.authorization = authorization;
  }

  /** The same client, which shows no key. */
  Client without() {
    return new Client(Map.of("base_url", base), "");
  }

  static String basic(String key) {
    return "Basic "
        + Base64.getEncoder().encodeToString(("any:" + key).getBytes(StandardCharsets.UTF_8));
  }

  record Answer(int status, String text, HttpResponse<byte[]> whole) {
    JsonObject json() {
      return JsonParser.parseString(text).getAsJsonObject();
    }

    /** A value under a dotted path, as text. */
    String at(String path) {
      JsonElement at = json();
      for (String part : List.of(path.split("\\.", -1))) {
        at =
            at.isJsonArray()
                ? at.getAsJsonArray().get(Integer.parseInt(part))
                : at.getAsJsonObject().get(part);
      }
      return at.isJsonPrimitive() ? at.getAsString() : at.toString();
    }

    int size(String name) {
      return json().getAsJsonArray(name).size();
    }
  }

  Answer get(String path) {
    return send("GET", "/3.0" + path, "");
  }

  Answer post(String path, String body) {
    return send("POST", "/3.0" + path, body);
  }

  Answer put(String path, String body) {
    return send("PUT", "/3.0" + path, body);
  }

  Answer patch(String path, String body) {
    return send("PATCH", "/3.0" + path, body);
  }

  Answer delete(String path) {
    return send("DELETE", "/3.0" + path, "");
  }

  Answer send(String method, String path, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : base + path))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    try {
      HttpResponse<byte[]> reply =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      Answer answer =
          new Answer(reply.statusCode(), new String(reply.body(), StandardCharsets.UTF_8), reply);
      if (path.startsWith("/3.0")) {
        List<String> wrong = MailchimpAnswers.wrong(method, path, answer.status(), answer.text());
        assertEquals(List.of(), wrong, "answers fit the published contract");
      }
      return answer;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes an audience and returns its path. */
  String newList() {
    return newList(false);
  }

  String newList(boolean doubleOptin) {
    return "/lists/"
        + post(
                "/lists",
                "{'name':'Shop','permission_reminder':'You bought here.','email_type_option':true,'double_optin':"
                    + doubleOptin
                    + ","
                    + "'contact':{'company':'Harbour & Sons','address1':'12 Harbour Lane',"
                    + "'city':'Bristol','country':'GB','zip':'BS1 4RW'},"
                    + "'campaign_defaults':{'from_name':'Shop','from_email':'shop@shoppers.example.net',"
                    + "'subject':'Hello','language':'en'}}")
            .at("id");
  }

  /** Subscribes one person, with merge fields as JSON. */
  Answer subscribe(String list, String email, String mergeFields) {
    return put(
        list + "/members/" + Member.hash(email),
        "{'email_address':'"
            + email
            + "','status_if_new':'subscribed','merge_fields':"
            + mergeFields
            + "}");
  }

  static JsonArray emails(int from, int to) {
    JsonArray emails = new JsonArray();
    for (int i = from; i < to; i++) {
      emails.add("p" + i + "@shoppers.example.net");
    }
    return emails;
  }
}
