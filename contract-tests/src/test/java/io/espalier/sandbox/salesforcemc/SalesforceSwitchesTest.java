package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonObject;
import io.espalier.sandbox.RenderException;
import io.espalier.sandbox.SandboxProvider;
import io.espalier.sandbox.SwitchContract;
import io.espalier.sandbox.salesforcemc.ampscript.AmpscriptFact;
import io.espalier.sandbox.salesforcemc.ampscript.Disputed;
import io.espalier.sandbox.salesforcemc.ampscript.Recipient;
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
            "False"));
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
