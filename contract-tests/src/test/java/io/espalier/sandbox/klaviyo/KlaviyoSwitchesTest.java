package io.espalier.sandbox.klaviyo;

import com.sun.net.httpserver.HttpServer;
import io.espalier.sandbox.SandboxProvider;
import io.espalier.sandbox.SwitchContract;
import io.espalier.sandbox.Switches;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

class KlaviyoSwitchesTest extends SwitchContract {
  private static final String ADA = "ada@example.net";

  @Override
  protected SandboxProvider provider() {
    return new KlaviyoSandboxProvider();
  }

  @Override
  protected List<Case> cases() {
    return List.of(
        shows(
            KlaviyoFact.WRONG_KEY_IS_400,
            "400",
            "401",
            client -> "" + client.send(client.bare("/api/accounts", "pk_wrong").GET()).status()),
        shows(
            KlaviyoFact.NEXT_REVISION_IS_LIVE,
            "200",
            "404",
            client ->
                ""
                    + client
                        .send(client.request("/api/accounts").setHeader("revision", "2026-10-15"))
                        .status()),
        shows(
            KlaviyoFact.NAMES_ARE_UNIQUE,
            "1",
            "2",
            client -> {
              for (int i = 0; i < 2; i++) {
                client.post(
                    "/api/lists",
                    "{\"data\":{\"type\":\"list\",\"attributes\":{\"name\":\"Fans\"}}}");
              }
              return "" + client.walk("/api/lists").size();
            }),
        shows(
            KlaviyoFact.UNSUBSCRIBE_MAKES_PEOPLE,
            "1",
            "0",
            client -> {
              ConsentTest.unsubscribe(client, ADA, "");
              return "" + client.walk("/api/profiles").size();
            }),
        shows(KlaviyoFact.CONSENT_MOVES_UPDATED, "1", "0", KlaviyoSwitchesTest::updated),
        shows(
            KlaviyoFact.PROPERTIES_MERGE_DEEPLY,
            "{\"b\":1,\"c\":2}",
            "{\"c\":2}",
            client -> {
              client.person("{\"email\":\"" + ADA + "\",\"properties\":{\"a\":{\"b\":1}}}");
              String id =
                  client.person("{\"email\":\"" + ADA + "\",\"properties\":{\"a\":{\"c\":2}}}");
              return client
                  .get("/api/profiles/" + id)
                  .attributes()
                  .getAsJsonObject("properties")
                  .get("a")
                  .toString();
            }),
        shows(
            KlaviyoFact.SEGMENTS_MIND_CASE,
            "0",
            "1",
            client ->
                members(
                    client,
                    "tea",
                    "{\"type\":\"string\",\"operator\":\"equals\",\"value\":\"TEA\"}")),
        shows(
            KlaviyoFact.SEGMENTS_AFTER_INCLUDES,
            "1",
            "0",
            client ->
                members(
                    client,
                    "2026-11-01T00:00:00+00:00",
                    "{\"type\":\"date\",\"operator\":\"after\",\"date\":\"2026-11-01T00:00:00+00:00\"}")),
        shows(
            KlaviyoFact.MERGE_KEEPS_DESTINATION,
            "Ada",
            "A.",
            client -> KeysAndMergeTest.merged(client).get("first_name").getAsString()),
        shows(
            KlaviyoFact.REPEATED_EVENT_ID_REFUSES_ALL,
            "400",
            "202",
            client -> "" + EventsTest.bulk(client, List.of("a", "a")).status()),
        shows(
            KlaviyoFact.EVENT_TIME_FROM_2000,
            "400",
            "202",
            client ->
                ""
                    + EventsTest.track(client, ADA, "m", ",\"time\":\"1995-01-01T00:00:00Z\"")
                        .status()),
        shows(
            KlaviyoFact.TEMPLATES_NEED_UNSUBSCRIBE,
            "400",
            "201",
            client -> "" + template(client, "<p>Hello</p>").status()),
        shows(
            KlaviyoFact.HTML_IS_KEPT_AS_SENT,
            "<p>\r\n</p> ",
            "<p>\n</p>",
            client -> template(client, "<p>\\r\\n</p> ").attributes().get("html").getAsString()),
        shows(
            KlaviyoFact.BACKSLASH_ESCAPES_IN_FILTERS,
            "[\"a\\\"b\"]",
            "400",
            client -> {
              client.list("a\\\"b");
              Client.Response found =
                  client.get("/api/lists?filter=" + Client.q("equals(name,\"a\\\"b\")"));
              return found.status() == 200
                  ? "["
                      + found
                          .rows()
                          .get(0)
                          .getAsJsonObject()
                          .getAsJsonObject("attributes")
                          .get("name")
                      + "]"
                  : "" + found.status();
            }),
        shows(
            KlaviyoFact.RETIRED_REVISIONS_ARE_GONE,
            "410",
            "404",
            client ->
                ""
                    + client
                        .send(client.request("/api/accounts").setHeader("revision", "2024-10-15"))
                        .status()),
        shows(KlaviyoFact.ACCESS_TOKENS_LIVE_AN_HOUR, "3600", "600", OAuthTest::lifetime),
        shows(
            KlaviyoFact.SPLIT_IDENTIFIERS_CONFLICT,
            "409 Ada / Zoe",
            "200 A. / Zoe",
            KlaviyoSwitchesTest::split),
        shows(
            KlaviyoFact.DOUBLE_OPT_IN_JOINS_LATER,
            "0 then 1",
            "1 then 1",
            client -> {
              String list = doubleOptIn(client);
              client.person("{\"email\":\"" + ADA + "\"}");
              ConsentTest.subscribe(client, List.of(ADA), list, false, "");
              String members = "/api/lists/" + list + "/profiles";
              int before = client.walk(members).size();
              client.post("/__sandbox/confirm?email=" + ADA, "");
              return before + " then " + client.walk(members).size();
            }),
        shows(
            KlaviyoFact.ASKING_LIFTS_SUPPRESSIONS,
            "true",
            "false",
            client -> {
              String list = doubleOptIn(client);
              String ada = client.person("{\"email\":\"" + ADA + "\"}");
              ConsentTest.unsubscribe(client, ADA, "");
              ConsentTest.subscribe(client, List.of(ADA), list, false, "");
              return client.email(ada).get("can_receive_email_marketing").getAsString();
            }),
        shows(
            KlaviyoFact.SUPPRESSION_MAKES_PEOPLE,
            "1 person, 0 skipped",
            "0 person, 1 skipped",
            client -> {
              String path =
                  "/api/profile-suppression-bulk-create-jobs/"
                      + ConsentTest.suppression(client, "create", ADA).id();
              int people = client.walk("/api/profiles").size();
              return people
                  + " person, "
                  + client.get(path).attributes().get("skipped_count")
                  + " skipped";
            }),
        shows(
            KlaviyoFact.EVENTS_DROP_TEST_ADDRESSES,
            "202, 0 kept",
            "202, 2 kept",
            client -> {
              int status = EventsTest.track(client, "ada@example.com", "m", "").status();
              EventsTest.track(client, "a".repeat(60) + "@" + "b".repeat(40) + ".net", "m", "");
              return status + ", " + client.walk("/api/events").size() + " kept";
            }),
        shows(
            KlaviyoFact.WEBHOOKS_ARE_REPEATED, "2", "1", KlaviyoSwitchesTest::toldAgainAfterAnHour),
        shows(
            KlaviyoFact.SEGMENTS_DENY_WHAT_IS_ABSENT,
            "1",
            "0",
            client ->
                members(
                    client,
                    "properties['absent']",
                    "tea",
                    "{\"type\":\"string\",\"operator\":\"not-equals\",\"value\":\"tea\"}")),
        shows(
            KlaviyoFact.NULL_PRINTS_NOTHING,
            "[] [there]",
            "[None] [there]",
            client ->
                rendered(client, "[{{ n.a }}] [{{ n.a|default:'there' }}]", "{'n':{'a':null}}")),
        shows(
            KlaviyoFact.DATES_ARE_MOMENTS,
            "31.01. no",
            " text",
            client -> {
              client.person("{\"email\":\"" + ADA + "\",\"properties\":{\"d\":\"2026-01-31\"}}");
              return client.sandbox.render(
                  "{{ person.d|date:'d.m.' }} {% if person.d == '2026-01-31' %}text{% else %}no{%"
                      + " endif %}",
                  ADA);
            }),
        shows(
            KlaviyoFact.BACKSLASH_ESCAPES_IN_TEMPLATES,
            "it's",
            "it\\'s",
            client -> rendered(client, "{{ x|default:'it\\\\'s'|safe }}", "{}")),
        shows(
            KlaviyoFact.ABSENT_LOOKUP_IS_NONE,
            "none",
            "text",
            client -> {
              client.person("{\"email\":\"" + ADA + "\"}");
              return client.sandbox.render(
                  "{% if person|lookup:'x' is None %}none{% else %}text{% endif %}", ADA);
            }));
  }

