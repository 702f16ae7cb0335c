package io.espalier.sync.serve;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import io.espalier.amp.live.LiveBlock;
import io.espalier.amp.live.LiveImage;
import io.espalier.amp.live.LiveToken;
import io.espalier.sync.project.LiveSpec;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code /v1/image/EMAIL/BLOCK.png?t=…}: a block as a picture. It always answers with one, for
 * image proxies keep an error as long as a picture.
 */
final class ImagePart implements ServePart {
  private static final String PATH = "/v1/image/";

  private final LiveSpec live;
  private final LiveContent content;
  private final Doorman doorman;
  private final Map<String, byte[]> neutral = new ConcurrentHashMap<>();

  ImagePart(LiveSpec live, LiveContent content, Doorman doorman) {
    this.live = live;
    this.content = content;
    this.doorman = doorman;
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring(PATH.length());
    int slash = path.indexOf('/');
    String email = slash < 0 ? path : path.substring(0, slash);
    String name = slash < 0 ? "" : path.substring(slash + 1).replaceFirst("\\.png$", "");
    LiveBlock block = live.blocksOf(email).contains(name) ? live.blocks().get(name) : null;
    if (block == null) {
      Answers.png(exchange, LiveImage.nothing());
      return;
    }
    Optional<LiveToken> person = person(exchange, email);
    Optional<JsonObject> data = person.flatMap(p -> content.block(block, p.profile()));
    Answers.png(
        exchange,
        data.map(d -> LiveImage.of(block, d, live.accent()))
            .orElseGet(
                () -> neutral.computeIfAbsent(name, n -> LiveImage.neutral(block, live.accent()))));
  }

  private Optional<LiveToken> person(HttpExchange exchange, String email) {
    try {
      Query query = Query.of(exchange.getRequestURI().getRawQuery());
      return doorman.check(exchange, query, email, LiveToken.VIEW).token();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
