package io.espalier.rule;

import io.espalier.model.Event;
import io.espalier.model.Profile;
import io.espalier.model.Schema;
import io.espalier.model.Value;
import java.util.List;
import java.util.Map;

/**
 * The meaning of a rule. SQL, templates and every ESP's merge code must agree with this class.
 *
 * <ul>
 *   <li>Two-valued: a comparison with a missing value is false, also {@code !=}, {@code not in},
 *       {@code has_none} and {@code == false}. {@code not e} is plain negation.
 *   <li>Text compares in the form of {@link io.espalier.model.Cased#fold}, under {@code :cs} in
 *       NFC; numbers as decimals.
 *   <li>A date and a datetime compare by the calendar day of the datetime in the moment's zone, see
 *       {@link LocalDays}.
 *   <li>Events at or after now are not seen; windows are half-open; an id that stands twice within
 *       an event's type is one event, the first given.
 *   <li>{@code count}, {@code sum}, {@code distinct} of nothing are 0, everything else of nothing
 *       is missing. {@code first} and {@code last} look only at events that have the property, in
 *       the order of (time, id). {@code avg} is rounded half-even to 9 digits after the point.
 *   <li>{@code most_frequent} counts folded texts; of equally frequent ones the first in the
 *       alphabet, in the spelling that comes first by code points.
 * </ul>
 *
 * <p>Rules must have passed {@link RuleChecker}.
 */
public final class RuleEvaluator {
  private final Schema schema;
  private final Moment moment;
  private final LocalDays days;
  private final Map<String, Rule> segments;

  /**
   * @param segments the rules that {@code in_segment} means, by id; for an id without a rule the
   *     profile's own entry counts, and without that the person is not in it
   */
  public RuleEvaluator(Schema schema, Moment moment, Map<String, Rule> segments) {
    this.schema = schema;
    this.moment = moment;
    this.days = LocalDays.of(moment.zone());
    this.segments = Map.copyOf(segments);
  }

  /**
   * Whether the rule holds for a person.
   *
   * @param events of this person, of any type, in any order
   * @throws IllegalArgumentException for a rule that the checker refuses
   * @throws ArithmeticException where a sum has more than 29 digits before the point
   */
  public boolean test(Rule rule, Profile profile, List<Event> events) {
    return rule.accept(new Person(schema, moment, days, segments, profile, events));
  }

  /** The value for a person; {@link Value#NOTHING} where missing. Throws as {@link #test}. */
  public Value value(Operand operand, Profile profile, List<Event> events) {
    return operand.accept(
        new PersonValues(
            schema, moment, new Person(schema, moment, days, segments, profile, events)));
  }
}