  private static String split(Client client) {
    String ada = client.person("{\"email\":\"" + ADA + "\",\"first_name\":\"Ada\"}");
    String zoe = client.person("{\"phone_number\":\"+14155550100\",\"first_name\":\"Zoe\"}");
    int status =
        client
            .post(
                "/api/profile-import",
                Client.profile(
                    "{\"email\":\""
                        + ADA
                        + "\",\"phone_number\":\"+14155550100\",\"first_name\":\"A.\"}"))
            .status();
    return status + " " + firstName(client, ada) + " / " + firstName(client, zoe);
  }

  private static String firstName(Client client, String id) {
    return client.get("/api/profiles/" + id).attributes().get("first_name").getAsString();
  }

  private static String doubleOptIn(Client client) {
    return client
        .post(
            "/api/lists",
            "{\"data\":{\"type\":\"list\",\"attributes\":{\"name\":\"Fans\",\"opt_in_process\":\"double_opt_in\"}}}")
        .id();
  }

  /** A stored template, rendered with this context, its quotes single. */
  private static String rendered(Client client, String html, String context) {
    String id = template(client, html).id();
    return client
        .post(
            "/api/template-render",
            "{\"data\":{\"type\":\"template\",\"id\":\""
                + id
                + "\",\"attributes\":{\"context\":"
                + context.replace('\'', '"')
                + "}}}")
        .attributes()
        .get("html")
        .getAsString();
  }

