package io.espalier.sandbox.klaviyo;

import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import io.espalier.sandbox.SandboxProvider;

/**
 * Starts sandboxes of Klaviyo. Every answer carries the quota headers of its endpoint. Whether a
 * call beyond the quota is refused with 429 is chosen here; by default it is not, because on the
 * real clock 10 calls a second and 150 a minute would make a small sync wait, and 150 lists a day
 * would end a day of trying.
 */
public final class KlaviyoSandboxProvider implements SandboxProvider {
  private final boolean enforceQuotas;

  /** Quotas are counted, not enforced. */
  public KlaviyoSandboxProvider() {
    this(false);
  }

  public KlaviyoSandboxProvider(boolean enforceQuotas) {
    this.enforceQuotas = enforceQuotas;
  }

  @Override
  public String id() {
    return KlaviyoSandbox.ID;
  }

  @Override
  public Sandbox start(SandboxOptions options) {
    return new KlaviyoSandbox(options, enforceQuotas);
  }
}
