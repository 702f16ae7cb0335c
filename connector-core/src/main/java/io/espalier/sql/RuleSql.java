package io.espalier.sql;

import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.rule.Comparison;
import io.espalier.rule.ListOperator;
import io.espalier.rule.Operand;
import io.espalier.rule.Rule;
import io.espalier.rule.TextOperator;
import io.espalier.rule.TextPattern;
import java.util.ArrayList;
import java.util.List;

/**
 * Rules → SQL that is TRUE or FALSE, never NULL: the third truth value is closed at each single
 * test, where a missing value makes it, so that NOT above it is plain negation.
 */
final class RuleSql implements Rule.Visitor<Sql> {
  private final SqlDialect dialect;
  private final OperandSql operands;
  private final Needs needs;

  RuleSql(SqlDialect dialect, OperandSql operands, Needs needs) {
    this.dialect = dialect;
    this.operands = operands;
    this.needs = needs;
  }

  private static Sql known(Object... test) {
    return Sql.of("coalesce(", Sql.of(test), ", FALSE)");
  }

  @Override
  public Sql constant(Rule.Constant rule) {
    return Sql.of(rule.value() ? "TRUE" : "FALSE");
  }

  @Override
  public Sql and(Rule.And rule) {
    return joined(" AND ", rule.parts());
  }

  @Override
  public Sql or(Rule.Or rule) {
    return joined(" OR ", rule.parts());
  }

  private Sql joined(String joint, List<Rule> parts) {
    return Sql.of(
        "(", Sql.join(joint, parts.stream().map(part -> part.accept(this)).toList()), ")");
  }

  @Override
  public Sql not(Rule.Not rule) {
    return Sql.of("(NOT ", rule.rule().accept(this), ")");
  }

  @Override
  public Sql compare(Rule.Compare rule) {
    Typed left = rule.left().accept(operands);
    Typed right = rule.right().accept(operands);
    return known(compared(left, rule.comparison(), right, rule.exact()));
  }

  private Sql compared(Typed left, Comparison comparison, Typed right, boolean exact) {
    String symbol = " " + OperandSql.symbol(comparison) + " ";
    if (left.type() == ValueType.TEXT) {
      return Sql.of(operands.comparable(left, exact), symbol, operands.comparable(right, exact));
    }
    if (left.type() != right.type()) {
      return operands.calendar(left, comparison, right);
    }
    return Sql.of(left.sql(), symbol, right.sql());
  }

  @Override
  public Sql between(Rule.Between rule) {
    Typed operand = rule.operand().accept(operands);
    Typed low = rule.low().accept(operands);
    Typed high = rule.high().accept(operands);
    return Sql.of(
        "(",
        known(compared(operand, Comparison.AT_LEAST, low, false)),
        " AND ",
        known(compared(operand, Comparison.AT_MOST, high, false)),
        ")");
  }

  @Override
  public Sql in(Rule.In rule) {
    Typed operand = rule.operand().accept(operands);
    List<Sql> same = new ArrayList<>();
    List<Sql> tests = new ArrayList<>();
    for (Value value : rule.values()) {
      Typed constant = operands.constant(value);
      if (constant.type() != operand.type()) {
        tests.add(operands.calendar(operand, Comparison.EQUAL, constant));
      } else if (constant.type() == ValueType.TEXT) {
        same.add(operands.comparable(constant, rule.exact()));
      } else {
        same.add(constant.sql());
      }
    }
    if (!same.isEmpty()) {
      boolean text = operand.type() == ValueType.TEXT;
      Sql left = text ? operands.comparable(operand, rule.exact()) : operand.sql();
      tests.add(Sql.of(left, " IN (", Sql.join(", ", same), ")"));
    }
    Sql any = Sql.join(" OR ", tests);
    return rule.negated() ? known("NOT (", any, ")") : known("(", any, ")");
  }

  @Override
  public Sql textTest(Rule.TextTest rule) {
    Typed operand = rule.operand().accept(operands);
    boolean exact = rule.exact();
    Sql sought =
        rule.operator() == TextOperator.MATCHES
            ? operands.text(TextPattern.of(rule.text(), exact).portable(), true)
            : operands.text(rule.text(), exact);
    return known(dialect.textTest(rule.operator(), operands.comparable(operand, exact), sought));
  }

  @Override
  public Sql listTest(Rule.ListTest rule) {
    Sql raw = rule.operand().accept(operands).sql();
    Sql list = rule.exact() ? raw : dialect.foldEach(raw);
    List<Sql> texts = rule.texts().stream().map(t -> operands.text(t, rule.exact())).toList();
    Sql sought = dialect.listOf(Sql.join(", ", texts));
    if (rule.operator() == ListOperator.HAS_ALL) {
      return known(dialect.hasAll(list, sought));
    }
    Sql any = dialect.hasAny(list, sought);
    return rule.operator() == ListOperator.HAS_NONE ? known("NOT ", any) : known(any);
  }

  @Override
  public Sql presence(Rule.Presence rule) {
    Operand operand = rule.operand();
    String test = rule.negated() ? " IS NULL)" : " IS NOT NULL)";
    return Sql.of("(", operand.accept(operands).sql(), test);
  }

  @Override
  public Sql inSegment(Rule.InSegment rule) {
    return needs.segment(rule.segment());
  }

  @Override
  public Sql inList(Rule.InList rule) {
    return rule.asListTest().accept(this);
  }

  @Override
  public Sql consented(Rule.Consented rule) {
    return known(needs.subscribed(rule.channel()));
  }

  @Override
  public Sql sequence(Rule.Sequence rule) {
    return needs.sequence(rule);
  }

  @Override
  public Sql anniversary(Rule.Anniversary rule) {
    return operands.anniversary(rule);
  }
}
