package io.espalier.sandbox.salesforcemc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenAndErrorsTest {
  private final Wire wire = Wire.fresh();

  @AfterEach
  void stop() {
    wire.close();
  }

  private String form(String secret, String more) {
    return "grant_type=client_credentials&client_id="
        + wire.sandbox.settings().get("client_id")
        + "&client_secret="
        + secret
        + more;
  }

  private HttpResponse<String> token(String form) {
    return wire.send("POST", "v2/token", form, "application/x-www-form-urlencoded", Map.of());
  }

  @Test
  void settingsHaveTheConnectionsNames() {
    assertEquals(
        List.of("auth_url", "rest_url", "soap_url", "client_id", "client_secret", "account_id"),
        List.copyOf(wire.sandbox.settings().keySet()));
    assertEquals("salesforce-mc", wire.sandbox.id());
  }

  @Test
  void tokenHasItsLifetimeAndBothUrls() {
    String secret = wire.sandbox.settings().get("client_secret");
    JsonObject reply = Wire.json(token(form(secret, "")));
    assertEquals(1079, reply.get("expires_in").getAsInt());
    assertEquals("Bearer", reply.get("token_type").getAsString());
    assertEquals(
        wire.sandbox.settings().get("rest_url"), reply.get("rest_instance_url").getAsString());
    assertEquals(
        wire.sandbox.settings().get("soap_url"), reply.get("soap_instance_url").getAsString());
  }

  @Test
  void wrongSecretIsOauthsInvalidClient() {
    HttpResponse<String> reply = token(form("wrong", ""));
    assertEquals(401, reply.statusCode());
    assertEquals("invalid_client", Wire.json(reply).get("error").getAsString());
  }

  @Test
  void foreignAccountIsRefused() {
    String secret = wire.sandbox.settings().get("client_secret");
    assertEquals(400, token(form(secret, "&account_id=1")).statusCode());
    String own = wire.sandbox.settings().get("account_id");
    assertEquals(200, token(form(secret, "&account_id=" + own)).statusCode());
  }

  @Test
  void tokenWithoutScopesIsPowerless() {
    String secret = wire.sandbox.settings().get("client_secret");
    String token = Wire.json(token(form(secret, "&scope="))).get("access_token").getAsString();
    HttpResponse<String> reply =
        wire.send(
            "GET",
            "platform/v1/tokenContext",
            "",
            "application/json",
            Map.of("Authorization", "Bearer " + token));
    assertEquals(403, reply.statusCode());
    assertEquals(20002, Wire.json(reply).get("errorcode").getAsInt());
  }

  @Test
  void tokenEndsByTheClock() {
    wire.clock.forward(Duration.ofSeconds(1078));
    assertEquals(200, wire.get("platform/v1/tokenContext").statusCode());
    wire.clock.forward(Duration.ofSeconds(1));
    HttpResponse<String> reply = wire.get("platform/v1/tokenContext");
    assertEquals(401, reply.statusCode());
    assertEquals(0, Wire.json(reply).get("errorcode").getAsInt());
    assertEquals("Not Authorized", Wire.json(reply).get("message").getAsString());
    HttpResponse<String> soap =
        wire.soapReply("<RetrieveRequestMsg></RetrieveRequestMsg>", wire.token());
    assertEquals(500, soap.statusCode());
    assertEquals("Token Expired", Wire.one(soap.body(), "faultstring"));
  }

  @Test
  void tokenContextNamesTheAccount() {
    JsonObject reply = Wire.json(wire.get("platform/v1/tokenContext"));
    assertEquals(
        wire.sandbox.settings().get("account_id"),
        reply.getAsJsonObject("organization").get("id").getAsString());
  }

  @Test
  void unknownRouteIsTheVendorsNotFound() {
    HttpResponse<String> reply = wire.get("data/v1/nothing/here");
    assertEquals(404, reply.statusCode());
    assertEquals(404, Wire.json(reply).get("errorcode").getAsInt());
    assertEquals("Not Found", Wire.json(reply).get("message").getAsString());
  }

  @Test
  void documentTypesAreNotRead() {
    HttpResponse<String> reply =
        wire.send(
            "POST",
            "Service.asmx",
            "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/hostname\">]><a>&b;</a>",
            "text/xml",
            Map.of());
    assertEquals(500, reply.statusCode());
    assertTrue(reply.body().contains("not a SOAP message"), reply.body());
  }
}
