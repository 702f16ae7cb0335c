package io.espalier.sync.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Consent;
import io.espalier.sync.shop.Remote;
import io.espalier.sync.shop.Remotes;
import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever goes wrong on the way, each ESP ends up holding exactly what it should: everybody once,
 * in their segments, with their fields; nobody mailable who opted out; every refused row named.
 * {@code espalier.soak} is another number of people, {@code espalier.soak.esp} one ESP alone,
 * {@code espalier.soak.seed} other dice, {@code espalier.soak.faults} other faults.
 */
final class SoakTest {
  private static final boolean WHOLE = Boolean.getBoolean("espalier.long");
  private static final int PEOPLE = Integer.getInteger("espalier.soak", WHOLE ? 200_000 : 2_000);
  private static final long SEED = Long.getLong("espalier.soak.seed", 11);
  private static final String FAULTS =
      System.getProperty("espalier.soak.faults", SoakAccount.FAULTS);

  private static final int MOST_RUNS = 20;

  /** So many people that quotas decide how long a sync takes, and not the last job. */
  private static final int LARGE = 200_000;

  /** Of the ceiling, though one call in twenty goes wrong. */
  private static final Map<String, Double> LEAST =
      Map.of(
          "klaviyo",
          0.95,
          "mailchimp",
          0.95,
          // A Retry-After of two seconds, or a job that hangs, among its last joins is two per
          // cent.
          "salesforce-mc",
          0.90);

  /** As many differences as a person wants to read. */
  private static final int SHOWN = 10;

  @TempDir Path dir;

  /** All of them, or the one that {@code espalier.soak.esp} names. */
  static Stream<String> esps() {
    return Stream.of("klaviyo", "mailchimp", "salesforce-mc")
        .filter(esp -> System.getProperty("espalier.soak.esp", esp).equals(esp));
  }

  @ParameterizedTest
  @MethodSource("esps")
  void whateverGoesWrongEachEspEndsUpHoldingExactlyTheDesiredState(String esp) {
    Crowd crowd = new Crowd(PEOPLE, WHOLE ? 1 : 4);
    Shop shop = Shop.empty(dir);
    crowd.write(shop, connection(esp));
    try (SoakAccount account = new SoakAccount(esp, shop)) {
      account.disturb(FAULTS, SEED);
      List<SoakAccount.Run> first = account.syncUntilDone(MOST_RUNS);
      tell(esp, "all people", first, account.disturbed());
      assertTrue(
          PEOPLE < LARGE || SoakAccount.share(first) >= LEAST.getOrDefault(esp, 1.0),
          () -> esp + " reached " + SoakAccount.share(first) + " of its ceiling");
      compare(esp, account, crowd, Set.of(), Set.of());

      Set<String> left = optOutThere(esp, account.remotes(), crowd);
      Set<String> known =
          crowd.people().stream()
              .filter(p -> isHeld(esp, p))
              .map(Person::key)
              .collect(Collectors.toSet());
      crowd.change();
      crowd.writePeople(shop);
      account.disturb(FAULTS, SEED + 1);
      List<SoakAccount.Run> second = account.syncUntilDone(MOST_RUNS);
      tell(esp, "a month's changes", second, account.disturbed());
      compare(esp, account, crowd, known, left);

      assertEquals(
          crowd.people().stream()
              .filter(p -> !p.isUnusable() && !p.optedOutAtFirst() && Crowd.isRefused(esp, p))
              .map(Person::key)
              .collect(Collectors.toCollection(TreeSet::new)),
          new TreeSet<>(account.rejected("UPSERT")));
      long unusable = crowd.people().stream().filter(Person::isUnusable).count();
      assertEquals(unusable, first.get(0).rejects().values().stream().mapToLong(n -> n).sum());
    }
  }

  static String connection(String esp) {
    return Shop.CONNECTIONS
            .lines()
            .filter(l -> l.contains(esp))
            .findFirst()
            .orElseThrow()
            .replace("KLAVIYO_KEY}", "KLAVIYO_KEY, opt_in: evidence}")
        + "\n";
  }

  private static boolean isHeld(String esp, Person person) {
    return !person.isUnusable() && !person.optedOut() && !Crowd.isRefused(esp, person);
  }

  /** A few people click the link in a mail of this ESP. */
  private static Set<String> optOutThere(String esp, Remotes remotes, Crowd crowd) {
    Set<String> left = new TreeSet<>();
    for (int i = 101; i < crowd.people().size() && left.size() < 50; i += 103) {
      Person person = crowd.people().get(i);
      if (isHeld(esp, person) && person.consent() == Consent.State.SUBSCRIBED) {
        remotes.unsubscribe(esp, person.email());
        left.add(person.key());
      }
    }
    return left;
  }

