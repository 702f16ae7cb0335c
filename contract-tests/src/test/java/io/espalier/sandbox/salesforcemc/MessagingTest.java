package io.espalier.sandbox.salesforcemc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.official.SalesforceContract;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactional email: definitions, messages, and what becomes of each. */
class MessagingTest {
  private static final String DEFINITIONS = "messaging/v1/email/definitions/";
  private static final String MESSAGES = "messaging/v1/email/messages/";

  private final Wire wire = Wire.fresh();
  private String list = "";

  @BeforeEach
  void fill() {
    list = wire.retrieve("List", "CustomerKey", "ListName", "All Subscribers").get(0);
    wire.soap(
        "<CreateRequest><Objects xsi:type=\"DataExtension\"><CustomerKey>orders</CustomerKey>"
            + "<Name>Orders</Name><Fields>"
            + Wire.field("SubscriberKey", "Text", "<MaxLength>254</MaxLength>", true, false)
            + Wire.field("EmailAddress", "EmailAddress", "", true, false)
            + Wire.field("Order", "Number", "", true, false)
            + "</Fields></Objects></CreateRequest>");
    asset("thanks", "Order %%Order%%", "<p>Thanks, %%=v([SubscriberKey])=%%</p>");
  }

  @AfterEach
  void stop() {
    wire.close();
  }

  private HttpResponse<String> get(String path) {
    return call("GET", path, "");
  }

  private HttpResponse<String> post(String path, String body) {
    return call("POST", path, body);
  }

  /** Every answer fits the vendor's contract, where that lies beside the project. */
  private HttpResponse<String> call(String method, String path, String body) {
    HttpResponse<String> reply = wire.send(method, path, body);
    if (path.startsWith("messaging/")) {
      assertEquals(
          List.of(),
          SalesforceContract.wrong(method, "/" + path, reply.statusCode(), reply.body()),
          reply.body());
    }
    return reply;
  }

  private void asset(String key, String subject, String html) {
    JsonObject asset = new JsonObject();
    asset.addProperty("name", key);
    asset.addProperty("customerKey", key);
    asset.add("assetType", Wire.parse("{\"id\":208}"));
    JsonObject views = new JsonObject();
    for (String[] view : new String[][] {{"html", html}, {"subjectline", subject}}) {
      JsonObject content = new JsonObject();
      content.addProperty("content", view[1]);
      views.add(view[0], content);
    }
    asset.add("views", views);
    assertEquals(201, post("asset/v1/content/assets", asset.toString()).statusCode());
  }

  private String definition(String key, String asset, String more) {
    return "{\"definitionKey\":\""
        + key
        + "\",\"name\":\""
        + key
        + "\",\"content\":{\"customerKey\":\""
        + asset
        + "\"},\"subscriptions\":{\"list\":\""
        + list
        + "\""
        + more
        + "}}";
  }

  private void define(String key, String asset, String more) {
    HttpResponse<String> made = post(DEFINITIONS, definition(key, asset, more));
    assertEquals(201, made.statusCode(), made.body());
  }

  private HttpResponse<String> send(String messageKey, String recipient) {
    return post(
        MESSAGES + messageKey, "{\"definitionKey\":\"order\",\"recipient\":" + recipient + "}");
  }

  private static String to(String contact, String address, String order) {
    return "{\"contactKey\":\""
        + contact
        + "\",\"to\":\""
        + address
        + "\",\"attributes\":{\"Order\":\""
        + order
        + "\"}}";
  }

  private String fate(String messageKey) {
    JsonObject status = Wire.json(get(MESSAGES + messageKey));
    JsonObject info = status.getAsJsonObject("info");
    String event = status.get("eventCategoryType").getAsString();
    return event.substring(event.indexOf('.') + 1)
        + (info.has("statusCode") ? " " + info.get("statusCode") : "");
  }

  private String fateOf(String recipient) {
    String key = "m" + serial++;
    HttpResponse<String> accepted = send(key, recipient);
    assertEquals(202, accepted.statusCode(), accepted.body());
    wire.clock.forward(Duration.ofSeconds(1));
    return fate(key);
  }

  private int serial;

