package io.espalier.contract.reference;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.espalier.http.Redaction;
import io.espalier.spi.CallRecord;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Settings;
import io.espalier.spi.Surroundings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Calls Postbox: one token for all, a few calls at once, repeats where that is safe. Each step that
 * a rule of the contract asks for is a method of its own.
 */
class ReferenceHttp {
  static final int AT_ONCE = 3;
  private static final int ATTEMPTS = 5;

  private final Settings settings;
  private final Surroundings surroundings;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Semaphore turns = new Semaphore(AT_ONCE);
  private String token = "";

  ReferenceHttp(Settings settings, Surroundings surroundings) {
    this.settings = settings;
    this.surroundings = surroundings;
  }

  /**
   * Makes a call.
   *
   * @param repeatable whether doing it twice equals doing it once
   * @return what it answered; empty where the ESP says that there is no such thing (404)
   * @throws EspException for everything else that is no success
   */
  @Nullable JsonElement call(
      String method, String path, @Nullable JsonObject body, boolean repeatable) {
    boolean refreshed = false;
    for (int attempt = 1; ; attempt++) {
      boolean last = attempt >= attempts();
      HttpResponse<String> answer;
      try {
        answer = send(method, path, body, bearer());
      } catch (IOException e) {
        if (!repeatsLostAnswer(repeatable) || last) {
          throw failed(FailureKind.TRANSIENT, "the connection to Postbox broke off", "");
        }
        pause(Duration.ofSeconds(attempt));
        continue;
      }
      int status = answer.statusCode();
      if (status == 401 && !refreshed) {
        refreshed = true;
        forget();
      } else if (status == 401) {
        throw refusedSecret();
      } else if (status == 429 && !last) {
        pause(retryAfter(answer, attempt));
      } else if (status >= 500 && repeatsServerError(repeatable) && !last) {
        pause(Duration.ofSeconds(attempt));
      } else {
        return read(answer);
      }
    }
  }

  int attempts() {
    return ATTEMPTS;
  }

  boolean repeatsServerError(boolean repeatable) {
    return repeatable;
  }

  boolean repeatsLostAnswer(boolean repeatable) {
    return repeatable;
  }

  Duration retryAfter(HttpResponse<String> answer, int attempt) {
    return Duration.ofSeconds(
        answer.headers().firstValueAsLong("Retry-After").orElse(1L << attempt));
  }

  EspException refusedSecret() {
    return EspException.auth(
        "Postbox refuses the credentials",
        "check " + settings.source("client_id") + " and " + settings.source("client_secret"));
  }

  private @Nullable JsonElement read(HttpResponse<String> answer) {
    int status = answer.statusCode();
    if (status == 404) {
      return null;
    }
    JsonElement body;
    try {
      body = answer.body().isEmpty() ? JsonNull.INSTANCE : JsonParser.parseString(answer.body());
    } catch (JsonParseException e) {
      throw unreadable(status, answer.body());
    }
    if (status < 300) {
      return body;
    }
    if (status >= 500 || status == 429) {
      throw failed(
          status == 429 ? FailureKind.RATE_LIMITED : FailureKind.TRANSIENT,
          "Postbox answered " + status + " again and again",
          "the next run goes on from here");
    }
    if (!body.isJsonObject() || !body.getAsJsonObject().has("error")) {
      throw unreadable(status, answer.body());
    }
    String reason = body.getAsJsonObject().get("error").getAsString();
    throw failed(FailureKind.INVALID, "Postbox answered " + status + ": " + reason, "");
  }

  EspException unreadable(int status, String body) {
    if (status >= 500) {
      return failed(FailureKind.TRANSIENT, "Postbox answered " + status, "");
    }
    return failed(
        FailureKind.PROTOCOL,
        "Postbox answered " + status + " and something unreadable: " + Redaction.firstWords(body),
        "");
  }

  static EspException failed(FailureKind kind, String message, String mend) {
    return new EspException(new Failure(kind, message, mend));
  }

  private synchronized void forget() {
    token = "";
  }

  /** The token, asked for once by whoever comes first. */
  private synchronized String bearer() throws IOException {
    if (token.isEmpty()) {
      JsonObject body = new JsonObject();
      body.addProperty("client_id", settings.require("client_id"));
      body.addProperty("client_secret", settings.require("client_secret"));
      HttpResponse<String> answer = null;
      for (int attempt = 1; answer == null; attempt++) {
        HttpResponse<String> given = send("POST", "/token", body, "");
        boolean again = given.statusCode() == 429 || given.statusCode() >= 500;
        if (again && attempt < attempts()) {
          pause(retryAfter(given, attempt));
        } else {
          answer = given;
        }
      }
      if (answer.statusCode() == 401) {
        throw refusedSecret();
      }
      JsonElement read = read(answer);
      if (read == null || !read.isJsonObject()) {
        throw unreadable(answer.statusCode(), answer.body());
      }
      token = read.getAsJsonObject().get("token").getAsString();
    }
    return token;
  }

  private HttpResponse<String> send(
      String method, String path, @Nullable JsonObject body, String bearer) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(settings.require("base_url") + path))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.toString()));
    if (!bearer.isEmpty()) {
      request.header("Authorization", "Bearer " + bearer);
    }
    Instant start = surroundings.clock().instant();
    int status = 0;
    try {
      enter();
      try {
        HttpResponse<String> answer =
            client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        status = answer.statusCode();
        return answer;
      } finally {
        leave();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      surroundings
          .listener()
          .called(
              new CallRecord(
                  "postbox",
                  start,
                  method,
                  Redaction.text(path.replaceFirst("\\?.*", "").replace("%40", "@")),
                  status,
                  Duration.between(start, surroundings.clock().instant()),
                  body == null ? 0 : body.toString().length(),
                  !method.equals("GET") && !path.equals("/token")));
    }
  }

  void enter() throws InterruptedException {
    turns.acquire();
  }

  void leave() {
    turns.release();
  }

  private void pause(Duration duration) {
    try {
      surroundings.sleeper().sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(FailureKind.TRANSIENT, "stopped while waiting for Postbox", "");
    }
  }
}
