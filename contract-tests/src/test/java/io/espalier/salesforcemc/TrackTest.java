package io.espalier.salesforcemc;

import static io.espalier.salesforcemc.Bench.email;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.model.EmailAddress;
import io.espalier.model.Event;
import io.espalier.model.ProfileKey;
import io.espalier.model.Value;
import io.espalier.spi.Change.Track;
import io.espalier.spi.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TrackTest {
  private static final Instant TIME = Instant.parse("2026-02-28T23:59:58Z");

  private final Bench bench = new Bench();

  @AfterEach
  void close() {
    bench.close();
  }

  private static Track track(String key, String type, String id, Map<String, Value> properties) {
    return new Track(
        new ProfileKey(key), new EmailAddress(email(key)), new Event(type, id, TIME, properties));
  }

  private JsonArray rows(String extension, String key) {
    JsonObject all = bench.person(email(key)).getAsJsonObject("dataExtensions");
    return all.has(extension) ? all.getAsJsonArray(extension) : new JsonArray();
  }

  @Test
  void anEventIsARowWithAColumnForEachProperty() {
    List<Outcome> outcomes =
        bench.run(
            List.of(
                track(
                    "t1",
                    "order",
                    "A-1",
                    Map.of(
                        "total", Value.number("19.90"),
                        "gift", Value.flag(false),
                        "items", Value.list(List.of("pot", "pan")),
                        "Shop Name", Value.text("Köln")))));
    assertEquals(List.of(Outcome.APPLIED), outcomes);
    JsonObject row = rows("espalier_event_order", "t1").get(0).getAsJsonObject();
    assertEquals("A-1", row.get("EventId").getAsString());
    assertEquals("2/28/2026 11:59:58 PM", row.get("EventTime").getAsString());
    assertEquals("t1", row.get("SubscriberKey").getAsString());
    assertEquals("19.900000000", row.get("total").getAsString());
    assertEquals("False", row.get("gift").getAsString());
    assertEquals("pot,pan", row.get("items").getAsString());
    assertEquals(
        "Köln",
        row.entrySet().stream()
            .filter(e -> e.getKey().startsWith("Shop_Name_"))
            .findFirst()
            .orElseThrow()
            .getValue()
            .getAsString());
  }

  @Test
  void sayingItTwiceIsOneRowAlsoInOneBatchAndAfterARestart() {
    Track event = track("t1", "order", "A-1", Map.of());
    bench.run(List.of(event, event));
    try (var again = bench.open(Map.of(), bench.fields)) {
      assertEquals(List.of(Outcome.APPLIED), Bench.run(again, List.of(event)));
    }
    assertEquals(1, rows("espalier_event_order", "t1").size());
  }

  @Test
  void idsThatDifferInCaseOnlyAreTwoEvents() {
    bench.run(List.of(track("t1", "order", "aB", Map.of()), track("t1", "order", "Ab", Map.of())));
    assertEquals(2, rows("espalier_event_order", "t1").size());
  }

  @Test
  void aNewPropertyBecomesANewColumnOfWhatStands() {
    bench.run(List.of(track("t1", "visit", "1", Map.of("page", Value.text("/a")))));
    bench.run(
        List.of(
            track("t1", "visit", "2", Map.of("seconds", Value.number(0))),
            track("t2", "order", "2", Map.of())));
    JsonArray rows = rows("espalier_event_visit", "t1");
    assertEquals(2, rows.size());
    assertTrue(rows.get(0).getAsJsonObject().get("seconds").isJsonNull());
    assertEquals("0.000000000", rows.get(1).getAsJsonObject().get("seconds").getAsString());
    assertEquals(1, rows("espalier_event_order", "t2").size());
  }

  @Test
  void aPropertyThatChangesItsTypeSinksItsOwnRowOnly() {
    bench.run(List.of(track("t1", "visit", "1", Map.of("page", Value.number(7)))));
    List<Outcome> outcomes =
        bench.run(
            List.of(
                track("t1", "visit", "2", Map.of("page", Value.text("/b"))),
                track("t1", "visit", "3", Map.of("page", Value.number(8)))));
    Outcome.Rejected refused = assertInstanceOf(Outcome.Rejected.class, outcomes.get(0));
    assertEquals(
        "the property 'page' needs a column Text(4000), and the one there is Decimal(29,9)",
        refused.failure().message());
    assertEquals(Outcome.APPLIED, outcomes.get(1));
    assertEquals(2, rows("espalier_event_visit", "t1").size());
  }

  @Property(tries = 12)
  void howeverOftenAndInWhateverBatchesEachEventIsOneRow(
      @ForAll @Size(min = 1, max = 4)
          List<@Size(max = 12) List<@IntRange(max = 9) Integer>> batches) {
    try (Bench own = new Bench()) {
      Set<Integer> told = new TreeSet<>();
      for (List<Integer> batch : batches) {
        List<Track> events = new ArrayList<>();
        for (int id : batch) {
          told.add(id);
          events.add(track("p", "seen", "e" + id, Map.of("n", Value.number(id))));
        }
        assertTrue(own.run(events).stream().allMatch(Outcome.APPLIED::equals));
      }
      JsonObject all = own.person(email("p")).getAsJsonObject("dataExtensions");
      Set<Integer> held = new TreeSet<>();
      int rows = 0;
      if (all.has("espalier_event_seen")) {
        for (var row : all.getAsJsonArray("espalier_event_seen")) {
          rows++;
          held.add(row.getAsJsonObject().get("n").getAsBigDecimal().intValue());
        }
      }
      assertEquals(told, held);
      assertEquals(told.size(), rows);
    }
  }

  @Test
  void threeThousandEventsAreThreeThousandRows() {
    List<Track> events = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      events.add(track("t1", "ping", "p" + i, Map.of()));
    }
    assertEquals(Set.of(Outcome.APPLIED), Set.copyOf(bench.run(events)));
    assertEquals(3_000, rows("espalier_event_ping", "t1").size());
  }
}
