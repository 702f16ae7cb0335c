package io.espalier.sync.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.spi.CallRecord;
import io.espalier.spi.Surroundings.CallListener;
import io.espalier.sync.shop.Remote;
import io.espalier.sync.shop.Session;
import io.espalier.sync.shop.Shop;
import io.espalier.sync.store.Engine;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The process may die before any statement that changes the state: the next run ends where one
 * clean run would have.
 */
final class StepCrashTest {
  private static final List<String> EVERYBODY =
      List.of("ada@example.net", "bob@example.net", "cleo@example.net");

  /** How many statements apart; with -Despalier.long=true every one. */
  private static final int STRIDE = Boolean.getBoolean("espalier.long") ? 1 : 90;

  @TempDir Path dir;

  private static Shop shop(Path dir, String esp) {
    String only = Shop.CONNECTIONS.lines().filter(l -> l.contains(esp)).findFirst().orElseThrow();
    return Shop.in(dir).edit("espalier.yaml", Shop.CONNECTIONS, "connections:\n" + only + "\n");
  }

  private static Map<String, Map<String, Remote>> look(Session session) {
    Map<String, Map<String, Remote>> all = new TreeMap<>();
    EVERYBODY.forEach(email -> all.put(email, session.remotes().of(email)));
    return all;
  }

  /** A process that ends before its n-th change of the state, and does nothing afterwards. */
  private static final class Mortal implements Engine.Steps, CallListener {
    private final int last;
    private final AtomicInteger steps = new AtomicInteger();

    private Mortal(int last) {
      this.last = last;
    }

    private boolean isDead() {
      return steps.get() >= last;
    }

    @Override
    public void before(String what) {
      boolean reads = what.toLowerCase(Locale.ROOT).startsWith("select");
      if (isDead() || (!reads && steps.incrementAndGet() >= last)) {
        throw new Crash();
      }
    }

    @Override
    public void called(CallRecord call) {
      if (isDead()) {
        throw new Crash();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"klaviyo", "mailchimp", "salesforce-mc"})
  void aRunThatDiesBeforeAnyChangeOfItsStateIsFinishedByTheNext(String esp) {
    Map<String, Map<String, Remote>> clean;
    Mortal whole = new Mortal(Integer.MAX_VALUE);
    try (Session session = Session.of(shop(dir.resolve("clean"), esp))) {
      session.sync(whole, whole);
      clean = look(session);
    }
    int steps = whole.steps.get();
    assertTrue(steps > STRIDE, "a run has " + steps + " steps");
    for (int n = steps; n > 0; n -= STRIDE) {
      try (Session session = Session.of(shop(dir.resolve("n" + n), esp))) {
        String point = esp + " before step " + n + " of " + steps;
        Mortal mortal = new Mortal(n);
        boolean died = false;
        try {
          session.sync(mortal, mortal);
        } catch (Crash expected) {
          died = true;
        }

        session.sync();

        assertTrue(died, point);
        assertEquals(clean, look(session), point);
        assertEquals(0, session.plan().rows(), point);
      }
    }
  }
}
