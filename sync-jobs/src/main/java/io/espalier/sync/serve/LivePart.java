package io.espalier.sync.serve;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import io.espalier.amp.live.LiveToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** {@code /v1/live/EMAIL?t=…}: all the blocks of one email, for {@code amp-list}. */
final class LivePart implements ServePart {
  private static final String PATH = "/v1/live/";

  private final LiveContent content;
  private final Doorman doorman;

  LivePart(LiveContent content, Doorman doorman) {
    this.content = content;
    this.doorman = doorman;
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Query query;
    try {
      query = Query.of(exchange.getRequestURI().getRawQuery());
    } catch (IllegalArgumentException e) {
      Answers.message(exchange, 400, "the address is not well-formed");
      return;
    }
    if (!exchange.getRequestMethod().equals("GET")) {
      Answers.message(exchange, 405, "only GET");
      return;
    }
    if (!doorman.letsAsk(exchange, query)) {
      return;
    }
    String email = exchange.getRequestURI().getPath().substring(PATH.length());
    Optional<LiveToken> person = doorman.person(exchange, query, email, LiveToken.VIEW);
    if (person.isEmpty()) {
      return;
    }
    Optional<JsonObject> blocks = content.email(email, person.get().profile());
    if (blocks.isEmpty()) {
      // The client then shows each block's fallback.
      Answers.message(exchange, 503, "not available at the moment");
      return;
    }
    Answers.json(exchange, 200, blocks.get().toString().getBytes(StandardCharsets.UTF_8));
  }
}
