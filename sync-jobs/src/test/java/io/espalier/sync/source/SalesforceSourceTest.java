package io.espalier.sync.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Fault;
import io.espalier.sandbox.Mood;
import io.espalier.sandbox.Switches;
import io.espalier.sandbox.salesforcecrm.SalesforceCrmFact;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SalesforceSourceTest extends CrmContract {
  private static final String FIELDS = ", fields: [Number__c, Name__c, Points__c, Email]";

  @Override
  String kind() {
    return "salesforce";
  }

  @Override
  void prepare() {
    environment.put("SF_ID", String.valueOf(sandbox.settings().get("client_id")));
    environment.put("SF_SECRET", String.valueOf(sandbox.settings().get("client_secret")));
    control(
        "PUT",
        "objects/Contact",
        "{\"Number__c\": \"int\", \"Name__c\": \"string\", \"Points__c\": \"double\"}");
  }

  @Override
  String source(String more) {
    return "{kind: salesforce, url: \""
        + url()
        + "\", client_id_env: SF_ID, client_secret_env: SF_SECRET, object: Contact"
        + more
        + "}";
  }

  @Override
  List<String> columns() {
    return List.of("Number__c", "Name__c", "Points__c");
  }

  @Override
  String write(
      Optional<String> id, int number, @Nullable String name, @Nullable String points, Instant at) {
    JsonObject record = new JsonObject();
    id.ifPresent(i -> record.addProperty("Id", i));
    record.addProperty("Number__c", number);
    record.addProperty("Name__c", name);
    record.addProperty("Points__c", points);
    record.addProperty("Email", "p" + number + "@example.net");
    record.addProperty("SystemModstamp", at.toString());
    return write("Contact", record);
  }

  private String write(String object, JsonObject record) {
    JsonArray all = new JsonArray();
    all.add(record);
    return JsonParser.parseString(control("POST", "objects/" + object, all.toString()))
        .getAsJsonArray()
        .get(0)
        .getAsString();
  }

  @Override
  void deleteRecord(String id) {
    control("DELETE", "objects/Contact/" + id, "");
  }

  @Override
  void deleteForGood(String id) {
    control("DELETE", "objects/Contact/" + id + "?for_good=1", "");
  }

  @Override
  void addColumn(String name, String value) {
    control("PUT", "objects/Contact", "{\"" + name + "\": \"string\"}");
    for (String record : ids.values()) {
      JsonObject changed = new JsonObject();
      changed.addProperty("Id", record);
      changed.addProperty(name, value);
      changed.addProperty("SystemModstamp", START.toString());
      write("Contact", changed);
    }
  }

  @Override
  void pagesOf(int rows) {
    control("PUT", "sets?most=" + rows, "");
  }

  /** Login, describe, job, three looks at it, its results, its end, the count. */
  @Override
  int callsOfNothing() {
    return 9;
  }

  @Override
  String pageCall() {
    return "GET /services/data/.*/jobs/query/.*/results";
  }

  @Override
  String unknown() {
    return "source 'it': Salesforce shows no field 'Nme__c' of Contact\ndid you mean 'Name__c'?";
  }

  @Override
  String misspelled() {
    return ", fields: [Nme__c]";
  }

  @Test
  void fieldsHaveTheTypesThatTheOrgDeclares() {
    control(
        "PUT",
        "objects/Contact",
        "{\"Likes__c\": \"multipicklist\", \"Spent__c\": \"currency\", \"Seen__c\": \"datetime\"}");
    JsonObject record = new JsonObject();
    record.addProperty("Number__c", 9);
    record.addProperty("Likes__c", "Skiing;Hiking, long");
    record.addProperty("Spent__c", "1.25E7");
    record.addProperty("Seen__c", "2024-01-01T09:30:00.000Z");
    record.addProperty("Birthdate", "1990-02-28");
    record.addProperty("HasOptedOutOfEmail", "true");
    write("Contact", record);

    assertEquals(
        List.of(
            "Id VARCHAR, Number__c DECIMAL(38,9), Likes__c VARCHAR[], Spent__c DECIMAL(38,9),"
                + " Seen__c TIMESTAMP WITH TIME ZONE, Birthdate DATE, HasOptedOutOfEmail BOOLEAN",
            "[Skiing, 'Hiking, long']|12500000.000000000|2024-01-01 09:30:00+00|1990-02-28|true"),
        typed(
            ", fields: [number__c, Likes__c, Spent__c, Seen__c, Birthdate, HasOptedOutOfEmail]",
            "cast(Likes__c as varchar), Spent__c, Seen__c, Birthdate, HasOptedOutOfEmail",
            "Number__c = 9"));
  }

  private List<String> typed(String more, String columns, String where) {
    try (io.espalier.sync.store.Engine engine = io.espalier.sync.store.Engine.inMemory(256);
        Rejects rejects = new Rejects(Optional.empty())) {
      List<String> head = new java.util.ArrayList<>();
      new Tables(project(more), engine, rejects)
          .load("it")
          .forEach((name, type) -> head.add(name + " " + type));
      List<String> lines = new java.util.ArrayList<>(List.of(String.join(", ", head)));
      lines.addAll(
          engine.list(
              "select concat_ws('|', " + columns + ") from it where " + where,
              row -> row.getString(1)));
      return lines;
    }
  }

  @Test
  void aSessionThatEndedIsRenewedOnce() {
    read("");
    int[] asked = new int[1];
    sandbox
        .faults()
        .become(
            (call, time) -> {
              if (call.startsWith("GET") && call.endsWith("/results") && asked[0]++ == 0) {
                control("POST", "sessions", "");
              }
              return Fault.NONE;
            });
    time.pass(java.time.Duration.ofHours(1));

    assertEquals(first(), read(""));
    assertEquals(2, calls.stream().filter(c -> c.path().equals("/services/oauth2/token")).count());
  }

  @Test
  void aLoginThatIsRefusedNamesItsSettings() {
    environment.put("SF_SECRET", "wrong-secret");
    assertEquals(
        "source 'it': Salesforce refuses the login given by the environment variable SF_ID and the"
            + " environment variable SF_SECRET: invalid client credentials\n"
            + "check both under Setup > App Manager > View > Manage Consumer Details",
        wrong(""));
    environment.put("SF_ID", "wrong-id");
    assertTrue(wrong("").contains("client identifier invalid"));
  }

  @Test
  void anAppWithoutAUserToRunAsIsTold() {
    control("PUT", "app", "{\"runsAs\": false}");

    assertEquals(
        "source 'it': Salesforce gives the app no session: no client credentials user enabled\n"
            + "under the app's policies, enable the client credentials flow and name the user to run"
            + " as",
        wrong(""));
  }

  @Test
  void aSignedWordIsALoginToo() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    String key = Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded());
    environment.put(
        "SF_KEY", "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----");
    JsonObject app = new JsonObject();
    app.addProperty("publicKey", Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
    app.addProperty("username", "reader");
    control("PUT", "app", app.toString());

    jwt = "reader";
    assertEquals(first(), read(""));
    jwt = "stranger";
    assertEquals(
        "source 'it': Salesforce gives the app no session: user hasn't approved this consumer\n"
            + "check the setting 'username', and that the user is approved for the app",
        wrong(""));
    environment.put("SF_KEY", "no key");
    assertEquals(
        "source 'it': the environment variable SF_KEY holds no private key\n"
            + "give an RSA key in PKCS#8: -----BEGIN PRIVATE KEY-----",
        wrong(""));
  }

  private String jwt = "";

  @Override
  io.espalier.sync.shop.Shop shop(String more) {
    io.espalier.sync.shop.Shop shop = super.shop(more);
    return jwt.isEmpty()
        ? shop
        : shop.edit(
            "espalier.yaml",
            "client_secret_env: SF_SECRET",
            "private_key_env: SF_KEY, username: " + jwt);
  }

  @Test
  void aDayWithoutCallsLeftIsToldBeforeTheyAreAllUsed() {
    control("PUT", "calls?day=10", "");
    read("");
    assertEquals(
        "source 'it': Salesforce takes no more calls today: TotalRequests Limit exceeded.\n"
            + "run again later, or raise the org's daily limit of API calls",
        wrong(", api_share: 100%"));
    control("PUT", "calls?day=20", "");
    assertEquals(
        "source 'it': 11 of the 20 calls that Salesforce takes in a day are used, more than 40%\n"
            + "run again later; what was read is kept. To use more of them: api_share: 100%",
        wrong(", api_share: 40%"));
  }

  @Test
  void aJobThatFailsSaysWhyAndTheNextRunMakesAnother() {
    control("PUT", "failure", "InvalidBatch : Failed to process query: QUERY_TIMEOUT");

    assertEquals(
        "source 'it': Salesforce could not execute the query: InvalidBatch : Failed to process"
            + " query: QUERY_TIMEOUT\n",
        wrong(""));
    assertEquals(first(), read(""));
  }

  @Test
  void noJobIsLeftBehind() {
    read("");
    read("");

    assertEquals(0, jobs());
  }

  private long jobs() {
    return calls.stream()
            .filter(c -> c.method().equals("POST") && c.path().endsWith("query"))
            .count()
        - calls.stream().filter(c -> c.method().equals("DELETE") && c.status() == 204).count();
  }

  @Test
  void anObjectThatIsNotThereIsNamed() {
    assertEquals(
        "source 'it': Salesforce has no object 'Kontact' for this app\n"
            + "give its API name, e.g. Contact or Loyalty_Card__c, and its user read access",
        wrongObject());
  }

  private String wrongObject() {
    io.espalier.sync.project.WrongInput e =
        org.junit.jupiter.api.Assertions.assertThrows(
            io.espalier.sync.project.WrongInput.class,
            () -> {
              super.shop("").edit("espalier.yaml", "object: Contact", "object: Kontact");
              try (io.espalier.sync.store.Engine engine =
                      io.espalier.sync.store.Engine.inMemory(256);
                  Rejects rejects = new Rejects(Optional.empty())) {
                new Tables(
                        new io.espalier.sync.project.ProjectReader(
                                io.espalier.sync.run.Connections.esps(), environment::get)
                            .read(dir)
                            .project()
                            .orElseThrow(),
                        engine,
                        rejects)
                    .load("it");
              }
            });
    return e.issues().get(0).message() + "\n" + e.issues().get(0).mend();
  }

  @Test
  void aTokenThatLeadsElsewhereIsNotFollowed() {
    sandbox
        .faults()
        .become(
            (call, time) ->
                call.endsWith("token")
                    ? new Fault.Edge(
                        io.espalier.sandbox.Reply.of(
                            200,
                            "application/json",
                            "{\"access_token\": \"x\", \"instance_url\": \"https://evil.example\"}"))
                    : Fault.NONE);

    assertEquals(
        "source 'it': Salesforce's instance_url is not at 127.0.0.1: nothing was sent there\n"
            + "check the setting 'url'",
        wrong(""));
    sandbox.faults().become(Mood.CALM);
  }

  @ParameterizedTest
  @EnumSource(SalesforceCrmFact.class)
  void whatTheVendorLeavesOpenMayBeEitherWay(SalesforceCrmFact fact) throws Exception {
    start(Switches.usual().with(fact, !fact.usual()));
    rows();
    pagesOf(2);

    assertEquals(first(), read(FIELDS));
    assertEquals(first(), read(FIELDS));
  }
}
