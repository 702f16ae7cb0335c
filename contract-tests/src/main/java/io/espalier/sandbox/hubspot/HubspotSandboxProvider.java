package io.espalier.sandbox.hubspot;

import io.espalier.sandbox.CrmSandboxProvider;
import io.espalier.sandbox.DisputedFact;
import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import java.util.List;

/** Starts a HubSpot account. */
public final class HubspotSandboxProvider implements CrmSandboxProvider {
  static final String ID = "hubspot";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<DisputedFact> disputed() {
    return List.of(HubspotFact.values());
  }

  @Override
  public Sandbox start(SandboxOptions options) {
    options.switches().mustBeAmong(disputed());
    return new HubspotSandbox(options);
  }
}
