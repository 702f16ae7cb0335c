package io.espalier.sandbox.salesforcemc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContactsTest {
  private final Wire wire = Wire.fresh();

  @BeforeEach
  void people() {
    wire.createProfiles();
    wire.upsert(
        "[{\"Key\":\"a\",\"Email\":\"a@example.com\"},{\"Key\":\"b\",\"Email\":\"b@example.com\"}]");
  }

  @AfterEach
  void stop() {
    wire.close();
  }

  private String send() {
    return wire.act("send?extension=people").body();
  }

  private List<String> status(String key) {
    return wire.retrieve("Subscriber", "Status", "SubscriberKey", key);
  }

  private int delete(String body) {
    return wire.post("contacts/v1/contacts/actions/delete?type=keys", body).statusCode();
  }

  private void delete() {
    assertEquals(
        200, delete("{\"values\":[\"A\"],\"deleteOperationType\":\"ContactAndAttributes\"}"));
  }

  private long rows(String extension) {
    return Wire.json(wire.get("data/v1/customobjectdata/key/" + extension + "/rowset"))
        .get("count")
        .getAsLong();
  }

  @Test
  void aSendMakesActiveSubscribersOfWhoeverIsUnknown() {
    assertEquals(List.of(), status("a"));
    assertEquals("a@example.com\nb@example.com", send());
    assertEquals(List.of("Active"), status("a"));
  }

  @Test
  void whoIsNotActiveIsLeftOutWithoutAWord() {
    send();
    wire.act("unsubscribe?email=a@example.com");
    assertEquals("b@example.com", send());
    wire.act("complain?email=b@example.com");
    assertEquals("", send());
    assertEquals(3, wire.retrieve("NotSentEvent", "SubscriberKey", "EventType", "NotSent").size());
  }

  @Test
  void threeHardBouncesHoldAndFewerDoNot() {
    send();
    wire.act("bounce?email=a@example.com");
    wire.act("bounce?type=soft&email=a@example.com");
    wire.act("bounce?email=a@example.com");
    assertEquals(List.of("Bounced"), status("a"));
    assertTrue(send().contains("a@example.com"));
    wire.act("bounce?email=a@example.com");
    assertEquals(List.of("Held"), status("a"));
    assertEquals("b@example.com", send());
    assertEquals(4, wire.retrieve("BounceEvent", "SMTPCode", "SubscriberKey", "a").size());
  }

  @Test
  void leavingAListLeavesTheAccountAlone() {
    send();
    String list =
        Wire.one(
            wire.soap(
                "<CreateRequest><Options/><Objects xsi:type=\"List\"><ListName>News</ListName>"
                    + "<ListClassification>PublicationList</ListClassification></Objects>"
                    + "</CreateRequest>"),
            "NewID");
    wire.act("unsubscribe?list=" + list + "&email=a@example.com");
    assertEquals(List.of("Active"), status("a"));
    assertEquals(
        List.of("Unsubscribed"), wire.retrieve("ListSubscriber", "Status", "ListID", list));
    assertEquals(
        List.of("false"),
        wire.retrieve("UnsubEvent", "IsMasterUnsubscribed", "SubscriberKey", "a"));
  }

  @Test
  void logUnsubEventOptsOutAndIsTracked() {
    send();
    String request =
        "<ExecuteRequestMsg><Requests><Name>LogUnsubEvent</Name><Parameters>"
            + "<Name>SubscriberKey</Name><Value>KEY</Value></Parameters></Requests>"
            + "</ExecuteRequestMsg>";
    assertEquals("OK", Wire.one(wire.soap(request.replace("KEY", "a")), "OverallStatus"));
    assertEquals(List.of("Unsubscribed"), status("a"));
    assertEquals(
        List.of("true"), wire.retrieve("UnsubEvent", "IsMasterUnsubscribed", "SubscriberKey", "a"));
    assertEquals("Error", Wire.one(wire.soap(request.replace("KEY", "nobody")), "OverallStatus"));
  }

  @Test
  void aDeletedContactGetsNoMailAtOnceAndIsForgottenAfterTwoDaysWithItsOptOut() {
    send();
    wire.act("unsubscribe?email=a@example.com");
    delete();
    assertEquals(List.of("Unsubscribed"), status("a"));
    assertEquals("b@example.com", send());
    wire.clock.forward(Duration.ofDays(2).minusSeconds(1));
    wire.logIn();
    assertEquals(List.of("Unsubscribed"), status("a"));
    wire.clock.forward(Duration.ofSeconds(1));
    wire.logIn();
    assertEquals(List.of(), status("a"));
    assertEquals(1, rows("people"));
    wire.upsert("[{\"Key\":\"a\",\"Email\":\"a@example.com\"}]");
    assertTrue(send().contains("a@example.com"), "the opt-out is forgotten");
  }

  @Test
  void aDataExtensionThatIsNotSendableKeepsItsRows() {
    wire.soap(
        "<CreateRequest><Options/><Objects xsi:type=\"DataExtension\"><CustomerKey>plain"
            + "</CustomerKey><Name>Plain</Name><Fields>"
            + Wire.field("Key", "Text", "", true, true)
            + "</Fields></Objects></CreateRequest>");
    wire.post("hub/v1/dataevents/key:plain/rowset", "[{\"keys\":{},\"values\":{\"Key\":\"a\"}}]");
    delete();
    wire.clock.forward(Duration.ofDays(3));
    wire.logIn();
    assertEquals(1, rows("plain"));
    assertEquals(1, rows("people"));
  }

  @Test
  void aKeyDoesNotComeBackDuringTheDeletion() {
    delete();
    String create =
        "<CreateRequest><Options/><Objects xsi:type=\"Subscriber\"><EmailAddress>a@example.com"
            + "</EmailAddress><SubscriberKey>a</SubscriberKey></Objects></CreateRequest>";
    assertEquals("Error", Wire.one(wire.soap(create), "OverallStatus"));
    assertEquals("b@example.com", send());
    assertEquals(
        400,
        wire.post("contacts/v1/contacts", "{\"contactKey\":\"a\",\"attributeSets\":[]}")
            .statusCode());
    wire.clock.forward(Duration.ofDays(2));
    wire.logIn();
    assertEquals("OK", Wire.one(wire.soap(create), "OverallStatus"));
  }

  @Test
  void deletionSurvivesARestart() {
    delete();
    try (Wire again = wire.restarted()) {
      again.clock.forward(Duration.ofDays(2));
      again.logIn();
      assertEquals(
          1,
          Wire.json(again.get("data/v1/customobjectdata/key/people/rowset"))
              .get("count")
              .getAsInt());
    }
  }

  @Test
  void whatIsNotADeletionIsRefused() {
    assertEquals(400, delete("{\"values\":[],\"deleteOperationType\":\"ContactAndAttributes\"}"));
    assertEquals(400, delete("{\"values\":[\"a\"]}"));
    assertEquals(400, delete("no JSON"));
    assertEquals(404, wire.get("contacts/v1/contacts/actions/delete?type=keys").statusCode());
  }

  @Test
  void contactsAreMadeOnceWithoutASubscriber() {
    String contact =
        "{\"contactKey\":\"new\",\"attributeSets\":[{\"name\":\"Email Addresses\",\"items\":[]}]}";
    assertEquals(201, wire.post("contacts/v1/contacts", contact).statusCode());
    assertEquals(400, wire.post("contacts/v1/contacts", contact).statusCode());
    assertEquals(
        400,
        wire.post(
                "contacts/v1/contacts",
                "{\"contactKey\":\"x\",\"attributeSets\":[{\"name\":\"Shoes\"}]}")
            .statusCode());
    assertEquals(List.of(), status("new"));
  }
}
