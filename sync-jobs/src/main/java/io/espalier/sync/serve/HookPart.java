package io.espalier.sync.serve;

import com.sun.net.httpserver.HttpExchange;
import io.espalier.spi.EspException;
import io.espalier.spi.HookAnswer;
import io.espalier.spi.HookCall;
import io.espalier.sync.run.Hooks;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code /v1/hooks/ESP}: what ESPs tell by themselves. Whoever is not believed learns nothing but
 * that; the log has no address, no secret and no end of a path.
 */
public final class HookPart implements ServePart {
  public static final String PATH = "/v1/hooks/";

  /** Klaviyo and SFMC send up to a thousand events at once. */
  private static final int LARGEST = 5_000_000;

  private final Hooks hooks;
  private final Runnable told;
  private final ServeLog log;

  /**
   * @param told runs after something was told and is on disk; must not wait
   */
  public HookPart(Hooks hooks, Runnable told, ServeLog log) {
    this.hooks = hooks;
    this.told = told;
    this.log = log;
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String[] place = exchange.getRequestURI().getPath().substring(PATH.length()).split("/", 2);
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST + 1);
    if (body.length > LARGEST) {
      Answers.message(exchange, 413, "that is too much at once");
      return;
    }
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name, values.isEmpty() ? "" : values.get(0)));
    HookCall call =
        new HookCall(exchange.getRequestMethod(), place.length < 2 ? "" : place[1], headers, body);
    Optional<HookAnswer> answer;
    try {
      answer = hooks.take(place[0], call);
    } catch (EspException e) {
      // Not taken: whoever told it tells it again.
      log.refused(PATH + place[0], 503, e.failure().message());
      Answers.message(exchange, 503, "not available at the moment");
      return;
    }
    if (answer.filter(some -> !some.told().isEmpty()).isPresent()) {
      told.run();
    }
    if (answer.isEmpty()) {
      Answers.message(exchange, 404, "there is nothing here");
    } else if (answer.get().status() != 200) {
      log.refused(PATH + place[0], answer.get().status(), answer.get().why());
      Answers.message(exchange, answer.get().status(), "not taken");
    } else {
      if (!answer.get().why().isEmpty()) {
        log.note(PATH + place[0] + ": " + answer.get().why());
      }
      Answers.message(exchange, 200, "taken");
    }
  }

  @Override
  public void close() {
    hooks.close();
  }
}
