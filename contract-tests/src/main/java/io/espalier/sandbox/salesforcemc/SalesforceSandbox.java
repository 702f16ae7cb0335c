package io.espalier.sandbox.salesforcemc;

import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Faults;
import io.espalier.sandbox.Reply;
import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import io.espalier.sandbox.SandboxServer;
import io.espalier.sandbox.salesforcemc.ampscript.Disputed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One account behind one port. One request at a time is let in to what it holds. */
final class SalesforceSandbox implements Sandbox {
  private final SandboxOptions options;
  private final State state;
  private final TokenRoute tokens;
  private final RestRoutes rest;
  private final SoapRoute soap;
  private final AsyncRoute async;
  private final ContactRoute contacts;
  private final Notifications notifications;
  private final ControlRoute control;
  private final Renderer renderer;
  private final SandboxServer server;

  SalesforceSandbox(State state, SandboxOptions options) {
    this.options = options;
    this.state = state;
    state.switches = options.switches();
    RowWriter writer = new RowWriter(state);
    ExtensionMaker maker = new ExtensionMaker(state);
    notifications = new Notifications(state, options.faults());
    Throttle throttle = new Throttle(state);
    tokens = new TokenRoute(state);
    async = new AsyncRoute(state, writer, options.faults());
    contacts = new ContactRoute(state);
    rest = new RestRoutes(state, tokens, writer, maker, async, contacts, throttle, notifications);
    soap = new SoapRoute(state, tokens, new SoapNouns(state, writer, maker), throttle);
    renderer = new Renderer(state, new Disputed(options.switches()));
    control = new ControlRoute(state, renderer, throttle);
    server =
        new SandboxServer(options, new SalesforceInterior(this, state, renderer, this::answer));
  }

  private synchronized Reply answer(Exchange exchange) {
    async.settle();
    contacts.settle();
    Reply reply = route(exchange);
    notifications.tell();
    return reply;
  }

  private Reply route(Exchange exchange) {
    List<String> path = exchange.segments();
    String first = path.isEmpty() ? "" : path.get(0);
    if (first.equals("__sandbox")) {
      return control.answer(exchange);
    }
    boolean post = exchange.method().equals("POST");
    if (post && path.equals(List.of("v2", "token"))) {
      return tokens.issue(exchange, server.url());
    }
    if (post && path.equals(List.of("Service.asmx"))) {
      return soap.answer(exchange);
    }
    return rest.answer(exchange);
  }

  @Override
  public String id() {
    return SalesforceSandboxProvider.ID;
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    String url = server.url() + "/";
    settings.put("auth_url", url);
    settings.put("rest_url", url);
    settings.put("soap_url", url);
    settings.put("client_id", state.account.clientId());
    settings.put("client_secret", state.account.clientSecret());
    settings.put("account_id", Integer.toString(state.account.id()));
    return settings;
  }

  @Override
  public synchronized String render(String template, String email) {
    async.settle();
    contacts.settle();
    return renderer.render(template, email);
  }

  @Override
  public synchronized String snapshot() {
    return Snapshot.write(state);
  }

  @Override
  public Faults faults() {
    return options.faults();
  }

  @Override
  public void close() {
    server.close();
    notifications.close();
  }
}
