package io.espalier.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Event;
import io.espalier.model.EventType;
import io.espalier.model.Schema;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.rule.Duration;
import io.espalier.rule.Moment;
import io.espalier.rule.Operand;
import io.espalier.rule.Origin;
import io.espalier.rule.Rule;
import io.espalier.rule.RuleParser;
import io.espalier.rule.Window;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ScoreEvaluatorTest {
  private static final Schema SCHEMA =
      Schema.of(
          List.of(),
          List.of(
              new EventType("view", Map.of("category", ValueType.TEXT)),
              new EventType("order", Map.of("amount", ValueType.NUMBER)),
              new EventType("complaint", Map.of())),
          java.util.Set.of());
  private static final Instant NOW = Instant.parse("2026-03-31T12:00:00Z");
  private static final Moment MOMENT = new Moment(NOW, ZoneId.of("UTC"));

  private static Event event(String type, int id, String time, Map<String, Value> properties) {
    return new Event(type, type + id, Instant.parse(time), properties);
  }

  private static Rule where(String event, String rule) {
    Operand operand =
        RuleParser.parseOperand("count(" + event + " where " + rule + ")", Origin.of("t", rule))
            .value()
            .orElseThrow();
    return ((Operand.Aggregate) operand).where().orElseThrow();
  }

  /** Twelve events, counted by hand: 2 a view of outdoor (6 a day), 10 an order, -5 a complaint. */
  @Test
  void twelveEventsGiveTheSumThatAHandFinds() {
    Map<String, Value> outdoor = Map.of("category", Value.text("Outdoor"));
    Map<String, Value> home = Map.of("category", Value.text("home"));
    List<Event> events =
        List.of(
            event("view", 1, "2026-03-31T11:00:00Z", outdoor), // 2
            event("view", 2, "2026-03-31T10:00:00Z", outdoor), // 2
            event("view", 3, "2026-03-31T09:00:00Z", outdoor), // 2
            event("view", 4, "2026-03-31T11:30:00Z", outdoor), // the cap of 6 is reached: 0
            event("view", 5, "2026-03-31T11:00:00Z", home), // not outdoor
            event("view", 6, "2026-03-30T23:59:59Z", outdoor), // another day: 2
            event("view", 7, "2026-03-31T12:00:00Z", outdoor), // not before now
            event("view", 8, "2025-03-01T12:00:00Z", outdoor), // older than the window
            event("order", 1, "2026-03-01T12:00:00Z", Map.of()), // 10
            event("order", 2, "2026-03-01T12:00:00Z", Map.of()), // 10
            event("complaint", 1, "2026-03-02T12:00:00Z", Map.of()), // -5
            event("complaint", 1, "2026-03-02T12:00:00Z", Map.of())); // the same once more
    Score score =
        new Score(
            "outdoor",
            List.of(
                line("view", "2", "6", Optional.of(where("view", "category == \"outdoor\""))),
                line("order", "10", "", Optional.empty()),
                line("complaint", "-5", "", Optional.empty())),
            Optional.empty(),
            new Window.Last(new Duration(365, Duration.Unit.DAY)));

    assertEquals(Value.number(23), new ScoreEvaluator(SCHEMA, MOMENT).value(score, events));
  }

  private static Score.Line line(String event, String points, String cap, Optional<Rule> where) {
    return new Score.Line(
        event,
        where,
        new BigDecimal(points),
        cap.isEmpty() ? Optional.empty() : Optional.of(new BigDecimal(cap)));
  }

  private static Score fading(String cap, String halfLife, String points) {
    Duration.Unit unit = halfLife.endsWith("h") ? Duration.Unit.HOUR : Duration.Unit.DAY;
    int amount = Integer.parseInt(halfLife.substring(0, halfLife.length() - 1));
    return new Score(
        "s",
        List.of(line("order", points, cap, Optional.empty())),
        Optional.of(new Duration(amount, unit)),
        new Window.All());
  }

  @Test
  void theEventThatReachesTheCapEarnsTheRest() {
    List<Event> events =
        List.of(
            event("order", 2, "2026-03-31T10:00:00Z", Map.of()),
            event("order", 1, "2026-03-31T10:00:00Z", Map.of()),
            event("order", 3, "2026-03-31T11:00:00Z", Map.of()));
    Score score =
        new Score(
            "s",
            List.of(line("order", "-4", "6.5", Optional.empty())),
            Optional.empty(),
            new Window.All());

    List<ScoreItem> items = new ScoreEvaluator(SCHEMA, MOMENT).items(score, events);

    assertEquals(
        List.of("order1", "order2", "order3"), items.stream().map(i -> i.event().id()).toList());
    assertEquals(
        List.of("-4", "-2.5", "0"), plain(items.stream().map(ScoreItem::counted).toList()));
    assertEquals(List.of("0", "-1.5", "-4"), plain(items.stream().map(ScoreItem::cut).toList()));
  }

  private static List<String> plain(List<BigDecimal> numbers) {
    return numbers.stream().map(n -> new Value.Number(n).plain()).toList();
  }

  /** On the day of the project's zone: 23:30 UTC is the next day in Berlin. */
  @Test
  void theCapIsOfADayInTheProjectsZone() {
    List<Event> events =
        List.of(
            event("order", 1, "2026-03-30T21:00:00Z", Map.of()),
            event("order", 2, "2026-03-30T23:30:00Z", Map.of()));
    Score score =
        new Score(
            "s",
            List.of(line("order", "1", "1", Optional.empty())),
            Optional.empty(),
            new Window.All());
    Moment berlin = new Moment(NOW, ZoneId.of("Europe/Berlin"));

    assertEquals(Value.number(1), new ScoreEvaluator(SCHEMA, MOMENT).value(score, events));
    assertEquals(Value.number(2), new ScoreEvaluator(SCHEMA, berlin).value(score, events));
  }

  @Test
  void afterOneHalfLifeExactlyHalfIsLeft() {
    List<Event> events = List.of(event("order", 1, "2026-03-01T12:00:00Z", Map.of()));

    assertEquals(
        Value.number("3.5"),
        new ScoreEvaluator(SCHEMA, MOMENT).value(fading("", "30d", "7"), events));
  }

  @Property(tries = 300)
  void aFurtherHalfLifeHalves(
      @ForAll @LongRange(min = 0, max = 400_000_000L) long age,
      @ForAll @LongRange(min = 3_600, max = Score.LONGEST_HALF_LIFE) long halfLife) {
    BigInteger now = Decay.factor(age, halfLife);
    assertEquals(now.shiftRight(1), Decay.factor(age + halfLife, halfLife));
  }

  @Property(tries = 300)
  void decayIsTheTruePowerToNineDigits(
      @ForAll @LongRange(min = 0, max = 1_000_000_000L) long age,
      @ForAll @LongRange(min = 3_600, max = Score.LONGEST_HALF_LIFE) long halfLife) {
    double factor = new BigDecimal(Decay.factor(age, halfLife), 18).doubleValue();
    double truly = Math.pow(0.5, (double) age / halfLife);
    assertTrue(Math.abs(factor - truly) <= 1e-9 * truly + 1e-18, factor + " for " + truly);
  }

  @Property(tries = 300)
  void nothingGrowsWithAge(
      @ForAll @LongRange(min = 0, max = 1_000_000_000L) long age,
      @ForAll @LongRange(min = 3_600, max = Score.LONGEST_HALF_LIFE) long halfLife) {
    assertTrue(Decay.factor(age + 1, halfLife).compareTo(Decay.factor(age, halfLife)) <= 0);
  }

  @Property(tries = 100)
  void oneMoreEventOfPositivePointsNeverLowersTheScore(
      @ForAll @Size(max = 12) List<@IntRange(min = 1, max = 500_000) Integer> ages,
      @ForAll @IntRange(min = 1, max = 500_000) int further) {
    List<Event> events = new ArrayList<>();
    for (int age : ages) {
      events.add(new Event("order", "o" + events.size(), NOW.minusSeconds(age), Map.of()));
    }
    Score score = fading("", "1d", "3");
    Value.Number before = new ScoreEvaluator(SCHEMA, MOMENT).value(score, events);
    events.add(new Event("order", "further", NOW.minusSeconds(further), Map.of()));
    Value.Number after = new ScoreEvaluator(SCHEMA, MOMENT).value(score, events);

    assertTrue(after.number().compareTo(before.number()) >= 0);
  }

  @Property(tries = 100)
  void theScoreIsTheSumOfItsItemsAndADayNeverExceedsItsCap(
      @ForAll @Size(max = 30) List<@IntRange(min = 1, max = 200_000) Integer> ages) {
    List<Event> events = new ArrayList<>();
    for (int age : ages) {
      events.add(new Event("order", "o" + events.size(), NOW.minusSeconds(age), Map.of()));
    }
    Score score = fading("7", "1h", "3");
    ScoreEvaluator evaluator = new ScoreEvaluator(SCHEMA, MOMENT);
    List<ScoreItem> items = evaluator.items(score, events);

    assertEquals(events.size(), items.size());
    assertEquals(
        evaluator.value(score, events),
        new Value.Number(
            items.stream().map(ScoreItem::counted).reduce(BigDecimal.ZERO, BigDecimal::add)));
    items.stream()
        .collect(
            java.util.stream.Collectors.groupingBy(
                ScoreItem::day,
                java.util.stream.Collectors.reducing(
                    BigDecimal.ZERO, i -> i.points().subtract(i.cut()), BigDecimal::add)))
        .values()
        .forEach(earned -> assertTrue(earned.compareTo(new BigDecimal(7)) <= 0));
  }
}
