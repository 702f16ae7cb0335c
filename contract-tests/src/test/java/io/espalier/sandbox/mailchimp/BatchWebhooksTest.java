package io.espalier.sandbox.mailchimp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.sandbox.SandboxOptions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchWebhooksTest {
  private static final String PING = "{'operations':[{'method':'GET','path':'/ping'}]}";

  private final Turned clock = new Turned("2026-11-27T10:00:00Z");
  private final MailchimpSandbox sandbox =
      new MailchimpSandbox(SandboxOptions.fresh().at(clock), BatchPace.full());
  private final Client client = new Client(sandbox);
  private final Receiver receiver = new Receiver();

  @AfterEach
  void close() {
    receiver.close();
    sandbox.close();
  }

  private String register() {
    return client.post("/batch-webhooks", "{'url':'" + receiver.url() + "'}").at("id");
  }

  @Test
  void endOfBatchIsToldOnce() {
    register();
    String batch = client.post("/batches", PING).at("id");
    for (int look = 0; look < 6; look++) {
      client.get("/batches/" + batch);
    }
    assertEquals(1, receiver.deliveries().size());
    Map<String, String> told = receiver.deliveries().get(0).fields();
    assertEquals("batch_operation_completed", told.get("type"));
    assertEquals(batch, told.get("data[id]"));
    assertEquals("finished", told.get("data[status]"));
    assertEquals("1", told.get("data[finished_operations]"));
  }

  @Test
  void batchesThatNobodyLooksAtEndByThemselvesOneAfterTheOther() {
    register();
    client.post("/batches", PING);
    client.post("/batches", PING);
    clock.pass(Duration.ofSeconds(39));
    client.get("/ping");
    assertEquals(0, receiver.deliveries().size());
    clock.pass(Duration.ofSeconds(1));
    client.get("/ping");
    assertEquals(1, receiver.deliveries().size());
    clock.pass(Duration.ofSeconds(40));
    client.get("/ping");
    assertEquals(2, receiver.deliveries().size());
  }

  @Test
  void oneThatIsOffIsNotTold() {
    String hook = "/batch-webhooks/" + register();
    assertEquals("false", client.patch(hook, "{'enabled':false}").at("enabled"));
    client.post("/batches", PING);
    clock.pass(Duration.ofMinutes(5));
    client.get("/ping");
    assertEquals(0, receiver.deliveries().size());
    assertEquals(204, client.delete(hook).status());
    assertEquals(404, client.get(hook).status());
  }

  @Test
  void addressThatDoesNotAnswerAndTheTwentyFirstAreRefused() {
    receiver.answer(500);
    assertEquals(400, client.post("/batch-webhooks", "{'url':'" + receiver.url() + "'}").status());
    receiver.answer(200);
    for (int i = 0; i < 20; i++) {
      register();
    }
    Client.Answer more = client.post("/batch-webhooks", "{'url':'" + receiver.url() + "'}");
    assertEquals(400, more.status());
    assertTrue(more.at("detail").contains("20"), more.text());
    assertEquals("20", client.get("/batch-webhooks").at("total_items"));
  }
}
