package io.espalier.rule;

import io.espalier.model.Attribute;
import io.espalier.model.Cased;
import io.espalier.model.Unit;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks constants against what is declared of the attribute: its known values, its unit. */
final class ConstantCheck {
  private final Check check;

  ConstantCheck(Check check) {
    this.check = check;
  }

  void compared(Rule.Compare rule) {
    boolean same = rule.comparison() == Comparison.EQUAL || rule.comparison() == Comparison.UNEQUAL;
    constant(rule.left(), rule.right(), same, rule.span());
    constant(rule.right(), rule.left(), same, rule.span());
  }

  /** Always true. */
  boolean between(Rule.Between rule) {
    constant(rule.operand(), rule.low(), false, rule.span());
    constant(rule.operand(), rule.high(), false, rule.span());
    return true;
  }

  void in(Rule.In rule) {
    Set<String> forms = new HashSet<>();
    for (Value value : rule.values()) {
      constant(rule.operand(), new Operand.Literal(value, rule.span()), true, rule.span());
      if (!forms.add(ValueOrder.form(value.plain(), rule.exact()))) {
        check.warning(
            rule.span(), RulePrinter.print(value) + " stands in the list twice", "leave one out");
      }
    }
  }

  private void constant(Operand of, Operand constant, boolean same, Span span) {
    if (!(constant instanceof Operand.Literal literal)) {
      return;
    }
    Span at = literal.span().end() > literal.span().start() ? literal.span() : span;
    if (same && literal.value() instanceof Value.Text text) {
      texts(of, List.of(text.text()), at);
    } else if (literal.value() instanceof Value.Number number) {
      unit(of, number.number(), at);
      if (same) {
        money(of, number.number(), span);
      }
    }
  }

  private Optional<Attribute> attribute(Operand operand) {
    return check.event() == null && operand instanceof Operand.Attribute named
        ? check.schema().attribute(named.name())
        : Optional.empty();
  }

  /** Texts that the attribute, or a list, is asked for. */
  void texts(Operand of, List<String> texts, Span span) {
    Optional<Attribute> attribute = attribute(of);
    if (attribute.isEmpty()
        || attribute.get().values().isEmpty()
        || attribute.get().type() != ValueType.TEXT && attribute.get().type() != ValueType.LIST) {
      return;
    }
    List<String> known = attribute.get().values();
    for (String text : texts) {
      if (known.stream().noneMatch(v -> Cased.fold(v).equals(Cased.fold(text)))) {
        List<String> quoted = new ArrayList<>();
        known.forEach(value -> quoted.add("\"" + value + "\""));
        check.error(
            span,
            "\"" + text + "\" is none of the values of '" + attribute.get().name() + "'",
            Names.nearest(text, known)
                .map(value -> "did you mean \"" + value + "\"?")
                .orElse(
                    "its values: "
                        + String.join(", ", quoted)
                        + "; a new one is declared in profile.yaml"));
      }
    }
  }

  private void unit(Operand of, BigDecimal number, Span span) {
    Optional<Attribute> attribute = attribute(of);
    Unit unit = attribute.map(Attribute::unit).orElse(null);
    if (unit == null) {
      return;
    }
    String name = "'" + attribute.get().name() + "'";
    BigDecimal hundred = BigDecimal.valueOf(100);
    switch (unit.kind()) {
      case PERCENT -> {
        if (number.signum() > 0 && number.compareTo(BigDecimal.ONE) < 0) {
          check.warning(
              span,
              name + " is in percent: " + number.toPlainString() + " is less than one hundredth",
              "write " + plain(number.multiply(hundred)) + " for " + plain(number) + " of all");
        }
      }
      case SHARE -> {
        if (number.compareTo(BigDecimal.ONE) > 0) {
          check.error(
              span,
              name + " is a share from 0 to 1",
              "write " + plain(number.divide(hundred)) + " for " + plain(number) + " percent");
        }
      }
      case MINOR_MONEY -> {
        if (number.stripTrailingZeros().scale() > 0) {
          String currency = unit.word().substring(0, 3);
          check.error(
              span,
              name + " counts the smallest coins of " + currency + ", which have no fraction",
              "write "
                  + plain(number.multiply(hundred))
                  + " for "
                  + plain(number)
                  + " "
                  + currency);
        }
      }
      case DAYS, HOURS, MONEY -> {}
    }
  }

  private static String plain(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return (stripped.scale() < 0 ? stripped.setScale(0) : stripped).toPlainString();
  }

  /** An amount that is computed, or is money, hardly ever is exactly another. */
  private void money(Operand of, BigDecimal number, Span span) {
    boolean computed =
        of instanceof Operand.Aggregate aggregate
            && (aggregate.function() == Function.AVG || aggregate.function() == Function.SUM);
    boolean money =
        attribute(of)
            .map(Attribute::unit)
            .filter(u -> u.kind() == Unit.Kind.MONEY || u.kind() == Unit.Kind.MINOR_MONEY)
            .isPresent();
    if ((computed || money) && number.signum() != 0) {
      check.warning(
          span,
          "an amount is compared for being exactly " + plain(number),
          "write >= or <=, or between two amounts");
    }
  }
}
