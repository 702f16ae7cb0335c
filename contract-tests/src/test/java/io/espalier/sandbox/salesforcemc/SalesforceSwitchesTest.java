package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonObject;
import io.espalier.sandbox.RenderException;
import io.espalier.sandbox.SandboxProvider;
import io.espalier.sandbox.SwitchContract;
import io.espalier.sandbox.salesforcemc.ampscript.AmpscriptFact;
import io.espalier.sandbox.salesforcemc.ampscript.Disputed;
import io.espalier.sandbox.salesforcemc.ampscript.Recipient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

class SalesforceSwitchesTest extends SwitchContract {
  @Override
  protected SandboxProvider provider() {
    return new SalesforceSandboxProvider();
  }

  @Override
  protected List<Case> cases() {
    List<Case> all = new ArrayList<>(ofTheApi());
    all.addAll(ofDefinitions());
    all.addAll(ofLimits());
    all.addAll(ofAmpscript());
    return all;
  }

  private static List<Case> ofAmpscript() {
    return List.of(
        renders(AmpscriptFact.AND_BEFORE_OR, condition("1==1 OR 1==1 AND 1==2"), "yes", "no"),
        renders(AmpscriptFact.NOT_IS_LOWEST, condition("NOT 1==2 AND 1==2"), "yes", "no"),
        renders(
            AmpscriptFact.SHORT_CIRCUIT,
            condition("1==2 AND RaiseError('right side', true)"),
            "no",
            "refused"),
        renders(AmpscriptFact.STRINGS_HIDE_DELIMITERS, "%%=v(']%% =%%')=%%", "]%% =%%", "refused"),
        renders(AmpscriptFact.TEXT_CONDITION_ABORTS, condition("'maybe'"), "refused", "no"),
        renders(AmpscriptFact.UNKNOWN_STRING_STAYS, "%%nothing%%", "%%nothing%%", "refused"),
        renders(
            AmpscriptFact.LITERAL_BOOLEANS_VANISH_IN_CONCAT,
            "%%=Concat('a', true)=%%",
            "a",
            "aTrue"),
        renders(
            AmpscriptFact.NULL_LOOKUP_IS_NULL,
            "%%=IsNull(Lookup('Orders','Item','Customer','eve'))=%%",
            "True",
            "False"),
        renders(AmpscriptFact.NULL_COLUMN_IS_NULL, "%%=IsNull([Gone])=%%", "True", "False"),
        renders(
            AmpscriptFact.COUNTER_ENDS_BEYOND,
            "%%[ FOR @i = 1 TO 3 DO NEXT @i ]%%%%=v(@i)=%%",
            "4",
            "3"),
        renders(
            AmpscriptFact.IIF_RUNS_BOTH,
            "%%=IIf(1==1,'T',RaiseError('other branch', true))=%%",
            "refused",
            "T"));
  }

  private static String made(Wire wire, String more, String fields) {
    return Wire.one(
        wire.soap(
            "<CreateRequest><Options/><Objects xsi:type=\"DataExtension\"><CustomerKey>d</CustomerKey>"
                + "<Name>D</Name>"
                + more
                + "<Fields>"
                + fields
                + "</Fields></Objects></CreateRequest>"),
        "OverallStatus");
  }

  private static String stored(Wire wire, String type, String value) {
    made(
        wire,
        "",
        Wire.field("K", "Text", "", true, true) + Wire.field("N", type, "", false, false));
    int status =
        wire.post(
                "hub/v1/dataevents/key:d/rowset",
                "[{\"keys\":{\"K\":\"k\"},\"values\":{\"N\":\"" + value + "\"}}]")
            .statusCode();
    return Integer.toString(status);
  }

  private static List<Case> ofDefinitions() {
    return List.of(
        wired(
            SalesforceFact.PRIMARY_KEYS_STOP_AT_THREE,
            "Error",
            "OK",
            wire -> {
              StringBuilder fields = new StringBuilder();
              for (String name : List.of("A", "B", "C", "D")) {
                fields.append(Wire.field(name, "Text", "", true, true));
              }
              return made(wire, "", fields.toString());
            }),
        wired(
            SalesforceFact.TEXT_WITHOUT_A_LENGTH_HAS_50,
            "400",
            "200",
            wire -> stored(wire, "Text", "x".repeat(51))),
        wired(
            SalesforceFact.NUMBERS_HAVE_32_BITS,
            "400",
            "200",
            wire -> stored(wire, "Number", "3000000000")),
        wired(
            SalesforceFact.PHONES_STOP_AT_50,
            "Error",
            "OK",
            wire ->
                made(
                    wire, "", Wire.field("P", "Phone", "<MaxLength>60</MaxLength>", false, false))),
        wired(
            SalesforceFact.END_OF_RETENTION_TAKES_THE_EXTENSION,
            "[]",
            "[D]",
            wire -> {
              made(
                  wire,
                  "<DeleteAtEndOfRetentionPeriod>true</DeleteAtEndOfRetentionPeriod>"
                      + "<RetainUntil>11/25/2026 12:00:00 AM</RetainUntil>",
                  Wire.field("A", "Text", "", false, false));
              wire.clock.forward(Duration.ofDays(3));
              wire.logIn();
              return wire.retrieve("DataExtension", "Name", "CustomerKey", "d").toString();
            }));
  }

