package io.espalier.sandbox.salesforcecrm;

import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Faults;
import io.espalier.sandbox.RenderException;
import io.espalier.sandbox.Reply;
import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import io.espalier.sandbox.SandboxServer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One running org: one request at a time passes its lock. */
final class SalesforceCrmSandbox implements Sandbox {
  private final Object lock = new Object();
  private final SandboxOptions options;
  private final Org org;
  private final OrgApi api;
  private final OrgControl control;
  private volatile @Nullable SandboxServer server;

  SalesforceCrmSandbox(SandboxOptions options) {
    this.options = options;
    org = new Org(options);
    api = new OrgApi(org, options.switches());
    control = new OrgControl(org);
    server = new SandboxServer(options, new OrgInterior(lock, org, this::answer));
  }

  private String url() {
    SandboxServer running = server;
    if (running == null) {
      throw new IllegalStateException("the sandbox is not up yet");
    }
    return running.url();
  }

  private Reply answer(Exchange exchange) {
    List<String> path = exchange.segments();
    synchronized (lock) {
      try {
        if (path.size() > 1 && path.get(0).equals("__sandbox")) {
          return control.answer(exchange, path);
        }
        if (path.equals(List.of("services", "oauth2", "token"))) {
          return org.sessions.token(exchange, url());
        }
        if (path.size() > 2 && path.subList(0, 2).equals(List.of("services", "data"))) {
          return api.answer(exchange, path);
        }
        throw OrgException.notFound();
      } catch (OrgException e) {
        return OrgApi.wrong(e);
      }
    }
  }

  @Override
  public String id() {
    return SalesforceCrmSandboxProvider.ID;
  }

  @Override
  public Map<String, String> settings() {
    return Map.of(
        "url",
        url(),
        "client_id",
        org.sessions.clientId,
        "client_secret",
        org.sessions.clientSecret);
  }

  @Override
  public String render(String template, String email) {
    throw new RenderException("a CRM renders no templates");
  }

  @Override
  public String snapshot() {
    synchronized (lock) {
      return org.snapshot();
    }
  }

  @Override
  public Faults faults() {
    return options.faults();
  }

  @Override
  public void close() {
    SandboxServer running = server;
    if (running != null) {
      running.close();
    }
  }
}
