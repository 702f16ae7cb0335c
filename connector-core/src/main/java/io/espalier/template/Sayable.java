package io.espalier.template;

import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.rule.Comparison;
import io.espalier.rule.Operand;
import io.espalier.rule.Rule;
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
  private final Function<String, Optional<Field>> fields;
  private final boolean negated;

  Sayable(MergeLanguage language, Function<String, Optional<Field>> fields, boolean negated) {
    this.language = language;
    this.fields = fields;
    this.negated = negated;
  }

  @Override
  public Optional<Guard> constant(Rule.Constant rule) {
    return Optional.of(rule.value() != negated ? Guard.ALWAYS : Guard.NEVER);
  }

  @Override
  public Optional<Guard> and(Rule.And rule) {
    return join(rule.parts(), !negated);
  }

  @Override
  public Optional<Guard> or(Rule.Or rule) {
    return join(rule.parts(), negated);
  }

  private Optional<Guard> join(List<Rule> rules, boolean all) {
    return joined(rules.stream().map(r -> r.accept(this)).toList(), all);
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
    return rule.rule().accept(new Sayable(language, fields, !negated));
  }

  @Override
  public Optional<Guard> compare(Rule.Compare rule) {
    if (rule.left() instanceof Operand.Attribute a && rule.right() instanceof Operand.Literal l) {
      return compare(a, rule.comparison(), l.value(), rule.exact());
    }
    if (rule.left() instanceof Operand.Literal l && rule.right() instanceof Operand.Attribute a) {
      return compare(a, mirrored(rule.comparison()), l.value(), rule.exact());
    }
    return Optional.empty();
  }

  @Override
  public Optional<Guard> between(Rule.Between rule) {
    if (rule.operand() instanceof Operand.Attribute a
        && rule.low() instanceof Operand.Literal low
        && rule.high() instanceof Operand.Literal high) {
      return joined(
          List.of(
              compare(a, Comparison.AT_LEAST, low.value(), false),
              compare(a, Comparison.AT_MOST, high.value(), false)),
          !negated);
    }
    return Optional.empty();
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
    Optional<Guard> plain = atom(test, negated);
    if (plain.isPresent()) {
      return plain;
    }
    // x < 5 is "known, and not x >= 5"; not x < 5 is "missing, or x >= 5".
    return joined(List.of(exists(field, negated), atom(opposite, !negated)), !negated);
  }

  private Optional<Guard> exists(Field field, boolean not) {
    return atom(new MergeTest.Exists(field), not);
  }

  private Optional<Guard> atom(MergeTest test, boolean not) {
    Optional<String> condition = language.test(test);
    if (language.grouping() == MergeLanguage.Grouping.ONE_TEST) {
      return condition.map(c -> new Guard.Atom(c, test.field(), not));
    }
    return (not ? condition.flatMap(language::not) : condition)
        .map(c -> new Guard.Atom(c, test.field(), false));
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
