package io.espalier.sandbox.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** How many templates an account has. */
class TemplatesTest {
  private static final String TEMPLATE =
      Furnished.json(
          "{'data':{'type':'template','attributes':{'name':'t','editor_type':'CODE','html':'x'}}}");

  @Test
  void theThousandAndFirstTemplateIsRefused() {
    try (Client client = new Client()) {
      String first = client.post("/api/templates", TEMPLATE).id();
      for (int i = 1; i < 1_000; i++) {
        client.post("/api/templates", TEMPLATE);
      }
      assertEquals(400, client.post("/api/templates", TEMPLATE).status());
      assertEquals(
          400,
          client
              .post(
                  "/api/template-clone",
                  Furnished.json(
                      "{'data':{'type':'template','id':'" + first + "','attributes':{}}}"))
              .status());
      assertEquals(204, client.delete("/api/templates/" + first, "").status());
      assertEquals(201, client.post("/api/templates", TEMPLATE).status());
    }
  }
}
