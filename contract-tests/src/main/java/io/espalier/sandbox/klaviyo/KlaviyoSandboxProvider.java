package io.espalier.sandbox.klaviyo;

import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import io.espalier.sandbox.SandboxProvider;
import java.time.Duration;
import java.util.List;

/**
 * Starts sandboxes of Klaviyo. Every answer carries the quota headers of its endpoint. Whether a
 * call beyond the quota is refused with 429 is chosen here; by default it is not, because on the
 * real clock 10 calls a second and 150 a minute would make a small sync wait, and 150 lists a day
 * would end a day of trying.
 */
public final class KlaviyoSandboxProvider implements SandboxProvider {
  /** How much later a 202 shows its effect. */
  private static final Duration LAG = Duration.ofSeconds(1);

  private final boolean enforceQuotas;
  private final Duration lag;

  /** Quotas are counted, not enforced. */
  public KlaviyoSandboxProvider() {
    this(false);
  }

  public KlaviyoSandboxProvider(boolean enforceQuotas) {
    this(enforceQuotas, LAG);
  }

  /**
   * One whose 202s show their effect after this time on its clock.
   *
   * @param lag zero for at once
   */
  public KlaviyoSandboxProvider(boolean enforceQuotas, Duration lag) {
    this.enforceQuotas = enforceQuotas;
    this.lag = lag;
  }

  @Override
  public List<KlaviyoFact> disputed() {
    return List.of(KlaviyoFact.values());
  }

  @Override
  public String id() {
    return KlaviyoSandbox.ID;
  }

  @Override
  public Sandbox start(SandboxOptions options) {
    options.switches().mustBeAmong(disputed());
    return new KlaviyoSandbox(options, enforceQuotas, lag);
  }
}
