package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a campaign with variants, of a feed, or with tracking must keep to. Source: the texts of
 * OpenAPI 3.0.55.
 */
final class VariateRules {
  private static final Shape VARIATE =
      Shape.of()
          .choice("winner_criteria!", "opens", "clicks", "manual", "total_revenue")
          .integers("wait_time", "test_size")
          .array("subject_lines", Shape.of())
          .array("send_times", Shape.of())
          .array("from_names", Shape.of())
          .array("reply_to_addresses", Shape.of());
  private static final Shape DAY =
      Shape.of()
          .flags("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday");
  private static final Shape RSS =
      Shape.of()
          .texts("feed_url!")
          .choice("frequency!", "daily", "weekly", "monthly")
          .flags("constrain_rss_img")
          .object(
              "schedule",
              Shape.of()
                  .integers("hour")
                  .numbers("monthly_send_date")
                  .object("daily_send", DAY)
                  .choice(
                      "weekly_send_day",
                      "sunday",
                      "monday",
                      "tuesday",
                      "wednesday",
                      "thursday",
                      "friday",
                      "saturday"));
  private static final Pattern MOMENT =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}");
  private static final int LONGEST_ANALYTICS_BYTES = 50;

  private VariateRules() {}

  /** A feed's settings as they are kept, with the usual where nothing was said. */
  static JsonObject rss(Body body) {
    JsonObject kept = RSS.read(body);
    if (!kept.has("constrain_rss_img")) {
      kept.addProperty("constrain_rss_img", false);
    }
    if (!kept.has("schedule")) {
      kept.add("schedule", new JsonObject());
    }
    kept.addProperty("last_sent", "");
    return kept;
  }

  /** What the vendor adds when it tells of variants: what is combined, and who won. */
  static JsonObject told(Campaign campaign) {
    JsonObject json = campaign.variate.deepCopy();
    JsonArray contents = new JsonArray();
    campaign.variants.forEach(v -> contents.add(v.getAsJsonObject().get("content_label")));
    json.add("contents", contents);
    json.add("combinations", new JsonArray());
    json.addProperty("winning_combination_id", "");
    json.addProperty("winning_campaign_id", "");
    return json;
  }

  /** Settings of variants as they are kept: lists that are not given are empty. */
  static JsonObject variate(Body body) {
    JsonObject kept = VARIATE.read(body);
    for (String name : List.of("subject_lines", "send_times", "from_names", "reply_to_addresses")) {
      if (!kept.has(name)) {
        kept.add(name, new JsonArray());
      }
    }
    int names = kept.getAsJsonArray("from_names").size();
    if (names != kept.getAsJsonArray("reply_to_addresses").size()) {
      throw Refusal.field(
          "variate_settings.reply_to_addresses",
          "This collection should contain " + names + " elements, one for each from_name.");
    }
    within(kept, "test_size", size -> size >= 10 && size <= 100, "between 10 and 100");
    within(kept, "wait_time", time -> time > 0 && time % 60 == 0, "a whole number of hours");
    for (JsonElement time : kept.getAsJsonArray("send_times")) {
      if (!MOMENT.matcher(time.getAsString()).matches()) {
        throw Refusal.field("variate_settings.send_times", "This value is not a valid datetime.");
      }
    }
    // Whoever varies the time sends to everybody.
    if (!kept.getAsJsonArray("send_times").isEmpty()) {
      kept.addProperty("test_size", 100);
    }
    return kept;
  }

  private static void within(JsonObject kept, String name, Predicate<Integer> fits, String what) {
    if (kept.has(name) && !fits.test(kept.get(name).getAsInt())) {
      throw Refusal.field("variate_settings." + name, "This value should be " + what + ".");
    }
  }

  /** Tracking as it was sent; with variants nothing of it can be off. */
  static JsonObject tracking(Body given, String type) {
    int bytes = given.text("google_analytics").orElse("").getBytes(StandardCharsets.UTF_8).length;
    if (bytes > LONGEST_ANALYTICS_BYTES) {
      throw Refusal.field(
          "tracking.google_analytics",
          "This value is too long. It should have " + LONGEST_ANALYTICS_BYTES + " bytes or less.");
    }
    for (String name : List.of("opens", "html_clicks", "text_clicks")) {
      if (!given.flag(name).orElse(true) && type.equals("variate")) {
        throw Refusal.field("tracking." + name, "This cannot be false for a variate campaign.");
      }
    }
    return given.json().deepCopy();
  }
}
