package io.espalier.sync.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.sync.plan.Plan;
import io.espalier.sync.shop.Remote;
import io.espalier.sync.shop.Session;
import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in three ESPs after a first sync, and what each kind of change then sends. */
final class SyncTest {
  private static final Map<String, Long> NO_WRITES =
      Map.of("klaviyo", 0L, "mailchimp", 0L, "salesforce-mc", 0L);
  private static final Set<String> ALL = Set.of("klaviyo", "mailchimp", "salesforce-mc");

  @TempDir Path dir;
  private Shop shop;
  private Session session;

  @BeforeEach
  void firstSync() {
    shop = Shop.in(dir);
    session = Session.of(shop);
    session.sync();
  }

  @AfterEach
  void close() {
    session.close();
  }

  @Test
  void theFirstSyncBringsPeopleFieldsSegmentsAndConsent() {
    assertEquals(
        Map.of(
            "klaviyo",
            new Remote(
                true,
                Set.of("Buyers", "French people"),
                Map.of("country", "France", "age", "36", "orders_90d", "1")),
            "mailchimp",
            new Remote(
                true,
                Set.of("Buyers", "French people"),
                Map.of("country", "France", "age", "36", "orders_90d", "1")),
            "salesforce-mc",
            new Remote(
                true,
                Set.of("buyers", "french"),
                Map.of("country", "France", "age", "36", "orders_90d", "1"))),
        session.remotes().of("ada@example.net"));
    assertEquals(
        Map.of(
            "klaviyo", Set.of("Buyers"),
            "mailchimp", Set.of("Buyers"),
            "salesforce-mc", Set.of("buyers")),
        session.remotes().segmentsOf("bob@example.net"));
  }

  @Test
  void unknownConsentIsSyncedAndNowhereMailable() {
    assertEquals(Set.of(), session.remotes().mailableIn("cleo@example.net"));
    assertEquals(
        Map.of("klaviyo", "France", "mailchimp", "France", "salesforce-mc", "France"),
        session.remotes().field("cleo@example.net", "country"));
    assertEquals(
        Map.of(
            "klaviyo", Set.of("French people"),
            "mailchimp", Set.of("French people"),
            "salesforce-mc", Set.of("french")),
        session.remotes().segmentsOf("cleo@example.net"));
  }

  @Test
  void aSecondRunPlansAndWritesNothing() {
    Session.Run second = session.sync();

    assertEquals(0, second.plan().rows());
    assertEquals(NO_WRITES, second.writes());
  }

  @Test
  void anotherOrderOfAttributesChangesNobody() {
    String age = "    age: {type: number, class: demographic, purposes: [marketing]}\n";
    shop.edit("profile.yaml", age, "")
        .edit("profile.yaml", "  attributes:\n", "  attributes:\n" + age);

    assertEquals(0, session.plan().rows());
  }

  @Test
  void aChangedFieldIsTheOnlyThingSent() {
    shop.edit("customers.csv", "Spain,41", "Spain,42");

    Session.Run run = session.sync();

    for (Plan.Part part : run.plan().parts()) {
      assertEquals(1, part.rows(), part.esp());
      assertEquals(1, part.changed(), part.esp());
    }
    assertEquals(
        Map.of("klaviyo", "42", "mailchimp", "42", "salesforce-mc", "42"),
        session.remotes().field("bob@example.net", "age"));
    assertEquals(NO_WRITES, session.sync().writes());
  }

  @Test
  void aFieldThatAMarketerChangedStaysUnlessOursChanges() {
    // Only what differs is sent, so a value that somebody set at the ESP in another field stays.
    shop.edit("customers.csv", "Spain,41", "Spain,");
    session.sync();

    assertEquals(Map.of(), session.remotes().field("bob@example.net", "age"));
    assertEquals(
        Map.of("klaviyo", "Spain", "mailchimp", "Spain", "salesforce-mc", "Spain"),
        session.remotes().field("bob@example.net", "country"));
  }

  @Test
  void aNewPersonIsAddedAndNobodyElseTouched() {
    shop.edit(
        "customers.csv",
        "c3,",
        "c4,dan@example.net,France,20,subscribed,2024-02-02T00:00:00Z,form 4\nc3,");

    Session.Run run = session.sync();

    for (Plan.Part part : run.plan().parts()) {
      assertEquals(1, part.created(), part.esp());
      assertEquals(0, part.changed(), part.esp());
      assertEquals(1, part.joins(), part.esp());
    }
    assertEquals(ALL, session.remotes().mailableIn("dan@example.net"));
  }

