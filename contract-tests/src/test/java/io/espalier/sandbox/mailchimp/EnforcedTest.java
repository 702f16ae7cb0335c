package io.espalier.sandbox.mailchimp;

import io.espalier.sandbox.EnforcedContract;

class EnforcedTest extends EnforcedContract {
  EnforcedTest() {
    super(
        new MailchimpSandboxProvider(),
        "mailchimp/SANDBOX.md",
        18,
        "sandbox/mailchimp",
        "sandbox/mailchimp/merge");
  }
}
