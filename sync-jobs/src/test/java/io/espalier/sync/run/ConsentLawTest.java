package io.espalier.sync.run;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import io.espalier.model.ProfileKey;
import io.espalier.spi.Change;
import io.espalier.spi.ConsentGate;
import io.espalier.sync.plan.OptOutGate;
import io.espalier.sync.run.ConsentHistory.Action;
import io.espalier.sync.run.ConsentHistory.Kind;
import io.espalier.sync.shop.Folders;
import io.espalier.sync.store.Engine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Consent never regresses, whatever happens in whatever order. */
final class ConsentLawTest {
  private static final int STEPS = 14;
  private static final int MOST_TRIES = 1_000;

  /** The gate taken away, as far as it can be. */
  private static final OptOutGate NONE =
      new OptOutGate() {
        @Override
        public void withhold(Engine engine) {}

        @Override
        public void withdraw(Engine engine, String plan) {}

        @Override
        public Optional<Change.SetConsent> pass(
            ProfileKey key, EmailAddress email, Consent wanted, @Nullable Instant lastOptOut) {
          return ConsentGate.pass(key, email, wanted, null);
        }
      };

  private static List<Action> history(RandomGenerator dice) {
    List<Action> actions = new ArrayList<>();
    actions.add(new Action(Kind.OPT_IN, dice.nextInt(3), 0, 0));
    actions.add(new Action(Kind.OPT_IN, dice.nextInt(3), 0, 0));
    Kind[] kinds = Kind.values();
    for (int i = 0; i < STEPS; i++) {
      // Half of what happens is a run: otherwise little would come of the rest.
      Kind kind =
          dice.nextInt(5) < 2 ? Kind.SYNC : kinds[dice.nextInt(kinds.length)];
      actions.add(new Action(kind, dice.nextInt(3), dice.nextInt(3), dice.nextInt(100)));
    }
    actions.add(new Action(Kind.DAY, 0, 0, 0));
    actions.add(new Action(Kind.SYNC, 0, 0, 0));
    return actions;
  }

  private static void holds(List<Action> actions, OptOutGate gate) {
    Folders.with(
        dir -> {
          try (ConsentHistory history = new ConsentHistory(dir, gate)) {
            List<Action> done = new ArrayList<>();
            for (Action action : actions) {
              done.add(action);
              try {
                history.does(action);
              } catch (AssertionError e) {
                throw new AssertionError(e.getMessage() + "\nafter " + done, e);
              }
            }
          }
        });
  }

  @Test
  void consentNeverRegresses() {
    int tries = Boolean.getBoolean("espalier.long") ? MOST_TRIES : 12;
    for (int seed = Integer.getInteger("seed.from",0); seed < tries; seed++) {
      holds(history(new java.util.SplittableRandom(seed)), OptOutGate.LEDGER);
    }
  }

  @Test
  void withoutTheGateTheLawIsBrokenWithinAThousandTries() {
    int broken = 0;
    for (int seed = 0; seed < MOST_TRIES && broken == 0; seed++) {
      try {
        holds(history(new java.util.SplittableRandom(seed)), NONE);
      } catch (AssertionError expected) {
        broken = seed + 1;
      }
    }
    assertTrue(broken > 0, "nobody would miss the gate");
  }
}
