package io.espalier.sandbox.salesforcemc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubscribersTest {
  private static final String UPSERT =
      "<Options><SaveOptions><SaveOption><PropertyName>*</PropertyName>"
          + "<SaveAction>UpdateAdd</SaveAction></SaveOption></SaveOptions></Options>";

  private final Wire wire = Wire.fresh();

  @AfterEach
  void stop() {
    wire.close();
  }

  private String save(String verb, String options, String more) {
    return wire.soap(
        "<"
            + verb
            + "Request>"
            + options
            + "<Objects xsi:type=\"Subscriber\"><SubscriberKey>k1</SubscriberKey>"
            + more
            + "</Objects></"
            + verb
            + "Request>");
  }

  private String status() {
    return Wire.one(
        wire.soap(
            "<RetrieveRequestMsg><RetrieveRequest><ObjectType>Subscriber</ObjectType>"
                + "<Properties>Status</Properties><Properties>SubscriberKey</Properties>"
                + "<Filter xsi:type=\"SimpleFilterPart\"><Property>SubscriberKey</Property>"
                + "<SimpleOperator>IN</SimpleOperator><Value>K1</Value><Value>k2</Value></Filter>"
                + "</RetrieveRequest></RetrieveRequestMsg>"),
        "Status");
  }

  @Test
  void secondCreateIsAlreadyOnTheList() {
    String more = "<EmailAddress>a@example.com</EmailAddress>";
    assertEquals("Created Subscriber.", Wire.one(save("Create", "", more), "StatusMessage"));
    String again = save("Create", "", more);
    assertEquals("12014", Wire.one(again, "ErrorCode"));
    assertEquals("The subscriber is already on the list", Wire.one(again, "StatusMessage"));
  }

  @Test
  void savingWithoutAStatusLeavesTheOptOut() {
    save("Create", "", "<EmailAddress>a@example.com</EmailAddress><Status>Unsubscribed</Status>");
    assertEquals("Unsubscribed", status());
    save("Create", UPSERT, "<EmailAddress>b@example.com</EmailAddress>");
    assertEquals("Unsubscribed", status());
    save("Update", UPSERT, "<Status>Active</Status>");
    assertEquals("Active", status());
  }

  @Test
  void unknownSubscriberIsUpdatedOnlyWhereAddingIsAllowed() {
    assertEquals(
        "The subscriber was not found.",
        Wire.one(save("Update", "", "<Status>Active</Status>"), "StatusMessage"));
    String more = "<EmailAddress>a@example.com</EmailAddress><Status>Active</Status>";
    assertEquals("OK", Wire.one(save("Update", UPSERT, more), "StatusCode"));
  }

  @Test
  void everyoneIsOnAllSubscribers() {
    save("Create", "", "<EmailAddress>a@example.com</EmailAddress><Status>Held</Status>");
    String lists =
        wire.soap(
            "<RetrieveRequestMsg><RetrieveRequest><ObjectType>List</ObjectType>"
                + "<Properties>ID</Properties><Properties>ListName</Properties>"
                + "</RetrieveRequest></RetrieveRequestMsg>");
    assertEquals(List.of("All Subscribers"), Wire.all(lists, "ListName"));
    String members =
        wire.soap(
            "<RetrieveRequestMsg><RetrieveRequest><ObjectType>ListSubscriber</ObjectType>"
                + "<Properties>ListID</Properties><Properties>Status</Properties>"
                + "</RetrieveRequest></RetrieveRequestMsg>");
    assertEquals(Wire.one(lists, "ID"), Wire.one(members, "ListID"));
    assertEquals("Held", Wire.one(members, "Status"));
  }
}
