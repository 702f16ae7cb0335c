package io.espalier.sandbox.mailchimp;

import io.espalier.sandbox.DisputedFact;
import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import io.espalier.sandbox.SandboxProvider;
import io.espalier.sandbox.mailchimp.merge.MergeFact;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Starts a sandbox of Mailchimp's Marketing API 3.0. */
public final class MailchimpSandboxProvider implements SandboxProvider {
  static final String ID = "mailchimp";

  private final BatchPace pace;

  public MailchimpSandboxProvider() {
    this(BatchPace.brisk());
  }

  private MailchimpSandboxProvider(BatchPace pace) {
    this.pace = pace;
  }

  /** Starts one that works on each batch for this time on its clock, however often one looks. */
  public static MailchimpSandboxProvider working(Duration batch) {
    return new MailchimpSandboxProvider(BatchPace.clocked(batch));
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<DisputedFact> disputed() {
    return Stream.<DisputedFact>concat(
            Stream.of(MailchimpFact.values()), Stream.of(MergeFact.values()))
        .toList();
  }

  @Override
  public Sandbox start(SandboxOptions options) {
    options.switches().mustBeAmong(disputed());
    return new MailchimpSandbox(options, pace);
  }
}