  private static String rows(int count) {
    StringBuilder rows = new StringBuilder("[");
    for (int i = 0; i < count; i++) {
      rows.append(i == 0 ? "" : ",").append("{\"keys\":{\"Key\":\"k").append(i);
      rows.append("\"},\"values\":{\"Country\":\"at\"}}");
    }
    return rows + "]";
  }

  private static String id(HttpResponse<String> accepted) {
    return Wire.json(accepted).get("requestId").getAsString();
  }

  private static String words(Wire wire, String job) {
    List<String> words = new ArrayList<>();
    Wire.json(wire.get("data/v1/async/" + job + "/results"))
        .getAsJsonArray("items")
        .forEach(item -> words.add(item.getAsJsonObject().get("status").getAsString()));
    return String.join(" ", words);
  }

  private static List<Case> ofLimits() {
    return List.of(
        wired(
            SalesforceFact.SYNCHRONOUS_CALLS_STOP_AT_50,
            "400 Error: The request exceeds the limit of 50 objects.",
            "200 Error",
            wire -> {
              wire.createProfiles();
              String gone =
                  "<Objects xsi:type=\"Subscriber\"><SubscriberKey>k</SubscriberKey></Objects>";
              int rest = wire.post("hub/v1/dataevents/key:people/rowset", rows(51)).statusCode();
              String soap =
                  wire.soap("<DeleteRequest><Options/>" + gone.repeat(51) + "</DeleteRequest>");
              return rest + " " + Wire.one(soap, "OverallStatus");
            }),
        wired(
            SalesforceFact.CALLS_STOP_AT_4_MB,
            "400",
            "200",
            wire -> {
              wire.createProfiles();
              String wide = rows(1) + " ".repeat(4 * 1024 * 1024);
              return Integer.toString(
                  wire.post("hub/v1/dataevents/key:people/rowset", wide).statusCode());
            }),
        wired(
            SalesforceFact.RETRIEVES_STOP_AT_200_VALUES,
            "Error: The filter has more than 200 values.",
            "OK",
            wire ->
                Wire.one(
                    wire.soap(
                        "<RetrieveRequestMsg><RetrieveRequest><ObjectType>Subscriber</ObjectType>"
                            + "<Properties>Status</Properties>"
                            + "<Filter xsi:type=\"SimpleFilterPart\"><Property>SubscriberKey</Property>"
                            + "<SimpleOperator>IN</SimpleOperator>"
                            + "<Value>k</Value>".repeat(201)
                            + "</Filter></RetrieveRequest></RetrieveRequestMsg>"),
                    "OverallStatus")),
        wired(
            SalesforceFact.ROWS_ARE_DELETED_BY_REST,
            "200 2",
            "404 3",
            wire -> {
              wire.createProfiles();
              wire.post("hub/v1/dataevents/key:people/rowset", rows(3));
              String path = "data/v1/customobjectdata/key/people/rowset";
              int status = wire.send("DELETE", path + "?$filter=Key%20eq%20'k1'", "").statusCode();
              return status + " " + Wire.json(wire.get(path)).get("count");
            }),
        wired(
            SalesforceFact.CONTACTS_ARE_PATCHED,
            "200",
            "404",
            wire ->
                Integer.toString(
                    wire.send(
                            "PATCH",
                            "contacts/v1/contacts",
                            "{\"contactKey\":\"k\",\"attributeSets\":[]}")
                        .statusCode())),
        wired(
            SalesforceFact.JOBS_AT_ONCE_DEADLOCK,
            "OK Error OK",
            "OK OK OK",
            wire -> {
              wire.createProfiles();
              String path = "data/v1/async/dataextensions/key:people/rows";
              String first = id(wire.put(path, "{\"items\":[{\"Key\":\"a\"}]}"));
              String second = id(wire.put(path, "{\"items\":[{\"Key\":\"A\"},{\"Key\":\"b\"}]}"));
              wire.clock.forward(Duration.ofMinutes(1));
              return words(wire, first) + " " + words(wire, second);
            }),
        wired(
            SalesforceFact.STATUS_COMES_LATE,
            "false true",
            "true true",
            wire -> {
              wire.createProfiles();
              String id =
                  id(
                      wire.put(
                          "data/v1/async/dataextensions/key:people/rows",
                          "{\"items\":[{\"Key\":\"a\"}]}"));
              wire.clock.forward(Duration.ofMinutes(1));
              String look = "data/v1/async/" + id + "/status";
              return Wire.json(wire.get(look)).has("status")
                  + " "
                  + Wire.json(wire.get(look)).has("status");
            }),
        wired(
            SalesforceFact.JOBS_ARE_FORGOTTEN,
            "false 0",
            "true 1",
            wire -> {
              wire.createProfiles();
              String id = wire.upsert("[{\"Key\":\"k\"}]").get("requestId").getAsString();
              wire.clock.forward(Duration.ofDays(1));
              wire.logIn();
              return Wire.json(wire.get("data/v1/async/" + id + "/status")).has("status")
                  + " "
                  + Wire.json(wire.get("data/v1/async/" + id + "/results"))
                      .getAsJsonArray("items")
                      .size();
            }),
        wired(
            SalesforceFact.REFUSED_JOBS_HAVE_NO_ID,
            "false",
            "true",
            wire ->
                Boolean.toString(
                    Wire.json(
                            wire.put(
                                "data/v1/async/dataextensions/key:none/rows",
                                "{\"items\":[{\"Key\":\"k\"}]}"))
                        .has("requestId"))),
        wired(
            SalesforceFact.ROW_ERROR_CODES_ARE_WORDS,
            "\"UnexpectedError\"",
            "2",
            wire -> {
              wire.createProfiles();
              return wire.upsert("[{\"Country\":\"at\"}]")
                  .getAsJsonArray("items")
                  .get(0)
                  .getAsJsonObject()
                  .get("errorCode")
                  .toString();
            }));
  }

