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
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Consent never regresses, whatever happens in whatever order. */
final class ConsentLawTest {
  private static final int STEPS = 12;
  private static final int MOST_TRIES = 1_000;

  /** The gate taken away, as far as it can be. */
  static final OptOutGate NONE =
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

  @Provide
  Arbitrary<List<Action>> histories() {
    // Two of five are runs: otherwise little would come of the rest.
    Arbitrary<Kind> kind =
        Arbitraries.frequencyOf(
            Tuple.of(2, Arbitraries.just(Kind.SYNC)), Tuple.of(3, Arbitraries.of(Kind.class)));
    Arbitrary<Action> action =
        Combinators.combine(
                kind,
                Arbitraries.integers().between(0, 2),
                Arbitraries.integers().between(0, 2),
                Arbitraries.integers().between(0, 99))
            .as(Action::new);
    return action.list().ofSize(STEPS).map(ConsentLawTest::whole);
  }

  /** Somebody opts in first, and in the end there is a quiet day. */
  private static List<Action> whole(List<Action> middle) {
    List<Action> all = new ArrayList<>();
    all.add(new Action(Kind.OPT_IN, 0, 0, 0));
    all.add(new Action(Kind.OPT_IN, 1, 0, 0));
    all.addAll(middle);
    all.add(new Action(Kind.DAY, 0, 0, 0));
    all.add(new Action(Kind.SYNC, 0, 0, 0));
    return all;
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

  @Property(tries = 4, edgeCases = EdgeCasesMode.NONE)
  void consentNeverRegresses(@ForAll("histories") List<Action> history) {
    holds(history, OptOutGate.LEDGER);
  }

  /** Found by chance: the contact at the old address was told nothing. */
  @Test
  void whoTakesAnAddressThatSomebodyHadIsNotMailedAtTheOldOne() {
    holds(
        whole(
            List.of(
                new Action(Kind.SYNC, 0, 0, 0),
                new Action(Kind.MERGE, 0, 0, 0),
                new Action(Kind.SYNC, 0, 0, 0),
                new Action(Kind.FORM_OPT_OUT, 0, 0, 0))),
        OptOutGate.LEDGER);
  }

  @Test
  void consentNeverRegressesInAThousandHistories() {
    Assumptions.assumeTrue(Boolean.getBoolean("espalier.long"), "only with -Plong");
    histories().sampleStream().limit(MOST_TRIES).forEach(h -> holds(h, OptOutGate.LEDGER));
  }

  @Test
  void withoutTheGateTheLawIsBrokenWithinAThousandTries() {
    assertTrue(
        histories().sampleStream().limit(MOST_TRIES).anyMatch(ConsentLawTest::breaks),
        "nobody would miss the gate");
  }

  private static boolean breaks(List<Action> history) {
    try {
      holds(history, NONE);
      return false;
    } catch (AssertionError expected) {
      return true;
    }
  }
}
