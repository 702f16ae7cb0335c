package io.espalier.sync.serve;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Writes whole answers: JSON or a picture, never a page. */
final class Answers {
  private Answers() {}

  static void json(HttpExchange exchange, int status, byte[] body) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "application/json; charset=utf-8");
    headers.set("Cache-Control", "no-store");
    write(exchange, status, body);
  }

  static void message(HttpExchange exchange, int status, String message) throws IOException {
    JsonObject body = new JsonObject();
    body.addProperty("message", message);
    json(exchange, status, body.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** A picture that image proxies should ask for again (Gmail, since 2014; others keep it). */
  static void png(HttpExchange exchange, byte[] body) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "image/png");
    headers.set("Cache-Control", "no-cache, max-age=0");
    write(exchange, 200, body);
  }

  private static void write(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
    if (!head && body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }
}
