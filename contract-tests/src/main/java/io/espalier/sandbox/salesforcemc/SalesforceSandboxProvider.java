package io.espalier.sandbox.salesforcemc;

import io.espalier.sandbox.DisputedFact;
import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import io.espalier.sandbox.SandboxProvider;
import io.espalier.sandbox.salesforcemc.ampscript.AmpscriptFact;
import java.util.ArrayList;
import java.util.List;

/** Starts sandboxes of Salesforce Marketing Cloud Engagement. */
public final class SalesforceSandboxProvider implements SandboxProvider {
  static final String ID = "salesforce-mc";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<DisputedFact> disputed() {
    List<DisputedFact> all = new ArrayList<>(List.of(SalesforceFact.values()));
    all.addAll(List.of(AmpscriptFact.values()));
    return all;
  }

  @Override
  public Sandbox start(SandboxOptions options) {
    options.switches().mustBeAmong(disputed());
    List<State> units =
        options
            .snapshot()
            .map(document -> Snapshot.read(document, options.random(), options.clock()))
            .orElseGet(
                () -> List.of(State.fresh(new Ids(options.random(), 1000), options.clock())));
    return new SalesforceSandbox(units, options);
  }
}
