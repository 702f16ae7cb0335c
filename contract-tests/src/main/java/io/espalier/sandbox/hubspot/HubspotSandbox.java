package io.espalier.sandbox.hubspot;

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

/** One running account: one request at a time passes its lock. */
final class HubspotSandbox implements Sandbox {
  private final Object lock = new Object();
  private final SandboxOptions options;
  private final Portal portal;
  private final PortalApi api;
  private final PortalControl control;
  private volatile @Nullable SandboxServer server;

  HubspotSandbox(SandboxOptions options) {
    this.options = options;
    portal = new Portal(options);
    api = new PortalApi(portal, options.switches(), this::url);
    control = new PortalControl(portal);
    server = new SandboxServer(options, new PortalInterior(lock, portal, this::answer));
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
        if (path.size() > 2 && path.get(0).equals("crm")) {
          return api.answer(exchange, path);
        }
        throw PortalException.notFound();
      } catch (PortalException e) {
        return e.reply();
      }
    }
  }

  @Override
  public String id() {
    return HubspotSandboxProvider.ID;
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("url", url(), "token", portal.token);
  }

  @Override
  public String render(String template, String email) {
    throw new RenderException("a CRM renders no templates");
  }

  @Override
  public String snapshot() {
    synchronized (lock) {
      return portal.snapshot();
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