  /** How often an endpoint that always fails hears of one opt-out. */
  private static String toldAgainAfterAnHour(Client client) {
    AtomicInteger heard = new AtomicInteger();
    try {
      HttpServer endpoint =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      endpoint.createContext(
          "/hook",
          exchange -> {
            heard.incrementAndGet();
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
          });
      endpoint.start();
      client.post(
          "/api/webhooks",
          ("{'data':{'type':'webhook','attributes':{'name':'w','endpoint_url':'http://127.0.0.1:"
                  + endpoint.getAddress().getPort()
                  + "/hook','secret_key':'a secret of 16 letters'},'relationships':{'webhook-topics':"
                  + "{'data':[{'type':'webhook-topic',"
                  + "'id':'event:klaviyo.unsubscribed_from_email_marketing'}]}}}}")
              .replace('\'', '"'));
      client.person("{\"email\":\"" + ADA + "\"}");
      client.post("/__sandbox/unsubscribe?email=" + ADA, "");
      client.post("/__sandbox/deliver", "");
      client.clock.forward(90);
      client.post("/__sandbox/deliver", "");
      endpoint.stop(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return heard.toString();
  }

  private static String members(Client client, String value, String filter) {
    return members(client, "properties['p']", value, filter);
  }

  /** How many are in a segment by a property; one person is there, whose p has this value. */
  private static String members(Client client, String property, String value, String filter) {
    client.person("{\"email\":\"" + ADA + "\",\"properties\":{\"p\":\"" + value + "\"}}");
    String segment =
        client
            .post(
                "/api/segments",
                "{\"data\":{\"type\":\"segment\",\"attributes\":{\"name\":\"s\",\"definition\":{\"condition_groups\":[{\"conditions\":["
                    + "{\"type\":\"profile-property\",\"property\":\""
                    + property
                    + "\",\"filter\":"
                    + filter
                    + "}]}]}}}}")
            .id();
    return "" + client.walk("/api/segments/" + segment + "/profiles").size();
  }

  private static String updated(Client client) {
    client.person("{\"email\":\"" + ADA + "\"}");
    client.clock.forward(60);
    ConsentTest.unsubscribe(client, ADA, "");
    return ""
        + client
            .walk("/api/profiles?filter=" + Client.q("greater-than(updated,2026-11-23T10:00:30Z)"))
            .size();
  }

  private static Client.Response template(Client client, String html) {
    return client.post(
        "/api/templates",
        "{\"data\":{\"type\":\"template\",\"attributes\":{\"name\":\"t\",\"editor_type\":\"CODE\","
            + "\"html\":\""
            + html
            + "\"}}}");
  }

  private static Case shows(
      KlaviyoFact fact, String on, String off, Function<Client, String> question) {
    return new Case(fact, on, off, switches -> answer(switches, question));
  }

  private static String answer(Switches switches, Function<Client, String> question) {
    try (Client client = new Client(false, Optional.empty(), Duration.ZERO, switches)) {
      return question.apply(client);
    }
  }
}
