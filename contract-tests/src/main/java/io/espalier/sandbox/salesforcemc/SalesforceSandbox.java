package io.espalier.sandbox.salesforcemc;

import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Faults;
import io.espalier.sandbox.Reply;
import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import io.espalier.sandbox.SandboxServer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One enterprise behind one port: its parent, and the business units that somebody made below it. A
 * token belongs to one of them. One request at a time is let in to what they hold.
 */
final class SalesforceSandbox implements Sandbox {
  private static final Pattern OAUTH = Pattern.compile("<fueloauth[^>]*>\\s*([^<\\s]+)");

  private final SandboxOptions options;
  private final BusinessUnit parent;

  /** By MID, the parent first. */
  private final Map<String, BusinessUnit> units = new LinkedHashMap<>();

  private final SandboxServer server;

  /**
   * @param states of the business units, the parent's first
   */
  SalesforceSandbox(List<State> states, SandboxOptions options) {
    this.options = options;
    states.forEach(this::open);
    parent = units.values().iterator().next();
    server =
        new SandboxServer(
            options, new SalesforceInterior(this, parent.state, parent.renderer, this::answer));
  }

  private BusinessUnit open(State state) {
    BusinessUnit unit = new BusinessUnit(state, options);
    state.units = () -> units.values().stream().map(each -> each.state.account).toList();
    state.others =
        () -> units.values().stream().filter(each -> each != unit).map(each -> each.nouns).toList();
    state.parent = () -> units.values().iterator().next().state;
    units.put(Integer.toString(state.account.id()), unit);
    return unit;
  }

  private synchronized Reply answer(Exchange exchange) {
    units.values().forEach(BusinessUnit::settle);
    Reply reply = route(exchange);
    units.values().forEach(BusinessUnit::tell);
    return reply;
  }

  private Reply route(Exchange exchange) {
    List<String> path = exchange.segments();
    String first = path.isEmpty() ? "" : path.get(0);
    boolean post = exchange.method().equals("POST");
    if (first.equals("__sandbox")) {
      return post && path.equals(List.of("__sandbox", "business-unit"))
          ? found(exchange.parameter("name").orElse(""))
          : units
              .getOrDefault(exchange.parameter("unit").orElse(""), parent)
              .control
              .answer(exchange);
    }
    if (post && path.equals(List.of("v2", "token"))) {
      return units
          .getOrDefault(TokenRoute.account(exchange), parent)
          .tokens
          .issue(exchange, server.url());
    }
    if (post && path.equals(List.of("Service.asmx"))) {
      Matcher token = OAUTH.matcher(exchange.text());
      return holder(token.find() ? token.group(1) : "").soap(exchange);
    }
    String header = exchange.header("Authorization").orElse("");
    return holder(header.substring(header.indexOf(' ') + 1).strip()).rest(exchange);
  }

  /** Whose token this is; the parent answers for a token that nobody has. */
  private BusinessUnit holder(String token) {
    return units.values().stream()
        .filter(unit -> unit.tokens.live(token).isPresent())
        .findFirst()
        .orElse(parent);
  }

  private Reply found(String name) {
    if (name.isBlank()) {
      return Reply.of(400, "text/plain; charset=utf-8", "a business unit needs a name");
    }
    int id = open(parent.state.child(name)).state.account.id();
    return Reply.of(200, "text/plain; charset=utf-8", Integer.toString(id));
  }

  @Override
  public String id() {
    return SalesforceSandboxProvider.ID;
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    String url = server.url() + "/";
    State.Account account = parent.state.account;
    settings.put("auth_url", url);
    settings.put("rest_url", url);
    settings.put("soap_url", url);
    settings.put("client_id", account.clientId());
    settings.put("client_secret", account.clientSecret());
    settings.put("account_id", Integer.toString(account.id()));
    return settings;
  }

  @Override
  public synchronized String render(String template, String email) {
    parent.settle();
    return parent.renderer.render(template, email);
  }

  @Override
  public synchronized String snapshot() {
    return Snapshot.write(new ArrayList<>(units.values().stream().map(u -> u.state).toList()));
  }

  @Override
  public Faults faults() {
    return options.faults();
  }

  @Override
  public void close() {
    server.close();
    units.values().forEach(BusinessUnit::close);
  }
}
