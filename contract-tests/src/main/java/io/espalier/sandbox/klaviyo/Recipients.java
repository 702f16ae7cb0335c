package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.espalier.sandbox.RenderException;
import io.espalier.sandbox.klaviyo.django.DjangoTemplate;
import io.espalier.sandbox.klaviyo.django.RecipientSkipped;
import io.espalier.sandbox.klaviyo.django.Setting;
import io.espalier.sandbox.klaviyo.django.TemplateFault;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a template sees of a recipient, and what the recipient sees of a template. */
final class Recipients {
  /** What Klaviyo says to a template that it cannot render, whatever the reason. */
  static final String REFUSED =
      "Unable to render given template with provided context. Please check included django syntax"
          + " and ensure it is compatible with provided context.";

  private static final Map<String, String> PLACES =
      Map.of(
          "city", "City",
          "region", "Region",
          "country", "Country",
          "zip", "Zipcode",
          "address1", "$address1",
          "address2", "$address2",
          "latitude", "$latitude",
          "longitude", "$longitude",
          "timezone", "$timezone");

  private final Holdings holdings;

  Recipients(Holdings holdings) {
    this.holdings = holdings;
  }

  /** As a preview shows it. */
  String render(String template, String email) {
    return render(template, email, false);
  }

  /** As it goes out: a coupon's code is given away. */
  String send(String template, String email) {
    return render(template, email, true);
  }

  private String render(String template, String email, boolean sent) {
    Map<String, @Nullable Object> variables;
    Setting setting;
    synchronized (holdings) {
      Person person = holdings.people.withEmail(email);
      if (person == null) {
        throw new RenderException("no profile has this address");
      }
      variables = variables(person);
      setting = setting(holdings, person.id, sent);
    }
    try {
      return DjangoTemplate.parse(template).render(variables, setting);
    } catch (TemplateFault fault) {
      throw new RenderException(REFUSED + " (" + fault.getMessage() + ")");
    } catch (RecipientSkipped skipped) {
      throw new RenderException(String.valueOf(skipped.getMessage()));
    }
  }

  static Setting setting(Holdings holdings, String recipient, boolean sent) {
    String manage = "https://manage.kmail-lists.com/subscriptions/";
    String who = "?a=" + holdings.account.siteId() + "&c=" + recipient;
    return new Setting(
        holdings.clock.instant().atZone(ZoneId.of(Account.TIMEZONE)),
        manage + "unsubscribe" + who,
        manage + "update" + who,
        manage + "web-view" + who,
        "$",
        holdings.on(KlaviyoFact.ABSENT_LOOKUP_IS_NONE)
            ? Setting.AbsentLookup.NONE
            : Setting.AbsentLookup.EMPTY_TEXT,
        holdings.on(KlaviyoFact.NULL_PRINTS_NOTHING),
        holdings.on(KlaviyoFact.BACKSLASH_ESCAPES_IN_TEMPLATES),
        new Offers(holdings, recipient, sent));
  }

  /** Custom properties under their names, and over them what Klaviyo itself calls by a name. */
  Map<String, @Nullable Object> variables(Person recipient) {
    JsonObject attributes = recipient.attributes();
    Map<String, @Nullable Object> person = PlainValues.of(recipient.properties());
    if (holdings.on(KlaviyoFact.DATES_ARE_MOMENTS)) {
      person.replaceAll((name, value) -> PlainValues.dated(value));
    }
    for (String name : new String[] {"first_name", "last_name", "organization", "title"}) {
      put(person, name, attributes.get(name));
    }
    put(person, "email", recipient.email);
    put(person, "phone_number", recipient.phone);
    put(person, "id", recipient.externalId);
    put(person, "KlaviyoID", recipient.id);
    JsonObject location = Json.find(attributes, "location");
    if (location != null) {
      person.put("location", PlainValues.of(location));
      PLACES.forEach((name, shown) -> put(person, shown, location.get(name)));
    }
    Permission permission = recipient.consents.permission(Permission.EMAIL);
    if (permission != null) {
      person.put("$consent_method", permission.method());
      person.put("$consent_timestamp", permission.timestamp());
    }
    Map<String, @Nullable Object> variables = new LinkedHashMap<>();
    String full = (text(attributes, "first_name") + " " + text(attributes, "last_name")).strip();
    put(person, "full_name", full.isEmpty() ? null : full);
    variables.put("person", person);
    for (String name : new String[] {"first_name", "last_name", "full_name", "email"}) {
      if (person.containsKey(name)) {
        variables.put(name, person.get(name));
      }
    }
    variables.put("organization", organization());
    return variables;
  }

  private Map<String, @Nullable Object> organization() {
    Map<String, @Nullable Object> organization = new LinkedHashMap<>();
    organization.put("name", holdings.account.organization());
    organization.put("url", Account.WEBSITE);
    organization.put("full_address", Account.fullAddress());
    organization.put("street_address", Account.ADDRESS);
    organization.put("city", Account.CITY);
    organization.put("region", Account.REGION);
    organization.put("zip_code", Account.ZIP);
    return organization;
  }

  private static void put(
      Map<String, @Nullable Object> map, String name, @Nullable JsonElement value) {
    if (value != null && !value.isJsonNull()) {
      map.put(name, PlainValues.of(value));
    }
  }

  private static void put(Map<String, @Nullable Object> map, String name, @Nullable String value) {
    if (value != null) {
      map.put(name, value);
    }
  }

  private static String text(JsonObject attributes, String name) {
    return attributes.has(name) ? attributes.get(name).getAsString() : "";
  }
}
