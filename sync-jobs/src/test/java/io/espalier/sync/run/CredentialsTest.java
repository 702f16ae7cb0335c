package io.espalier.sync.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.spi.FailureKind;
import io.espalier.sync.shop.Remote;
import io.espalier.sync.shop.Session;
import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that are revoked, and tokens that run out, in the middle of a run. */
final class CredentialsTest {
  private static final String ADA = "ada@example.net";
  private static final List<String> EVERYBODY = List.of(ADA, "bob@example.net", "cleo@example.net");

  @TempDir Path dir;

  private static Map<String, Map<String, Remote>> look(Session session) {
    Map<String, Map<String, Remote>> all = new TreeMap<>();
    EVERYBODY.forEach(email -> all.put(email, session.remotes().of(email)));
    return all;
  }

  private static Shop only(Path dir, String esp) {
    String line = Shop.CONNECTIONS.lines().filter(l -> l.contains(esp)).findFirst().orElseThrow();
    return Shop.in(dir).edit("espalier.yaml", Shop.CONNECTIONS, "connections:\n" + line + "\n");
  }

  /** The third call that writes is the last that is let in. */
  private static Session.Run revoked(Session session, String esp) {
    AtomicInteger writes = new AtomicInteger();
    return session.sync(
        call -> {
          if (call.esp().equals(esp) && call.write() && writes.incrementAndGet() == 3) {
            session.disturb(esp, "error 401");
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"klaviyo", "mailchimp", "salesforce-mc"})
  void aRevokedKeyStopsTheRunAndTheNextFinishesWhatItBegan(String esp) {
    Map<String, Map<String, Remote>> clean;
    try (Session session = Session.of(only(dir.resolve("clean"), esp))) {
      session.sync();
      clean = look(session);
    }
    try (Session session = Session.of(only(dir.resolve("revoked"), esp))) {
      Session.Run run = revoked(session, esp);

      assertEquals(FailureKind.AUTH, run.of(esp).stopped().orElseThrow().kind());
      assertTrue(
          run.of(esp).stopped().orElseThrow().message().matches("(?s).*(refused|401).*"),
          () -> run.of(esp).toString());
      assertNotEquals(clean, look(session));

      session.disturb(esp, "");
      session.pass(Duration.ofHours(1));
      Session.Run next = session.sync();

      assertEquals(0, next.rejected() + next.unknown(), () -> next.reports().toString());
      assertEquals(clean, look(session));
      assertEquals(0, session.plan().rows());
    }
  }

  @Test
  void aRevokedKeyStopsThatEspAlone() {
    try (Session session = Session.of(Shop.in(dir))) {
      Session.Run run = revoked(session, "mailchimp");
      assertFalse(run.of("mailchimp").stopped().isEmpty());
      for (String other : List.of("klaviyo", "salesforce-mc")) {
        assertTrue(run.of(other).stopped().isEmpty(), other);
        assertEquals(0, run.of(other).rejected() + run.of(other).unknown(), other);
      }
      assertEquals(Set.of("klaviyo", "salesforce-mc"), session.remotes().mailableIn(ADA));
    }
  }

  @Test
  void aTokenThatRunsOutInTheMiddleOfARunIsReplacedAndNothingIsLost() {
    try (Session session = Session.of(only(dir, "salesforce-mc"))) {
      AtomicInteger calls = new AtomicInteger();
      AtomicInteger tokens = new AtomicInteger();
      Session.Run run =
          session.sync(
              call -> {
                if (call.esp().equals("salesforce-mc")) {
                  tokens.addAndGet(call.path().endsWith("/v2/token") ? 1 : 0);
                  if (calls.incrementAndGet() == 8) {
                    session.pass(Duration.ofMinutes(25));
                  }
                }
              });
      assertEquals(2, tokens.get());
      assertEquals(0, run.rejected() + run.unknown(), () -> run.reports().toString());
      assertEquals(Set.of("salesforce-mc"), session.remotes().mailableIn(ADA));
      assertEquals(0, session.plan().rows());
    }
  }
}
