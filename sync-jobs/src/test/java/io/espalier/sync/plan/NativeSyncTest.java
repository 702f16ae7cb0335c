package io.espalier.sync.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.spi.Change;
import io.espalier.sync.shop.Session;
import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A segment that an ESP keeps by itself, at the ESPs, over several syncs. */
final class NativeSyncTest {
  private static final List<String> ESPS = List.of("klaviyo", "mailchimp");

  @TempDir Path dir;

  private Shop shop(String rule, String more) {
    return Shop.in(dir)
        .edit(
            "espalier.yaml",
            Shop.CONNECTIONS,
            "connections:\n  klaviyo: {api_key_env: KLAVIYO_KEY}\n  mailchimp: {api_key_env: MAILCHIMP_KEY, audience: Shop}\n")
        .without("segments/buyers.yaml")
        .without("segments/french.yaml")
        .with(
            "segments/forty.yaml",
            "segment: forty\nname: From forty\nwhere: " + rule + "\n" + more);
  }

  private static void check(Session session, Set<String> natives, Set<String> lists) {
    for (String esp : ESPS) {
      assertEquals(
          natives, session.remotes().natives(esp).getOrDefault("From forty", Set.of()), esp);
      assertEquals(lists, session.remotes().lists(esp), esp);
    }
  }

  private static Session.Run sync(Session session) {
    session.pass(Duration.ofMinutes(2));
    Session.Run run = session.sync();
    assertEquals(0, run.rejected() + run.unknown(), () -> run.reports().toString());
    // An ESP counts a new definition in its own time, and shows nobody before.
    session.pass(Duration.ofMinutes(2));
    return run;
  }

  private static void nothingIsLeft(Session session) {
    assertEquals(Map.of("klaviyo", 0L, "mailchimp", 0L), sync(session).writes());
  }

  @Test
  void oneOrTheOtherStandsForTheSegmentAtEveryMoment() {
    try (Session session = Session.of(shop("age >= 41", "native: true\n"))) {
      Session.Run run = sync(session);
      check(session, Set.of("bob@example.net"), Set.of());
      Plan.SegmentPart part = run.plan().parts().get(0).segments().get(0);
      assertEquals("kept there by its own definition", part.note());
      assertEquals(List.of(true, 0L, 0L), List.of(part.define(), part.joins(), part.leaves()));
      nothingIsLeft(session);

      shop("age >= 36", "native: true\n");
      run = sync(session);
      check(session, Set.of("ada@example.net", "bob@example.net"), Set.of());
      assertEquals(Map.of("klaviyo", 1L, "mailchimp", 1L), run.writes());

      // Off: the definition goes once the list is filled.
      shop("age >= 36", "");
      sync(session);
      check(session, Set.of("ada@example.net", "bob@example.net"), Set.of("From forty"));
      assertEquals(
          Map.of("klaviyo", Set.of("From forty"), "mailchimp", Set.of("From forty")),
          session.remotes().segmentsOf("bob@example.net"));
      sync(session);
      check(session, Set.of(), Set.of("From forty"));
      nothingIsLeft(session);

      // On: the list is kept up until the definition is proved, and goes then.
      shop("age >= 41", "native: true\n");
      sync(session);
      check(session, Set.of("bob@example.net"), Set.of("From forty"));
      assertEquals(
          Map.of("klaviyo", Set.of(), "mailchimp", Set.of()),
          session.remotes().segmentsOf("ada@example.net"));
      sync(session);
      check(session, Set.of("bob@example.net"), Set.of());
      nothingIsLeft(session);
    }
  }

  @Test
  void aReferenceToASegmentThatCannotBeSaidIsToItsList() {
    Shop shop =
        shop("in_segment french and age < 40", "native: [klaviyo]\n")
            .with(
                "segments/french.yaml",
                "segment: french\nname: French\nwhere: country == \"France\"\n");
    try (Session session = Session.of(shop)) {
      sync(session);

      assertEquals(
          Map.of("From forty", Set.of("ada@example.net")), session.remotes().natives("klaviyo"));
      assertEquals(Set.of("French"), session.remotes().lists("klaviyo"));
      assertEquals(Map.of(), session.remotes().natives("mailchimp"));
      assertEquals(Set.of("French", "From forty"), session.remotes().lists("mailchimp"));
    }
  }

  @Test
  void kindsStandInTheOrderInWhichTheyMayRun() {
    assertEquals(
        true,
        Change.Kind.DEFINE_SEGMENT.compareTo(Change.Kind.DEFINE_NATIVE) < 0
            && Change.Kind.DEFINE_NATIVE.compareTo(Change.Kind.RETIRE) < 0);
  }
}
