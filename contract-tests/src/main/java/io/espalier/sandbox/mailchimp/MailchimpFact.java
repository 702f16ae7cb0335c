package io.espalier.sandbox.mailchimp;

import io.espalier.sandbox.DisputedFact;

/** What the documents of the Marketing API leave open. */
public enum MailchimpFact implements DisputedFact {
  /** Reported once, 2021: mailchimp-client-lib-codegen issue 212. */
  EVENTS_LOSE_OTHER_SCRIPTS(
      "an event's property with a sign beyond ASCII arrives empty",
      "an event's property arrives as it was sent",
      false),
  BATCH_WEBHOOKS_ARE_FORMS(
      "a batch's end is told as a form, as an audience's changes are",
      "a batch's end is told as JSON",
      true),
  CAMPAIGN_HTML_IS_ALTERED(
      "a campaign gives its HTML back with its editing marks taken out",
      "a campaign gives its HTML back as it was written",
      false),
  NULL_CLEARS_A_FIELD(
      "a merge field that is sent as null is cleared",
      "a merge field that is sent as null is refused",
      false),
  LONG_TEXT_IS_CUT(
      "a text over 255 bytes is cut in silence", "a text over 255 bytes is refused", false),
  /** Integrations unsubscribe first, to make the mail go out once more. */
  PENDING_AGAIN_MAILS_AGAIN(
      "setting a pending contact to pending sends another confirmation",
      "setting a pending contact to pending sends nothing",
      false),
  DOUBLE_OPTIN_HOLDS_THE_API(
      "in an audience with double opt-in a contact that is added as subscribed is pending",
      "in an audience with double opt-in the API may add subscribed contacts",
      false),
  BULK_TAKES_TAGS(
      "tags of contacts that are sent in bulk are kept where sync_tags is on",
      "tags of contacts that are sent in bulk are ignored",
      true),
  BULK_RESUBSCRIBES(
      "a contact that an administrator unsubscribed is subscribed by a bulk request",
      "an unsubscribed contact in a bulk request stays so, without an error",
      false),
  CHANGES_REFUSE_TAGS(
      "a PUT or PATCH of a contact with tags is refused",
      "tags in a PUT or PATCH of a contact are ignored",
      false),
  SEGMENT_NAMES_REACH_100(
      "a segment's name has 100 characters at most",
      "a segment's name has 50 characters at most",
      true),
  BATCHES_TAKE_ANY_NUMBER(
      "a batch takes any number of operations", "a batch takes 1,000 operations", false),
  SEGMENTS_MIND_CASE(
      "a segment's condition on a text tells upper from lower case",
      "a segment's condition on a text is the same in upper and lower case",
      false),
  BLANK_FULFILS_NEGATIVES(
      "an empty field is less than, other than and not within anything",
      "an empty field fulfils no condition but that it is blank",
      true),
  SEGMENTS_TAKE_MORE_THAN_FIVE(
      "a segment takes any number of conditions", "a segment takes five conditions", true),
  TAGS_SHOW_LATE(
      "a tag's members, and their number, lag by thirty seconds",
      "a tag's members show at once",
      false),
  /** A vendor's guide of 2026 says so; its support said in 2025 that there is none. */
  WEBHOOKS_ARE_SIGNED(
      "a webhook's delivery is signed with a secret that its making told",
      "a webhook's delivery is not signed",
      false),
  /** Reported 2021: mailchimp-client-lib-codegen issue 125. The campaign is aimed at everybody. */
  CAMPAIGNS_LOSE_SEGMENTS(
      "a campaign's segment is dropped in silence when it is made",
      "a campaign is made with its segment",
      false),
  UNKNOWN_FIELDS_ARE_REFUSED(
      "fields that no answer has are refused with 422",
      "fields that no answer has leave the answer empty",
      false),
  EXCLUDED_LINKS_GO_EVERYWHERE(
      "exclude_fields=_links takes the links of rows away, too",
      "exclude_fields=_links takes those of the answer; those of rows have a path of their own",
      false),
  UNKNOWN_INTERESTS_ARE_REFUSED(
      "a group's id that the audience has not is refused",
      "a group's id that the audience has not is passed over",
      true),
  /** Nothing says in which order the operations of a batch run. */
  BATCHES_KEEP_ORDER(
      "a batch runs its operations in the order in which they stand",
      "a batch runs its operations from the last to the first",
      true),
  BATCH_LINKS_LIVE_TEN_MINUTES(
      "the link to a batch's results is good for ten minutes",
      "the link to a batch's results is good for one minute",
      true),
  BATCH_RESULTS_LIVE_A_WEEK(
      "a batch and its results are gone after seven days",
      "a batch and its results are gone after one day",
      true),
  /** A changelog of 2024-12-06, as somebody else reads it. */
  ORDERS_ARE_ATTRIBUTED(
      "an order's campaign is the one that its customer clicked last, whatever was sent",
      "an order's campaign is the one that was sent",
      true),
  FILES_HAVE_LIMITS(
      "an image over 1 MB and another file over 10 MB is refused",
      "a file may be of any size",
      true),
  /** How long events are kept is told nowhere. */
  EVENTS_ARE_KEPT(
      "a contact's events are kept for ever", "a contact's events are gone after 30 days", true),
  /** Reported: mailchimp-for-wordpress issue 401. */
  DELETED_FIELDS_STILL_CHECK(
      "a field that takes the tag of a deleted one is checked as that one was, too",
      "a deleted field leaves nothing behind",
      false),
  CUSTOM_TEMPLATES_NEED_A_PLAN(
      "the plan takes no custom-coded templates", "custom-coded templates are taken", false),
  /** A tool's documentation says GET, a handler's author an empty POST. */
  WEBHOOKS_ARE_PROBED_BY_POST(
      "a webhook's address is tried with an empty POST",
      "a webhook's address is tried with a GET",
      false),
  /** The vendor's guide against its release note of 2024-06-17. */
  WEBHOOKS_TRY_TWENTY_TIMES(
      "what a webhook does not take is told twenty times more, every 20 minutes",
      "what a webhook does not take is told five times more, within 75 minutes",
      false),
  CONTENT_ENDS_AT_200_KB(
      "a campaign's HTML over 200 kB is refused", "a campaign's HTML may be of any size", false);

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
