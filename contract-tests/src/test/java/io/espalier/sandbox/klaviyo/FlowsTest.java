package io.espalier.sandbox.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Flows are made by a definition, found by what starts them, and switched as a whole. */
class FlowsTest {
  private final Client client = new Client();

  @AfterEach
  void close() {
    client.close();
  }

  private Client.Response flow(String trigger, String actions) {
    return client.post(
        "/api/flows",
        Furnished.json(
            "{'data':{'type':'flow','attributes':{'name':'Welcome','definition':{'triggers':["
                + trigger
                + "],'entry_action_id':'wait','actions':["
                + actions
                + "]}}}}"));
  }

  private static final String WAIT =
      "{'temporary_id':'wait','type':'time-delay','links':{'next':'mail'},'data':{'unit':'days',"
          + "'value':1}}";
  private static final String MAIL =
      "{'temporary_id':'mail','type':'send-email','links':{'next':null},'data':{'message':"
          + "{'name':'Hello','subject_line':'Hi'},'status':'draft'}}";

  @Test
  void aDefinitionGetsRealIdsAndIsSwitchedAsAWhole() {
    String list = client.list("Fans");
    Client.Response made = flow("{'type':'list','id':'" + list + "'}", WAIT + "," + MAIL);
    assertEquals(201, made.status());
    assertEquals("draft", made.attributes().get("status").getAsString());
    assertEquals("Added to List", made.attributes().get("trigger_type").getAsString());
    JsonObject definition = made.attributes().getAsJsonObject("definition");
    JsonArray actions = definition.getAsJsonArray("actions");
    String entry = definition.get("entry_action_id").getAsString();
    JsonObject wait = null;
    JsonObject mail = null;
    for (int i = 0; i < 2; i++) {
      JsonObject action = actions.get(i).getAsJsonObject();
      if (action.get("type").getAsString().equals("send-email")) {
        mail = action;
      } else {
        wait = action;
      }
    }
    assertEquals(entry, wait.get("id").getAsString());
    assertEquals(
        mail.get("id").getAsString(), wait.getAsJsonObject("links").get("next").getAsString());
    assertEquals(List.of(made.id()), client.walk("/api/lists/" + list + "/flow-triggers"));
    assertEquals(
        1,
        client.walk("/api/flow-actions/" + mail.get("id").getAsString() + "/flow-messages").size());
    String live =
        "{'data':{'type':'flow','id':'" + made.id() + "','attributes':{'status':'live'}}}";
    assertEquals(200, client.patch("/api/flows/" + made.id(), Furnished.json(live)).status());
    assertEquals(
        List.of(mail.get("id").getAsString()),
        client.walk(
            "/api/flows/"
                + made.id()
                + "/flow-actions?filter="
                + Client.q("equals(status,\"live\")")));
    assertEquals(
        List.of(made.id()),
        client.walk("/api/flows?filter=" + Client.q("equals(status,\"live\")")));
    assertEquals(
        400,
        client
            .patch("/api/flows/" + made.id(), Furnished.json(live.replace("live", "on")))
            .status());
    assertEquals(204, client.delete("/api/flows/" + made.id(), "").status());
    assertEquals(List.of(), client.walk("/api/lists/" + list + "/flow-triggers"));
  }

  @Test
  void whatLeadsNowhereIsRefusedWithItsPlace() {
    String at = "/data/attributes/definition/";
    assertEquals(
        at + "triggers/0/id", flow("{'type':'list','id':'none'}", WAIT + "," + MAIL).pointer());
    assertEquals(at + "actions/0/links/next", flow("", WAIT).pointer());
    assertEquals(at + "entry_action_id", flow("", MAIL).pointer());
    assertEquals(
        at + "actions/0/id",
        flow("", WAIT.replace("'temporary_id'", "'id':'1','temporary_id'") + "," + MAIL).pointer());
    assertEquals(at + "triggers", flow("{'type':'list'},{'type':'list'}", MAIL).pointer());
    assertEquals(List.of(), client.walk("/api/flows"));
  }
}
