package io.espalier.sandbox.mailchimp;

import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import io.espalier.sandbox.SandboxProvider;

/** Starts a sandbox of Mailchimp's Marketing API 3.0. */
public final class MailchimpSandboxProvider implements SandboxProvider {
  static final String ID = "mailchimp";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Sandbox start(SandboxOptions options) {
    return new MailchimpSandbox(options, BatchPace.brisk());
  }
}
