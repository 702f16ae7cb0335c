package io.espalier.sync.serve;

import com.sun.net.httpserver.HttpExchange;
import io.espalier.amp.live.LiveBlock;
import io.espalier.amp.live.LiveToken;
import io.espalier.sync.project.LiveSpec;
import io.espalier.sync.store.ConsentAnswers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /v1/form/EMAIL/BLOCK?t=…}: an answer to one form, for {@code action-xhr}. Sent twice it
 * counts once; a form that is answered once takes no other answer.
 */
final class FormPart implements ServePart {
  private static final String PATH = "/v1/form/";
  private static final int LONGEST = 16_384;

  private final LiveSpec live;
  private final FormAnswers answers;
  private final ConsentAnswers consent;
  private final Doorman doorman;
  private final Clock clock;
  private final ServeLog log;

  FormPart(
      LiveSpec live,
      FormAnswers answers,
      ConsentAnswers consent,
      Doorman doorman,
      Clock clock,
      ServeLog log) {
    this.live = live;
    this.answers = answers;
    this.consent = consent;
    this.doorman = doorman;
    this.clock = clock;
    this.log = log;
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
      Answers.problem(exchange, 400, "the request is not well-formed");
      return;
    }
    if (!exchange.getRequestMethod().equals("POST")) {
      Answers.problem(exchange, 405, "only POST");
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
      Answers.problem(exchange, 404, "there is no such form");
      return;
    }
    Optional<LiveToken> person = doorman.person(exchange, query, email, name);
    if (person.isEmpty()) {
      return;
    }
    if (body.length > LONGEST) {
      Answers.problem(exchange, 413, "the answer is too long");
      return;
    }
    take(exchange, block, person.get(), sent);
  }

  private void take(HttpExchange exchange, LiveBlock block, LiveToken person, Query sent)
      throws IOException {
    LiveBlock.Form form = block.form().orElseThrow();
    Map<String, String> values = new LinkedHashMap<>();
    for (LiveBlock.Question question : form.fields()) {
      String value = sent.get(question.name()).orElse("").strip();
      if (!fits(question, value)) {
        Answers.problem(exchange, 400, "'" + question.label() + "' cannot be answered so");
        return;
      }
      if (!value.isEmpty()) {
        values.put(question.name(), value);
      }
    }
    sent.get("choice")
        .filter(c -> block.kind() == LiveBlock.Kind.SELECTOR && c.length() <= 200)
        .ifPresent(c -> values.put("choice", c));
    if (values.isEmpty()) {
      Answers.problem(exchange, 400, "there is no answer in it");
      return;
    }
    // Consent first: should the process die in between, the opt-out is what must not be lost.
    for (LiveBlock.Question question : form.fields()) {
      if (question.type() == LiveBlock.Question.Type.OPT_OUT
          && values.containsKey(question.name())) {
        consent.optOut(
            person.profile(),
            clock.instant(),
            "form " + block.name() + " of email " + person.email());
      }
    }
    if (answers.keep(person, values, form.once(), clock.instant()) == FormAnswers.Kept.REFUSED) {
      log.refused(exchange.getRequestURI().getPath(), 409, "REPLAYED");
      Answers.problem(exchange, 409, "this was answered before, and the first answer stands");
      return;
    }
    com.google.gson.JsonObject thanks = new com.google.gson.JsonObject();
    thanks.addProperty("message", form.thanks());
    Answers.json(exchange, 200, thanks.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static boolean fits(LiveBlock.Question question, String value) {
    if (value.isEmpty()) {
      return true;
    }
    return switch (question.type()) {
      case TEXT -> value.length() <= 500;
      case CHOICE -> question.options().contains(value);
      case STARS -> value.matches("[1-5]");
      case YES, OPT_OUT -> value.equals("yes");
    };
  }
}
