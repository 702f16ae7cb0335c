package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import java.util.List;

/** The account itself, and whether the API is awake. */
final class AccountRoutes {
  private AccountRoutes() {}

  static List<Route> all() {
    return List.of(
        Route.of("GET", "/", AccountRoutes::account),
        Route.of("GET", "/ping", AccountRoutes::ping));
  }

  private static JsonObject ping(Call call) {
    JsonObject json = new JsonObject();
    json.addProperty("health_status", "Everything's Chimpy!");
    return json;
  }

  private static JsonObject account(Call call) {
    Account account = call.account();
    JsonObject json = new JsonObject();
    json.addProperty("account_id", account.accountId);
    json.addProperty("login_id", account.loginId);
    json.addProperty("account_name", account.accountName);
    json.addProperty("email", account.email);
    json.addProperty("first_name", "");
    json.addProperty("last_name", "");
    json.addProperty("username", account.username);
    json.addProperty("avatar_url", "");
    json.addProperty("role", "owner");
    json.addProperty("member_since", WireTime.print(account.memberSince));
    json.addProperty("pricing_plan_type", "monthly");
    json.addProperty("first_payment", "");
    json.addProperty("account_timezone", "UTC");
    json.addProperty("account_industry", "");
    json.add("contact", account.contact.deepCopy());
    json.addProperty("pro_enabled", false);
    json.addProperty("last_login", WireTime.print(account.memberSince));
    json.addProperty(
        "total_subscribers",
        account.audiences.values().stream()
            .flatMap(audience -> audience.members.values().stream())
            .filter(member -> member.status == MemberStatus.SUBSCRIBED)
            .count());
    JsonObject industry = new JsonObject();
    for (String rate : List.of("open_rate", "bounce_rate", "click_rate")) {
      industry.addProperty(rate, 0);
    }
    json.add("industry_stats", industry);
    return Links.add(json, call);
  }
}
