package io.espalier.sync.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Fault;
import io.espalier.sandbox.Mood;
import io.espalier.sandbox.Reply;
import io.espalier.sandbox.Switches;
import io.espalier.sandbox.hubspot.HubspotFact;
import io.espalier.sync.store.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class HubspotSourceTest extends CrmContract {
  private String object = "contacts";

  @Override
  String kind() {
    return "hubspot";
  }

  @Override
  void prepare() {
    environment.put("HS_TOKEN", String.valueOf(sandbox.settings().get("token")));
    control(
        "PUT",
        "objects/contacts",
        "{\"number\": \"number number\", \"name\": \"string text\", \"points\": \"number number\"}");
  }

  @Override
  String source(String more) {
    return "{kind: hubspot, url: \""
        + url()
        + "\", token_env: HS_TOKEN, object: "
        + object
        + more
        + "}";
  }

  @Override
  List<String> columns() {
    return List.of("number", "name", "points");
  }

  @Override
  String write(
      Optional<String> id, int number, @Nullable String name, @Nullable String points, Instant at) {
    JsonObject properties = new JsonObject();
    properties.addProperty("number", number);
    properties.addProperty("name", name);
    properties.addProperty("points", points);
    properties.addProperty("email", "p" + number + "@example.net");
    return write("contacts", id, properties, at);
  }

  private String write(String to, Optional<String> id, JsonObject properties, Instant at) {
    JsonObject record = new JsonObject();
    id.ifPresent(i -> record.addProperty("id", i));
    record.addProperty("at", at.toString());
    record.add("properties", properties);
    JsonArray all = new JsonArray();
    all.add(record);
    return JsonParser.parseString(control("POST", "objects/" + to, all.toString()))
        .getAsJsonArray()
        .get(0)
        .getAsString();
  }

  @Override
  void deleteRecord(String id) {
    control("DELETE", "objects/contacts/" + id, "");
  }

  @Override
  void deleteForGood(String id) {
    control("DELETE", "objects/contacts/" + id + "?for_good=1", "");
  }

  @Override
  void addColumn(String name, String value) {
    control("PUT", "objects/contacts", "{\"" + name + "\": \"string text\"}");
    for (String id : ids.values()) {
      JsonObject properties = new JsonObject();
      properties.addProperty(name, value);
      write("contacts", Optional.of(id), properties, START);
    }
  }

  @Override
  void pagesOf(int rows) {
    control("PUT", "pages?most=" + rows, "");
  }

  /** The properties, the newest record, a search, the archive. */
  @Override
  int callsOfNothing() {
    return 5;
  }

  @Override
  String pageCall() {
    return "GET /crm/.*/objects/contacts";
  }

  @Override
  String unknown() {
    return "source 'it': HubSpot shows no field 'nme' of contacts\ndid you mean 'name'?";
  }

  @Override
  String misspelled() {
    return ", fields: [nme]";
  }

  private List<String> typed(String more, String columns, String where) {
    time.pass(Duration.ofMinutes(2));
    try (Engine engine = Engine.inMemory(256);
        Rejects rejects = new Rejects(Optional.empty())) {
      List<String> head = new ArrayList<>();
      new Tables(project(more), engine, rejects)
          .load("it")
          .forEach((name, type) -> head.add(name + " " + type));
      List<String> lines = new ArrayList<>(List.of(String.join(", ", head)));
      lines.addAll(
          engine.list(
              "select concat_ws('|', " + columns + ") from it where " + where + " order by 1",
              row -> row.getString(1)));
      return lines;
    }
  }

  @Test
  void propertiesHaveTheTypesThatTheAccountDeclares() {
    control(
        "PUT",
        "objects/contacts",
        """
        {"likes": "enumeration checkbox", "born": "date date", "seen": "datetime date",
         "vip": "bool booleancheckbox", "tier": "enumeration select"}""");
    JsonObject properties = new JsonObject();
    properties.addProperty("number", 9);
    properties.addProperty("likes", "skiing;hiking");
    properties.addProperty("born", "1990-02-28");
    properties.addProperty("seen", "2024-01-01T09:30:00Z");
    properties.addProperty("vip", "true");
    properties.addProperty("tier", "gold");
    write("contacts", Optional.empty(), properties, START);
    List<String> expected =
        List.of(
            "hs_object_id VARCHAR, likes VARCHAR[], born DATE, seen TIMESTAMP WITH TIME ZONE, vip"
                + " BOOLEAN, tier VARCHAR, number DECIMAL(38,9)",
            "[skiing, hiking]|1990-02-28|2024-01-01 09:30:00+00|true|gold");
    String fields = "likes, born, seen, vip, tier, number";
    String shown = "cast(likes as varchar), born, seen, vip, tier";

    assertEquals(expected, typed(", fields: [" + fields + "]", shown, "number = 9"));
    control("PUT", "lists/42", "[104]");
    assertEquals(expected, typed(", list: 42, fields: [" + fields + "]", shown, "number = 9"));
  }

  @Test
  void whoWasMergedIntoAnotherIsGone() {
    read("");
    time.pass(Duration.ofHours(1));
    control("PUT", "objects/contacts/" + ids.get(2) + "?into=" + ids.get(1), "");

    assertEquals(List.of(first().get(0), first().get(2)), read(""));
    // The archive, and not the whole.
    assertEquals(
        1,
        calls.stream()
            .filter(c -> c.method().equals("GET") && c.path().contains("/objects/contacts"))
            .count());
  }

  @Test
  void moreThanTenThousandChangesAreAllFound() {
    read("");
    time.pass(Duration.ofHours(1));
    JsonArray all = new JsonArray();
    for (int i = 0; i < 10_500; i++) {
      JsonObject properties = new JsonObject();
      properties.addProperty("number", 1_000 + i);
      JsonObject record = new JsonObject();
      record.add("properties", properties);
      all.add(record);
    }
    control("POST", "objects/contacts", all.toString());
    Instant before = time.instant();

    assertEquals(10_503, read(", fields: [number, name, points]").size());
    // A first reading is a list; the same again by searches.
    JsonObject properties = new JsonObject();
    properties.addProperty("number", 7);
    write("contacts", Optional.empty(), properties, time.instant());
    assertEquals(10_504, read(", fields: [number, name, points]").size());
    long searches = calls.stream().filter(c -> c.path().endsWith("search")).count();
    assertTrue(searches > 50, "searches " + searches);
    assertTrue(
        Duration.between(before, time.instant()).toSeconds() > searches / 5, "five a second");
  }

  @Test
  void moreNamesThanASearchTakesAreReadByIds() throws Exception {
    JsonObject many = new JsonObject();
    for (int i = 0; i < 150; i++) {
      many.addProperty("a_property_with_a_long_name_" + i, "string text");
    }
    control("PUT", "objects/contacts", many.toString());

    assertEquals(first(), read(""));
    assertTrue(calls.stream().anyMatch(c -> c.path().endsWith("batch/read")), calls.toString());
    put(2, "Bobby", null, time.instant());
    assertEquals("2|Bobby|null", read("").get(1));
  }

  @Test
  void aDealKnowsItsContact() {
    JsonObject properties = new JsonObject();
    properties.addProperty("amount", "99.90");
    String deal = write("deals", Optional.empty(), properties, START);
    write("deals", Optional.empty(), properties, START);
    control("PUT", "objects/deals/" + deal + "?contact=" + ids.get(3), "");
    control("PUT", "objects/deals/" + deal + "?contact=" + ids.get(1), "");
    object = "deals";

    assertEquals(
        List.of(
            "hs_object_id VARCHAR, amount DECIMAL(38,9), contact_id VARCHAR",
            "99.900000000|" + ids.get(1),
            "99.900000000|none"),
        typed(", fields: [amount, contact_id]", "amount, coalesce(contact_id, 'none')", "true"));
  }

  @Test
  void theMembersOfAListAreReadByAnExport() {
    control("PUT", "lists/42", "[" + ids.get(1) + ", " + ids.get(3) + "]");
    assertEquals(List.of(first().get(0), first().get(2)), read(", list: 42"));

    control("PUT", "lists/42", "[" + ids.get(3) + "]");
    assertEquals(List.of(first().get(2)), read(", list: 42"));
    assertEquals("source 'it': HubSpot refuses it: List 43 does not exist\n", wrong(", list: 43"));
  }

  @Test
  void anExportElsewhereIsNotFetched() {
    control("PUT", "lists/42", "[" + ids.get(1) + "]");
    sandbox
        .faults()
        .become(
            (call, time) ->
                call.endsWith("/status")
                    ? new Fault.Edge(
                        Reply.of(
                            200,
                            "application/json",
                            "{\"status\": \"COMPLETE\", \"result\": \"https://evil.example/f.csv\"}"))
                    : Fault.NONE);

    assertEquals(
        "source 'it': HubSpot says that the export is at another host than its own: nothing was"
            + " fetched\n",
        wrong(", list: 42"));
    sandbox.faults().become(Mood.CALM);
  }

  @Test
  void aTokenThatIsRefusedNamesItsSetting() {
    environment.put("HS_TOKEN", "pat-eu1-0000");

    String wrong = wrong("");
    assertTrue(
        wrong.startsWith(
            "source 'it': HubSpot refuses the token given by the environment variable HS_TOKEN:"
                + " Authentication credentials not found."),
        wrong);
    assertTrue(
        wrong.endsWith("\ncheck it under Settings > Integrations > Private Apps > Auth"), wrong);
  }

  @Test
  void aScopeThatIsMissingIsNamed() {
    control("PUT", "missing?scope=crm.objects.contacts.read", "");

    assertEquals(
        "source 'it': HubSpot does not allow this to the private app of the token given by the"
            + " environment variable HS_TOKEN\n"
            + "give it the scope crm.objects.contacts.read",
        wrong(""));
  }

  @Test
  void aDayWithoutCallsLeftIsTold() {
    control("PUT", "calls?day=2", "");

    assertEquals(
        "source 'it': HubSpot takes no more calls today: You have reached your daily limit.\n"
            + "run again tomorrow, or raise the account's daily limit of API calls",
        wrongTwice());
  }

  private String wrongTwice() {
    read("");
    return wrong("");
  }

  @Test
  void anObjectThatIsNotThereIsNamed() {
    object = "kontacts";

    assertEquals(
        "source 'it': HubSpot has no object 'kontacts'\n"
            + "e.g. contacts, companies, deals, or a custom object's id such as 2-3453932",
        wrong(""));
  }

  @ParameterizedTest
  @EnumSource(HubspotFact.class)
  void whatTheVendorLeavesOpenMayBeEitherWay(HubspotFact fact) throws Exception {
    start(Switches.usual().with(fact, !fact.usual()));
    rows();
    pagesOf(2);

    assertEquals(first(), read(""));
    control("PUT", "lists/42", "[" + ids.get(1) + "]");
    assertEquals(List.of(first().get(0)), read(", list: 42, fields: [number, name, points]"));
  }
}
