package io.espalier.sandbox.klaviyo;

import io.espalier.sandbox.EnforcedContract;

class EnforcedTest extends EnforcedContract {
  EnforcedTest() {
    super(
        new KlaviyoSandboxProvider(),
        "klaviyo/SANDBOX.md",
        16,
        "sandbox/klaviyo",
        "sandbox/klaviyo/django");
  }
}
