package io.espalier.sync.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Faults;
import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import io.espalier.sandbox.Sandboxes;
import io.espalier.sandbox.Switches;
import io.espalier.sync.plan.Plan;
import io.espalier.sync.project.Crms;
import io.espalier.sync.shop.PassingTime;
import io.espalier.sync.shop.Remote;
import io.espalier.sync.shop.Session;
import io.espalier.sync.shop.Shop;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a CRM's sandbox to the three ESPs' sandboxes, people and events. */
final class CrmSyncTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Map<String, Long> NO_WRITES =
      Map.of("klaviyo", 0L, "mailchimp", 0L, "salesforce-mc", 0L);

  @TempDir Path dir;
  private final PassingTime time = new PassingTime(Instant.parse("2024-05-25T00:00:00Z"));
  private final Map<String, String> ids = new HashMap<>();

  private Sandbox crm(String kind) {
    return Sandboxes.crms().stream()
        .filter(p -> p.id().equals(kind))
        .findFirst()
        .orElseThrow()
        .start(
            new SandboxOptions(
                0,
                Optional.empty(),
                time,
                new SplittableRandom(3),
                Switches.usual(),
                time::pass,
                new Faults()));
  }

  private static String control(Sandbox crm, String method, String path, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(crm.settings().get("url") + "/__sandbox/" + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(2, answer.statusCode() / 100, answer.body());
    return answer.body();
  }

  private static String one(Sandbox crm, String object, JsonObject record)
      throws IOException, InterruptedException {
    JsonArray all = new JsonArray();
    all.add(record);
    return JsonParser.parseString(control(crm, "POST", "objects/" + object, all.toString()))
        .getAsJsonArray()
        .get(0)
        .getAsString();
  }

  private Shop shop(Sandbox crm, String sources, String people, String events) {
    Map<String, String> environment = new HashMap<>(Shop.ENVIRONMENT);
    crm.settings().forEach((name, value) -> environment.put("CRM_" + name, value));
    return Shop.in(dir)
        .reading(environment, Crms.onBoard(time.surroundings(call -> {})))
        .with(
            "espalier.yaml",
            "project: shop\nguards: {max_leave: 100%, max_shrink: 100%}\nsources:\n"
                + sources.replace("URL", String.valueOf(crm.settings().get("url")))
                + Shop.CONNECTIONS)
        .with(
            "profile.yaml",
            """
            profile:
              from: people
            %s
              attributes:
                country: {type: text, class: demographic, purposes: [marketing]}
                orders_90d: {type: number, class: purchase, purposes: [marketing], compute: "count(order, 90d)"}
            events:
              order:
                from: deals
            %s
            """
                .formatted(people.indent(2).stripTrailing(), events.indent(4)));
  }

  /** What each ESP holds of a person. */
  private static Map<String, Remote> everywhere(
      Set<String> named, Set<String> ids, Map<String, String> fields) {
    return Map.of(
        "klaviyo", new Remote(true, named, fields),
        "mailchimp", new Remote(true, named, fields),
        "salesforce-mc", new Remote(true, ids, fields));
  }

  @Test
  void contactsAndOpportunitiesOfSalesforceReachTheThree() throws Exception {
    try (Sandbox crm = crm("salesforce")) {
      control(
          crm,
          "PUT",
          "objects/Contact",
          "{\"country\": \"string\", \"opt_in\": \"picklist\", \"opt_in_at\": \"datetime\", \"proof\": \"string\"}");
      for (String name : new String[] {"ada France", "bob Spain", "cleo France"}) {
        ids.put(name.split(" ", -1)[0], one(crm, "Contact", contact(name)));
      }
      JsonObject deal = new JsonObject();
      deal.addProperty("ContactId", ids.get("ada"));
      deal.addProperty("CloseDate", "2024-05-20");
      deal.addProperty("Amount", "20.5");
      one(crm, "Opportunity", deal);
      String login =
          "{kind: salesforce, url: \"URL\", client_id_env: CRM_client_id, client_secret_env: CRM_client_secret, ";
      Shop shop =
          shop(
              crm,
              "  people: "
                  + login
                  + "object: Contact, fields: [Email, country, opt_in, opt_in_at, proof]}\n  deals: "
                  + login
                  + "object: Opportunity, fields: [ContactId, CloseDate, Amount]}\n",
              people("Id", "Email"),
              "id: Id\nprofile: ContactId\ntime: CloseDate\nproperties: {amount: {type: number, column: Amount}}");
      JsonObject moved = new JsonObject();
      moved.addProperty("Id", ids.get("bob"));
      moved.addProperty("country", "France");
      follow(
          shop,
          () -> one(crm, "Contact", moved),
          () -> control(crm, "DELETE", "objects/Contact/" + ids.get("ada"), ""));
    }
  }

  private static JsonObject contact(String name) {
    JsonObject contact = new JsonObject();
    String[] words = name.split(" ", -1);
    contact.addProperty("Email", words[0] + "@example.net");
    contact.addProperty("country", words[1]);
    contact.addProperty("opt_in", "subscribed");
    contact.addProperty("opt_in_at", "2024-01-01T00:00:00Z");
    contact.addProperty("proof", "form");
    return contact;
  }

  @Test
  void contactsAndDealsOfHubspotReachTheThree() throws Exception {
    try (Sandbox crm = crm("hubspot")) {
      control(
          crm,
          "PUT",
          "objects/contacts",
          "{\"opt_in\": \"enumeration select\", \"opt_in_at\": \"datetime date\", \"proof\": \"string text\"}");
      for (String name : new String[] {"ada France", "bob Spain", "cleo France"}) {
        JsonObject properties = contact(name);
        properties.add("email", properties.remove("Email"));
        ids.put(name.split(" ", -1)[0], one(crm, "contacts", record(properties)));
      }
      JsonObject deal = new JsonObject();
      deal.addProperty("amount", "20.5");
      deal.addProperty("closedate", "2024-05-20T10:00:00Z");
      String id = one(crm, "deals", record(deal));
      control(crm, "PUT", "objects/deals/" + id + "?contact=" + ids.get("ada"), "");
      String login = "{kind: hubspot, url: \"URL\", token_env: CRM_token, ";
      Shop shop =
          shop(
              crm,
              "  people: "
                  + login
                  + "object: contacts, fields: [email, country, opt_in, opt_in_at, proof]}\n  deals: "
                  + login
                  + "object: deals, fields: [amount, closedate, contact_id]}\n",
              people("hs_object_id", "email"),
              "id: hs_object_id\nprofile: contact_id\ntime: closedate\nproperties: {amount: number}");
      JsonObject country = new JsonObject();
      country.addProperty("country", "France");
      JsonObject moved = record(country);
      moved.addProperty("id", ids.get("bob"));
      follow(
          shop,
          () -> one(crm, "contacts", moved),
          () -> control(crm, "DELETE", "objects/contacts/" + ids.get("ada"), ""));
    }
  }

  private static JsonObject record(JsonObject properties) {
    JsonObject record = new JsonObject();
    record.add("properties", properties);
    return record;
  }

  private static String people(String key, String email) {
    return """
        key: %s
        identities: {email: %s}
        consent:
          email: {state: {column: opt_in}, at: {column: opt_in_at}, source: crm, evidence: {column: proof}}"""
        .formatted(key, email);
  }

  /** Something that somebody does in the CRM. */
  private interface Act {
    String run() throws Exception;
  }

  /** A first run, one in which nothing changed, a change of one person, a deletion of another. */
  private void follow(Shop shop, Act change, Act deletion) throws Exception {
    time.pass(Duration.ofHours(1));
    try (Session session = Session.of(shop)) {
      session.sync();
      assertEquals(
          everywhere(
              Set.of("Buyers", "French people"),
              Set.of("buyers", "french"),
              Map.of("country", "France", "orders_90d", "1")),
          session.remotes().of("ada@example.net"));

      time.pass(Duration.ofHours(1));
      Session.Run quiet = session.sync();
      assertEquals(0, quiet.plan().rows());
      assertEquals(NO_WRITES, quiet.writes());

      change.run();
      time.pass(Duration.ofHours(1));
      for (Plan.Part part : session.sync().plan().parts()) {
        // The field, and the segment that it brings.
        assertEquals(2, part.rows(), part.esp());
        assertEquals(1, part.changed(), part.esp());
      }
      assertEquals(
          everywhere(
              Set.of("French people"),
              Set.of("french"),
              Map.of("country", "France", "orders_90d", "0")),
          session.remotes().of("bob@example.net"));

      deletion.run();
      time.pass(Duration.ofHours(1));
      session.sync();
      assertEquals(
          Map.of("klaviyo", Set.of(), "mailchimp", Set.of(), "salesforce-mc", Set.of()),
          session.remotes().segmentsOf("ada@example.net"));
    }
  }
}
