package io.espalier.template;

import io.espalier.model.Schema;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.rule.Comparison;
import io.espalier.rule.Operand;
import io.espalier.rule.Rule;
import io.espalier.rule.Span;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The condition of a rule, or of its negation, in one language; empty where a part of it cannot be
 * said exactly. The negation is pushed down to the single tests, where a missing value is decided:
 * {@code not x == a} is "missing or different".
 */
final class Sayable implements Rule.Visitor<Optional<Guard>> {
  private final MergeLanguage language;
  private final Schema schema;
  private final Function<String, Optional<Field>> fields;
  private final Function<Derived, Field> made;
  private final ZoneId zone;
  private final boolean negated;

  /**
   * @param fields of declared attributes
   * @param made the field of a derived attribute
   * @param zone the project's
   */
  Sayable(
      MergeLanguage language,
      Schema schema,
      Function<String, Optional<Field>> fields,
      Function<Derived, Field> made,
      ZoneId zone) {
    this(language, schema, fields, made, zone, false);
  }

  private Sayable(
      MergeLanguage language,
      Schema schema,
      Function<String, Optional<Field>> fields,
      Function<Derived, Field> made,
      ZoneId zone,
      boolean negated) {
    this.language = language;
    this.schema = schema;
    this.fields = fields;
    this.made = made;
    this.zone = zone;
    this.negated = negated;
  }

  @Override
  public Optional<Guard> constant(Rule.Constant rule) {
    return Optional.of(rule.value() != negated ? Guard.ALWAYS : Guard.NEVER);
  }

  @Override
  public Optional<Guard> and(Rule.And rule) {
    return join(rule.parts(), true);
  }

  @Override
  public Optional<Guard> or(Rule.Or rule) {
    return join(rule.parts(), false);
  }

  /** What cannot be said of it is together one flag; nothing, where none of it can be said. */
  private Optional<Guard> join(List<Rule> rules, boolean and) {
    List<Guard> said = new ArrayList<>();
    List<Rule> unsaid = new ArrayList<>();
    for (Rule rule : rules) {
      rule.accept(this).ifPresentOrElse(said::add, () -> unsaid.add(rule));
    }
    if (said.isEmpty()) {
      return Optional.empty();
    }
    if (!unsaid.isEmpty()) {
      Rule rest =
          unsaid.size() == 1
              ? unsaid.get(0)
              : and ? new Rule.And(unsaid, Span.NONE) : new Rule.Or(unsaid, Span.NONE);
      Derived flag = Derived.flag(rest, schema);
      Optional<Guard> atom = atom(new MergeTest.Flag(made.apply(flag)), negated, Optional.of(flag));
      if (atom.isEmpty()) {
        return Optional.empty();
      }
      said.add(atom.get());
    }
    return Optional.of(and != negated ? Guard.all(said) : Guard.any(said));
  }

