package io.espalier.sync.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import io.espalier.spi.ConsentFact;
import io.espalier.spi.HookAnswer;
import io.espalier.sync.serve.ServeLog;
import io.espalier.sync.shop.Marketer;
import io.espalier.sync.shop.Session;
import io.espalier.sync.shop.Shop;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.HookInbox;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code espalier serve} as a person starts it, with ESPs that call it. */
final class ServeCommandTest {
  private static final String END = "0f3c9a77e1b2";
  private static final String ADA = "ada@example.net";
  private static final String BOB = "bob@example.net";
  private static final String IN_THE_LEDGER =
      ".*\"what ESPs told is in the consent ledger: 1 new statement\".*";

  @TempDir Path dir;
  private final Map<String, String> environment = new HashMap<>(Shop.ENVIRONMENT);

  private String command(Session session, String... words) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    int exit =
        Espalier.run(
            words, out, out, false, environment::get, session.time(), session.time()::pass);
    String text = said.toString(StandardCharsets.UTF_8);
    assertEquals(0, exit, text);
    return text;
  }

  private Served serve(Session session, int port) {
    return Served.start(
        environment,
        session.time(),
        "--port",
        port,
        "--project",
        dir,
        "--target",
        session.target());
  }

  private String consent(Session session, String person) {
    return command(
        session, "consent", "show", person, "--project", dir.toString(), "--wait", "1min");
  }

  private void sync(Session session) {
    command(
        session,
        "sync",
        "--project",
        dir.toString(),
        "--target",
        session.target(),
        "--now",
        Session.NOW.toString(),
        "--ignore-guards");
  }

  @Test
  void whatEachEspTellsIsInTheConsentLedgerAndAtTheOtherTwoAfterTheNextRun() throws Exception {
    environment.put("HOOK_K", "a-secret-of-klaviyo");
    environment.put("HOOK_M", END);
    Shop shop =
        Shop.in(dir)
            .with(
                "espalier.yaml",
                Shop.ESPALIER
                    + "hooks: {klaviyo: {secret_env: HOOK_K}, mailchimp: {path_env: HOOK_M}, salesforce-mc: {}}\n")
            .edit(
                "customers.csv",
                "c3,cleo@example.net,France,,unknown,,",
                "c3,cleo@example.net,France,,subscribed,2024-01-01T00:00:00Z,form 3");
    try (Session session = Session.of(shop)) {
      session.sync();
      session.pass(Duration.ofDays(1));
      Marketer marketer = session.marketer();
      JsonObject callback;
      int port;
      try (Served served = serve(session, 0)) {
        port = URI.create(served.address()).getPort();
        String hooks = served.address() + "/v1/hooks/";
        marketer.klaviyoCalls(hooks + "klaviyo", "a-secret-of-klaviyo");
        marketer.mailchimpCalls(hooks + "mailchimp/" + END);
        callback = marketer.salesforceCalls(hooks + "salesforce-mc");
        served.await(".*/v1/hooks/salesforce-mc: the callback is verified.*");

        session.remotes().unsubscribe("klaviyo", ADA);
        session.pass(Duration.ofMinutes(1));
        marketer.klaviyoDelivers();
        served.await(IN_THE_LEDGER);
        session.remotes().complain("mailchimp", BOB);
        served.await(IN_THE_LEDGER);

        assertTrue(
            consent(session, ADA).contains("unsubscribed since 2024-06-02"),
            () -> consent(session, ADA));
        assertTrue(
            consent(session, BOB).contains("complained since 2024-06-02"),
            () -> consent(session, BOB));
        assertEquals(0, served.stop(), () -> served.said().toString());
      }

      environment.put("HOOK_S", callback.get("signatureKey").getAsString());
      shop.edit(
          "espalier.yaml", "salesforce-mc: {}}", "salesforce-mc: {signature_key_env: HOOK_S}}");
      try (Served served = serve(session, port)) {
        marketer.salesforceTells(callback.get("callbackId").getAsString());
        session.remotes().bounce("salesforce-mc", "cleo@example.net");
        served.await(IN_THE_LEDGER);
      }
      assertFalse(Files.exists(dir.resolve(".espalier/live/hooks.jsonl")));

      sync(session);
      for (String person : List.of(ADA, BOB, "cleo@example.net")) {
        assertEquals(Set.of(), session.remotes().mailableIn(person), person);
      }
    }
  }

  @Test
  void whatComesWhileAJobHasTheStoreWaitsForItsEnd() {
    Shop shop = Shop.in(dir);
    Path state = dir.resolve(".espalier");
    HookInbox inbox = new HookInbox(state);
    io.espalier.sync.shop.PassingTime time = new io.espalier.sync.shop.PassingTime(Session.NOW);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    Context context =
        new Context(new Terminal(out, out, false), environment::get, time, time::pass);
    ServeLog log = new ServeLog(time, out::println);
    AtomicBoolean busy = new AtomicBoolean(true);
    inbox.keep(
        "klaviyo",
        "k1",
        List.of(
            new HookAnswer.Told(
                "e1",
                new ConsentFact(
                    new EmailAddress(ADA), Consent.State.UNSUBSCRIBED, null, "left", false))));

    deliver(context, shop, busy, log);
    assertTrue(Files.exists(state.resolve("live/hooks.jsonl")), "a job of this process has it");
    busy.set(false);
    try (Engine another = Engine.at(state.resolve("store.duckdb"), 256)) {
      assertEquals(1, another.number("select 1"));
      deliver(context, shop, busy, log);
      assertTrue(Files.exists(state.resolve("live/hooks.jsonl")), "another process has it");
    }
    assertEquals("", said.toString(StandardCharsets.UTF_8));
    deliver(context, shop, busy, log);
    assertFalse(Files.exists(state.resolve("live/hooks.jsonl")));
    assertTrue(
        said.toString(StandardCharsets.UTF_8).strip().matches(IN_THE_LEDGER),
        said.toString(StandardCharsets.UTF_8));
  }

  /** Returns when the delivery was tried. */
  private void deliver(Context context, Shop shop, AtomicBoolean busy, ServeLog log) {
    try (ServedHooks hooks =
        new ServedHooks(context, shop.project(), dir.resolve(".espalier"), busy::get, log)) {
      hooks.deliverSoon();
    }
  }
}
