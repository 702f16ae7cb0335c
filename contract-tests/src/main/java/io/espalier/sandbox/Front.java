package io.espalier.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.ServiceLoader;

/** What a request passes before and after the account: checks, faults, the log. */
final class Front {
  static final String OWN = "__sandbox";

  /** How the answer goes back. */
  enum Line {
    WHOLE,
    CUT,
    RESET
  }

  /** An answer on its way; not sent where the line is reset. */
  record Delivery(Reply reply, Line line) {}

  private final SandboxOptions options;
  private final Interior interior;
  private final RequestLog log;
  private final FrontDesk desk;
  private final List<RequestCheck> checks;

  Front(SandboxOptions options, Interior interior) {
    this.options = options;
    this.interior = interior;
    this.log = new RequestLog(options.clock());
    this.desk = new FrontDesk(options, interior, log);
    this.checks =
        ServiceLoader.load(RequestCheck.class).stream().map(ServiceLoader.Provider::get).toList();
  }

  Delivery receive(Exchange exchange) {
    if (desk.isFor(exchange)) {
      return new Delivery(
          desk.answer(exchange).orElseGet(() -> interior.answer(exchange)), Line.WHOLE);
    }
    Fault fault = options.faults().decide(Faults.call(exchange));
    Delivery delivery = deliver(exchange, fault);
    log.add(exchange, delivery.line() == Line.WHOLE ? delivery.reply().status() : 0, fault);
    if (!(fault instanceof Fault.Refusal || fault instanceof Fault.Edge)) {
      checks.forEach(check -> check.about(interior.label(), exchange, delivery.reply().status()));
    }
    return delivery;
  }

  private Delivery deliver(Exchange exchange, Fault fault) {
    if (fault instanceof Fault.Refusal refusal) {
      return new Delivery(interior.refusal(exchange, refusal), Line.WHOLE);
    }
    if (fault instanceof Fault.Edge edge) {
      return new Delivery(edge.reply(), Line.WHOLE);
    }
    if (fault instanceof Fault.Drop) {
      return new Delivery(NOTHING, Line.RESET);
    }
    Reply reply = interior.answer(exchange);
    if (fault instanceof Fault.Twice) {
      reply = interior.answer(exchange);
    } else if (fault instanceof Fault.Slow slow) {
      options.pause().accept(slow.pause());
    } else if (fault instanceof Fault.Shift) {
      interior.stir();
    }
    return new Delivery(
        reply,
        fault instanceof Fault.Cut
            ? Line.CUT
            : fault instanceof Fault.Reset ? Line.RESET : Line.WHOLE);
  }

  private static final Reply NOTHING = Reply.of(500, "text/plain", "");

  static Reply text(int status, String text) {
    return Reply.of(status, "text/plain; charset=utf-8", text);
  }

  static String text(Exchange exchange) {
    return new String(exchange.body(), StandardCharsets.UTF_8);
  }
}
