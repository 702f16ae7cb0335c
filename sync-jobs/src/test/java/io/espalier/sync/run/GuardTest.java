package io.espalier.sync.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.sync.plan.Plan;
import io.espalier.sync.shop.Session;
import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stops a plan, and that it stops once only. */
final class GuardTest {
  @TempDir Path dir;

  private static String people(int from, int to, String country, String domain) {
    return IntStream.range(from, to)
        .mapToObj(i -> "c" + i + ",p" + i + "@" + domain + "," + country + ",30,unknown,,\n")
        .collect(Collectors.joining());
  }

  private static String header() {
    return "id,email,country,age,opt_in,opt_in_at,proof\n";
  }

  private static List<String> stops(Plan plan) {
    return plan.stops().stream()
        .map(s -> (s.esp() + ": " + s.reason() + " / " + s.mend()))
        .toList();
  }

  @Test
  void aShrunkSourceStopsThePlanUntilSomebodySaysThatItIsRight() {
    Shop shop = klaviyoOnly();
    shop.with("customers.csv", header() + people(0, 20, "Norway", "example.net"));
    try (Session session = Session.of(shop)) {
      session.sync();
      shop.with("customers.csv", header() + people(0, 8, "Norway", "example.net"));

      assertEquals(
          List.of(
              "klaviyo: 12 of 20 profiles are no longer in the source (60%, max_leave is 30%)"
                  + " / look at the source; if it is right, run with --ignore-guards"),
          stops(session.plan()));

      // Session.sync runs whatever the guards say, as --ignore-guards does.
      session.sync();
      assertEquals(List.of(), stops(session.plan()));

      // Who comes back and goes again is counted again.
      shop.with("customers.csv", header() + people(0, 20, "Norway", "example.net"));
      session.sync();
      shop.with("customers.csv", header() + people(0, 8, "Norway", "example.net"));
      assertEquals(1, session.plan().stops().size());
    }
  }

  @Test
  void aSegmentThatLosesTooManyStopsThePlan() {
    Shop shop = klaviyoOnly();
    shop.with(
        "customers.csv",
        header() + people(0, 10, "France", "example.net") + people(10, 30, "Spain", "example.net"));
    try (Session session = Session.of(shop)) {
      session.sync();
      shop.edit("segments/french.yaml", "\"France\"", "\"Frankreich\"");

      assertEquals(
          List.of(
              "klaviyo: segment 'french' would lose 10 of 10 members (100%, max_leave is 30%)"
                  + " / look at its rule and its data; if they are right, run with --ignore-guards"),
          stops(session.plan()));
    }
  }

  @Test
  void fourWhoLeaveAreNoAccidentWhateverTheirShare() {
    Shop shop = klaviyoOnly();
    shop.with(
        "customers.csv",
        header() + people(0, 4, "France", "example.net") + people(4, 24, "Spain", "example.net"));
    try (Session session = Session.of(shop)) {
      session.sync();
      shop.edit("segments/french.yaml", "\"France\"", "\"Frankreich\"");

      assertEquals(List.of(), stops(session.plan()));
    }
  }

  @Test
  void aNewAddressForEverybodyTakesNobodyOut() {
    Shop shop = klaviyoOnly();
    shop.with("customers.csv", header() + people(0, 10, "France", "example.net"));
    try (Session session = Session.of(shop)) {
      session.sync();
      shop.with("customers.csv", header() + people(0, 10, "France", "example.org"));

      assertEquals(List.of(), stops(session.plan()));
    }
  }

  @Test
  void tooFewRowsStopThePlan() {
    Shop shop = klaviyoOnly();
    shop.edit("espalier.yaml", "project: shop", "project: shop\nguards: {min_rows: 4}");
    try (Session session = Session.of(shop)) {
      assertEquals(
          List.of(
              ": the source gives 3 usable profiles, fewer than min_rows 4 / look at the source;"
                  + " if it is right, lower guards: min_rows, or run with --ignore-guards"),
          stops(session.plan()));
    }
  }

  private Shop klaviyoOnly() {
    return Shop.in(dir)
        .edit(
            "espalier.yaml",
            Shop.CONNECTIONS,
            "connections:\n  klaviyo: {api_key_env: KLAVIYO_KEY}\n");
  }
}