  private static Case wired(
      SalesforceFact fact, String on, String off, Function<Wire, String> question) {
    return new Case(
        fact,
        on,
        off,
        switches -> {
          try (Wire wire = Wire.fresh(switches)) {
            return question.apply(wire);
          }
        });
  }

  /** The cell of the one person in the usual data extension. */
  private static String cell(Wire wire, String column) {
    String row = wire.get("data/v1/customobjectdata/key/people/rowset").body();
    return Wire.parse(row)
        .getAsJsonObject()
        .getAsJsonArray("items")
        .get(0)
        .getAsJsonObject()
        .getAsJsonObject("values")
        .get(column)
        .getAsString();
  }

  private static List<Case> ofTheApi() {
    return List.of(
        wired(
            SalesforceFact.OFFSETS_BECOME_CENTRAL,
            "5/1/2026 6:00:00 AM",
            "5/1/2026 12:00:00 PM",
            wire -> {
              wire.createProfiles();
              wire.upsert("[{\"Key\":\"k\",\"Born\":\"2026-05-01T12:00:00Z\"}]");
              return cell(wire, "born");
            }),
        wired(
            SalesforceFact.NULL_CLEARS,
            "",
            "at",
            wire -> {
              wire.createProfiles();
              wire.upsert("[{\"Key\":\"k\",\"Country\":\"at\"}]");
              wire.upsert("[{\"Key\":\"k\",\"Country\":null}]");
              return cell(wire, "country");
            }),
        wired(
            SalesforceFact.COLUMNS_COME_BACK_IN_LOWER_CASE,
            "true",
            "false",
            wire -> {
              wire.createProfiles();
              wire.upsert("[{\"Key\":\"k\"}]");
              String row = wire.get("data/v1/customobjectdata/key/people/rowset").body();
              return Boolean.toString(row.contains("\"key\":\"k\""));
            }),
        wired(
            SalesforceFact.UNKNOWN_VIEWS_ARE_REFUSED,
            "400 false",
            "201 false",
            wire -> {
              var reply =
                  wire.post(
                      "asset/v1/content/assets",
                      "{\"name\":\"n\",\"assetType\":{\"id\":208},\"views\":{\"html\":{\"content\":\"h\"},"
                          + "\"amp\":{\"content\":\"a\"}}}");
              return reply.statusCode() + " " + reply.body().contains("\"amp\"");
            }),
        wired(
            SalesforceFact.ASSETS_ARE_CREATED_WITH_201,
            "201",
            "200",
            wire ->
                Integer.toString(
                    wire.post(
                            "asset/v1/content/assets",
                            "{\"name\":\"n\",\"assetType\":{\"id\":197},\"content\":\"c\"}")
                        .statusCode())),
        wired(
            SalesforceFact.NO_SCOPE_IS_403,
            "403",
            "401",
            wire -> {
              wire.logIn(Optional.of(""));
              return Integer.toString(wire.get("data/v1/customobjects").statusCode());
            }),
        wired(
            SalesforceFact.DEADLOCKED_ROWS_LAND,
            "Error 1",
            "Error 0",
            wire -> {
              wire.createProfiles();
              wire.act("deadlock?times=1");
              JsonObject results = wire.upsert("[{\"Key\":\"k\"}]");
              return results
                      .getAsJsonArray("items")
                      .get(0)
                      .getAsJsonObject()
                      .get("status")
                      .getAsString()
                  + " "
                  + Wire.json(wire.get("data/v1/customobjectdata/key/people/rowset")).get("count");
            }),
        wired(
            SalesforceFact.RESULTS_COME_LATE,
            "0",
            "1",
            wire -> {
              wire.createProfiles();
              return Integer.toString(
                  wire.upsert("[{\"Key\":\"k\"}]").getAsJsonArray("items").size());
            }),
        wired(
            SalesforceFact.ROW_COUNTS_LAG,
            "0",
            "1",
            wire -> {
              wire.createProfiles();
              wire.upsert("[{\"Key\":\"k\"}]");
              return Wire.json(wire.get("data/v1/customobjects"))
                  .getAsJsonArray("items")
                  .get(0)
                  .getAsJsonObject()
                  .get("rowCount")
                  .getAsString();
            }),
        wired(
            SalesforceFact.DELETED_CONTACTS_HIDE,
            "[]",
            "[Active]",
            wire -> {
              wire.soap(
                  "<CreateRequest><Options/><Objects xsi:type=\"Subscriber\"><EmailAddress>"
                      + "a@example.com</EmailAddress><SubscriberKey>k</SubscriberKey></Objects>"
                      + "</CreateRequest>");
              wire.post(
                  "contacts/v1/contacts/actions/delete?type=keys",
                  "{\"values\":[\"k\"],\"deleteOperationType\":\"ContactAndAttributes\"}");
              return wire.retrieve("Subscriber", "Status", "SubscriberKey", "k").toString();
            }),
        wired(
            SalesforceFact.COMPLAINTS_ARE_UNSUB_EVENTS,
            "[k]",
            "[]",
            wire -> {
              wire.soap(
                  "<CreateRequest><Options/><Objects xsi:type=\"Subscriber\"><EmailAddress>"
                      + "a@example.com</EmailAddress><SubscriberKey>k</SubscriberKey></Objects>"
                      + "</CreateRequest>");
              wire.act("complain?email=a@example.com");
              return wire.retrieve("UnsubEvent", "SubscriberKey", "SubscriberKey", "k").toString();
            }),
        wired(
            SalesforceFact.CALLS_ARE_THROTTLED_AS_ADVISED,
            "429",
            "404",
            wire -> {
              wire.act("busy?times=" + Throttle.REST_PER_MINUTE);
              int last = wire.get("data/v1/customobjects/none").statusCode();
              return Integer.toString(last);
            }),
        wired(
            SalesforceFact.DECIMALS_STOP_AT_29,
            "Error",
            "OK",
            wire ->
                Wire.one(
                    wire.soap(
                        "<CreateRequest><Options/><Objects xsi:type=\"DataExtension\"><Name>D</Name>"
                            + "<Fields>"
                            + Wire.field("D", "Decimal", "<MaxLength>38</MaxLength>", false, false)
                            + "</Fields></Objects></CreateRequest>"),
                    "OverallStatus")),
        wired(
            SalesforceFact.EVENT_SIGNING_KEY_IS_BASE64,
            "signed by the decoded key",
            "signed by the key's characters",
            wire -> {
              try (Listener listener = new Listener()) {
                return listener.register(wire).signedBy();
              }
            }));
  }

  private static String condition(String test) {
    return "%%[ IF " + test + " THEN ]%%yes%%[ ELSE ]%%no%%[ ENDIF ]%%";
  }

  private static Case renders(AmpscriptFact fact, String template, String on, String off) {
    Recipient recipient =
        new Recipient()
            .with("Gone", null)
            .table("Orders", List.of("Customer", "Item"), List.of(List.of("bob", "pot")));
    return new Case(
        fact,
        on,
        off,
        switches -> {
          try {
            return recipient.render(template, new Disputed(switches));
          } catch (RenderException e) {
            return "refused";
          }
        });
  }
}
