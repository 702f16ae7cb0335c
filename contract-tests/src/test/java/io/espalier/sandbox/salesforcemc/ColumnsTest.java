package io.espalier.sandbox.salesforcemc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a column may be, what it may become, and what it keeps of a value. */
class ColumnsTest {
  private static final String ROWSET = "hub/v1/dataevents/key:people/rowset";
  private static final String READ = "data/v1/customobjectdata/key/people/rowset";

  private final Wire wire = Wire.fresh();

  @BeforeEach
  void create() {
    wire.createProfiles();
  }

  @AfterEach
  void stop() {
    wire.close();
  }

  private String update(String fields) {
    return wire.soap(
        "<UpdateRequest><Objects xsi:type=\"DataExtension\"><CustomerKey>people</CustomerKey>"
            + "<Fields>"
            + fields
            + "</Fields></Objects></UpdateRequest>");
  }

  private String made(String more, String fields) {
    String reply =
        wire.soap(
            "<CreateRequest><Objects xsi:type=\"DataExtension\"><Name>Other</Name>"
                + more
                + "<Fields>"
                + fields
                + "</Fields></Objects></CreateRequest>");
    return Wire.one(reply, "StatusMessage");
  }

  private String delete(String names) {
    return Wire.one(
        wire.soap(
            "<DeleteRequest><Objects xsi:type=\"DataExtension\"><CustomerKey>people</CustomerKey>"
                + "<Fields>"
                + names
                + "</Fields></Objects></DeleteRequest>"),
        "StatusMessage");
  }

  private void row(String values) {
    assertEquals(
        200,
        wire.post(ROWSET, "[{\"keys\":{\"Key\":\"a\"},\"values\":{" + values + "}}]").statusCode());
  }

  private String cell(String column) {
    JsonObject page = Wire.json(wire.get(READ));
    return page.getAsJsonArray("items")
        .get(0)
        .getAsJsonObject()
        .getAsJsonObject("values")
        .get(column)
        .getAsString();
  }

  @Test
  void precisionAndScaleOfADecimalAreForEver() {
    assertEquals(
        "Precision and scale of field Spent cannot be changed.",
        Wire.one(
            update("<Field><Name>Spent</Name><MaxLength>12</MaxLength></Field>"), "StatusMessage"));
    assertEquals(
        "Precision and scale of field Spent cannot be changed.",
        Wire.one(update("<Field><Name>Spent</Name><Scale>3</Scale></Field>"), "StatusMessage"));
  }

  @Test
  void primaryKeyIsNeitherGivenNorTakenNorAddedToRows() {
    assertEquals(
        "The primary key cannot be changed: field Email.",
        Wire.one(
            update("<Field><Name>Email</Name><IsPrimaryKey>true</IsPrimaryKey></Field>"),
            "StatusMessage"));
    row("\"Country\":\"PT\"");
    assertEquals(
        "The primary key field Also cannot be added to a data extension that has rows.",
        Wire.one(update(Wire.field("Also", "Text", "", true, true)), "StatusMessage"));
    assertEquals(
        "The primary key field K must be required.",
        made("", Wire.field("K", "Text", "", false, true)));
  }

  @Test
  void oneColumnGoesAtATimeAndNoneOfARelationship() {
    assertEquals(
        "Only one field can be deleted at a time.",
        delete("<Field><Name>Born</Name></Field><Field><Name>Vip</Name></Field>"));
    assertEquals(
        "The field Key is a primary key or in a relationship.",
        delete("<Field><Name>Key</Name></Field>"));
    row("\"Vip\":true");
    assertEquals("Data Extension Fields deleted", delete("<Field><Name>Vip</Name></Field>"));
    assertTrue(!wire.get(READ).body().contains("\"vip\""));
  }

  @Test
  void linkOfASendableOneIsTextAddressOrPhone() {
    String link =
        "<IsSendable>true</IsSendable>"
            + "<SendableDataExtensionField><Name>N</Name></SendableDataExtensionField>"
            + "<SendableSubscriberField><Name>Subscriber Key</Name></SendableSubscriberField>";
    assertEquals(
        "The SendableDataExtensionField [N] must be of type Text, EmailAddress or Phone.",
        made(link, Wire.field("N", "Number", "", false, false)));
    assertEquals(
        "The SendableDataExtensionField [N] is not a field of it.",
        made(link, Wire.field("M", "Text", "", false, false)));
    assertEquals("Data Extension created.", made(link, Wire.field("N", "Phone", "", false, false)));
  }

  @Test
  void everyRowHasAHiddenKey() {
    row("\"Country\":\"PT\"");
    String rows =
        wire.soap(
            "<RetrieveRequestMsg><RetrieveRequest>"
                + "<ObjectType>DataExtensionObject[people]</ObjectType>"
                + "<Properties>_CustomObjectKey</Properties></RetrieveRequest></RetrieveRequestMsg>");
    assertTrue(Wire.one(rows, "Value").matches("[0-9]+"), rows);
  }

  @Test
  void momentsAreCentralStandardTimeInSummerTooAndWithoutAnOffset() {
    Instant summer = Instant.parse("2027-07-01T12:00:00Z");
    wire.clock.forward(java.time.Duration.between(wire.clock.instant(), summer));
    wire.logIn();
    wire.soap(
        "<CreateRequest><Objects xsi:type=\"DataExtension\"><CustomerKey>summer</CustomerKey>"
            + "<Name>Summer</Name><Fields>"
            + Wire.field("A", "Text", "", false, false)
            + "</Fields></Objects></CreateRequest>");
    assertEquals(
        List.of("2027-07-01T06:00:00.000"),
        wire.retrieve("DataExtension", "CreatedDate", "CustomerKey", "summer"));
  }

  @Test
  void dateIsKeptInThreeHundredthsOfASecondSoThatADaysLastMillisecondIsTheNextDay() {
    row("\"Born\":\"2026-05-01T23:59:59.999\"");
    assertEquals("5/2/2026 12:00:00 AM", cell("born"));
    row("\"Born\":\"2026-05-01T23:59:59.998\"");
    assertEquals("5/1/2026 11:59:59 PM", cell("born"));
    assertEquals(
        400,
        wire.post(
                ROWSET,
                "[{\"keys\":{\"Key\":\"b\"},\"values\":{\"Born\":\"9999-12-31T23:59:59.999\"}}]")
            .statusCode());
  }

  @Test
  void columnWithoutAValueTakesItsDefaultAndAnEmptyNumberIsNone() {
    assertEquals(
        "OK",
        Wire.one(
            update(Wire.field("Tier", "Text", "<DefaultValue>new</DefaultValue>", false, false)),
            "StatusCode"));
    row("\"Spent\":\"\"");
    assertEquals("new", cell("tier"));
    assertEquals("", cell("spent"));
  }
}
