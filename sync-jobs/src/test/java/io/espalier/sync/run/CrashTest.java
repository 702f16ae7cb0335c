package io.espalier.sync.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.espalier.spi.Surroundings.CallListener;
import io.espalier.sync.shop.Remote;
import io.espalier.sync.shop.Remotes;
import io.espalier.sync.shop.Session;
import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  private static final int STEP = Boolean.getBoolean("espalier.long") ? 1 : 4;

  @TempDir Path dir;

  private static Shop shop(Path dir) {
    return Shop.in(dir);
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

  @Test
  void aRunThatDiesAnywhereIsFinishedByTheNext() {
    Map<String, Map<String, Remote>> clean;
    Map<String, Long> first;
    Map<String, Long> second;
    try (Session session = Session.of(shop(dir.resolve("clean")))) {
      first = session.sync().writes();
      change(session.shop());
      second = session.sync().writes();
      clean = look(session);
    }
    int points = 0;
    for (String esp : Remotes.ESPS) {
      for (int n = 1; n <= first.get(esp) + second.get(esp); n += STEP) {
        String point = esp + " after write " + n;
        try (Session session = Session.of(shop(dir.resolve(esp + n)))) {
          CallListener listener = dyingAfter(esp, n);
          boolean died = dies(session, listener);
          if (died) {
            session.sync();
          }
          change(session.shop());
          if (!died) {
            died = dies(session, listener);
            session.sync();
          } else {
            session.sync();
          }
          points += died ? 1 : 0;
          assertEquals(clean, look(session), point);
          assertEquals(0, session.plan().rows(), point);
        }
      }
    }
    assertEquals(true, points > 3, "break points reached: " + points);
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
    try (Session session = Session.of(shop(dir))) {
      assertThrows(Crash.class, () -> session.sync(dyingAfter("klaviyo", 1)));

      Session.Run next = session.sync();

      assertEquals(0L, next.writes().get("mailchimp"));
      assertEquals(0L, next.writes().get("salesforce-mc"));
    }
  }
}
