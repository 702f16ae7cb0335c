package io.espalier.sync.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.espalier.sync.plan.Plan;
import io.espalier.sync.shop.Remotes;
import io.espalier.sync.shop.Session;
import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new field reaches the people who were there before, and it is said how many hold it. */
final class BackfillTest {
  private static final String ATTRIBUTES = "    country: {type: text,";
  private static final String CITY =
      "    city: {type: text, class: demographic, purposes: [marketing]}\n";

  @TempDir Path dir;

  /** A column and an attribute more, with these cities. */
  private static void withCity(Shop shop, String ada, String bob, String cleo) {
    shop.edit("profile.yaml", ATTRIBUTES, CITY + ATTRIBUTES)
        .edit("customers.csv", "id,email,", "id,city,email,")
        .edit("customers.csv", "c1,", "c1," + ada + ",")
        .edit("customers.csv", "c2,", "c2," + bob + ",")
        .edit("customers.csv", "c3,", "c3," + cleo + ",");
  }

  private static Map<String, List<Report.Covered>> covered(Session.Run run) {
    return run.reports().stream().collect(Collectors.toMap(Report::esp, Report::covered));
  }

  private static Map<String, List<Report.Covered>> everywhere(List<Report.Covered> covered) {
    return Remotes.ESPS.stream().collect(Collectors.toMap(esp -> esp, esp -> covered));
  }

  @Test
  void aNewFieldIsOneActionThatEndsWithWhoHoldsItByReadingBack() {
    Shop shop = Shop.in(dir);
    try (Session session = Session.of(shop)) {
      // On a first sync everything is new, and nobody was there before.
      assertEquals(everywhere(List.of()), covered(session.sync()));
      withCity(shop, "Lyon", "Cadiz", "");

      Session.Run run = session.sync();

      assertEquals(
          List.of(new Plan.Backfill("city", 2)),
          run.plan().parts().stream().flatMap(p -> p.backfills().stream()).distinct().toList());
      assertEquals(everywhere(List.of(new Report.Covered("city", 2, 2, true))), covered(run));
      assertEquals(
          Map.of("klaviyo", "Lyon", "mailchimp", "Lyon", "salesforce-mc", "Lyon"),
          session.remotes().field("ada@example.net", "city"));
      assertEquals(everywhere(List.of()), covered(session.sync()));
    }
  }

  private Shop mailchimpOnly() {
    return Shop.in(dir)
        .edit(
            "espalier.yaml",
            Shop.CONNECTIONS,
            "connections:\n  mailchimp: {api_key_env: MAILCHIMP_KEY, audience: Shop}\n");
  }

  @Test
  void whomAnEspRefusesItIsNotRoundedAway() {
    Shop shop = mailchimpOnly();
    try (Session session = Session.of(shop)) {
      session.sync();
      withCity(shop, "Lyon", "Cadiz", "y".repeat(300));

      Report.Covered mailchimp = session.sync().of("mailchimp").covered().get(0);

      assertEquals("field city: 66.6 % of 3 members hold it", mailchimp.words());
      // Refused for good: the action has ended, and the letters say who.
      assertEquals(List.of(), session.sync().of("mailchimp").covered());
    }
  }

  @Test
  void anActionThatACrashInterruptedEndsWithTheNextRun() {
    Shop shop = mailchimpOnly();
    try (Session session = Session.of(shop)) {
      session.sync();
      withCity(shop, "Lyon", "Cadiz", "Nice");
      assertThrows(
          Crash.class,
          () ->
              session.sync(
                  call -> {
                    if (call.method().equals("PUT")) {
                      throw new Crash();
                    }
                  }));

      Session.Run next = session.sync();

      assertEquals("city", next.plan().parts().get(0).backfills().get(0).attribute());
      assertEquals(List.of(new Report.Covered("city", 3, 3, true)), next.of("mailchimp").covered());
    }
  }
}
