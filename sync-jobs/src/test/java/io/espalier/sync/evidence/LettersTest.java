package io.espalier.sync.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.sync.plan.Plan;
import io.espalier.sync.shop.Session;
import io.espalier.sync.shop.Shop;
import io.espalier.sync.store.Engine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A refused row can be found, read and sent again. */
final class LettersTest {
  @TempDir Path dir;

  private <T> T ask(Function<Engine, T> question) {
    try (Engine engine = Engine.at(dir.resolve(".espalier/store.duckdb"), 256)) {
      return question.apply(engine);
    }
  }

  private static List<Long> parked(Plan plan) {
    return plan.parts().stream().map(Plan.Part::parked).toList();
  }

  @Test
  void whatWasRefusedIsReadReplayedAndGoneOnceItWasTaken() {
    Shop shop =
        Shop.in(dir)
            .edit("customers.csv", "bob@example.net,Spain", "bob@example.net," + "S".repeat(300));
    try (Session session = Session.of(shop)) {
      session.sync();

      List<Letters.Letter> letters = ask(engine -> Letters.all(engine, Optional.empty(), 10));
      assertEquals(1, letters.size());
      Letters.Letter letter = letters.get(0);
      assertEquals("mailchimp", letter.esp());
      assertEquals("c2", letter.person());
      assertEquals("b***@e***.net", letter.address());
      assertEquals(
          "the field 'country' (COUNTRY) is 300 bytes long, and Mailchimp keeps 255",
          letter.reason());
      assertEquals(letters, ask(engine -> Letters.of(engine, letter.id())));
      assertEquals(letters, ask(engine -> Letters.of(engine, "c2")));
      assertEquals(1, ask(Letters::causes).get(0).letters());

      assertEquals(List.of(0L, 3L, 0L), parked(session.plan()));
      assertEquals(1, (long) ask(engine -> Letters.replay(engine, letters)));
      // The person, and the consent and the segment that hang on them.
      Plan again = session.plan();
      assertEquals(List.of(0L, 0L, 0L), parked(again));
      assertEquals(3, again.parts().get(1).rows());

      session.sync();
      shop.edit("customers.csv", "S".repeat(300), "Spain");
      session.sync();
      assertEquals(List.of(), ask(Letters::causes));
    }
  }

  /** A text that is too long for two, and a number that the third cannot hold. */
  @Test
  void eachEspParksWhatItRefusesAndTakesItOnceTheCauseIsMended() {
    String huge = "12345678901234567891";
    Shop shop =
        Shop.in(dir)
            .edit("customers.csv", "bob@example.net,Spain", "bob@example.net," + "S".repeat(5000))
            .edit("customers.csv", "ada@example.net,France,36", "ada@example.net,France," + huge);
    try (Session session = Session.of(shop)) {
      session.sync();
      assertEquals(Set.of("klaviyo c1", "mailchimp c2", "salesforce-mc c2"), parkedAt("klaviyo"));

      assertEquals(Map.of("klaviyo", 0L, "mailchimp", 0L, "salesforce-mc", 0L), writes(session));
      ask(engine -> Letters.replay(engine, Letters.all(engine, Optional.empty(), 100)));
      // Nothing was mended: sent again, and refused again.
      session.sync();
      assertEquals(Set.of("klaviyo c1", "mailchimp c2", "salesforce-mc c2"), parkedAt("klaviyo"));

      shop.edit("customers.csv", "S".repeat(5000), "Spain").edit("customers.csv", huge, "37");
      ask(engine -> Letters.replay(engine, Letters.all(engine, Optional.empty(), 100)));
      assertEquals(0, session.sync().rejected());

      assertEquals(List.of(), ask(Letters::causes));
      assertEquals(3, session.remotes().field("bob@example.net", "country").size());
      assertEquals("37", session.remotes().field("ada@example.net", "age").get("klaviyo"));
      assertEquals(0, session.plan().rows());
    }
  }

  private static Map<String, Long> writes(Session session) {
    return session.sync().writes();
  }

  /** Who is parked where; a number may be too large for more than the one ESP. */
  private Set<String> parkedAt(String numbers) {
    return ask(engine -> Letters.all(engine, Optional.empty(), 100)).stream()
        .filter(letter -> letter.person().equals("c2") || letter.esp().equals(numbers))
        .map(letter -> letter.esp() + " " + letter.person())
        .collect(Collectors.toSet());
  }
}
