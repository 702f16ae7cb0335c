package io.espalier.sandbox.salesforcemc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DefinitionsTest {
  private final Wire wire = Wire.fresh();

  @BeforeEach
  void create() {
    wire.createProfiles();
  }

  @AfterEach
  void stop() {
    wire.close();
  }

  private String retrieve(String type, String filter, String... properties) {
    StringBuilder body =
        new StringBuilder(
            "<RetrieveRequestMsg><RetrieveRequest><ObjectType>" + type + "</ObjectType>");
    for (String property : properties) {
      body.append("<Properties>").append(property).append("</Properties>");
    }
    return wire.soap(body + filter + "</RetrieveRequest></RetrieveRequestMsg>");
  }

  private static String equal(String property, String value) {
    return "<Filter xsi:type=\"SimpleFilterPart\"><Property>"
        + property
        + "</Property><SimpleOperator>equals</SimpleOperator><Value>"
        + value
        + "</Value></Filter>";
  }

  private String update(String more) {
    return wire.soap(
        "<UpdateRequest><Objects xsi:type=\"DataExtension\"><CustomerKey>people</CustomerKey>"
            + more
            + "</Objects></UpdateRequest>");
  }

  private String updateField(String field) {
    return update("<Fields>" + field + "</Fields>");
  }

  @Test
  void sendableLinkIsReadBackInItsOtherSpelling() {
    String reply =
        retrieve(
            "DataExtension",
            equal("CustomerKey", "people"),
            "Name",
            "ObjectID",
            "SendableSubscriberField.Name",
            "SendableDataExtensionField.Name");
    assertEquals(List.of("People", "Key", "_SubscriberKey"), Wire.all(reply, "Name"));
  }

  @Test
  void sendableLinkInTheSpellingOfARetrieveIsRefused() {
    String reply =
        wire.soap(
            "<CreateRequest><Objects xsi:type=\"DataExtension\"><CustomerKey>b</CustomerKey>"
                + "<Name>B</Name><IsSendable>true</IsSendable>"
                + "<SendableDataExtensionField><Name>Key</Name></SendableDataExtensionField>"
                + "<SendableSubscriberField><Name>_SubscriberKey</Name></SendableSubscriberField>"
                + "<Fields>"
                + Wire.field("Key", "Text", "", true, true)
                + "</Fields></Objects></CreateRequest>");
    assertEquals("Error", Wire.one(reply, "OverallStatus"));
    assertEquals(
        "The SendableSubscriberField [_SubscriberKey] is not valid.",
        Wire.one(reply, "StatusMessage"));
  }

  @Test
  void nameIsUniqueAndTheBatchGoesOn() {
    String reply =
        wire.soap(
            "<CreateRequest><Objects xsi:type=\"DataExtension\"><Name>people</Name><Fields>"
                + Wire.field("A", "Text", "", false, false)
                + "</Fields></Objects><Objects xsi:type=\"DataExtension\"><Name>Other</Name><Fields>"
                + Wire.field("A", "Text", "", false, false)
                + "</Fields></Objects></CreateRequest>");
    assertEquals(List.of("Error", "OK"), Wire.all(reply, "StatusCode"));
    assertEquals("310007", Wire.one(reply, "ErrorCode"));
    assertEquals(
        "A data extension named people already exists.", Wire.all(reply, "StatusMessage").get(0));
    assertEquals("Has Errors", Wire.one(reply, "OverallStatus"));
  }

  @Test
  void columnsAreAddedAndGrowAndNothingElse() {
    assertEquals(
        "OK",
        Wire.one(
            updateField("<Field><Name>Tier</Name><FieldType>Text</FieldType></Field>"),
            "StatusCode"));
    assertEquals(
        "OK",
        Wire.one(
            updateField("<Field><Name>country</Name><MaxLength>60</MaxLength></Field>"),
            "StatusCode"));
    assertEquals(
        "The MaxLength of field Country cannot be reduced.",
        Wire.one(
            updateField("<Field><Name>Country</Name><MaxLength>59</MaxLength></Field>"),
            "StatusMessage"));
    assertEquals(
        "The FieldType of field Country cannot be changed.",
        Wire.one(
            updateField("<Field><Name>Country</Name><FieldType>Number</FieldType></Field>"),
            "StatusMessage"));
    assertEquals(
        "The nullable field Country cannot be made required.",
        Wire.one(
            updateField("<Field><Name>Country</Name><IsRequired>true</IsRequired></Field>"),
            "StatusMessage"));
    String fields =
        retrieve(
            "DataExtensionField",
            equal("DataExtension.CustomerKey", "people"),
            "Name",
            "MaxLength",
            "FieldType",
            "IsPrimaryKey");
    assertEquals(
        List.of("Key", "Email", "Country", "Spent", "Born", "Vip", "Tier"),
        Wire.all(fields, "Name"));
    assertEquals(List.of("20", "254", "60", "10", "50"), Wire.all(fields, "MaxLength"));
  }

  @Test
  void requiredColumnNeedsADefaultOnceThereAreRows() {
    wire.post(
        "hub/v1/dataevents/key:people/rowset",
        "[{\"keys\":{\"Key\":\"a\"},\"values\":{\"Country\":\"PT\"}}]");
    assertEquals(
        "The required field Tier needs a default value, for the data extension has rows.",
        Wire.one(updateField(Wire.field("Tier", "Text", "", true, false)), "StatusMessage"));
    String defaulted = "<DefaultValue>none</DefaultValue>";
    assertEquals(
        "OK",
        Wire.one(updateField(Wire.field("Tier", "Text", defaulted, true, false)), "StatusCode"));
    JsonObject rows = Wire.json(wire.get("data/v1/customobjectdata/key/people/rowset"));
    assertEquals(
        "none",
        rows.getAsJsonArray("items")
            .get(0)
            .getAsJsonObject()
            .getAsJsonObject("values")
            .get("tier")
            .getAsString());
  }

  @Test
  void foldersStandInATree() {
    String root =
        Wire.one(
            retrieve(
                "DataFolder",
                "<Filter xsi:type=\"ComplexFilterPart\"><LeftOperand xsi:type=\"SimpleFilterPart\">"
                    + "<Property>ContentType</Property><SimpleOperator>equals</SimpleOperator>"
                    + "<Value>dataextension</Value></LeftOperand>"
                    + "<LogicalOperator>AND</LogicalOperator>"
                    + "<RightOperand xsi:type=\"SimpleFilterPart\"><Property>Name</Property>"
                    + "<SimpleOperator>equals</SimpleOperator><Value>Data Extensions</Value>"
                    + "</RightOperand></Filter>",
                "ID"),
            "ID");
    String create =
        "<CreateRequest><Objects xsi:type=\"DataFolder\"><Name>Espalier</Name>"
            + "<ContentType>dataextension</ContentType><ParentFolder><ID>"
            + root
            + "</ID></ParentFolder></Objects></CreateRequest>";
    String reply = wire.soap(create);
    assertEquals("OK", Wire.one(reply, "OverallStatus"));
    assertEquals("Error", Wire.one(wire.soap(create), "OverallStatus"));
    String found = retrieve("DataFolder", equal("ParentFolder.ID", root), "ID", "Name");
    assertEquals("Espalier", Wire.one(found, "Name"));
    assertEquals(Wire.one(reply, "NewID"), Wire.one(found, "ID"));
  }

  @Test
  void unknownPropertyIsNamed() {
    String reply = retrieve("DataExtension", "", "Name", "Colour");
    assertEquals(
        "Error: The Request Property(s) Colour do not match with the fields of DataExtension"
            + " retrieve",
        Wire.one(reply, "OverallStatus"));
  }

  @Test
  void clearDataLeavesTheDefinition() {
    wire.post(
        "hub/v1/dataevents/key:people/rowset",
        "[{\"keys\":{\"Key\":\"a\"},\"values\":{\"Country\":\"PT\"}}]");
    String reply =
        wire.soap(
            "<PerformRequestMsg><Action>ClearData</Action><Definitions>"
                + "<Definition xsi:type=\"DataExtension\"><CustomerKey>people</CustomerKey>"
                + "</Definition></Definitions></PerformRequestMsg>");
    assertTrue(reply.contains("<Results><Result><StatusCode>OK</StatusCode>"), reply);
    JsonObject rows = Wire.json(wire.get("data/v1/customobjectdata/key/people/rowset"));
    assertEquals(0, rows.get("count").getAsInt());
    assertEquals(false, rows.has("items"));
  }

  @Test
  void restCreatesTooAndListsThem() {
    HttpResponse<String> made =
        wire.post(
            "data/v1/customobjects",
            "{\"name\":\"Members\",\"key\":\"members\",\"fields\":[{\"name\":\"Key\",\"type\":\"Text\","
                + "\"length\":20,\"isNullable\":false,\"isPrimaryKey\":true}]}");
    assertEquals(201, made.statusCode(), made.body());
    String id = Wire.json(made).get("id").getAsString();
    assertEquals(2, Wire.json(wire.get("data/v1/customobjects")).get("count").getAsInt());
    assertEquals(
        "Key",
        Wire.json(wire.get("data/v1/customobjects/" + id + "/fields"))
            .getAsJsonArray("fields")
            .get(0)
            .getAsJsonObject()
            .get("name")
            .getAsString());
  }

  @Test
  void restChangesByTheRulesOfAnUpdateAndListsAFolder() {
    String id = retrieve("DataExtension", equal("CustomerKey", "people"), "ObjectID");
    String path = "data/v1/customobjects/" + Wire.one(id, "ObjectID");
    JsonObject changed =
        Wire.json(wire.send("PATCH", path, "{\"description\":\"d\",\"name\":\"Persons\"}"));
    assertEquals("d", changed.get("description").getAsString());
    assertEquals("Persons", changed.get("name").getAsString());
    String field = "{\"fields\":[{\"name\":\"Country\",\"length\":LENGTH}]}";
    assertEquals(200, wire.send("PATCH", path, field.replace("LENGTH", "60")).statusCode());
    HttpResponse<String> shrunk = wire.send("PATCH", path, field.replace("LENGTH", "5"));
    assertEquals(400, shrunk.statusCode());
    assertEquals(
        "The MaxLength of field Country cannot be reduced.",
        Wire.json(shrunk).get("message").getAsString());
    String folder = Wire.json(wire.get(path)).get("categoryId").getAsString();
    assertEquals(
        1, Wire.json(wire.get("data/v1/customobjects/category/" + folder)).get("count").getAsInt());
    assertEquals(
        0, Wire.json(wire.get("data/v1/customobjects/category/1")).get("count").getAsInt());
  }

  @Test
  void foldersOfAnyKindAreMadeByRestToo() {
    String root =
        Wire.one(retrieve("DataFolder", equal("ContentType", "dataextension"), "ID"), "ID");
    String body = "{\"parentCatId\":" + root + ",\"name\":\"Ours\",\"catType\":\"dataextension\"}";
    JsonObject made = Wire.json(wire.post("email/v1/category", body));
    assertEquals(root, made.get("parentCatId").getAsString());
    assertEquals(
        made.get("categoryId").getAsString(),
        Wire.one(retrieve("DataFolder", equal("Name", "Ours"), "ID"), "ID"));
    assertEquals(400, wire.post("email/v1/category", body).statusCode());
    assertEquals(
        400,
        wire.post("email/v1/category", body.replace("\"dataextension\"", "\"asset\""))
            .statusCode());
  }
}
