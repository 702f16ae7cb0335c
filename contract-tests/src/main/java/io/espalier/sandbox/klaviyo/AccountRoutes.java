package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;

/** The account itself. */
final class AccountRoutes {
  private final Holdings holdings;

  AccountRoutes(Holdings holdings) {
    this.holdings = holdings;
  }

  List<Route> routes() {
    return List.of(
        Route.of("GET", "/api/accounts", Quota.XS, this::all),
        Route.of("GET", "/api/accounts/{id}", Quota.XS, this::one));
  }

  private Answer all(Call call) {
    JsonArray data = new JsonArray();
    data.add(json(call));
    JsonObject document = new JsonObject();
    document.add("data", data);
    JsonObject links = new JsonObject();
    links.addProperty("self", call.base() + call.exchange().path());
    links.add("next", JsonNull.INSTANCE);
    links.add("prev", JsonNull.INSTANCE);
    document.add("links", links);
    return new Answer(200, document);
  }

  private Answer one(Call call) {
    if (!call.variable("id").equals(holdings.account.siteId())) {
      throw ApiError.noResource("account", call.variable("id")).thrown();
    }
    return Answer.one(200, json(call));
  }

  private JsonObject json(Call call) {
    Account account = holdings.account;
    JsonObject contact = new JsonObject();
    contact.addProperty("default_sender_name", account.organization());
    contact.addProperty("default_sender_email", "hello@sandbox.example");
    contact.addProperty("website_url", Account.WEBSITE);
    contact.addProperty("organization_name", account.organization());
    JsonObject street = new JsonObject();
    Map.of(
            "address1", Account.ADDRESS,
            "city", Account.CITY,
            "region", Account.REGION,
            "country", Account.COUNTRY,
            "zip", Account.ZIP)
        .forEach(street::addProperty);
    street.add("address2", JsonNull.INSTANCE);
    contact.add("street_address", street);
    JsonObject attributes = new JsonObject();
    attributes.addProperty("test_account", true);
    attributes.add("contact_information", contact);
    attributes.addProperty("industry", "Ecommerce");
    attributes.addProperty("timezone", Account.TIMEZONE);
    attributes.addProperty("preferred_currency", "USD");
    attributes.addProperty("public_api_key", account.siteId());
    attributes.addProperty("locale", "en-US");
    return Links.resource(call, "account", "accounts", account.siteId(), attributes);
  }
}