  @Test
  void whoNoLongerFitsLeavesTheSegment() {
    shop.edit("customers.csv", "ada@example.net,France", "ada@example.net,Norway");

    Session.Run run = session.sync();

    run.plan().parts().forEach(part -> assertEquals(2, part.rows(), part.esp()));
    assertEquals(
        Map.of(
            "klaviyo", Set.of("Buyers"),
            "mailchimp", Set.of("Buyers"),
            "salesforce-mc", Set.of("buyers")),
        session.remotes().segmentsOf("ada@example.net"));
  }

  @Test
  void whoIsGoneFromTheSourceLeavesTheSegmentsAndTheNextRunIsQuiet() {
    shop.edit(
        "customers.csv",
        "c1,ada@example.net,France,36,subscribed,2024-01-01T00:00:00Z,form 1\n",
        "");

    session.sync();

    session
        .remotes()
        .segmentsOf("ada@example.net")
        .forEach((esp, segments) -> assertEquals(Set.of(), segments, esp));
    assertEquals(0, session.plan().rows());
  }

  @Test
  void aNewAttributeIsFilledForThoseWhoHaveOne() {
    shop.edit(
            "profile.yaml",
            "    orders_90d:",
            "    city: {type: text, class: demographic, purposes: [marketing]}\n    orders_90d:")
        .edit("customers.csv", "id,email,", "city,id,email,")
        .edit("customers.csv", "c1,", "Paris,c1,")
        .edit("customers.csv", "c2,", ",c2,")
        .edit("customers.csv", "c3,", ",c3,");

    Session.Run run = session.sync();

    for (Plan.Part part : run.plan().parts()) {
      assertEquals(1, part.fields().size(), part.esp());
      assertEquals(1, part.changed(), part.esp());
    }
    assertEquals(
        Map.of("klaviyo", "Paris", "mailchimp", "Paris", "salesforce-mc", "Paris"),
        session.remotes().field("ada@example.net", "city"));
    assertEquals(NO_WRITES, session.sync().writes());
  }

  @Test
  void anAttributeTakenOutOfTheProjectChangesNobody() {
    shop.edit(
        "profile.yaml", "    age: {type: number, class: demographic, purposes: [marketing]}\n", "");

    assertEquals(0, session.plan().rows());
    assertEquals(NO_WRITES, session.sync().writes());
  }

  @Test
  void aRenamedSegmentKeepsItsMembers() {
    shop.edit("segments/french.yaml", "French people", "Customers in France");

    Session.Run run = session.sync();

    run.plan().parts().forEach(part -> assertEquals(1, part.rows(), part.esp()));
    assertEquals(
        Map.of(
            "klaviyo", Set.of("Buyers", "Customers in France"),
            "mailchimp", Set.of("Buyers", "Customers in France"),
            "salesforce-mc", Set.of("buyers", "french")),
        session.remotes().segmentsOf("ada@example.net"));
    assertEquals(0, session.plan().rows());
  }

  @Test
  void aChangedAddressMovesThePersonWithConsentAndSegments() {
    shop.edit("customers.csv", "ada@example.net", "ada@new.example.net");

    session.sync();

    assertEquals(ALL, session.remotes().mailableIn("ada@new.example.net"));
    assertEquals(
        Map.of(
            "klaviyo", Set.of("Buyers", "French people"),
            "mailchimp", Set.of("Buyers", "French people"),
            "salesforce-mc", Set.of("buyers", "french")),
        session.remotes().segmentsOf("ada@new.example.net"));
    session
        .remotes()
        .segmentsOf("ada@example.net")
        .forEach((esp, segments) -> assertEquals(Set.of(), segments, esp));
    assertEquals(0, session.plan().rows());
  }

  @Test
  void theStateOfAnotherAccountIsSeparate() {
    try (Session other = session.elsewhere()) {
      Session.Run run = other.sync();

      run.plan().parts().forEach(part -> assertEquals(3, part.created(), part.esp()));
      assertEquals(ALL, other.remotes().mailableIn("ada@example.net"));
      assertEquals(0, other.plan().rows());
      assertEquals(0, session.plan().rows());
    }
  }

  @Test
  void aSegmentBelowItsLeastSizeIsHeldBack() {
    shop.with(
        "segments/old.yaml", "segment: old\nname: Older people\nmin_size: 2\nwhere: age > 40\n");

    Session.Run run = session.sync();

    assertEquals(0, run.plan().rows());
    assertEquals(
        "1 member, fewer than min_size 2: not sent",
        run.plan().parts().get(0).segments().get(2).held());

    shop.edit("segments/old.yaml", "age > 40", "age > 30");
    session.sync();

    assertEquals(
        Map.of(
            "klaviyo", Set.of("Buyers", "Older people"),
            "mailchimp", Set.of("Buyers", "Older people"),
            "salesforce-mc", Set.of("buyers", "old")),
        session.remotes().segmentsOf("bob@example.net"));
  }
}
