package io.espalier.sync.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.espalier.sync.plan.Plan;
import io.espalier.sync.shop.Session;
import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A row that an ESP refuses is told, parked, and sent again once it is another row. */
final class RefusalTest {
  private static final Map<String, Long> NO_WRITES =
      Map.of("klaviyo", 0L, "mailchimp", 0L, "salesforce-mc", 0L);

  @TempDir Path dir;
  private Shop shop;
  private Session session;

  @BeforeEach
  void open() {
    shop = Shop.in(dir);
    session = Session.of(shop);
  }

  @AfterEach
  void close() {
    session.close();
  }

  @Test
  void aTextTooLongForOneEspIsParkedThereAndSentAgainAfterItChanged() {
    shop.edit("customers.csv", "bob@example.net,Spain", "bob@example.net," + "S".repeat(5000));

    Session.Run first = session.sync();

    assertEquals(Set.of("klaviyo"), session.remotes().of("bob@example.net").keySet());
    assertEquals(
        Map.of(
            "the field 'country' (COUNTRY) is 5000 bytes long, and Mailchimp keeps 255", 1L,
            "the profile itself was not accepted", 2L),
        first.of("mailchimp").reasons());
    assertEquals(
        Map.of(
            "'country' has 5000 characters, and a column holds 4000", 1L,
            "the profile itself was not accepted", 2L),
        first.of("salesforce-mc").reasons());

    Session.Run second = session.sync();

    assertEquals(NO_WRITES, second.writes());
    assertEquals(0, second.rejected());
    // The person, their consent and their one segment.
    assertEquals(
        List.of(0L, 3L, 3L), second.plan().parts().stream().map(Plan.Part::parked).toList());

    shop.edit("customers.csv", "S".repeat(5000), "Spain");
    Session.Run third = session.sync();

    assertEquals(0, third.rejected());
    assertEquals(
        Map.of("klaviyo", "Spain", "mailchimp", "Spain", "salesforce-mc", "Spain"),
        session.remotes().field("bob@example.net", "country"));
    assertEquals(
        Map.of(
            "klaviyo", Set.of("Buyers"),
            "mailchimp", Set.of("Buyers"),
            "salesforce-mc", Set.of("buyers")),
        session.remotes().segmentsOf("bob@example.net"));
    assertEquals(0, session.plan().rows());
  }

  @Test
  void whoIsThereKeepsTheirPlaceWhileAnotherValueIsRefused() {
    session.sync();
    shop.edit("customers.csv", "ada@example.net,France", "ada@example.net," + "F".repeat(5000));

    Session.Run run = session.sync();

    assertEquals(1, run.of("salesforce-mc").rejected());
    // She is French no more, whatever became of the row that says so.
    assertEquals(
        Map.of(
            "klaviyo", Set.of("Buyers"),
            "mailchimp", Set.of("Buyers"),
            "salesforce-mc", Set.of("buyers")),
        session.remotes().segmentsOf("ada@example.net"));
    assertEquals(0, session.plan().rows());
  }

  @Test
  void anAddressThatOneEspRefusesIsTriedAgainWhenItIsAnother() {
    shop.edit("customers.csv", "bob@example.net", "bob@example.com");

    Session.Run first = session.sync();

    assertEquals(3, first.of("mailchimp").rejected());
    assertFalse(first.reports().toString().contains("bob@example.com"), "a clear address");
    assertEquals(NO_WRITES, session.sync().writes());

    // Nothing changes but the address.
    shop.edit("customers.csv", "bob@example.com", "bob@example.net");
    Session.Run third = session.sync();

    assertEquals(0, third.rejected());
    assertEquals(
        Set.of("klaviyo", "mailchimp", "salesforce-mc"),
        session.remotes().mailableIn("bob@example.net"));
  }
}
