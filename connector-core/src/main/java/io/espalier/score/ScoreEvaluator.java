package io.espalier.score;

import io.espalier.model.Cased;
import io.espalier.model.Event;
import io.espalier.model.Profile;
import io.espalier.model.ProfileKey;
import io.espalier.model.Schema;
import io.espalier.model.Value;
import io.espalier.rule.Function;
import io.espalier.rule.LocalDays;
import io.espalier.rule.Moment;
import io.espalier.rule.Operand;
import io.espalier.rule.RuleEvaluator;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The meaning of a score. SQL must agree with this class to the last digit.
 *
 * <ul>
 *   <li>An event earns a line's points where it is of the line's kind, within the window, before
 *       now, and the line's {@code where} holds; an id that stands twice within an event's type is
 *       one event, the first given.
 *   <li>The cap is of one line, one person and one calendar day of the moment's zone ({@link
 *       LocalDays}). In the order of (time, id) events earn in full until the cap is reached; the
 *       one that reaches it earns the rest, those after it nothing. Negative points are capped
 *       likewise, by their amount.
 *   <li>The cap comes before the decay. Age is from the event to now in whole seconds, cut; the
 *       factor is {@link Decay}'s.
 *   <li>What an event earns is rounded once, to 9 digits after the point, half away from zero. The
 *       score is the exact sum; of no events it is 0, never missing.
 * </ul>
 */
public final class ScoreEvaluator {
  private static final Profile NOBODY = new Profile(new ProfileKey("-"), Map.of(), Map.of());
  private static final Comparator<Event> ORDER =
      Comparator.comparing(Event::time).thenComparing(Event::id, Cased::compare);

  private final Moment moment;
  private final LocalDays days;
  private final RuleEvaluator evaluator;

  public ScoreEvaluator(Schema schema, Moment moment) {
    this.moment = moment;
    this.days = LocalDays.of(moment.zone());
    this.evaluator = new RuleEvaluator(schema, moment, Map.of());
  }

  /**
   * The score of a person.
   *
   * @param events of this person, of any type, in any order
   */
  public Value.Number value(Score score, List<Event> events) {
    return new Value.Number(
        items(score, events).stream()
            .map(ScoreItem::counted)
            .reduce(BigDecimal.ZERO, BigDecimal::add));
  }

  /** What the score is made of, in the order of (time, id, line). */
  public List<ScoreItem> items(Score score, List<Event> events) {
    List<Event> ordered = once(events);
    List<ScoreItem> items = new ArrayList<>();
    for (int line = 0; line < score.lines().size(); line++) {
      items.addAll(items(score, line, ordered));
    }
    items.sort(Comparator.comparing(ScoreItem::event, ORDER).thenComparingInt(ScoreItem::line));
    return items;
  }

  private static List<Event> once(List<Event> events) {
    Set<Map.Entry<String, String>> seen = new HashSet<>();
    return events.stream()
        .filter(e -> seen.add(Map.entry(e.type(), e.id())))
        .sorted(ORDER)
        .toList();
  }

  private List<ScoreItem> items(Score score, int number, List<Event> ordered) {
    Score.Line line = score.lines().get(number);
    Operand.Aggregate counts =
        new Operand.Aggregate(
            Function.COUNT, line.event(), Optional.empty(), line.where(), score.window());
    Map<LocalDate, BigDecimal> earned = new HashMap<>();
    List<ScoreItem> items = new ArrayList<>();
    for (Event event : ordered) {
      if (evaluator.value(counts, NOBODY, List.of(event)).equals(Value.number(1))) {
        LocalDate day = days.day(event.time());
        BigDecimal amount = line.points().abs();
        BigDecimal before = earned.getOrDefault(day, BigDecimal.ZERO);
        BigDecimal left = line.capPerDay().map(cap -> cap.subtract(before)).orElse(amount);
        BigDecimal granted = amount.min(left);
        earned.put(day, before.add(granted));
        items.add(item(score, number, event, day, line.points(), granted));
      }
    }
    return items;
  }

  private ScoreItem item(
      Score score, int line, Event event, LocalDate day, BigDecimal points, BigDecimal granted) {
    long age = Math.floorDiv(ChronoUnit.MICROS.between(event.time(), moment.now()), 1_000_000L);
    BigInteger factor = score.halfLifeSeconds().map(h -> Decay.factor(age, h)).orElse(Decay.ONE);
    BigDecimal decay = new BigDecimal(factor, 18);
    BigDecimal sign = BigDecimal.valueOf(points.signum());
    BigDecimal counted =
        granted.multiply(decay).setScale(Value.SCALE, RoundingMode.HALF_UP).multiply(sign);
    BigDecimal cut = points.abs().subtract(granted).multiply(sign);
    return new ScoreItem(line, event, day, points, cut, decay, counted);
  }
}
