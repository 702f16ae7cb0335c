package io.espalier.sync.serve;

import com.sun.net.httpserver.HttpExchange;
import io.espalier.amp.live.LiveToken;
import io.espalier.amp.live.LiveTokens;
import io.espalier.sync.store.ConsentAnswers;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/**
 * {@code /v1/unsubscribe/EMAIL?t=…}: the one-click unsubscription of RFC 8058. A POST unsubscribes,
 * from a mail client or by the button; a GET never does, for scanners follow links.
 */
final class UnsubscribePart implements ServePart {
  static final String PATH = "/v1/unsubscribe/";

  private final LiveTokens tokens;
  private final ConsentAnswers consent;
  private final Clock clock;
  private final ServeLog log;

  UnsubscribePart(LiveTokens tokens, ConsentAnswers consent, Clock clock, ServeLog log) {
    this.tokens = tokens;
    this.consent = consent;
    this.clock = clock;
    this.log = log;
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String email = exchange.getRequestURI().getPath().substring(PATH.length());
    String token;
    try {
      token = Query.of(exchange.getRequestURI().getRawQuery()).get("t").orElse("");
    } catch (IllegalArgumentException e) {
      token = "";
    }
    LiveTokens.Checked checked =
        tokens.check(token, email, LiveUnsubscribe.PURPOSE, clock.instant());
    if (checked.token().isEmpty()) {
      String why = checked.refusal().map(Enum::name).orElse("");
      log.refused(exchange.getRequestURI().getPath(), 403, why);
      page(exchange, 403, "This link counts no more", "Use the one in our latest email.", false);
      return;
    }
    if (!exchange.getRequestMethod().equals("POST")) {
      page(exchange, 200, "Unsubscribe", "You will get no more email from us.", true);
      return;
    }
    // One click or the button: the body says which, and either is a wish.
    exchange.getRequestBody().readNBytes(1_024);
    Optional<LiveToken> person = checked.token();
    consent.optOut(
        person.orElseThrow().profile(), clock.instant(), "one-click unsubscribe of email " + email);
    page(exchange, 200, "You are unsubscribed", "There is nothing more to do.", false);
  }

  private static void page(
      HttpExchange exchange, int status, String title, String text, boolean button)
      throws IOException {
    String form =
        button ? "<form method=\"post\"><button type=\"submit\">Unsubscribe</button></form>" : "";
    Pages.write(exchange, status, title, "<p>" + text + "</p>" + form);
  }
}
