package io.espalier.sync.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.sync.shop.Marketer;
import io.espalier.sync.shop.Remotes;
import io.espalier.sync.shop.Session;
import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Marketers change things inside the ESPs; it is named, and repaired by the policy of each. */
final class DriftTest {
  private static final String ADA = "ada@example.net";
  private static final String BOB = "bob@example.net";
  private static final String OURS =
      "  drift: {fields: ours, memberships: ours, names: ours, definitions: ours, people: ours, consent: ours}\n";

  @TempDir Path dir;
  private Shop shop;
  private Session session;
  private Marketer marketer;

  @BeforeEach
  void firstSync() {
    shop = Shop.in(dir);
    session = Session.of(shop);
    session.sync();
    marketer = session.marketer();
  }

  @AfterEach
  void close() {
    session.close();
  }

  private void policies(String yaml) {
    shop.edit("profile.yaml", "profile:\n", "profile:\n" + yaml);
  }

  private static List<String> said(AccountDrift drift) {
    List<String> said = new ArrayList<>();
    for (Finding finding : drift.findings()) {
      said.add(
          (finding.what() + " " + finding.subject()).strip()
              + (finding.there().isEmpty() ? "" : " = " + finding.there())
              + " x "
              + finding.count());
    }
    return said;
  }

  private void everythingIsChanged(String esp) {
    marketer.sets(esp, ADA, "c1", "country", "Spain");
    marketer.takesOut(esp, ADA, "c1", "french", "French people");
    marketer.putsIn(esp, BOB, "c2", "french", "French people");
    marketer.renames(esp, "buyers", "Buyers", "Our best");
  }

  @Test
  void everyChangeIsNamedAndIsAsItWasAfterARepairWithOurs() {
    Session.Drift none = session.drift(false);
    for (AccountDrift account : none.found()) {
      assertEquals(List.of(), said(account), account.esp());
      assertEquals(3, account.people(), account.esp());
      assertEquals(4, account.members(), account.esp());
      assertEquals(List.of(), account.normalised(), account.esp());
    }
    assertEquals(0, none.plan().rows());

    Map<String, ?> before = session.remotes().of(ADA);
    Remotes.ESPS.forEach(this::everythingIsChanged);
    Session.Drift told = session.drift(true);

    for (String esp : Remotes.ESPS) {
      assertEquals(
          List.of(
              "SEGMENT_RENAMED buyers = Our best x 1",
              "VALUE_CHANGED country x 1",
              "MEMBER_REMOVED french x 1",
              "MEMBER_ADDED french x 1"),
          said(told.at(esp)),
          esp);
      assertEquals(
          List.of(new Finding.Example("c1", "a***@e***.net", "France", "Spain")),
          told.at(esp).findings().get(1).examples(),
          esp);
    }
    assertEquals(0, told.plan().rows(), "the plan where everything is only told");

    policies(OURS);
    Session.Drift drift = session.drift(true);
    drift.plan().parts().forEach(part -> assertEquals(4, part.rows(), part.esp()));
    session.sync();

    assertEquals(before, session.remotes().of(ADA));
    assertNothingLeft();
  }

  private void assertNothingLeft() {
    Session.Drift after = session.drift(false);
    assertTrue(after.isEmpty(), () -> after.found().toString());
    assertEquals(0, after.plan().rows());
  }

  @Test
  void whatWasDeletedOrMadeMailableIsNamedAndPutRight() {
    Map<String, ?> before = session.remotes().of(ADA);
    Map<String, ?> bob = session.remotes().segmentsOf(BOB);
    for (String esp : Remotes.ESPS) {
      marketer.deletes(esp, "buyers", "Buyers");
      if (!esp.equals("klaviyo")) {
        marketer.deletesField(esp, "country");
      }
    }
    // Cleo never consented.
    marketer.activates("cleo@example.net", "c3");
    marketer.deletesPerson("klaviyo", ADA, "c1");
    marketer.deletesPerson("salesforce-mc", ADA, "c1");
    session.pass(Duration.ofHours(1));
    policies(OURS);

    Session.Drift drift = session.drift(true);
    assertEquals(
        List.of("SEGMENT_DELETED buyers x 1", "PERSON_DELETED x 1"), said(drift.at("klaviyo")));
    assertEquals(
        List.of("FIELD_DELETED country x 1", "SEGMENT_DELETED buyers x 1"),
        said(drift.at("mailchimp")));
    assertEquals(
        List.of(
            "FIELD_DELETED country x 1",
            "SEGMENT_DELETED buyers x 1",
            "PERSON_DELETED x 1",
            "MADE_MAILABLE x 1"),
        said(drift.at("salesforce-mc")));
    session.sync();

    assertEquals(before, session.remotes().of(ADA));
    assertEquals(bob, session.remotes().segmentsOf(BOB));
    assertEquals(Set.of(), session.remotes().mailableIn("cleo@example.net"));
    assertNothingLeft();
  }