  @Test
  void definitionIsCheckedAndUniqueAndErrorsSpellTheirCodeAnotherWay() {
    define("order", "thanks", ",\"dataExtension\":\"orders\"");
    HttpResponse<String> again = post(DEFINITIONS, definition("order", "thanks", ""));
    assertEquals(409, again.statusCode());
    assertTrue(Wire.json(again).has("errorCode"));
    assertFalse(Wire.json(again).has("errorcode"));
    for (String bad :
        new String[] {
          definition("o2", "nothing", ""),
          definition("o2", "thanks", ",\"dataExtension\":\"nothing\""),
          definition("o2", "thanks", "").replace(list, "nothing"),
          definition("o2", "thanks", "").replace("\"name\"", "\"title\""),
          "{\"definitionKey\":\"o2\",\"name\":\"o2\"}"
        }) {
      assertEquals(400, post(DEFINITIONS, bad).statusCode(), bad);
    }
    JsonObject held = Wire.json(get(DEFINITIONS + "order"));
    assertEquals("Active", held.get("status").getAsString());
    assertEquals(
        "true", held.getAsJsonObject("subscriptions").get("autoAddSubscriber").getAsString());
    HttpResponse<String> changed =
        call("PATCH", DEFINITIONS + "order", "{\"status\":\"inactive\"}");
    assertEquals("Inactive", Wire.json(changed).get("status").getAsString());
    assertEquals(
        "Success",
        Wire.json(call("DELETE", DEFINITIONS + "order", "")).get("message").getAsString());
    assertEquals(404, get(DEFINITIONS + "order").statusCode());
  }

  @Test
  void countOfAListIsOfPages() {
    for (String key : new String[] {"a", "b", "c"}) {
      define(key, "thanks", "");
    }
    JsonObject all = Wire.json(get(DEFINITIONS));
    assertEquals(1, all.get("count").getAsInt());
    assertEquals(3, all.getAsJsonArray("definitions").size());
    JsonObject last = Wire.json(get(DEFINITIONS + "?$pageSize=2&$page=2"));
    assertEquals(2, last.get("count").getAsInt());
    assertEquals(1, last.getAsJsonArray("definitions").size());
  }

  @Test
  void messageIsAcceptedFirstThenSentAndLeavesItsRowAndItsSubscriber() {
    define("order", "thanks", ",\"dataExtension\":\"orders\"");
    HttpResponse<String> accepted = send("m", to("ada", "ada@example.com", "7"));
    assertEquals(202, accepted.statusCode(), accepted.body());
    assertEquals("EmailQueued", fate("m"));
    assertEquals(0, rows());
    wire.clock.forward(Duration.ofSeconds(1));
    assertEquals("EmailSent", fate("m"));
    assertEquals(1, rows());
    JsonObject shown =
        Wire.parse(get("__sandbox/messages").body()).getAsJsonArray().get(0).getAsJsonObject();
    assertEquals("Order 7", shown.get("subject").getAsString());
    assertEquals("<p>Thanks, ada</p>", shown.get("html").getAsString());
    assertEquals(
        "[Active]", wire.retrieve("Subscriber", "Status", "SubscriberKey", "ada").toString());
    assertEquals(
        "[ada]", wire.retrieve("SentEvent", "SubscriberKey", "SubscriberKey", "ada").toString());
  }

  private int rows() {
    return Wire.json(get("data/v1/customobjectdata/key/orders/rowset")).get("count").getAsInt();
  }

  @Test
  void whatIsNotSentSaysWhyByTheVendorsCodes() {
    define("order", "thanks", ",\"dataExtension\":\"orders\"");
    assertEquals("EmailSent", fateOf(to("ada", "ada@example.com", "1")));
    wire.act("unsubscribe?email=ada@example.com");
    assertEquals("EmailNotSent 1", fateOf(to("ada", "ada@example.com", "2")));
    assertEquals("EmailSent", fateOf(to("bob", "bob@example.com", "1")));
    for (int i = 0; i < 3; i++) {
      wire.act("bounce?email=bob@example.com");
    }
    assertEquals("EmailNotSent 2", fateOf(to("bob", "bob@example.com", "2")));
    assertEquals("EmailNotSent 4", fateOf(to("eve", "", "1")));
    assertEquals("EmailNotSent 5", fateOf(to("eve", "nobody", "1")));
    assertEquals("EmailNotSent 19", fateOf(to("eve", "eve@example.com", "")));
    assertEquals("EmailNotSent 20", fateOf(to("eve", "eve@example.com", "many")));
    JsonObject all = Wire.json(get(MESSAGES + "?type=notSent&$pageSize=2"));
    assertEquals(2, all.getAsJsonArray("messages").size());
    assertEquals(3, all.get("count").getAsInt());
    JsonArray next =
        Wire.json(get(MESSAGES + "?type=notSent&lastEventId=" + all.get("lastEventID")))
            .getAsJsonArray("messages");
    assertEquals(4, next.size());
    assertEquals(4, next.get(0).getAsJsonObject().get("statusCode").getAsInt());
    assertEquals(400, get(MESSAGES).statusCode());
  }

