package io.espalier.sync.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.spi.Surroundings.CallListener;
import io.espalier.sync.shop.Remote;
import io.espalier.sync.shop.Session;
import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The process may die after any call: the next run ends where one clean run would have. */
final class CrashTest {
  private static final List<String> EVERYBODY =
      List.of(
          "ada@example.net",
          "ada@new.example.net",
          "bob@example.net",
          "cleo@example.net",
          "dan@example.net");

  /** How many writes into a run the process dies; with -Despalier.long=true after each one. */
  private static final int STEP = Boolean.getBoolean("espalier.long") ? 1 : 6;

  private static final int FIRST = Boolean.getBoolean("espalier.long") ? 1 : 3;

  @TempDir Path dir;

  /** The shop with one ESP only: the others have nothing to do with its crash. */
  private static Shop shop(Path dir, String esp) {
    String only = Shop.CONNECTIONS.lines().filter(l -> l.contains(esp)).findFirst().orElseThrow();
    return Shop.in(dir).edit("espalier.yaml", Shop.CONNECTIONS, "connections:\n" + only + "\n");
  }

  /** One of each kind of change. */
  private static void change(Shop shop) {
    shop.edit("customers.csv", "ada@example.net,France", "ada@new.example.net,France")
        .edit(
            "customers.csv",
            "bob@example.net,Spain,41,subscribed,2024-01",
            "bob@example.net,Spain,42,unsubscribed,2024-02")
        .edit(
            "customers.csv",
            "c3,cleo@example.net,France,,unknown,,",
            "c3,cleo@example.net,Norway,50,unknown,,\n"
                + "c4,dan@example.net,France,20,subscribed,2024-02-02T00:00:00Z,form 4");
  }

  private static Map<String, Map<String, Remote>> look(Session session) {
    Map<String, Map<String, Remote>> all = new TreeMap<>();
    EVERYBODY.forEach(email -> all.put(email, session.remotes().of(email)));
    return all;
  }

  /** Dies after the n-th write of one ESP: the ESP has done it, and we never learn. */
  private static CallListener dyingAfter(String esp, int n) {
    AtomicInteger writes = new AtomicInteger();
    return call -> {
      if (call.esp().equals(esp) && call.write() && writes.incrementAndGet() >= n) {
        throw new Crash();
      }
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"klaviyo", "mailchimp", "salesforce-mc"})
  void aRunThatDiesAnywhereIsFinishedByTheNext(String esp) {
    Map<String, Map<String, Remote>> clean;
    long writes;
    try (Session session = Session.of(shop(dir.resolve("clean"), esp))) {
      writes = session.sync().writes().get(esp);
      change(session.shop());
      writes += session.sync().writes().get(esp);
      clean = look(session);
    }
    for (int n = FIRST; n <= writes; n += STEP) {
      try (Session session = Session.of(shop(dir.resolve("n" + n), esp))) {
        CallListener listener = dyingAfter(esp, n);
        boolean died = dies(session, listener);
        if (died) {
          session.sync();
        }
        change(session.shop());
        died |= !died && dies(session, listener);
        session.sync();

        String point = esp + " after write " + n;
        assertTrue(died, point);
        assertEquals(clean, look(session), point);
        assertEquals(0, session.plan().rows(), point);
      }
    }
  }

  private static boolean dies(Session session, CallListener listener) {
    try {
      session.sync(listener);
      return false;
    } catch (Crash expected) {
      return true;
    }
  }

  @Test
  void theOthersSettleWhatTheySentWhereOneDies() {
    try (Session session = Session.of(Shop.in(dir))) {
      assertThrows(Crash.class, () -> session.sync(dyingAfter("klaviyo", 1)));

      Session.Run next = session.sync();

      assertEquals(0L, next.writes().get("mailchimp"));
      assertEquals(0L, next.writes().get("salesforce-mc"));
    }
  }

  /** Dies at the first question after an accepted job: it is on its way, and we know its name. */
  private static CallListener dyingAtTheFirstPoll(String esp, String path) {
    AtomicInteger seen = new AtomicInteger();
    return call -> {
      if (call.esp().equals(esp)
          && !call.write()
          && call.path().contains(path)
          && seen.getAndIncrement() == 0) {
        throw new Crash();
      }
    };
  }

  // Mailchimp takes a few people without a job.
  @ParameterizedTest
  @CsvSource({"klaviyo, profile-bulk-import-jobs", "salesforce-mc, async/"})
  void aJobThatWasAcceptedBeforeTheCrashIsFoundAgainAndNotRepeated(String esp, String path) {
    long writes;
    Map<String, Map<String, Remote>> clean;
    try (Session session = Session.of(shop(dir.resolve("clean"), esp))) {
      writes = session.sync().writes().get(esp);
      clean = look(session);
    }
    try (Session session = Session.of(shop(dir.resolve("crashed"), esp))) {
      AtomicInteger before = new AtomicInteger();
      CallListener dying = dyingAtTheFirstPoll(esp, path);
      assertThrows(
          Crash.class,
          () ->
              session.sync(
                  call -> {
                    if (call.write()) {
                      before.incrementAndGet();
                    }
                    dying.called(call);
                  }));

      long after = session.sync().writes().get(esp);

      assertEquals(writes, before.get() + after);
      assertEquals(clean, look(session));
    }
  }
}
