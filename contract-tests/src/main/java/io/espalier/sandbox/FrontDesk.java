package io.espalier.sandbox;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What the sandbox says about itself: its page, its log, its faults. {@code GET} and {@code PUT
 * /__sandbox/faults} read and set a {@link FaultPlan}; its dice are thrown anew from {@code ?seed}.
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
