package io.espalier.sync.serve;

import com.sun.net.httpserver.HttpExchange;
import io.espalier.amp.live.EmailCors;
import io.espalier.amp.live.LiveToken;
import io.espalier.amp.live.LiveTokens;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/** Lets a request in, or answers it and says in the log why not; never with its token. */
final class Doorman {
  private final EmailCors cors;
  private final LiveTokens tokens;
  private final Clock clock;
  private final ServeLog log;

  Doorman(EmailCors cors, LiveTokens tokens, Clock clock, ServeLog log) {
    this.cors = cors;
    this.tokens = tokens;
    this.clock = clock;
    this.log = log;
  }

  /** Puts the headers that the mail client wants; false where it is answered already. */
  boolean letsAsk(HttpExchange exchange, Query query) throws IOException {
    EmailCors.Verdict verdict =
        cors.judge(
            header(exchange, "AMP-Email-Sender"),
            header(exchange, "Origin"),
            query.get("__amp_source_origin"));
    if (!verdict.allowed()) {
      log.refused(exchange.getRequestURI().getPath(), verdict.status(), verdict.why());
      Answers.message(exchange, verdict.status(), "this may not be asked from here");
      return false;
    }
    verdict.headers().forEach(exchange.getResponseHeaders()::set);
    return true;
  }

  /** The person; empty where the token is refused, and that is answered already. */
  Optional<LiveToken> person(HttpExchange exchange, Query query, String email, String purpose)
      throws IOException {
    LiveTokens.Checked checked = check(exchange, query, email, purpose);
    if (checked.token().isEmpty()) {
      Answers.message(exchange, 403, "this link counts no more");
    }
    return checked.token();
  }

  /** The same without an answer. */
  LiveTokens.Checked check(HttpExchange exchange, Query query, String email, String purpose) {
    LiveTokens.Checked checked =
        tokens.check(query.get("t").orElse(""), email, purpose, clock.instant());
    checked
        .refusal()
        .ifPresent(why -> log.refused(exchange.getRequestURI().getPath(), 403, why.name()));
    return checked;
  }

  private static Optional<String> header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }
}
