package io.espalier.sandbox.mailchimp;

import static java.util.Map.entry;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One type of a segment's conditions: which fields and operators it has, and what it wants beside
 * them. Source: the 41 types of the Marketing API 3.0.55, which 3.0.91 leaves as they are.
 *
 * @param fields empty where the field is an audience's own
 * @param extras further members that must be there, each a text or a whole number
 */
record ConditionType(
    Set<String> fields, Set<String> ops, Value value, Set<String> words, List<String> extras) {

  /** What {@code value} is, where the operator wants one. */
  enum Value {
    NONE,
    TEXT,
    NUMBER,
    INTEGER,
    LIST,
    /** A number, or the same as text: the contracts of 2021 and 2026 differ. */
    ID
  }

  private static final Set<String> BLANKS = Set.of("blank", "blank_not");
  private static final String TEXTS =
      "is not contains notcontain starts ends greater less blank blank_not";

  private static final Map<String, ConditionType> ALL =
      Map.ofEntries(
          entry("Aim", text("aim", "open click sent noopen noclick nosent")),
          entry("Automation", text("automation", "started completed not_started not_completed")),
          entry("CampaignPoll", of(Value.NUMBER, "poll", "member notmember")),
          entry("Conversation", text("conversation", "member notmember")),
          entry(
              "Date",
              text(
                  "timestamp_opt info_changed ecomm_date",
                  "greater less is not blank blank_not within notwithin")),
          entry("EmailClient", text("email_client", "client_is client_not")),
          entry("Language", text("language", "is not")),
          entry("MemberRating", of(Value.NUMBER, "rating", "is not greater less")),
          entry("SignupSource", text("source", "source_is source_not")),
          entry(
              "SurveyMonkey", text("survey_monkey", "started completed not_started not_completed")),
          entry("VIP", of(Value.NONE, "gmonkey", "member notmember")),
          entry(
              "Interests",
              of(Value.LIST, "", "interestcontains interestcontainsall interestnotcontains")),
          entry(
              "EcommCategory",
              text("ecomm_cat ecomm_prod", "is not contains notcontain starts ends")),
          entry(
              "EcommNumber",
              of(
                  Value.NUMBER,
                  "ecomm_spent_avg ecomm_orders ecomm_prod_all ecomm_avg_ord",
                  "is not greater less")),
          entry("EcommPurchased", of(Value.NONE, "ecomm_purchased", "member notmember")),
          entry("EcommSpent", of(Value.INTEGER, "ecomm_spent_one ecomm_spent_all", "greater less")),
          entry("EcommStore", text("ecomm_store", "is not")),
          entry("GoalActivity", text("goal", "is goal_not contains goal_notcontain starts ends")),
          entry("GoalTimestamp", text("goal_last_visited", "greater less is")),
          entry("FuzzySegment", of(Value.NUMBER, "fuzzy_segment", "fuzzy_is fuzzy_not")),
          entry("StaticSegment", of(Value.ID, "static_segment", "static_is static_not")),
          entry(
              "IPGeoCountryState",
              text("ipgeo", "ipgeocountry ipgeonotcountry ipgeostate ipgeonotstate")),
          entry(
              "IPGeoIn",
              of(Value.INTEGER, "ipgeo", "ipgeoin ipgeonotin").with("addr", "lat", "lng")),
          entry("IPGeoInZip", of(Value.INTEGER, "ipgeo", "ipgeoinzip").with("extra")),
          entry("IPGeoUnknown", of(Value.NONE, "ipgeo", "ipgeounknown")),
          entry("IPGeoZip", of(Value.INTEGER, "ipgeo", "ipgeoiszip ipgeonotzip")),
          entry("SocialAge", text("social_age", "is not").among("18-24 25-34 35-54 55+")),
          entry("SocialGender", text("social_gender", "is not").among("male female")),
          entry("SocialInfluence", of(Value.NUMBER, "social_influence", "is not greater less")),
          entry(
              "SocialNetworkMember",
              text("social_network", "member notmember")
                  .among(
                      "twitter facebook linkedin flickr foursquare lastfm myspace quora vimeo yelp"
                          + " youtube")),
          entry(
              "SocialNetworkFollow",
              text("social_network", "follow notfollow").among("twitter_follow")),
          entry("AddressMerge", text("", "contains notcontain blank blank_not")),
          entry("ZipMerge", text("", "geoin").with("extra")),
          entry("BirthdayMerge", text("", "is not blank blank_not")),
          entry("DateMerge", text("", "is not less greater blank blank_not")),
          entry("SelectMerge", text("", "is not contains notcontain blank blank_not")),
          entry("TextMerge", text("", TEXTS)),
          entry(
              "EmailAddress",
              text("merge0 EMAIL", "is not contains notcontain starts ends greater less")),
          entry("PredictedGender", text("predicted_gender", "is not").among("male female")),
          entry(
              "PredictedAge",
              text("predicted_age_range", "is").among("18-24 25-34 35-44 45-54 55-64 65+")),
          entry("NewSubscribers", text("timestamp_opt", "date_within")));

  private static ConditionType text(String fields, String ops) {
    return of(Value.TEXT, fields, ops);
  }

  private static ConditionType of(Value value, String fields, String ops) {
    return new ConditionType(words(fields), words(ops), value, Set.of(), List.of());
  }

  private ConditionType among(String choices) {
    return new ConditionType(fields, ops, value, words(choices), extras);
  }

  private ConditionType with(String... more) {
    return new ConditionType(fields, ops, value, words, List.of(more));
  }

  private static Set<String> words(String text) {
    return text.isEmpty() ? Set.of() : Set.of(text.split(" ", -1));
  }

  /** How many types there are; their names. */
  static Set<String> names() {
    return ALL.keySet();
  }

  /** Refuses a condition that no type describes. */
  static void check(JsonObject condition) {
    ConditionType type = ALL.get(text(condition, "condition_type"));
    if (type == null || !type.takes(condition, text(condition, "field"), text(condition, "op"))) {
      throw unfit();
    }
  }

  private boolean takes(JsonObject condition, String field, String op) {
    return (fields.isEmpty() || fields.contains(field))
        && ops.contains(op)
        && (BLANKS.contains(op) || fits(condition.get("value")))
        && extras.stream().allMatch(extra -> isPrimitive(condition.get(extra)));
  }

  private boolean fits(JsonElement given) {
    if (given == null) {
      // A sign-up source is the one whose contract does not ask for it.
      return value == Value.NONE || fields.contains("source");
    }
    return switch (value) {
      case NONE -> true;
      case TEXT -> isText(given) && (words.isEmpty() || words.contains(given.getAsString()));
      case NUMBER -> isNumber(given);
      case INTEGER -> isNumber(given) && given.getAsString().matches("-?[0-9]{1,15}");
      case ID -> isPrimitive(given) && given.getAsString().matches("[0-9]{1,15}");
      case LIST ->
          given.isJsonArray()
              && given.getAsJsonArray().asList().stream().allMatch(ConditionType::isText);
    };
  }

  private static boolean isText(JsonElement given) {
    return isPrimitive(given) && given.getAsJsonPrimitive().isString();
  }

  private static boolean isNumber(JsonElement given) {
    return isPrimitive(given) && given.getAsJsonPrimitive().isNumber();
  }

  private static boolean isPrimitive(JsonElement given) {
    return given != null && given.isJsonPrimitive();
  }

  private static String text(JsonObject condition, String name) {
    JsonElement given = condition.get(name);
    if (given == null || !isText(given)) {
      throw unfit();
    }
    return given.getAsString();
  }

  /** The vendor's words for a condition that is none. */
  static RuntimeException unfit() {
    return Refusal.invalid("Data did not match any of the schemas described in anyOf.");
  }
}
