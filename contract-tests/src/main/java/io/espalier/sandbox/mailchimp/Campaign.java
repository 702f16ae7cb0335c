package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One campaign: a draft until it is sent. */
final class Campaign {
  /** Where a campaign stands. */
  enum Status {
    SAVE,
    PAUSED,
    SCHEDULE,
    SENDING,
    SENT,
    CANCELED,
    CANCELING,
    ARCHIVED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  String id = "";
  long webId;
  String type = "regular";
  Status status = Status.SAVE;
  Instant createTime = Instant.EPOCH;
  @Nullable Instant sendTime;

  /** Empty where no audience is chosen yet. */
  String listId = "";

  /** As it was sent; an empty object is everybody. */
  JsonObject segmentOpts = new JsonObject();

  JsonObject settings = new JsonObject();
  JsonObject tracking = new JsonObject();
  JsonObject variate = new JsonObject();
  JsonObject rss = new JsonObject();

  /** Contents of variants by their labels, where the campaign has such. */
  JsonArray variants = new JsonArray();

  /** Mails of tests, as {@code {to, subject, html}}. */
  JsonArray tests = new JsonArray();

  /** Over how many deliveries a scheduled sending is spread, and the minutes between two. */
  int deliveries = 1;

  int pause;

  /** Contact ids of those who will get it, how many at a time, and when the next do. */
  Set<String> queue = new LinkedHashSet<>(0);

  int share;
  @Nullable Instant nextAt;

  String html = "";
  String plainText = "";
  String contentType = "html";

  /** Contact ids of those who got it. */
  Set<String> recipients = new LinkedHashSet<>(0);

  /** Opens and clicks, in the order they came. */
  List<Deed> deeds = new ArrayList<>(0);

  List<Feedback> feedback = new ArrayList<>(0);

  boolean editable() {
    return status == Status.SAVE || status == Status.PAUSED;
  }

  String text(String setting) {
    return settings.has(setting) && settings.get(setting).isJsonPrimitive()
        ? settings.get(setting).getAsString()
        : "";
  }
}
