package io.espalier.sandbox.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How many templates an account has. */
class TemplatesTest {
  private static final String TEMPLATE =
      Furnished.json(
          "{'data':{'type':'template','attributes':{'name':'t','editor_type':'CODE','html':'x'}}}");

  /** What an account with one template holds, with that one so many times. */
  private static String full(int many) {
    try (Client client = new Client()) {
      String id = client.post("/api/templates", TEMPLATE).id();
      JsonObject held = JsonParser.parseString(client.sandbox.snapshot()).getAsJsonObject();
      JsonObject templates = held.getAsJsonObject("templates");
      for (int i = 1; i < many; i++) {
        JsonObject copy = templates.getAsJsonObject(id).deepCopy();
        String other = String.format("T%05d", i);
        copy.addProperty("id", other);
        templates.add(other, copy);
      }
      return held.toString();
    }
  }

  @Test
  void theThousandAndFirstTemplateIsRefused() {
    try (Client client = new Client(false, Optional.of(full(1_000)))) {
      String one = "T00001";
      assertEquals(400, client.post("/api/templates", TEMPLATE).status());
      assertEquals(
          400,
          client
              .post(
                  "/api/template-clone",
                  Furnished.json("{'data':{'type':'template','id':'" + one + "','attributes':{}}}"))
              .status());
      assertEquals(204, client.delete("/api/templates/" + one, "").status());
      assertEquals(201, client.post("/api/templates", TEMPLATE).status());
    }
  }
}
