package io.espalier.sync.serve;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A text about the server itself, for monitors: 200 while it is well, 503 where it is not.
 *
 * @param type of the content
 */
public record StatusPart(String path, String type, Supplier<String> text, BooleanSupplier well)
    implements ServePart {
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    byte[] body = text.get().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(well.getAsBoolean() ? OK : UNAVAILABLE, head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }
}
