package io.espalier.sandbox.mailchimp;

import io.espalier.sandbox.DisputedFact;

/** What the documents of the Marketing API leave open. */
public enum MailchimpFact implements DisputedFact {
  /** Reported once, 2021: mailchimp-client-lib-codegen issue 212. */
  EVENTS_LOSE_OTHER_SCRIPTS(
      "an event's property with a sign beyond ASCII arrives empty",
      "an event's property arrives as it was sent",
      false),
  CAMPAIGN_HTML_IS_ALTERED(
      "a campaign gives its HTML back with its editing marks taken out",
      "a campaign gives its HTML back as it was written",
      false);

  private final String on;
  private final String off;
  private final boolean usual;

  MailchimpFact(String on, String off, boolean usual) {
    this.on = on;
    this.off = off;
    this.usual = usual;
  }

  @Override
  public String on() {
    return on;
  }

  @Override
  public String off() {
    return off;
  }

  @Override
  public boolean usual() {
    return usual;
  }
}
