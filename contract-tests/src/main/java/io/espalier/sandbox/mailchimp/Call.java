package io.espalier.sandbox.mailchimp;

import io.espalier.sandbox.Exchange;
import java.time.Instant;
import java.util.Map;

/**
 * One request to one route.
 *
 * @param path the route's variables
 * @param now whole seconds
 * @param baseUrl where this sandbox is reached, without a slash at its end
 * @param inside whether the answer is to stand inside a JSON string
 */
record Call(
    Exchange exchange,
    Map<String, String> path,
    Account account,
    Ids ids,
    Instant now,
    String baseUrl,
    boolean inside) {

  Body body() {
    return Body.parse(exchange.text());
  }

  /**
   * A writer of what the request asks for.
   *
   * @param size a guess, in characters
   */
  AnswerText answer(int size) {
    return new AnswerText(Selection.of(this), size, inside);
  }

  /** A variable of the route's path. */
  String variable(String name) {
    String value = path.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no {" + name + "}");
    }
    return value;
  }

  /** The audience that the path names. */
  Audience audience() {
    Audience audience = account.audiences.get(variable("list"));
    if (audience == null) {
      throw Refusal.notFound();
    }
    return audience;
  }

  /** The contact that the path names by hash, address or contact id. */
  Member member() {
    return audience().byKey(variable("member")).orElseThrow(Refusal::notFound);
  }

  /** The contact, on the routes that document the hash alone. */
  Member memberByHash() {
    return audience().byHash(variable("member")).orElseThrow(Refusal::notFound);
  }

  /** A whole number of the path; anything else is not found. */
  long id(String name) {
    try {
      return Long.parseLong(variable(name));
    } catch (NumberFormatException e) {
      throw Refusal.notFound();
    }
  }

  boolean flag(String parameter) {
    String value = exchange.parameter(parameter).orElse("");
    return value.equals("true") || value.equals("1");
  }

  /** A query parameter that is zero or more. */
  int number(String parameter, int fallback) {
    String text = exchange.parameter(parameter).orElse("");
    if (text.isEmpty()) {
      return fallback;
    }
    if (!text.matches("[0-9]{1,9}")) {
      throw Refusal.field(parameter, "This value should be 0 or more.");
    }
    return Integer.parseInt(text);
  }
}