  @Test
  void scriptThatFailsIsNotSentWithItsOwnCode() {
    asset("raise", "s", "%%[ RaiseError('no stock', true) ]%%");
    asset("wrong", "s", "%%=Add('x',1)=%%");
    asset("silent", "", "html");
    for (String[] each : new String[][] {{"raise", "111"}, {"wrong", "100"}, {"silent", "127"}}) {
      call("DELETE", DEFINITIONS + "order", "");
      define("order", each[0], "");
      assertEquals("EmailNotSent " + each[1], fateOf(to("ada", "ada@example.com", "1")), each[0]);
    }
  }

  @Test
  void subscribersAreAddedAndBroughtUpToDateOnlyWhereTheDefinitionSaysSo() {
    define("order", "thanks", ",\"autoAddSubscriber\":false,\"updateSubscriber\":false");
    assertEquals("EmailNotSent 13", fateOf(to("ada", "ada@example.com", "1")));
    wire.soap(
        "<CreateRequest><Options/><Objects xsi:type=\"Subscriber\"><EmailAddress>ada@example.com"
            + "</EmailAddress><SubscriberKey>ada</SubscriberKey></Objects></CreateRequest>");
    assertEquals("EmailSent", fateOf(to("ada", "ada@example.com", "1")));
    assertEquals("EmailNotSent 13", fateOf(to("ada", "other@example.com", "1")));
    call(
        "PATCH",
        DEFINITIONS + "order",
        "{\"subscriptions\":{\"list\":\"" + list + "\",\"updateSubscriber\":true}}");
    assertEquals("EmailSent", fateOf(to("ada", "other@example.com", "1")));
    assertEquals(
        "[other@example.com]",
        wire.retrieve("Subscriber", "EmailAddress", "SubscriberKey", "ada").toString());
  }

  @Test
  void messagesOfAnInactiveDefinitionWaitForThreeDays() {
    define("order", "thanks", "");
    call("PATCH", DEFINITIONS + "order", "{\"status\":\"Inactive\"}");
    send("m", to("ada", "ada@example.com", "1"));
    send("late", to("bob", "bob@example.com", "1"));
    wire.clock.forward(Duration.ofSeconds(90));
    JsonObject queue = Wire.json(get(DEFINITIONS + "order/queue"));
    assertEquals(2, queue.get("count").getAsInt());
    assertEquals(90, queue.get("ageSeconds").getAsInt());
    assertEquals("EmailQueued", fate("m"));
    wire.clock.forward(Duration.ofDays(3));
    wire.logIn();
    assertEquals("EmailNotSent", fate("m"));
    send("x", to("ada", "ada@example.com", "1"));
    assertEquals(200, call("DELETE", DEFINITIONS + "order/queue", "").statusCode());
    assertEquals(400, get(MESSAGES + "x").statusCode());
    send("y", to("ada", "ada@example.com", "1"));
    call("PATCH", DEFINITIONS + "order", "{\"status\":\"Active\"}");
    wire.clock.forward(Duration.ofSeconds(1));
    assertEquals("EmailSent", fate("y"));
    assertEquals(400, call("DELETE", DEFINITIONS + "order/queue", "").statusCode());
  }

  @Test
  void manyAreSentAtOnceAndNoKeyIsUsedTwice() {
    define("order", "thanks", "");
    String two =
        "{\"definitionKey\":\"order\",\"attributes\":{\"Order\":\"5\"},\"recipients\":["
            + "{\"contactKey\":\"ada\",\"to\":\"ada@example.com\",\"messageKey\":\"a\"},"
            + "{\"contactKey\":\"bob\",\"to\":\"bob@example.com\"}]}";
    JsonObject accepted = Wire.json(post(MESSAGES, two));
    assertEquals(2, accepted.getAsJsonArray("responses").size());
    assertEquals(0, accepted.get("errorcode").getAsInt());
    assertEquals(400, post(MESSAGES, two).statusCode());
    assertEquals(
        400,
        post(
                MESSAGES,
                two.replace("\"a\"}", "\"b\"}")
                    .replace("bob@example.com\"", "b@b.de\",\"messageKey\":\"b\""))
            .statusCode());
    assertEquals(400, post(MESSAGES, two.replace("recipients", "people")).statusCode());
    wire.clock.forward(Duration.ofSeconds(1));
    assertEquals("EmailSent", fate("a"));
  }

  @Test
  void messagesSurviveARestartAndNeedTheirScope() {
    define("order", "thanks", "");
    send("m", to("ada", "ada@example.com", "1"));
    try (Wire again = wire.restarted()) {
      again.clock.forward(Duration.ofSeconds(1));
      assertTrue(again.get(MESSAGES + "m").body().contains("EmailSent"));
    }
    wire.logIn(Optional.of("email_read"));
    assertEquals(200, get(DEFINITIONS).statusCode());
    assertEquals(403, send("n", to("ada", "ada@example.com", "1")).statusCode());
  }
}
