package io.espalier.sandbox.salesforcemc;

import io.espalier.sandbox.EnforcedContract;

class EnforcedTest extends EnforcedContract {
  EnforcedTest() {
    super(
        new SalesforceSandboxProvider(),
        "salesforce-mc/SANDBOX.md",
        15,
        "sandbox/salesforcemc",
        "sandbox/salesforcemc/ampscript",
        "sandbox/salesforcemc/sql");
  }
}
