package io.espalier.sandbox.mailchimp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.sandbox.FaultPlan;
import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import io.espalier.sandbox.Switches;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhooksTest {
  private static final String ADA = "ada@shoppers.example.net";

  private final Turned clock = new Turned("2026-11-27T10:00:00Z");
  private Sandbox sandbox = new MailchimpSandboxProvider().start(SandboxOptions.fresh().at(clock));
  private final Receiver receiver = new Receiver();

  @AfterEach
  void close() {
    sandbox.close();
    receiver.close();
  }

  @Test
  void aHookMayBeDeliveredTwice() {
    Client client = new Client(sandbox);
    String list = client.newList();
    client.post(list + "/webhooks", "{'url':'" + receiver.url() + "'}");
    sandbox.faults().become(FaultPlan.parse("twice on WEBHOOK subscribe", new SplittableRandom(1)));
    client.subscribe(list, ADA, "{'FNAME':'Ada'}");
    assertEquals(
        List.of("subscribe", "subscribe"),
        receiver.deliveries().stream().map(Receiver.Delivery::type).toList());
  }

  @Test
  void changesAreToldInTheVendorsForm() {
    Client client = new Client(sandbox);
    String list = client.newList();
    String hook = client.post(list + "/webhooks", "{'url':'" + receiver.url() + "'}").text();
    assertTrue(!hook.contains("signing_secret"), hook);
    String member = list + "/members/" + Member.hash(ADA);

    client.subscribe(list, ADA, "{'FNAME':'Ada'}");
    client.patch(member, "{'merge_fields':{'LNAME':'L'}}");
    client.patch(member, "{'email_address':'ada2@shoppers.example.net'}");
    client.send("POST", "/__sandbox/unsubscribe?email=ada2@shoppers.example.net", "");

    assertEquals(
        List.of("subscribe", "profile", "upemail", "profile", "unsubscribe"),
        receiver.deliveries().stream().map(Receiver.Delivery::type).toList());
    Receiver.Delivery first = receiver.deliveries().get(0);
    assertEquals("application/x-www-form-urlencoded", first.contentType());
    assertEquals("2026-11-27 10:00:00", first.fields().get("fired_at"));
    assertEquals(ADA, first.fields().get("data[email]"));
    assertEquals("Ada", first.fields().get("data[merges][FNAME]"));
    assertEquals(10, first.fields().get("data[id]").length(), "no hash of the address");
    Map<String, String> moved = receiver.deliveries().get(2).fields();
    assertEquals(ADA, moved.get("data[old_email]"));
    assertEquals("ada2@shoppers.example.net", moved.get("data[new_email]"));
    Map<String, String> left = receiver.deliveries().get(4).fields();
    assertEquals("unsub", left.get("data[action]"));
    assertEquals("manual", left.get("data[reason]"));
  }

  @Test
  void onlyTheChosenEventsAndSourcesAreTold() {
    Client client = new Client(sandbox);
    String list = client.newList();
    client.post(
        list + "/webhooks",
        "{'url':'"
            + receiver.url()
            + "','events':{'unsubscribe':true,'cleaned':true},'sources':{'user':true}}");
    client.subscribe(list, ADA, "{}");
    client.subscribe(list, "bob@shoppers.example.net", "{}");
    client.patch(list + "/members/" + Member.hash(ADA), "{'status':'unsubscribed'}");
    client.send("POST", "/__sandbox/complain?email=bob@shoppers.example.net", "");

    assertEquals(1, receiver.deliveries().size());
    assertEquals("abuse", receiver.deliveries().get(0).fields().get("data[reason]"));
  }

  @Test
  void whatIsNotTakenIsToldAgainLater() {
    Client client = new Client(sandbox);
    String list = client.newList();
    client.post(list + "/webhooks", "{'url':'" + receiver.url() + "'}");
    receiver.answer(500);
    client.subscribe(list, ADA, "{}");
    client.get("/ping");
    assertEquals(1, receiver.deliveries().size());

    clock.pass(Duration.ofMinutes(1));
    receiver.answer(200);
    client.get("/ping");
    client.get("/ping");

    assertEquals(2, receiver.deliveries().size());
    assertEquals(receiver.deliveries().get(0).form(), receiver.deliveries().get(1).form());
  }

  @Test
  void afterSeventyFiveMinutesNobodyTriesAgain() {
    Client client = new Client(sandbox);
    String list = client.newList();
    client.post(list + "/webhooks", "{'url':'" + receiver.url() + "'}");
    receiver.answer(503);
    client.subscribe(list, ADA, "{}");
    for (int hour = 0; hour < 12; hour++) {
      clock.pass(Duration.ofHours(1));
      client.get("/ping");
    }

    assertEquals(6, receiver.deliveries().size());
  }

  @Test
  void anAddressThatDoesNotAnswerOrLiesElsewhereIsRefused() {
    Client client = new Client(sandbox);
    String hooks = client.newList() + "/webhooks";
    receiver.answer(404);

    assertEquals(400, client.post(hooks, "{'url':'" + receiver.url() + "'}").status());
    assertEquals(400, client.post(hooks, "{'url':'http://192.0.2.1/hook'}").status());
    assertEquals(400, client.post(hooks, "{'url':'not an address'}").status());
    assertEquals(0, client.get(hooks).size("webhooks"));
  }

  @Test
  void aSignatureCoversTheTimeAndTheBody() {
    sandbox.close();
    sandbox =
        new MailchimpSandboxProvider()
            .start(
                SandboxOptions.fresh()
                    .at(clock)
                    .with(Switches.usual().with(MailchimpFact.WEBHOOKS_ARE_SIGNED, true)));
    Client client = new Client(sandbox);
    String list = client.newList();
    String secret =
        client.post(list + "/webhooks", "{'url':'" + receiver.url() + "'}").at("signing_secret");
    client.subscribe(list, ADA, "{}");

    Receiver.Delivery told = receiver.deliveries().get(0);
    long at = clock.instant().getEpochSecond();
    assertEquals(
        "t=" + at + ",v1=" + Webhooks.hmac(secret, at + "." + told.form()), told.signature());
    assertTrue(!client.get(list + "/webhooks").text().contains(secret));
  }

  @Test
  void neitherTagsNorErasuresAreTold() {
    Client client = new Client(sandbox);
    String list = client.newList();
    client.subscribe(list, ADA, "{}");
    client.post(list + "/webhooks", "{'url':'" + receiver.url() + "'}");
    String ada = list + "/members/" + Member.hash(ADA);
    client.post(ada + "/tags", "{'tags':[{'name':'Gold','status':'active'}]}");
    client.post(ada + "/actions/delete-permanent", "");
    client.get("/ping");

    assertEquals(0, receiver.deliveries().size());
  }
}