  /**
   * Holds everybody at the ESP against the crowd.
   *
   * @param known people whom the ESP held before some of them opted out
   * @param left people who opted out at the ESP itself
   */
  static void compare(
      String esp, SoakAccount account, Crowd crowd, Set<String> known, Set<String> left) {
    Remotes remotes = account.remotes();
    List<String> wrong = new ArrayList<>();
    int people = 0;
    List<Optional<Remote>> all =
        remotes.of(esp, crowd.people().stream().map(Person::email).toList());
    for (Person person : crowd.people()) {
      Optional<Remote> there = all.get(person.number());
      boolean gone = person.optedOut() || left.contains(person.key());
      people += there.isPresent() ? 1 : 0;
      Optional<String> difference =
          gone ? ofOneWhoLeft(person, there, known) : difference(esp, crowd, person, there);
      difference.ifPresent(d -> wrong.add(person.key() + " " + d));
    }
    assertTrue(
        wrong.isEmpty(),
        () ->
            esp
                + " holds "
                + wrong.size()
                + " people otherwise than it should:\n"
                + wrong.stream().limit(SHOWN).collect(Collectors.joining("\n")));
    assertEquals(people, account.census(), esp + " holds somebody twice, or somebody else");
  }

  private static Optional<String> ofOneWhoLeft(
      Person person, Optional<Remote> there, Set<String> known) {
    if (there.isEmpty()) {
      return known.contains(person.key()) ? Optional.of("is gone") : Optional.empty();
    }
    if (!known.contains(person.key())) {
      return Optional.of("opted out before the first run, and is there");
    }
    return there.get().mailable() || !there.get().segments().isEmpty()
        ? Optional.of("opted out, and is " + there.get())
        : Optional.empty();
  }

  private static Optional<String> difference(
      String esp, Crowd crowd, Person person, Optional<Remote> there) {
    if (!isHeld(esp, person)) {
      return there.map(remote -> "should not be there, and is " + remote);
    }
    Map<String, String> fields = new TreeMap<>();
    person.fields().forEach((name, value) -> fields.put(name, value));
    Remote wanted =
        new Remote(person.consent() == Consent.State.SUBSCRIBED, crowd.segmentsOf(person), fields);
    if (there.isEmpty()) {
      return Optional.of("is missing");
    }
    Map<String, String> held = new TreeMap<>();
    there.get().fields().forEach((name, value) -> held.put(name, spelled(value)));
    Remote is = new Remote(there.get().mailable(), there.get().segments(), held);
    return is.equals(wanted)
        ? Optional.empty()
        : Optional.of("should be " + wanted + "\n  and is " + is);
  }

  /** Each ESP has a spelling of its own for yes and no. */
  private static String spelled(String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    return Set.of("true", "false").contains(lower) ? lower : value;
  }

  private static void tell(String esp, String what, List<SoakAccount.Run> runs, int disturbed) {
    long calls = runs.stream().mapToLong(r -> r.report().calls()).sum();
    System.out.printf(
        Locale.ROOT,
        "soak: %s, %s of %,d: %d runs, %,d calls, %,d of them disturbed; %.1f s of CPU so far%n",
        esp,
        what,
        PEOPLE,
        runs.size(),
        calls,
        disturbed,
        ProcessHandle.current()
            .info()
            .totalCpuDuration()
            .map(cpu -> cpu.toMillis() / 1000.0)
            .orElse(0.0));
    runs.forEach(SoakTest::tell);
    System.out.printf(
        Locale.ROOT,
        "soak:   in all %,.1f s, %.1f %% of the ceiling%n",
        SoakAccount.seconds(runs),
        SoakAccount.share(runs) * 100);
  }

  /** What one run did, and how near it came to what the vendor's limits allow. */
  static void tell(SoakAccount.Run run) {
    System.out.printf(
        Locale.ROOT,
        "soak:   %,d rows: %,d applied, %,d rejected, %,d unknown; %s%n",
        run.plan().rows(),
        run.report().applied(),
        run.report().rejected(),
        run.report().unknown(),
        run.report().reasons());
    System.out.printf(
        Locale.ROOT,
        "soak:   took %,.1f s; announced %,d s; the limits allow %,.1f s (%s):"
            + " %.1f %% of the ceiling; calls %s%n",
        run.took().toMillis() / 1000.0,
        run.plan().parts().get(0).seconds(),
        run.allowed(),
        run.ceiling().narrowest(),
        run.share() * 100,
        run.calls());
  }
}
