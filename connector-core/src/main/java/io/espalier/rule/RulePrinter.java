package io.espalier.rule;

import io.espalier.model.Value;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@link Rule} → text, with parentheses only where they are needed.
 *
 * <p>Law: {@code parse(print(rule))} equals the rule.
 */
public final class RulePrinter implements Rule.Visitor<String>, Operand.Visitor<String> {
  private final boolean inWhere;

  private RulePrinter(boolean inWhere) {
    this.inWhere = inWhere;
  }

  public static String print(Rule rule) {
    return rule.accept(new RulePrinter(false));
  }

  public static String print(Operand operand) {
    return operand.accept(new RulePrinter(false));
  }

  /** A constant as a rule writes it. */
  public static String print(Value value) {
    return value instanceof Value.Text text ? quoted(text.text()) : value.plain();
  }

  @Override
  public String constant(Rule.Constant rule) {
    return Boolean.toString(rule.value());
  }

  @Override
  public String and(Rule.And rule) {
    return rule.parts().stream()
        .map(p -> inside(p, p instanceof Rule.Or || p instanceof Rule.And))
        .collect(Collectors.joining(" and "));
  }

  @Override
  public String or(Rule.Or rule) {
    return rule.parts().stream()
        .map(p -> inside(p, p instanceof Rule.Or))
        .collect(Collectors.joining(" or "));
  }

  @Override
  public String not(Rule.Not rule) {
    Rule inner = rule.rule();
    return "not " + inside(inner, inner instanceof Rule.Or || inner instanceof Rule.And);
  }

  private String inside(Rule rule, boolean parentheses) {
    String text = rule.accept(this);
    return parentheses ? "(" + text + ")" : text;
  }

  @Override
  public String compare(Rule.Compare rule) {
    return rule.left().accept(this)
        + " "
        + rule.comparison().symbol()
        + exact(rule.exact())
        + " "
        + rule.right().accept(this);
  }

  @Override
  public String between(Rule.Between rule) {
    return rule.operand().accept(this)
        + " between "
        + rule.low().accept(this)
        + " and "
        + rule.high().accept(this);
  }

  @Override
  public String in(Rule.In rule) {
    return rule.operand().accept(this)
        + (rule.negated() ? " not in" : " in")
        + exact(rule.exact())
        + " ["
        + rule.values().stream().map(RulePrinter::print).collect(Collectors.joining(", "))
        + "]";
  }

  @Override
  public String textTest(Rule.TextTest rule) {
    return rule.operand().accept(this)
        + " "
        + rule.operator().word()
        + exact(rule.exact())
        + " "
        + quoted(rule.text());
  }

  @Override
  public String listTest(Rule.ListTest rule) {
    List<String> quoted = rule.texts().stream().map(RulePrinter::quoted).toList();
    return rule.operand().accept(this)
        + " "
        + rule.operator().word()
        + exact(rule.exact())
        + " ["
        + String.join(", ", quoted)
        + "]";
  }

  private static String exact(boolean exact) {
    return exact ? ":cs" : "";
  }

  @Override
  public String presence(Rule.Presence rule) {
    return (rule.negated() ? "missing " : "exists ") + rule.operand().accept(this);
  }

  @Override
  public String inSegment(Rule.InSegment rule) {
    return "in_segment " + rule.segment();
  }

  @Override
  public String inList(Rule.InList rule) {
    return "in_list " + (RuleLexer.isSegment(rule.list()) ? rule.list() : quoted(rule.list()));
  }

  @Override
  public String consented(Rule.Consented rule) {
    return "consent(" + rule.channel() + ", " + rule.purpose() + ")";
  }

  @Override
  public String sequence(Rule.Sequence rule) {
    return rule.steps().stream()
        .map(RulePrinter::step)
        .collect(Collectors.joining(", then ", "sequence(", window(rule.window()) + ")"));
  }

  private static String step(Rule.Step step) {
    return (step.negated() ? "not " : "")
        + step.event()
        + step.where().map(where -> " where " + where.accept(new RulePrinter(true))).orElse("")
        + step.within().map(within -> " within " + within).orElse("");
  }

  @Override
  public String anniversary(Rule.Anniversary rule) {
    return "anniversary("
        + rule.operand().accept(this)
        + ", "
        + rule.from()
        + ".."
        + rule.to()
        + ")";
  }

  @Override
  public String attribute(Operand.Attribute operand) {
    return Words.scoped(operand.name(), inWhere);
  }

  @Override
  public String literal(Operand.Literal operand) {
    return print(operand.value());
  }

  @Override
  public String now(Operand.Now operand) {
    return "now" + operand.shift().map(RulePrinter::shift).orElse("");
  }

  @Override
  public String today(Operand.Today operand) {
    return "today" + operand.shift().map(RulePrinter::shift).orElse("");
  }

  private static String shift(Operand.Shift shift) {
    return (shift.plus() ? " + " : " - ") + shift.duration();
  }

  @Override
  public String aggregate(Operand.Aggregate operand) {
    StringBuilder text = new StringBuilder(operand.function().word());
    text.append('(').append(operand.event());
    operand.property().ifPresent(property -> text.append('.').append(property));
    operand
        .where()
        .ifPresent(where -> text.append(" where ").append(where.accept(new RulePrinter(true))));
    return text.append(window(operand.window())).append(')').toString();
  }

  @Override
  public String part(Operand.Part operand) {
    return operand.kind().word() + "(" + operand.of().accept(this) + ")";
  }

  private static String window(Window window) {
    return window instanceof Window.All ? "" : ", " + print(window);
  }

  /** A window as a rule writes it; {@code all} for every event. */
  static String print(Window window) {
    if (window instanceof Window.Last last) {
      return last.duration().toString();
    } else if (window instanceof Window.Ago ago) {
      return ago.from() + ".." + ago.to();
    } else if (window instanceof Window.Since since) {
      return "since " + since.start();
    } else if (window instanceof Window.Fixed fixed) {
      return "between " + fixed.start() + " and " + fixed.end();
    }
    return "all";
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\', '"' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
