package io.espalier.official;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.sandbox.Exchange;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The judges judge: what they let pass is worth something only if they refuse what is wrong. */
class OfficialContractsTest {
  private static Exchange request(String method, String url, String type, String body) {
    return Exchange.of(
        method,
        url,
        Map.of("Content-Type", type, "revision", "2026-07-15"),
        body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static void assumeThere(String name) {
    assumeTrue(
        Files.isReadable(OfficialContracts.file(name)),
        "skipped: there is no " + name + " beside the project, so no request was checked by it");
  }

  @Test
  void klaviyosContractRefusesWhatIsWrong() {
    assumeThere("klaviyo-openapi.json");
    OpenApi contract = new OpenApi(OfficialContracts.file("klaviyo-openapi.json"), "");
    String api = "application/vnd.api+json";
    assertEquals(
        List.of(),
        contract.wrong(
            request(
                "POST",
                "/api/lists",
                api,
                "{'data':{'type':'list','attributes':{'name':'Fans'}}}")));
    assertEquals(
        List.of(
            "the media type 'text/plain' is none of [application/vnd.api+json]",
            "body.data.type is none of [\"list\"]",
            "body.data.attributes.name is no string",
            "body.data.attributes.colour is not known"),
        contract.wrong(
            request(
                "POST",
                "/api/lists",
                "text/plain",
                "{'data':{'type':'lists','attributes':{'name':7,'colour':'red'}}}")));
    assertEquals(
        List.of("the query's page is not known", "the query's fields[list] is none of "),
        contract.wrong(request("GET", "/api/lists?page=2&fields[list]=colour", api, "")).stream()
            .map(text -> text.replaceFirst("(none of ).*", "$1"))
            .toList());
    assertEquals(
        List.of("the contract has no PUT here"),
        contract.wrong(request("PUT", "/api/lists", api, "{}")));
    assertEquals(
        List.of("the contract has no such path below /"),
        contract.wrong(request("GET", "/api/nothing", api, "")));
  }

  @Test
  void mailchimpsContractRefusesWhatIsWrong() {
    assumeThere("mailchimp-marketing.json");
    OpenApi contract = new OpenApi(OfficialContracts.file("mailchimp-marketing.json"), "/3.0");
    String member = "/3.0/lists/a/members/b";
    assertEquals(
        List.of(),
        contract.wrong(
            request(
                "PUT",
                member,
                "application/json",
                "{'email_address':'a@b.example','status_if_new':'subscribed'}")));
    List<String> wrong =
        contract.wrong(
            request(
                "PUT",
                member + "?skip_merge_validation=perhaps",
                "application/json",
                "{'status_if_new':'dead','vip':'yes'}"));
    assertTrue(wrong.contains("the query's skip_merge_validation is no boolean"), wrong::toString);
    assertTrue(wrong.contains("body.email_address is missing"), wrong::toString);
    assertTrue(wrong.contains("body.vip is no boolean"), wrong::toString);
    assertTrue(
        wrong.stream().anyMatch(text -> text.startsWith("body.status_if_new is none of")),
        wrong::toString);
  }

  @Test
  void theWsdlRefusesWhatIsWrong() {
    assumeThere("etframework.wsdl");
    Wsdl wsdl = new Wsdl(OfficialContracts.file("etframework.wsdl"));
    assertEquals(List.of(), wsdl.wrong(soap("<ObjectType>DataFolder</ObjectType>")));
    assertEquals(1, wsdl.wrong(soap("<ObjectKind>DataFolder</ObjectKind>")).size());
    assertEquals(
        List.of("the message is not XML"),
        wsdl.wrong(request("POST", "/Service.asmx", "text/xml", "<!DOCTYPE a><a/>")));
  }

  private static Exchange soap(String type) {
    return request(
        "POST",
        "/Service.asmx",
        "text/xml",
        "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>"
            + "<RetrieveRequestMsg xmlns='http://exacttarget.com/wsdl/partnerAPI'>"
            + "<RetrieveRequest>"
            + type
            + "<Properties>ID</Properties></RetrieveRequest></RetrieveRequestMsg></s:Body>"
            + "</s:Envelope>");
  }
}
