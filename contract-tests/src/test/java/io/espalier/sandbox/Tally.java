package io.espalier.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** An account that counts what it was asked. */
final class Tally implements Interior {
  final List<Exchange> asked = new ArrayList<>();
  int stirred;
  private final Function<Exchange, Reply> route;

  Tally(Function<Exchange, Reply> route) {
    this.route = route;
  }

  @Override
  public String label() {
    return "Tally <b>";
  }

  @Override
  public synchronized Reply answer(Exchange exchange) {
    asked.add(exchange);
    return route.apply(exchange);
  }

  @Override
  public Reply refusal(Exchange exchange, int status) {
    return Reply.of(status, "application/json", "{\"refused\":" + status + "}");
  }

  @Override
  public void stir() {
    stirred++;
  }

  @Override
  public List<Group> groups() {
    return List.of(new Group("list", "<script>alert(1)</script>", "\"'&", 7));
  }

  @Override
  public List<String> people(int most) {
    return List.of("eve@\"><script>alert(2)</script>.example");
  }

  @Override
  public Optional<Face> face(String email) {
    return Optional.of(
        new Face(Map.of("<i>", "</td><script>alert(3)</script>"), List.of("<u>"), "<s>"));
  }

  @Override
  public List<Stored> stored() {
    return List.of(
        new Stored("<t>", "\" onload=\"alert(4)", "hello"),
        new Stored("amp", "AMP part", "<!doctype html><html ⚡4email><body>hello</body></html>"));
  }

  @Override
  public String render(String template, String email) {
    return "\"><script>alert(5)</script>" + template;
  }
}
