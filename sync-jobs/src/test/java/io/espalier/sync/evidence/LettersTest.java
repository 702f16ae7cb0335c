package io.espalier.sync.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.sync.plan.Plan;
import io.espalier.sync.shop.Session;
import io.espalier.sync.shop.Shop;
import io.espalier.sync.store.Engine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
}
