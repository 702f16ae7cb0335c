package io.espalier.sync.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Consent;
import io.espalier.sandbox.Mood;
import io.espalier.sync.shop.Remote;
import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hold-back of ours is never taken for an opt-out of the person's, whatever goes wrong. */
final class HoldBackTest {
  @TempDir Path dir;

  /** The first import brings the people, the second marks those of unknown consent. */
  private static Mood oneImportNeverEnds(int which) {
    return new EndlessJob("POST /api/profile-bulk-import-jobs", which);
  }

  @Test
  void peopleOfUnknownConsentAreInTheirSegmentsThoughTheImportOfTheirMarkNeverEnded() {
    Crowd crowd = new Crowd(60, 1);
    Shop shop = Shop.empty(dir);
    crowd.write(shop, SoakTest.connection("klaviyo"));
    List<Person> unknown =
        crowd.people().stream().filter(p -> p.consent() == Consent.State.UNKNOWN).toList();
    try (SoakAccount account = new SoakAccount("klaviyo", shop)) {
      account.disturb(oneImportNeverEnds(2));
      account.sync();
      assertEquals(Set.of(), mailable(account, unknown), "after the disturbed run");
      account.calm();
      account.syncUntilDone(5);

      List<Optional<Remote>> there =
          account.remotes().of("klaviyo", unknown.stream().map(Person::email).toList());
      for (int i = 0; i < unknown.size(); i++) {
        Remote remote = there.get(i).orElseThrow();
        assertEquals(crowd.segmentsOf(unknown.get(i)), remote.segments(), unknown.get(i).key());
      }
      assertEquals(Set.of(), mailable(account, unknown), "at the end");
      assertTrue(
          unknown.stream().anyMatch(p -> !crowd.segmentsOf(p).isEmpty()),
          "nobody of unknown consent is in a segment: this shows nothing");
    }
  }

  /** The third and later ones carry people into segments. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 9})
  void oneRunIsEnoughThoughAnImportNeverEndsWhereOthersHaveEnded(int which) {
    Crowd crowd = new Crowd(60, 1);
    Shop shop = Shop.empty(dir);
    crowd.write(shop, SoakTest.connection("klaviyo"));
    try (SoakAccount account = new SoakAccount("klaviyo", shop)) {
      account.disturb(oneImportNeverEnds(which));
      SoakAccount.Run run = account.sync();

      assertEquals(0, run.report().unknown(), run.report().reasons()::toString);
      assertTrue(run.took().compareTo(Duration.ofMinutes(2)) < 0, () -> "it took " + run.took());
      SoakTest.compare("klaviyo", account, crowd, Set.of(), Set.of());
    }
  }

  private static Set<String> mailable(SoakAccount account, List<Person> people) {
    List<Optional<Remote>> there =
        account.remotes().of("klaviyo", people.stream().map(Person::email).toList());
    return people.stream()
        .filter(p -> there.get(people.indexOf(p)).filter(Remote::mailable).isPresent())
        .map(Person::key)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
