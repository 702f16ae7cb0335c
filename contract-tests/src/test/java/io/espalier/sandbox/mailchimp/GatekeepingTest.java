package io.espalier.sandbox.mailchimp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.sandbox.FaultPlan;
import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What stands around every answer: headers, other methods, closed accounts, tokens, the edge. */
class GatekeepingTest {
  private final Sandbox sandbox = new MailchimpSandboxProvider().start(SandboxOptions.fresh());
  private final Client client = new Client(sandbox);

  @AfterEach
  void close() {
    sandbox.close();
  }

  private static String header(Client.Answer answer, String name) {
    return answer.whole().headers().firstValue(name).orElse("");
  }

  @Test
  void everyAnswerNamesItsSchemaAndItsRequest() {
    String list = client.newList();
    client.subscribe(list, "ada@shoppers.example.net", "{}");
    Client.Answer one = client.get(list + "/members/ada@shoppers.example.net");
    assertEquals("openresty", header(one, "Server"));
    assertEquals("application/json; charset=utf-8", header(one, "Content-Type"));
    assertEquals("Accept-Encoding", header(one, "Vary"));
    assertTrue(header(one, "X-Request-Id").matches("[0-9a-f-]{36}"));
    assertEquals(
        "<https://us1.api.mailchimp.com/schema/3.0/Lists/Members/Instance.json>;"
            + " rel=\"describedBy\"",
        header(one, "Link"));
    assertTrue(
        header(client.get(list + "/merge-fields"), "Link")
            .contains("/schema/3.0/Lists/MergeFields/Collection.json>"));
    Client.Answer none = client.get("/lists/nowhere");
    assertTrue(header(none, "Link").contains("/Definitions/ProblemDetailDocument.json>"));
    for (String limit :
        new String[] {"Retry-After", "X-RateLimit-Limit", "X-RateLimit-Remaining"}) {
      assertEquals("", header(one, limit), limit);
    }
    Client.Answer nothing =
        client.post(
            list + "/members/" + Member.hash("ada@shoppers.example.net") + "/tags", "{'tags':[]}");
    assertEquals(204, nothing.status());
    assertEquals("", nothing.text());
    assertEquals("application/json; charset=utf-8", header(nothing, "Content-Type"));
  }

  @Test
  void postMayNameAnotherMethodAndAnotherMethodMayNot() throws Exception {
    String list = client.newList();
    assertEquals(200, overridden("POST", list + "/members", "GET"));
    assertEquals(422, overridden("POST", list + "/members", "FETCH"));
    assertEquals(200, overridden("GET", list + "/members", "DELETE"));
  }

  private int overridden(String method, String path, String override) throws Exception {
    String base = sandbox.settings().get("base_url");
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(base + "/3.0" + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Authorization", Client.basic(sandbox.settings().get("api_key")))
                .header("X-HTTP-Method-Override", override)
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void closedUserIsForbiddenAndAReviewStopsWritesAlone() {
    String list = client.newList();
    client.send("POST", "/__sandbox/standing", "user-disabled");
    Client.Answer closed = client.get("/ping");
    assertEquals(403, closed.status());
    assertEquals("User Disabled", closed.at("title"));
    client.send("POST", "/__sandbox/standing", "methods-disabled");
    assertEquals(200, client.get(list).status());
    Client.Answer stopped = client.subscribe(list, "ada@shoppers.example.net", "{}");
    assertEquals(503, stopped.status());
    assertEquals("This method has been disabled.", stopped.at("detail"));
    client.send("POST", "/__sandbox/standing", "active");
    assertEquals(200, client.subscribe(list, "ada@shoppers.example.net", "{}").status());
  }

  @Test
  void oauthTokenIsTheBearerAndItsMetadataNamesTheDatacenter() {
    String stem = sandbox.settings().get("api_key").replace("-us1", "");
    Client bearer = new Client(sandbox.settings(), "Bearer " + stem);
    assertEquals(200, bearer.get("/ping").status());
    Client.Answer metadata =
        new Client(sandbox.settings(), "OAuth " + stem).send("GET", "/oauth2/metadata", "");
    assertEquals("us1", metadata.at("dc"));
    assertEquals(sandbox.settings().get("base_url"), metadata.at("api_endpoint"));
    assertEquals(
        401,
        new Client(sandbox.settings(), "OAuth x").send("GET", "/oauth2/metadata", "").status());
  }

  @Test
  void throttlingMayBeBareAndTheEdgeMayAnswerInItsOwnForm() {
    sandbox
        .faults()
        .become(
            FaultPlan.parse(
                "bare 403 on GET /3.0/ping; edge-json 503 on GET /3.0/lists;"
                    + " throttle-silently on GET /3.0/batches",
                new SplittableRandom(1)));
    Client.Answer bare = client.get("/ping");
    assertEquals(403, bare.status());
    assertEquals("", bare.text());
    Client.Answer edge = client.get("/lists");
    assertEquals("akamai_503", edge.at("title"));
    Client.Answer busy = client.get("/batches");
    assertEquals(429, busy.status());
    assertEquals("You have exceeded the limit of 10 simultaneous connections.", busy.at("detail"));
    assertEquals("", header(busy, "Retry-After"));
  }

  @Test
  void signUpsOfAnAddressThatJoinedTooManyListsAreRefused() {
    String list = client.newList();
    client.send("POST", "/__sandbox/overuse?email=ada@shoppers.example.net", "");
    Client.Answer refused = client.subscribe(list, "ada@shoppers.example.net", "{}");
    assertEquals("Invalid Resource", refused.at("title"));
    assertEquals(
        "ada@shoppers.example.net has signed up to a lot of lists very recently; we're not allowing"
            + " more signups for now",
        refused.at("detail"));
  }
}
