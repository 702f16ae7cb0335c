package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A report as the API shows it: rates of opens and clicks up to 1, those of a list up to 100. */
record ReportJson(Account account, Campaign campaign) {
  private static final int HOURS = 24;

  private @Nullable Audience audience() {
    return account.audiences.get(campaign.listId);
  }

  JsonObject json() {
    Audience audience = audience();
    JsonObject json = new JsonObject();
    json.addProperty("id", campaign.id);
    json.addProperty("campaign_title", campaign.text("title"));
    json.addProperty("type", campaign.type);
    json.addProperty("list_id", campaign.listId);
    json.addProperty("list_is_active", audience != null);
    json.addProperty(
        "list_name", audience == null ? "" : audience.settings.get("name").getAsString());
    json.addProperty("subject_line", campaign.text("subject_line"));
    json.addProperty("preview_text", campaign.text("preview_text"));
    json.addProperty("emails_sent", campaign.recipients.size());
    json.addProperty("abuse_reports", complaints());
    json.addProperty("unsubscribed", count(member -> left(member) && !bounced(member)));
    json.addProperty("send_time", WireTime.print(campaign.sendTime));
    JsonObject bounces = new JsonObject();
    bounces.addProperty("hard_bounces", count(member -> left(member) && bounced(member)));
    bounces.addProperty("soft_bounces", 0);
    bounces.addProperty("syntax_errors", 0);
    json.add("bounces", bounces);
    json.add("forwards", zeros("forwards_count", "forwards_opens"));
    json.add("opens", EngagementRoutes.opens(campaign));
    json.add("clicks", EngagementRoutes.clicks(campaign));
    json.add("facebook_likes", zeros("recipient_likes", "unique_likes", "facebook_likes"));
    json.add("list_stats", zeros("sub_rate", "unsub_rate", "open_rate", "click_rate"));
    json.add("timeseries", timeseries());
    JsonObject share = new JsonObject();
    share.addProperty("share_url", "https://eepurl.com/report/" + campaign.id);
    share.addProperty("share_password", "");
    json.add("share_report", share);
    json.add("ecommerce", ecommerce());
    JsonObject delivery = new JsonObject();
    delivery.addProperty("enabled", false);
    json.add("delivery_status", delivery);
    return json;
  }

  /** The few figures that the campaign itself shows. */
  JsonObject summary() {
    JsonObject opens = EngagementRoutes.opens(campaign);
    JsonObject clicks = EngagementRoutes.clicks(campaign);
    JsonObject json = new JsonObject();
    json.add("opens", opens.get("opens_total"));
    json.add("unique_opens", opens.get("unique_opens"));
    json.add("open_rate", opens.get("open_rate"));
    json.add("clicks", clicks.get("clicks_total"));
    json.add("subscriber_clicks", clicks.get("unique_subscriber_clicks"));
    json.add("click_rate", clicks.get("click_rate"));
    JsonObject ecommerce = ecommerce();
    ecommerce.remove("currency_code");
    json.add("ecommerce", ecommerce);
    return json;
  }

  private static JsonObject zeros(String... names) {
    JsonObject json = new JsonObject();
    for (String name : names) {
      json.addProperty(name, 0);
    }
    return json;
  }

  private long complaints() {
    Audience audience = audience();
    return audience == null
        ? 0
        : audience.abuseReports.stream().filter(r -> r.campaignId().equals(campaign.id)).count();
  }

  private long count(Predicate<Member> which) {
    Audience audience = audience();
    return audience == null ? 0 : audience.members.values().stream().filter(which).count();
  }

  private boolean left(Member member) {
    return campaign.id.equals(member.leftFrom);
  }

  static boolean bounced(Member member) {
    return member.status == MemberStatus.CLEANED;
  }

  /** The day after the sending, by hours. */
  private JsonArray timeseries() {
    JsonArray hours = new JsonArray();
    Instant sent = campaign.sendTime;
    for (int hour = 0; sent != null && hour < HOURS; hour++) {
      Instant from = sent.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(hour));
      Instant to = from.plus(Duration.ofHours(1));
      JsonObject json = new JsonObject();
      json.addProperty("timestamp", WireTime.print(from));
      json.addProperty("emails_sent", hour == 0 ? campaign.recipients.size() : 0);
      json.addProperty("unique_opens", people(from, to, Deed::isOpen));
      json.addProperty("recipients_clicks", people(from, to, deed -> !deed.isOpen()));
      hours.add(json);
    }
    return hours;
  }

  private long people(Instant from, Instant to, Predicate<Deed> which) {
    return campaign.deeds.stream()
        .filter(which)
        .filter(deed -> !deed.at().isBefore(from) && deed.at().isBefore(to))
        .map(Deed::contactId)
        .distinct()
        .count();
  }

  /** What was ordered over the campaign. */
  private JsonObject ecommerce() {
    JsonObject json = new JsonObject();
    double apart =
        orders()
            .mapToDouble(o -> Store.number(o, "shipping_total") + Store.number(o, "tax_total"))
            .sum();
    double spent = orders().mapToDouble(order -> Store.number(order, "order_total")).sum();
    json.addProperty("total_orders", orders().count());
    json.addProperty("total_spent", spent);
    json.addProperty("total_revenue", spent - apart);
    json.addProperty(
        "currency_code",
        orders().findFirst().map(order -> Store.text(order, "currency_code")).orElse("USD"));
    return json;
  }

  private Stream<JsonObject> orders() {
    return account.stores.values().stream()
        .flatMap(store -> store.orders.values().stream())
        .filter(order -> Store.text(order, "campaign_id").equals(campaign.id));
  }

  /** The products of those orders, each with what it brought. */
  Stream<JsonObject> products() {
    return account.stores.values().stream()
        .flatMap(
            store ->
                store.products.values().stream()
                    .map(product -> product(store, product))
                    .filter(json -> json.get("total_purchased").getAsDouble() > 0));
  }

  private JsonObject product(Store store, JsonObject product) {
    double revenue = 0;
    double bought = 0;
    for (JsonObject order : store.orders.values()) {
      for (JsonElement element : order.getAsJsonArray("lines")) {
        JsonObject line = element.getAsJsonObject();
        if (Store.text(order, "campaign_id").equals(campaign.id)
            && Store.text(line, "product_id").equals(Store.text(product, "id"))) {
          bought += Store.number(line, "quantity");
          revenue += Store.number(line, "quantity") * Store.number(line, "price");
        }
      }
    }
    JsonObject json = new JsonObject();
    json.addProperty("title", Store.text(product, "title"));
    json.addProperty(
        "sku", Store.text(product.getAsJsonArray("variants").get(0).getAsJsonObject(), "sku"));
    json.addProperty("image_url", Store.text(product, "image_url"));
    json.addProperty("total_revenue", revenue);
    json.addProperty("total_purchased", bought);
    json.addProperty("currency_code", Store.text(store.settings, "currency_code"));
    json.addProperty("recommendation_total", 0);
    json.addProperty("recommendation_purchased", 0);
    return json;
  }
}
