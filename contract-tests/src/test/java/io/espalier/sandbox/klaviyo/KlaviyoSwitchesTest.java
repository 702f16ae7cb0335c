package io.espalier.sandbox.klaviyo;

import io.espalier.sandbox.SandboxProvider;
import io.espalier.sandbox.SwitchContract;
import io.espalier.sandbox.Switches;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
            KlaviyoFact.ABSENT_LOOKUP_IS_NONE,
            "none",
            "text",
            client -> {
              client.person("{\"email\":\"" + ADA + "\"}");
              return client.sandbox.render(
                  "{% if person|lookup:'x' is None %}none{% else %}text{% endif %}", ADA);
            }));
  }

  /** How many are in a segment by a property of this value. */
  private static String members(Client client, String value, String filter) {
    client.person("{\"email\":\"" + ADA + "\",\"properties\":{\"p\":\"" + value + "\"}}");
    String segment =
        client
            .post(
                "/api/segments",
                "{\"data\":{\"type\":\"segment\",\"attributes\":{\"name\":\"s\",\"definition\":{\"condition_groups\":[{\"conditions\":["
                    + "{\"type\":\"profile-property\",\"property\":\"properties['p']\",\"filter\":"
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
