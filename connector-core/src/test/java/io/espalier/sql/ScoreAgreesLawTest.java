package io.espalier.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.model.Event;
import io.espalier.model.EventType;
import io.espalier.model.Profile;
import io.espalier.model.Value;
import io.espalier.rule.Duration;
import io.espalier.rule.Moment;
import io.espalier.rule.Rule;
import io.espalier.rule.RuleMaker;
import io.espalier.rule.Window;
import io.espalier.score.Score;
import io.espalier.score.ScoreEvaluator;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class ScoreAgreesLawTest {
  private static Store store;

  @BeforeContainer
  static void open() throws SQLException {
    store = new Store(RuleMaker.SCHEMA);
  }

  @AfterContainer
  static void close() throws SQLException {
    store.close();
  }

  /** Caps over days of odd zones, ages of microseconds and of decades, rules on hostile texts. */
  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void sqlAndEvaluatorAgreeOnEveryScoreToTheLastDigit(@ForAll long seed) throws SQLException {
    Random random = new Random(seed);
    RuleMaker maker = new RuleMaker(seed);
    Map<Profile, List<Event>> people = new LinkedHashMap<>();
    store.clear();
    for (int i = 0; i < 8; i++) {
      Profile profile = maker.profile("p" + i);
      List<Event> events = new ArrayList<>(maker.events());
      int more = random.nextInt(15);
      for (int e = 0; e < more; e++) {
        events.add(crowded(random, maker, e));
      }
      people.put(profile, events);
      store.add(profile, events);
    }
    ScoreEvaluator evaluator = new ScoreEvaluator(RuleMaker.SCHEMA, maker.moment());
    for (int i = 0; i < 4; i++) {
      Score score = score(random, maker);
      SqlQuery query = new ScoreCompiler(RuleMaker.SCHEMA, maker.moment()).select(score);
      Map<String, Map<String, Object>> rows = store.rows(query);
      for (Map.Entry<Profile, List<Event>> person : people.entrySet()) {
        Map<String, Object> row = rows.get(person.getKey().key().value());
        assertEquals(
            evaluator.value(score, person.getValue()),
            row == null ? Value.number(0) : Store.value(row.get("score")),
            () -> score + "\nof " + person.getValue() + "\nat " + maker.moment());
      }
    }
  }

  /** Many on one day, so that a cap bites; some in the future. */
  private static Event crowded(Random random, RuleMaker maker, int number) {
    Moment moment = maker.moment();
    long back =
        switch (random.nextInt(4)) {
          case 0 -> random.nextInt(86_400);
          case 1 -> 86_400L * random.nextInt(4);
          case 2 -> (long) (random.nextDouble() * 40 * 365 * 86_400);
          default -> -60 + random.nextInt(120);
        };
    Instant time = moment.now().minusSeconds(back).minusNanos(1_000L * random.nextInt(3));
    List<EventType> types = List.copyOf(RuleMaker.SCHEMA.events().values());
    EventType type = types.get(random.nextInt(types.size()));
    Map<String, Value> properties =
        type.name().equals("order") && random.nextBoolean()
            ? Map.of("amount", Value.number(random.nextInt(3)))
            : Map.of();
    return new Event(type.name(), "c" + number, time, properties);
  }

  private static Score score(Random random, RuleMaker maker) {
    List<Score.Line> lines = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      EventType type =
          RuleMaker.SCHEMA.event(random.nextInt(3) == 0 ? "view" : "order").orElseThrow();
      Optional<Rule> where =
          type.name().equals("order") && random.nextInt(2) == 0
              ? Optional.of(maker.rule(1, type))
              : Optional.empty();
      lines.add(new Score.Line(type.name(), where, points(random), cap(random)));
    }
    Optional<Duration> halfLife =
        switch (random.nextInt(5)) {
          case 0 -> Optional.empty();
          case 1 -> Optional.of(new Duration(1, Duration.Unit.HOUR));
          case 2 -> Optional.of(new Duration(1 + random.nextInt(60), Duration.Unit.DAY));
          case 3 -> Optional.of(new Duration(1 + random.nextInt(9), Duration.Unit.WEEK));
          default -> Optional.of(new Duration(3_650, Duration.Unit.DAY));
        };
    Window window =
        switch (random.nextInt(3)) {
          case 0 -> new Window.Last(new Duration(2, Duration.Unit.DAY));
          case 1 ->
              new Window.Ago(
                  new Duration(1, Duration.Unit.YEAR), new Duration(6, Duration.Unit.HOUR));
          default -> new Window.All();
        };
    return new Score("s", lines, halfLife, window);
  }

  private static BigDecimal points(Random random) {
    List<String> edges =
        List.of("1", "-1", "0.000000001", "1000000", "-1000000", "0.333333333", "2.5");
    return random.nextBoolean()
        ? new BigDecimal(edges.get(random.nextInt(edges.size())))
        : new BigDecimal(1 + random.nextInt(50));
  }

  private static Optional<BigDecimal> cap(Random random) {
    List<String> caps = List.of("1", "3.7", "10", "0.000000001", "2500000", "99999999999999999999");
    return random.nextBoolean()
        ? Optional.empty()
        : Optional.of(new BigDecimal(caps.get(random.nextInt(caps.size()))));
  }
}
