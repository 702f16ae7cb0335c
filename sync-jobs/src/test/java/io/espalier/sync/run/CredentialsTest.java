package io.espalier.sync.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.spi.FailureKind;
import io.espalier.sync.shop.Remote;
import io.espalier.sync.shop.Remotes;
import io.espalier.sync.shop.Session;
import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that are revoked, and tokens that run out, in the middle of a run. */
final class CredentialsTest {
  private static final List<String> EVERYBODY =
      List.of("ada@example.net", "bob@example.net", "cleo@example.net");

  @TempDir Path dir;

  private static Map<String, Map<String, Remote>> look(Session session) {
    Map<String, Map<String, Remote>> all = new TreeMap<>();
    EVERYBODY.forEach(email -> all.put(email, session.remotes().of(email)));
    return all;
  }

  @Test
  void aRevokedKeyStopsThatEspAloneAndTheNextRunFinishesWhatItBegan() {
    Map<String, Map<String, Remote>> clean;
    try (Session session = Session.of(Shop.in(dir.resolve("clean")))) {
      session.sync();
      clean = look(session);
    }
    for (String esp : Remotes.ESPS) {
      try (Session session = Session.of(Shop.in(dir.resolve(esp)))) {
        AtomicInteger writes = new AtomicInteger();
        Session.Run run =
            session.sync(
                call -> {
                  // The token's own address is none that writes.
                  if (call.esp().equals(esp) && call.write() && writes.incrementAndGet() == 3) {
                    session.disturb(esp, "error 401");
                  }
                });

        for (String other : Remotes.ESPS) {
          assertEquals(!other.equals(esp), run.of(other).stopped().isEmpty(), other);
        }
        assertEquals(FailureKind.AUTH, run.of(esp).stopped().orElseThrow().kind(), esp);
        assertTrue(
            run.of(esp).stopped().orElseThrow().message().matches("(?s).*(refused|401).*"),
            () -> run.of(esp).toString());
        for (Map.Entry<String, Map<String, Remote>> person : clean.entrySet()) {
          Map<String, Remote> held = session.remotes().of(person.getKey());
          person
              .getValue()
              .forEach(
                  (where, remote) -> {
                    if (!where.equals(esp)) {
                      assertEquals(remote, held.get(where), where);
                    }
                  });
        }

        session.disturb(esp, "");
        session.pass(Duration.ofHours(1));
        Session.Run next = session.sync();

        assertEquals(0, next.rejected() + next.unknown(), () -> next.reports().toString());
        assertEquals(clean, look(session), esp);
        assertEquals(0, session.plan().rows(), esp);
      }
    }
  }

  @Test
  void aTokenThatRunsOutInTheMiddleOfARunIsReplacedAndNothingIsLost() {
    try (Session session = Session.of(Shop.in(dir))) {
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
      assertEquals(
          Map.of("klaviyo", true, "mailchimp", true, "salesforce-mc", true),
          mailable(session, "ada@example.net"));
      assertEquals(0, session.plan().rows());
    }
  }

  private static Map<String, Boolean> mailable(Session session, String email) {
    Map<String, Boolean> mailable = new TreeMap<>();
    session.remotes().of(email).forEach((esp, remote) -> mailable.put(esp, remote.mailable()));
    return mailable;
  }
}
