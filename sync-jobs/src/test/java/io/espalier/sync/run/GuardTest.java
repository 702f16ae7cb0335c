package io.espalier.sync.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.sync.plan.Plan;
import io.espalier.sync.shop.Session;
import io.espalier.sync.shop.Shop;
import io.espalier.sync.store.Engine;
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
              ": people: 8 rows, 20 at the run before (60% less, max_shrink is 50%)"
                  + " / look at the source; if it is right, run with --allow max_shrink",
              "klaviyo: 12 of 20 profiles are no longer in the source (60%, max_leave is 30%)"
                  + " / look at the source; if it is right, run with --allow max_leave"),
          stops(session.plan()));

      // Session.sync runs whatever the guards say, as --ignore-guards does.
      session.sync();
      assertEquals(List.of(), stops(session.plan()));

      // Who comes back and goes again is counted again.
      shop.with("customers.csv", header() + people(0, 20, "Norway", "example.net"));
      session.sync();
      shop.with("customers.csv", header() + people(0, 8, "Norway", "example.net"));
      assertEquals(2, session.plan().stops().size());
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
                  + " / look at its rule and its data; if they are right, run with --allow max_leave"),
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
                  + " if it is right, lower guards: min_rows, or run with --allow min_rows"),
          stops(session.plan()));
    }
  }

  @Test
  void aFeedOfEventsThatCameBackMuchSmallerStopsThePlan() {
    Shop shop = klaviyoOnly();
    shop.with("orders.csv", orders(40));
    try (Session session = Session.of(shop)) {
      session.sync();
      shop.with("orders.csv", orders(12));

      assertEquals(
          List.of(
              ": events 'order': 12 rows, 40 at the run before (70% less, max_shrink is 50%)"
                  + " / look at the source; if it is right, run with --allow max_shrink"),
          stops(session.plan()));
    }
  }

  /** Whoever lets the first three pass is still stopped by a fourth. */
  @Test
  void anEmptiedSourceStopsThePlanThoughTheProjectLetsItBeEmpty() {
    Shop shop = klaviyoOnly();
    shop.edit(
        "espalier.yaml",
        "{kind: csv, path: customers.csv}",
        "{kind: csv, path: customers.csv, allow_empty: true}");
    shop.with("customers.csv", header() + people(0, 20, "France", "example.net"));
    try (Session session = Session.of(shop)) {
      session.sync();
      shop.with("customers.csv", header());

      Plan plan = session.plan();

      assertEquals(
          List.of("min_rows", "max_shrink", "max_leave", "max_leave"),
          plan.stops().stream().map(Plan.Stop::guard).toList());
      assertEquals(
          List.of("max_leave", "max_leave"),
          plan.stops(java.util.Set.of("min_rows", "max_shrink")).stream()
              .map(Plan.Stop::guard)
              .toList());
    }
  }

  @Test
  void aColumnThatCameBackWithoutItsValuesStopsThePlan() {
    Shop shop = klaviyoOnly();
    shop.with("customers.csv", header() + people(0, 40, "Spain", "example.net"));
    try (Session session = Session.of(shop)) {
      session.sync();
      shop.with(
          "customers.csv",
          header()
              + people(0, 30, "Spain", "example.net")
              + people(30, 40, "Spain", "example.net").replace(",30,unknown", ",,unknown"));

      assertEquals(
          List.of(
              ": attribute 'age' is missing for 10 of 40 people (25%), at the run before for 0%;"
                  + " missing_jump is 20 points / look at its column in the source; if it is right,"
                  + " run with --allow missing_jump"),
          stops(session.plan()));
    }
  }

  @Test
  void anAttributeThatTooManyLackStopsTheFirstPlan() {
    Shop shop = klaviyoOnly();
    shop.edit("espalier.yaml", "project: shop", "project: shop\nguards: {max_missing: {age: 5%}}");
    try (Session session = Session.of(shop)) {
      assertEquals(
          List.of(
              ": attribute 'age' is missing for 1 of 3 people (33.3%), more than max_missing 5.0% /"
                  + " look at its column in the source; if it is right, run with --allow"
                  + " max_missing"),
          stops(session.plan()));
    }
  }

  @Test
  void aSegmentThatGrewUnusuallyStopsThePlan() {
    Shop shop = klaviyoOnly();
    shop.with("customers.csv", french(20, 80));
    try (Session session = Session.of(shop)) {
      session.sync();
      shop.with("customers.csv", french(90, 10));

      assertEquals(
          List.of(
              ": segment 'french' has 90 members, 20 at the run before (a change of 78%;"
                  + " segment_change is 50%) / look at its rule and its data; if they are right,"
                  + " run with --allow segment_change"),
          stops(session.plan()));
    }
  }

  @Test
  void aSegmentsOwnHistorySaysWhatIsUnusualBothWays() {
    Shop shop = klaviyoOnly();
    try (Session session = Session.of(shop)) {
      shop.with("customers.csv", french(203, 37));
      session.sync();
      earlier(shop, List.of(200, 204, 198, 202, 200));

      // Neither would be unusual for a segment without a history.
      shop.with("customers.csv", french(150, 90));
      assertEquals(
          List.of(
              ": segment 'french' has 150 members, 203 at the run before (a change of 26%; in the"
                  + " 6 runs before it was mostly at most 3%) / look at its rule and its data; if"
                  + " they are right, run with --allow segment_change"),
          stops(session.plan()));
      shop.with("customers.csv", french(280, 20));
      assertEquals(
          List.of("segment_change"),
          session.plan().stops().stream().map(Plan.Stop::guard).toList());
      shop.with("customers.csv", french(206, 34));
      assertEquals(List.of(), stops(session.plan()));
    }
  }

  /** The sizes of 'french' at runs that were before all others, the first the oldest. */
  private static void earlier(Shop shop, List<Integer> sizes) {
    try (Engine engine = Engine.at(shop.file(".espalier/store.duckdb"), 256)) {
      for (int i = 0; i < sizes.size(); i++) {
        engine.run(
            "insert into ledger_measure values (?, timestamp '2024-05-01 00:00:00' + interval (?) day, true, 'MEMBERS', 'french', ?, 0)",
            "e" + i,
            i,
            sizes.get(i));
      }
    }
  }

  @Test
  void aQuotaThatWillNotSufficeStopsThePlan() {
    Shop shop = klaviyoOnly();
    shop.edit("espalier.yaml", "project: shop", "project: shop\nguards: {max_time: 1 s}");
    shop.with("customers.csv", french(150, 0));
    try (Session session = Session.of(shop)) {
      assertEquals(
          List.of(
              "klaviyo: 457 rows need about 37 calls, at least 2 s at the quota of Klaviyo;"
                  + " max_time is 1 s / send fewer fields or segments, or ask the vendor for a"
                  + " larger quota; to start all the same, run with --allow max_time"),
          stops(session.plan()));
    }
  }

  /** Nothing that was only planned is history. */
  @Test
  void aPlanThatNeverRanIsNotWhatTheNextIsMeasuredBy() {
    Shop shop = klaviyoOnly();
    shop.with("customers.csv", header() + people(0, 20, "Norway", "example.net"));
    try (Session session = Session.of(shop)) {
      session.plan();
      shop.with("customers.csv", header() + people(0, 2, "Norway", "example.net"));

      assertEquals(List.of(), stops(session.plan()));
    }
  }

  private static String french(int french, int others) {
    return header()
        + people(0, french, "France", "example.net")
        + people(french, french + others, "Spain", "example.net");
  }

  private static String orders(int count) {
    return "order_id,customer,at,amount\n"
        + IntStream.range(0, count)
            .mapToObj(i -> "o" + i + ",c1,2024-05-20T10:00:00Z,20.50\n")
            .collect(Collectors.joining());
  }

  private Shop klaviyoOnly() {
    return Shop.in(dir)
        .edit(
            "espalier.yaml",
            Shop.CONNECTIONS,
            "connections:\n  klaviyo: {api_key_env: KLAVIYO_KEY}\n");
  }
}