  @Test
  void whatIsTheirsIsKeptUntilOursChanges() {
    Remotes.ESPS.forEach(this::everythingIsChanged);
    marketer.sets("klaviyo", BOB, "c2", "country", "SPAIN");
    marketer.sets("mailchimp", BOB, "c2", "country", "spain");
    marketer.sets("salesforce-mc", BOB, "c2", "age", "41.0");
    policies("  drift: {memberships: theirs, names: theirs}\n");
    shop.edit("profile.yaml", "country: {", "country: {drift: theirs, ");

    session.drift(true);
    Session.Drift kept = session.drift(false);

    assertTrue(kept.isEmpty(), () -> kept.found().toString());
    assertEquals(0, kept.plan().rows());
    // A vendor's own form of a value is no drift.
    assertEquals(
        List.of(new AccountDrift.Normalised("country", Form.LETTER_CASE, 1)),
        kept.at("klaviyo").normalised());
    assertEquals(
        List.of(new AccountDrift.Normalised("country", Form.LETTER_CASE, 1)),
        kept.at("mailchimp").normalised());
    assertEquals(List.of(), kept.at("salesforce-mc").normalised());
    kept.found().forEach(account -> assertEquals(4, account.kept(), account.esp()));
    assertEquals(
        Map.of("klaviyo", "Spain", "mailchimp", "Spain", "salesforce-mc", "Spain"),
        session.remotes().field(ADA, "country"));

    // A new buyer joins the list under the name that it has there; another value of ours is sent.
    shop.edit("customers.csv", "c3,cleo@example.net,France", "c3,cleo@example.net,Italy")
        .edit("customers.csv", "ada@example.net,France", "ada@example.net,Malta")
        .edit("orders.csv", "o2,", "o3,c3,2024-05-22T10:00:00Z,9\no2,");
    Session.Run run = session.sync();

    assertEquals(0, run.rejected() + run.unknown(), () -> run.reports().toString());
    assertEquals(
        Map.of("klaviyo", "Malta", "mailchimp", "Malta", "salesforce-mc", "Malta"),
        session.remotes().field(ADA, "country"));
    assertEquals(
        List.of("Our best"),
        List.copyOf(session.remotes().segmentsOf("cleo@example.net").get("klaviyo")));
    assertEquals(
        List.of("Our best"),
        List.copyOf(session.remotes().segmentsOf("cleo@example.net").get("mailchimp")));
    assertTrue(session.drift(false).isEmpty());
  }

  @Test
  void peopleJoinAndLeaveAListThatAMarketerRenamedAndDriftTellsItsName() {
    for (String esp : Remotes.ESPS) {
      marketer.renames(esp, "buyers", "Buyers", "Our best");
      if (!esp.equals("salesforce-mc")) {
        // The old name is somebody else's now.
        marketer.makes(esp, "Buyers");
      }
    }
    shop.edit("orders.csv", "o1,c1,", "o1,c3,");

    Session.Run run = session.sync();

    assertEquals(0, run.rejected() + run.unknown(), () -> run.reports().toString());
    Map<String, Set<String>> cleo = session.remotes().segmentsOf("cleo@example.net");
    assertEquals(Set.of("Our best", "French people"), cleo.get("klaviyo"));
    assertEquals(Set.of("Our best", "French people"), cleo.get("mailchimp"));
    assertEquals(Set.of("buyers", "french"), cleo.get("salesforce-mc"));
    Map<String, Set<String>> ada = session.remotes().segmentsOf(ADA);
    assertEquals(Set.of("French people"), ada.get("klaviyo"));
    assertEquals(Set.of("French people"), ada.get("mailchimp"));
    assertEquals(Set.of("french"), ada.get("salesforce-mc"));
    assertEquals(0, session.plan().rows());
    for (AccountDrift account : session.drift(false).found()) {
      assertEquals(List.of("SEGMENT_RENAMED buyers = Our best x 1"), said(account), account.esp());
    }
  }

  @Test
  void aChangedAddressIsNamedAndIsOursOrTheirsByPolicy() {
    String other = "ada@work.example.net";
    Remotes.ESPS.forEach(esp -> marketer.readdresses(esp, ADA, "c1", other));
    Session.Drift told = session.drift(false);
    for (AccountDrift account : told.found()) {
      assertEquals(List.of("ADDRESS_CHANGED x 1"), said(account), account.esp());
      assertEquals(
          List.of(new Finding.Example("c1", "a***@e***.net", "a***@e***.net", "a***@w***.net")),
          account.findings().get(0).examples(),
          account.esp());
    }

    policies("  drift: {people: theirs}\n");
    session.drift(true);
    Session.Drift kept = session.drift(false);
    assertTrue(kept.isEmpty(), () -> kept.found().toString());
    kept.found().forEach(account -> assertEquals(1, account.kept(), account.esp()));
    assertEquals(0, kept.plan().rows());

    shop.edit("profile.yaml", "drift: {people: theirs}", "drift: {people: ours}");
    // Ours is another now, so theirs holds no longer.
    shop.edit("customers.csv", "ada@example.net", "ada@home.example.net");
    Session.Run run = session.sync();
    assertEquals(0, run.rejected() + run.unknown(), () -> run.reports().toString());
    session.drift(true);
    session.sync();
    assertEquals(Set.copyOf(Remotes.ESPS), session.remotes().of("ada@home.example.net").keySet());
    assertNothingLeft();
  }

  @Test
  void whomAMarketerDeletedStaysDeletedWhereThatIsTheirs() {
    marketer.deletesPerson("klaviyo", ADA, "c1");
    marketer.deletesPerson("salesforce-mc", ADA, "c1");
    session.pass(Duration.ofHours(1));
    policies("  drift: {people: theirs}\n");

    assertEquals(List.of("PERSON_DELETED x 1"), said(session.drift(true).at("klaviyo")));
    Session.Drift kept = session.drift(false);
    assertTrue(kept.isEmpty(), () -> kept.found().toString());
    assertEquals(1, kept.at("klaviyo").kept());
    assertEquals(1, kept.at("salesforce-mc").kept());
    assertEquals(0, session.sync().plan().rows());
    assertEquals(Set.of("mailchimp"), session.remotes().of(ADA).keySet());
  }
}
