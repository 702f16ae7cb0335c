package io.espalier.sandbox.mailchimp;

import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Reply;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Counts the requests in flight, and turns away those over ten. No answer says when to retry. */
final class ConnectionLimit implements Function<Exchange, Reply> {
  private static final int MOST = 10;

  private final Function<Exchange, Reply> inner;
  private final Answers answers;
  private final AtomicInteger inFlight = new AtomicInteger();

  ConnectionLimit(Function<Exchange, Reply> inner, Answers answers) {
    this.inner = inner;
    this.answers = answers;
  }

  @Override
  public Reply apply(Exchange exchange) {
    try {
      if (inFlight.incrementAndGet() > MOST) {
        return answers.problem(
            Refusal.of(
                429,
                "Too Many Requests",
                "You have exceeded the limit of " + MOST + " simultaneous connections."));
      }
      return inner.apply(exchange);
    } finally {
      inFlight.decrementAndGet();
    }
  }
}
