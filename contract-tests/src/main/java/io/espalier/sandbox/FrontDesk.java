package io.espalier.sandbox;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What the sandbox says about itself: its page, its log, its faults. {@code GET} and {@code PUT
 * /__sandbox/faults} read and set a {@link FaultPlan}; its dice are thrown anew from {@code ?seed}.
 * {@code POST /__sandbox/people} takes an address a line and answers with what {@code GET
 * /__sandbox/people?email=} says of each, a line each, empty where there is nobody.
 */
final class FrontDesk {
  private final SandboxOptions options;
  private final Interior interior;
  private final RequestLog log;

  FrontDesk(SandboxOptions options, Interior interior, RequestLog log) {
    this.options = options;
    this.interior = interior;
    this.log = log;
  }

  boolean isFor(Exchange exchange) {
    List<String> path = exchange.segments();
    return path.isEmpty()
        ? exchange.method().equals("GET")
            && exchange.header("Accept").orElse("").contains("text/html")
        : path.get(0).equals(Front.OWN);
  }

  /** Empty where the account itself has the answer. */
  Optional<Reply> answer(Exchange exchange) {
    return switch (exchange.method() + " " + String.join("/", exchange.segments())) {
      case "GET ", "GET __sandbox" -> Optional.of(page(exchange));
      case "GET __sandbox/faults" -> Optional.of(Front.text(200, faults()));
      case "PUT __sandbox/faults" -> Optional.of(become(exchange));
      case "POST __sandbox/people" -> Optional.of(people(exchange));
      default -> Optional.empty();
    };
  }

  private Reply page(Exchange exchange) {
    String html = new SandboxPage(options, interior, log).html(exchange);
    return Reply.of(200, "text/html; charset=utf-8", html)
        .with(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self';"
                + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
        .with("X-Content-Type-Options", "nosniff")
        .with("Referrer-Policy", "no-referrer")
        .with("Cache-Control", "no-store");
  }

  private Reply people(Exchange exchange) {
    StringBuilder lines = new StringBuilder();
    for (String email : exchange.text().lines().toList()) {
      String url =
          "/" + Front.OWN + "/people?email=" + URLEncoder.encode(email, StandardCharsets.UTF_8);
      Reply one = interior.answer(Exchange.of("GET", url, Map.of(), new byte[0]));
      lines.append(one.status() == 200 ? oneLine(one) : "").append('\n');
    }
    return Front.text(200, lines.toString());
  }

  /** JSON has its line ends between its tokens only. */
  private static String oneLine(Reply json) {
    return new String(json.body(), StandardCharsets.UTF_8).replaceAll("\\R", " ");
  }

  private String faults() {
    StringBuilder text = new StringBuilder(options.faults().mood().toString());
    text.append("\n# disturbed ").append(options.faults().disturbed()).append('\n');
    options
        .faults()
        .counts()
        .forEach(
            (call, times) -> text.append("# ").append(times).append(' ').append(call).append('\n'));
    return text.toString();
  }

  private Reply become(Exchange exchange) {
    String seed = exchange.parameter("seed").orElse("1");
    if (!seed.matches("[0-9]{1,18}")) {
      return Front.text(400, "seed must be a whole number");
    }
    try {
      FaultPlan plan = FaultPlan.parse(exchange.text(), new SplittableRandom(Long.parseLong(seed)));
      options.faults().become(plan);
      return Front.text(200, plan.toString());
    } catch (IllegalArgumentException e) {
      return Front.text(400, String.valueOf(e.getMessage()));
    }
  }
}
