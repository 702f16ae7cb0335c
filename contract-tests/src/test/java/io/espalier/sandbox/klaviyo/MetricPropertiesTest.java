package io.espalier.sandbox.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the events of a metric say. */
class MetricPropertiesTest {
  @Test
  void aPropertyIsThereFromTheFirstEventThatHasIt() {
    try (Client client = new Client()) {
      order(client, "{\"Size\":4,\"Gift\":true,\"Items\":[\"mug\"]}", 1);
      order(client, "{\"Size\":5,\"Colour\":\"red\",\"Mixed\":1}", 2);
      order(client, "{\"Mixed\":\"one\"}", 3);
      String metric =
          client.get("/api/metrics").rows().get(0).getAsJsonObject().get("id").getAsString();
      String path = "/api/metrics/" + metric + "/metric-properties";

      Map<String, String> told = new TreeMap<>();
      for (JsonElement row :
          client.get(path + "?additional-fields[metric-property]=sample_values").rows()) {
        JsonObject attributes = row.getAsJsonObject().getAsJsonObject("attributes");
        told.put(
            attributes.get("property").getAsString(),
            attributes.get("inferred_type").getAsString() + attributes.get("sample_values"));
      }
      assertEquals(
          "{Colour=string[\"red\"], Gift=boolean[true], Items=string[], Mixed=string[1,\"one\"],"
              + " Size=numeric[4,5]}",
          told.toString());

      JsonObject first = client.get(path).rows().get(0).getAsJsonObject();
      assertFalse(first.getAsJsonObject("attributes").has("sample_values"));
      String one = "/api/metric-properties/" + first.get("id").getAsString();
      assertEquals(first.get("attributes"), client.get(one).attributes());
      assertEquals(metric, client.get(one + "/metric").id());
      assertEquals(404, client.get("/api/metric-properties/none").status());
    }
  }

  private static void order(Client client, String properties, int unique) {
    client.clock.forward(1);
    client.post(
        "/api/events",
        EventsTest.event(
            "ada@example.net", "order", properties, ",\"unique_id\":\"" + unique + "\""));
  }
}