  private static Optional<Guard> joined(List<Optional<Guard>> parts, boolean all) {
    if (parts.stream().anyMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    List<Guard> guards = parts.stream().map(Optional::get).toList();
    return Optional.of(all ? Guard.all(guards) : Guard.any(guards));
  }

  @Override
  public Optional<Guard> not(Rule.Not rule) {
    return rule.rule().accept(new Sayable(language, schema, fields, made, zone, !negated));
  }

  @Override
  public Optional<Guard> compare(Rule.Compare rule) {
    return compare(rule.left(), rule.comparison(), rule.right(), rule.exact());
  }

  private Optional<Guard> compare(
      Operand left, Comparison comparison, Operand right, boolean exact) {
    if (left instanceof Operand.Attribute a && right instanceof Operand.Literal l) {
      return compare(a, comparison, l.value(), exact);
    } else if (left instanceof Operand.Attribute a && isClock(right)) {
      return withClock(c -> due(a, c, right), comparison);
    } else if (left instanceof Operand.Literal l && isClock(right)) {
      return withClock(c -> time(l.value(), c, right), comparison);
    }
    boolean turned =
        (right instanceof Operand.Attribute && !(left instanceof Operand.Attribute))
            || (right instanceof Operand.Literal && isClock(left));
    return turned ? compare(right, mirrored(comparison), left, exact) : Optional.empty();
  }

  private static boolean isClock(Operand operand) {
    return operand instanceof Operand.Now || operand instanceof Operand.Today;
  }

  /** Equal is neither before nor after. */
  private Optional<Guard> withClock(
      Function<Comparison, Optional<Guard>> ordered, Comparison comparison) {
    return switch (comparison) {
      case EQUAL ->
          joined(
              List.of(ordered.apply(Comparison.AT_LEAST), ordered.apply(Comparison.AT_MOST)),
              !negated);
      case UNEQUAL ->
          joined(
              List.of(ordered.apply(Comparison.LESS), ordered.apply(Comparison.GREATER)), negated);
      case LESS, AT_MOST, GREATER, AT_LEAST -> ordered.apply(comparison);
    };
  }

  /** A comparison of a synced instant with the clock of the ESP. */
  private Optional<Guard> due(Operand.Attribute attribute, Comparison comparison, Operand clock) {
    boolean dated =
        schema
            .attribute(attribute.name())
            .filter(a -> a.type() == ValueType.DATE || a.type() == ValueType.DATETIME)
            .isPresent();
    if (!dated || language.clock().isEmpty() || !Due.isSayable(comparison, clock)) {
      return Optional.empty();
    }
    Derived due = Derived.due(attribute.name(), comparison, clock, language.clock().get(), schema);
    Field field = made.apply(due);
    boolean before = Due.holdsBefore(comparison);
    Optional<Guard> plain = atom(new MergeTest.Due(field, before), negated, Optional.of(due));
    return plain.isPresent()
        ? plain
        : joined(
            List.of(
                atom(new MergeTest.Exists(field), negated, Optional.of(due)),
                atom(new MergeTest.Due(field, !before), !negated, Optional.of(due))),
            !negated);
  }

  /** A comparison of a constant with the clock of the ESP. */
  private Optional<Guard> time(Value value, Comparison comparison, Operand clock) {
    if (language.clock().isEmpty() || !Due.isSayable(comparison, clock)) {
      return Optional.empty();
    }
    boolean before = Due.holdsBefore(comparison) != negated;
    return Due.at(value, comparison, clock, zone)
        .map(at -> language.clockIs(before, language.clock().get().write(at)))
        .map(c -> new Guard.Atom(c, Optional.empty(), Optional.empty(), true, false));
  }

  @Override
  public Optional<Guard> between(Rule.Between rule) {
    return joined(
        List.of(
            compare(rule.operand(), Comparison.AT_LEAST, rule.low(), false),
            compare(rule.operand(), Comparison.AT_MOST, rule.high(), false)),
        !negated);
  }

  @Override
  public Optional<Guard> in(Rule.In rule) {
    if (!(rule.operand() instanceof Operand.Attribute a)) {
      return Optional.empty();
    }
    List<Optional<Guard>> parts = new ArrayList<>();
    if (rule.negated() && rule.values().isEmpty()) {
      parts.add(field(a).flatMap(f -> exists(f, negated)));
    }
    Comparison each = rule.negated() ? Comparison.UNEQUAL : Comparison.EQUAL;
    rule.values().forEach(v -> parts.add(compare(a, each, v, rule.exact())));
    return joined(parts, rule.negated() != negated);
  }

  @Override
  public Optional<Guard> presence(Rule.Presence rule) {
    return rule.operand() instanceof Operand.Attribute a
        ? field(a).flatMap(f -> exists(f, rule.negated() != negated))
        : Optional.empty();
  }

  @Override
  public Optional<Guard> textTest(Rule.TextTest rule) {
    return Optional.empty();
  }

  @Override
  public Optional<Guard> listTest(Rule.ListTest rule) {
    return Optional.empty();
  }

  @Override
  public Optional<Guard> inSegment(Rule.InSegment rule) {
    return Optional.empty();
  }

  @Override
  public Optional<Guard> inList(Rule.InList rule) {
    return Optional.empty();
  }

  @Override
  public Optional<Guard> consented(Rule.Consented rule) {
    return Optional.empty();
  }

  @Override
  public Optional<Guard> sequence(Rule.Sequence rule) {
    return Optional.empty();
  }

  @Override
  public Optional<Guard> anniversary(Rule.Anniversary rule) {
    return Optional.empty();
  }

  private Optional<Field> field(Operand.Attribute attribute) {
    return fields.apply(attribute.name());
  }

  private Optional<Guard> compare(
      Operand.Attribute attribute, Comparison comparison, Value value, boolean exact) {
    Optional<Field> found = field(attribute).filter(f -> typeOf(value) == f.type());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Field field = found.get();
    MergeTest.Compare test = new MergeTest.Compare(field, comparison, value, exact);
    MergeTest.Compare opposite = new MergeTest.Compare(field, opposite(comparison), value, exact);
    Optional<Guard> plain = atom(test, negated, Optional.empty());
    if (plain.isPresent()) {
      return plain;
    }
    // x < 5 is "known, and not x >= 5"; not x < 5 is "missing, or x >= 5".
    return joined(
        List.of(exists(field, negated), atom(opposite, !negated, Optional.empty())), !negated);
  }

  private Optional<Guard> exists(Field field, boolean not) {
    return atom(new MergeTest.Exists(field), not, Optional.empty());
  }

  private Optional<Guard> atom(MergeTest test, boolean not, Optional<Derived> needs) {
    Optional<String> condition = language.test(test);
    boolean swapped = not && language.grouping() == MergeLanguage.Grouping.ONE_TEST;
    boolean clock = test instanceof MergeTest.Due;
    return (not && !swapped ? condition.flatMap(language::not) : condition)
        .map(c -> new Guard.Atom(c, Optional.of(test.field()), needs, clock, swapped));
  }

  private static Comparison mirrored(Comparison comparison) {
    return switch (comparison) {
      case EQUAL, UNEQUAL -> comparison;
      case LESS -> Comparison.GREATER;
      case AT_MOST -> Comparison.AT_LEAST;
      case GREATER -> Comparison.LESS;
      case AT_LEAST -> Comparison.AT_MOST;
    };
  }

  private static Comparison opposite(Comparison comparison) {
    return switch (comparison) {
      case EQUAL -> Comparison.UNEQUAL;
      case UNEQUAL -> Comparison.EQUAL;
      case LESS -> Comparison.AT_LEAST;
      case AT_MOST -> Comparison.GREATER;
      case GREATER -> Comparison.AT_MOST;
      case AT_LEAST -> Comparison.LESS;
    };
  }

  private static ValueType typeOf(Value value) {
    if (value instanceof Value.Text) {
      return ValueType.TEXT;
    } else if (value instanceof Value.Number) {
      return ValueType.NUMBER;
    } else if (value instanceof Value.Flag) {
      return ValueType.BOOL;
    } else if (value instanceof Value.Day) {
      return ValueType.DATE;
    } else if (value instanceof Value.Moment) {
      return ValueType.DATETIME;
    }
    return ValueType.LIST;
  }
}
