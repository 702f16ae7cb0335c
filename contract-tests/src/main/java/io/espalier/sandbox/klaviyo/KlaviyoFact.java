package io.espalier.sandbox.klaviyo;

import io.espalier.sandbox.DisputedFact;

/** What no source is sure of in Klaviyo's API (the sheet of 2026-11-23, section 15 and marks). */
public enum KlaviyoFact implements DisputedFact {
  WRONG_KEY_IS_400(
      false,
      "a wrong key answers 400, as one page of the documentation has it",
      "a wrong key answers 401"),
  NEXT_REVISION_IS_LIVE(
      false,
      "revision 2026-10-15 is generally available",
      "revision 2026-10-15 is unknown, and its calls answer 404"),
  NAMES_ARE_UNIQUE(
      false,
      "a second list, segment or template of the same name is refused",
      "lists, segments and templates may share a name"),
  UNSUBSCRIBE_MAKES_PEOPLE(
      true,
      "an unsubscription of somebody unknown makes the profile, unsubscribed",
      "an unsubscription of somebody unknown comes to nothing"),
  CONSENT_MOVES_UPDATED(
      true,
      "a change of consent is a change of the profile's updated",
      "a change of consent leaves the profile's updated as it was"),
  PROPERTIES_MERGE_DEEPLY(
      false,
      "an object inside properties is merged with the one that is there",
      "properties are merged by top-level key: an object replaces the one that is there"),
  REPEATED_EVENT_ID_REFUSES_ALL(
      true,
      "a unique_id twice in one bulk creation of events refuses the request",
      "a unique_id twice in one bulk creation is dropped after the 202"),
  EVENT_TIME_FROM_2000(
      true,
      "an event before the year 2000 is refused",
      "an event before the year 1990 is refused, one after it is taken"),
  TEMPLATES_NEED_UNSUBSCRIBE(
      false,
      "a template without an unsubscribe tag is refused by the API as by the upload page",
      "the API takes templates without an unsubscribe tag"),
  HTML_IS_KEPT_AS_SENT(
      true,
      "a template's HTML reads back as it was sent",
      "a template's HTML reads back with line feeds alone and without white space at its end"),
  BACKSLASH_ESCAPES_IN_FILTERS(
      true,
      "a backslash escapes a quote inside a filter's value",
      "a backslash inside a filter's value is a backslash"),
  ABSENT_LOOKUP_IS_NONE(
      false,
      "lookup of a missing property gives None, which equals None alone",
      "lookup of a missing property gives an empty text"),
  SEGMENTS_MIND_CASE(
      false,
      "a segment's condition on a text tells upper from lower case",
      "a segment's condition on a text is the same in upper and lower case"),
  SEGMENTS_AFTER_INCLUDES(
      true,
      "a segment's \"after\" a moment includes it",
      "a segment's \"after\" a moment begins behind it"),
  MERGE_KEEPS_DESTINATION(
      true,
      "a merge keeps the destination's values and adds what it lacks",
      "a merge lets the source's values win"),
  RETIRED_REVISIONS_ARE_GONE(
      true,
      "a revision past its two years answers 410",
      "a revision past its two years answers 404, as one that never was"),
  ACCESS_TOKENS_LIVE_AN_HOUR(
      true,
      "an access token of OAuth is good for an hour",
      "an access token of OAuth is good for ten minutes"),
  SPLIT_IDENTIFIERS_CONFLICT(
      true,
      "an upsert whose identifiers belong to two profiles answers 409",
      "an upsert whose identifiers belong to two profiles changes the first of id, external id,"
          + " email and phone number, and leaves the other's identifier with the other"),
  DOUBLE_OPT_IN_JOINS_LATER(
      true,
      "who must confirm a subscription is on its list after the answer only",
      "who must confirm a subscription is on its list at once, and not subscribed"),
  ASKING_LIFTS_SUPPRESSIONS(
      true,
      "a subscription that awaits its confirmation lifts suppressions already",
      "a subscription lifts suppressions when it is confirmed"),
  SUPPRESSION_MAKES_PEOPLE(
      true,
      "a suppression of an address that nobody has makes the profile, suppressed",
      "a suppression of an address that nobody has is skipped"),
  EVENTS_DROP_TEST_ADDRESSES(
      false,
      "an event for an address at example.com or test.com, or of 100 characters and more, is"
          + " accepted and comes to nothing",
      "an event's address may be any"),
  WEBHOOKS_ARE_REPEATED(
      true,
      "a webhook that nobody took is sent again, after growing pauses",
      "a webhook that nobody took is never sent again"),
  SEGMENTS_DENY_WHAT_IS_ABSENT(
      false,
      "a segment's \"does not equal\" holds for whoever has no such property",
      "a segment's \"does not equal\" holds for nobody who has no such property"),
  NULL_PRINTS_NOTHING(
      false, "a template prints nothing for null", "a template prints None for null, as Django"),
  DATES_ARE_MOMENTS(
      false,
      "a property that reads as a date is a date-time inside a template",
      "a property that reads as a date is its text inside a template"),
  BACKSLASH_ESCAPES_IN_TEMPLATES(
      true,
      "a backslash escapes a quote inside a template's literal, as in Django",
      "a backslash inside a template's literal stays in the text");

  private final boolean usual;
  private final String on;
  private final String off;

  KlaviyoFact(boolean usual, String on, String off) {
    this.usual = usual;
    this.on = on;
    this.off = off;
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
