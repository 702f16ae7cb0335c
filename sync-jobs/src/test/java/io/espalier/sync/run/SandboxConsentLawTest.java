package io.espalier.sync.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.sync.plan.OptOutGate;
import io.espalier.sync.run.SandboxConsentHistory.Action;
import io.espalier.sync.run.SandboxConsentHistory.Kind;
import io.espalier.sync.run.SandboxConsentHistory.World;
import io.espalier.sync.shop.Folders;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Consent never regresses, whatever happens in whatever order, at the sandboxes of the three ESPs;
 * {@link ConsentLawTest} tries more histories at lighter ones.
 */
final class SandboxConsentLawTest {
  private static final int STEPS = 9;
  private static final int HERE = Integer.getInteger("espalier.histories", 1_000);

  /** So many histories share an account: later ones would have more and more strangers to read. */
  private static final int A_WORLD = 20;

  private static Arbitrary<List<Action>> histories() {
    Arbitrary<Kind> kind =
        Arbitraries.frequencyOf(
            Tuple.of(2, Arbitraries.just(Kind.SYNC)), Tuple.of(3, Arbitraries.of(Kind.class)));
    return Combinators.combine(
            kind,
            Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(0, 99))
        .as(Action::new)
        .list()
        .ofSize(STEPS)
        .map(SandboxConsentLawTest::whole);
  }

  /** Two people opt in and are sent; in the end there is a quiet day. */
  private static List<Action> whole(List<Action> middle) {
    List<Action> all = new ArrayList<>();
    all.add(new Action(Kind.OPT_IN, 0, 0, 0));
    all.add(new Action(Kind.OPT_IN, 1, 0, 0));
    all.add(new Action(Kind.SYNC, 0, 0, 0));
    all.addAll(middle);
    all.add(new Action(Kind.DAY, 0, 0, 0));
    all.add(new Action(Kind.SYNC, 0, 0, 0));
    return all;
  }

  private static void hold(World world, List<Action> actions, OptOutGate gate) {
    Folders.with(
        dir -> {
          try (SandboxConsentHistory history = new SandboxConsentHistory(world, dir, gate)) {
            List<Action> done = new ArrayList<>();
            for (Action action : actions) {
              done.add(action);
              try {
                history.does(action);
              } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(e.getMessage() + "\nafter " + done, e);
              }
            }
          }
        });
  }

  private static void hold(int number) {
    List<List<Action>> all = histories().sampleStream().limit(number).toList();
    for (int from = 0; from < all.size(); from += A_WORLD) {
      try (World world = new World()) {
        all.subList(from, Math.min(all.size(), from + A_WORLD))
            .forEach(history -> hold(world, history, OptOutGate.LEDGER));
      }
    }
  }

  @Test
  void consentNeverRegressesAtTheSandboxes() {
    hold(2);
  }

  @Test
  void consentNeverRegressesAtTheSandboxesInManyHistories() {
    Assumptions.assumeTrue(Boolean.getBoolean("espalier.long"), "only with -Plong");
    hold(HERE);
  }

  /** Found by the law at lighter ESPs: who opted out then was told of at the new address only. */
  @Test
  void whoTakesAnAddressThatSomebodyHadIsNotMailedAtTheOldOne() {
    List<Action> history =
        List.of(
            new Action(Kind.OPT_IN, 0, 0, 0),
            new Action(Kind.OPT_IN, 1, 0, 0),
            new Action(Kind.SYNC, 0, 0, 0),
            new Action(Kind.MERGE, 0, 0, 0),
            new Action(Kind.SYNC, 0, 0, 0),
            new Action(Kind.OPT_OUT, 0, 0, 0),
            new Action(Kind.SYNC, 0, 0, 0));
    try (World world = new World()) {
      Folders.with(
          dir -> {
            try (SandboxConsentHistory all =
                new SandboxConsentHistory(world, dir, OptOutGate.LEDGER)) {
              history.forEach(all::does);
              assertEquals(Set.of(), all.mailedThoughNobodys());
            }
          });
    }
  }

  @Test
  void withoutTheGateTheLawIsBroken() {
    List<Action> history =
        List.of(
            new Action(Kind.OPT_IN, 0, 0, 0),
            new Action(Kind.SYNC, 0, 0, 0),
            new Action(Kind.ESP_OPT_OUT, 0, 0, 0),
            new Action(Kind.SYNC, 0, 0, 0));
    try (World world = new World()) {
      hold(world, history, OptOutGate.LEDGER);
      boolean broken = false;
      try {
        hold(world, history, ConsentLawTest.NONE);
      } catch (AssertionError expected) {
        broken = expected.getMessage() != null && expected.getMessage().contains("is mailable at");
      }
      assertTrue(broken, "nobody would miss the gate");
    }
  }
}
