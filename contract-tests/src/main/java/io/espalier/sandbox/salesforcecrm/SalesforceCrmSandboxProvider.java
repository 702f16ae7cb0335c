package io.espalier.sandbox.salesforcecrm;

import io.espalier.sandbox.CrmSandboxProvider;
import io.espalier.sandbox.DisputedFact;
import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import java.util.List;

/** Starts a Salesforce org. */
public final class SalesforceCrmSandboxProvider implements CrmSandboxProvider {
  static final String ID = "salesforce";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<DisputedFact> disputed() {
    return List.of(SalesforceCrmFact.values());
  }

  @Override
  public Sandbox start(SandboxOptions options) {
    options.switches().mustBeAmong(disputed());
    return new SalesforceCrmSandbox(options);
  }
}
