package io.espalier.sync.serve;

import com.sun.net.httpserver.HttpExchange;
import io.espalier.amp.live.LiveBlock;
import io.espalier.amp.live.LiveToken;
import io.espalier.sync.project.LiveSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * {@code /v1/form/EMAIL/BLOCK?t=…}: an answer to one form, for {@code action-xhr}. Sent twice it
 * counts once; a form that is answered once takes no other answer.
 */
final class FormPart implements ServePart {
  private static final String PATH = "/v1/form/";
  static final int LONGEST = 16_384;

  private final LiveSpec live;
  private final FormDesk desk;
  private final Doorman doorman;

  FormPart(LiveSpec live, FormDesk desk, Doorman doorman) {
    this.live = live;
    this.desk = desk;
    this.doorman = doorman;
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(LONGEST + 1);
    Query query;
    Query sent;
    try {
      query = Query.of(exchange.getRequestURI().getRawQuery());
      sent = Query.of(new String(body, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      Answers.message(exchange, 400, "the request is not well-formed");
      return;
    }
    if (!exchange.getRequestMethod().equals("POST")) {
      Answers.message(exchange, 405, "only POST");
      return;
    }
    Query asked = query.get("__amp_source_origin").isPresent() ? query : query.or(sent);
    if (!doorman.letsAsk(exchange, asked)) {
      return;
    }
    String path = exchange.getRequestURI().getPath().substring(PATH.length());
    int slash = path.indexOf('/');
    String email = slash < 0 ? path : path.substring(0, slash);
    String name = slash < 0 ? "" : path.substring(slash + 1);
    LiveBlock block = live.blocksOf(email).contains(name) ? live.blocks().get(name) : null;
    if (block == null || block.form().isEmpty()) {
      Answers.message(exchange, 404, "there is no such form");
      return;
    }
    Optional<LiveToken> person = doorman.person(exchange, query, email, name);
    if (person.isEmpty()) {
      return;
    }
    if (body.length > LONGEST) {
      Answers.message(exchange, 413, "the answer is too long");
      return;
    }
    FormDesk.Reply reply = desk.take(block, person.get(), sent, exchange.getRequestURI().getPath());
    Answers.message(exchange, reply.status(), reply.message());
  }
}
