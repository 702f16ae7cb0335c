package io.espalier.rule;

import io.espalier.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Text → {@link Rule}. By recursive descent and of bounded depth: any text whatever gives a rule or
 * an issue, never an exception.
 *
 * <p>{@code :cs} stands on the operator: {@code country ==:cs "UK"}, {@code not in:cs [..]}, {@code
 * contains:cs "x"}, {@code has_any:cs [..]}.
 */
public final class RuleParser {
  private final OperandParser operands;
  private final ConditionParser conditions;
  private final TokenStream tokens;

  private RuleParser(String text) {
    tokens = new TokenStream(text);
    operands = new OperandParser(tokens, this::or);
    conditions = new ConditionParser(tokens, operands);
  }

  /** A rule that fills the text. */
  public static Parsed<Rule> parse(String text, Origin origin) {
    RuleParser parser = new RuleParser(text);
    return parsed(parser, parser::or, "'and', 'or' or the end", origin);
  }

  /** A value that fills the text, e.g. the {@code compute} of an attribute. */
  public static Parsed<Operand> parseOperand(String text, Origin origin) {
    RuleParser parser = new RuleParser(text);
    return parsed(parser, parser.operands::operand, "the end", origin);
  }

  /** A condition on an event that fills the text. */
  static Parsed<Rule> parseWhere(String text, Origin origin) {
    RuleParser parser = new RuleParser(text);
    return parsed(parser, parser.operands::where, "'and', 'or' or the end", origin);
  }

  /** A window that fills the text: {@code 30d}, {@code 90d..30d}, {@code all}. */
  static Parsed<Window> parseWindow(String text, Origin origin) {
    RuleParser parser = new RuleParser(text);
    return parsed(parser, parser.operands::window, "the end", origin);
  }

  /** A duration that fills the text. */
  static Parsed<Duration> parseDuration(String text, Origin origin) {
    RuleParser parser = new RuleParser(text);
    return parsed(parser, parser.operands::duration, "the end", origin);
  }

  /** {@code 0d..7d}, or {@code 7d} for the same, that fills the text. */
  static Parsed<Window.Ago> parseDays(String text, Origin origin) {
    RuleParser parser = new RuleParser(text);
    return parsed(parser, parser.conditions::days, "the end", origin);
  }

  private static <T> Parsed<T> parsed(
      RuleParser parser, Supplier<T> part, String end, Origin origin) {
    try {
      parser.tokens.start();
      T value = part.get();
      if (parser.tokens.now().kind() != Token.Kind.END) {
        throw parser.strayAfterRule(end);
      }
      return new Parsed<>(Optional.of(value), List.of());
    } catch (SyntaxError error) {
      return new Parsed<>(Optional.empty(), List.of(error.at(origin)));
    }
  }

  private SyntaxError strayAfterRule(String expected) {
    Token stray = tokens.now();
    String mend = "";
    if (stray.is("&&") || stray.is("||")) {
      mend = "write " + (stray.is("&&") ? "and" : "or");
    } else if (comparison(stray).isPresent()) {
      mend = "join two comparisons with 'and', or write x between 1 and 5";
    } else if (stray.is(",")) {
      mend = "a number has no separator of thousands: write 1000";
    } else if (Set.of("and", "or").contains(stray.text().toLowerCase(Locale.ROOT))) {
      mend = "write it in lower case";
    }
    return tokens.unexpected(expected, mend);
  }

  private Rule or() {
    return chain("or", this::and);
  }

  private Rule and() {
    return chain("and", this::not);
  }

  private Rule chain(String joint, Supplier<Rule> part) {
    int start = tokens.now().start();
    List<Rule> parts = new ArrayList<>();
    addFlat(parts, part.get(), joint);
    while (tokens.take(joint)) {
      addFlat(parts, part.get(), joint);
    }
    if (parts.size() == 1) {
      return parts.get(0);
    }
    Span span = tokens.since(start);
    return joint.equals("or") ? new Rule.Or(parts, span) : new Rule.And(parts, span);
  }

  /** Adds a part of an {@code and} or {@code or}; one of the same kind part by part. */
  static void addFlat(List<Rule> parts, Rule part, String joint) {
    if (joint.equals("or") && part instanceof Rule.Or or) {
      parts.addAll(or.parts());
    } else if (joint.equals("and") && part instanceof Rule.And and) {
      parts.addAll(and.parts());
    } else {
      parts.add(part);
    }
  }

  private Rule not() {
    int start = tokens.now().start();
    if (tokens.now().is("!")) {
      throw tokens.unexpected("a condition", "write not");
    }
    if (!tokens.take("not")) {
      return atom();
    }
    tokens.enter();
    Rule rule = not();
    tokens.leave();
    return new Rule.Not(rule, tokens.since(start));
  }

  private Rule atom() {
    Token first = tokens.now();
    if (first.is("in_segment")) {
      Token id = tokens.takeSegment();
      return new Rule.InSegment(id.text(), id.span());
    }
    if (first.is("in_list")) {
      return conditions.inList();
    }
    Token second = tokens.next();
    if (first.is("(")) {
      tokens.skip();
      tokens.enter();
      Rule rule = or();
      tokens.leave();
      tokens.expect(")", "'and', 'or' or ')'");
      return rule;
    }
    if (first.kind() == Token.Kind.WORD
        && Words.CONDITIONS.contains(first.text())
        && second.is("(")) {
      return conditions.condition();
    }
    if (first.is("exists") || first.is("missing")) {
      tokens.skip();
      Operand operand = operands.operand();
      return new Rule.Presence(operand, first.is("missing"), tokens.since(first.start()));
    }
    if ((first.is("true") || first.is("false")) && !isOperator(second)) {
      tokens.skip();
      return new Rule.Constant(first.is("true"), first.span());
    }
    return tested(operands.operand(), first.start());
  }

  private static boolean isOperator(Token token) {
    return comparison(token).isPresent()
        || token.is("in")
        || token.is("not")
        || token.is("between")
        || word(TextOperator.values(), token).isPresent()
        || word(ListOperator.values(), token).isPresent();
  }

  private Rule tested(Operand left, int start) {
    Token operator = tokens.now();
    Optional<Comparison> comparison = comparison(operator);
    if (comparison.isPresent()) {
      tokens.skip();
      boolean exact = tokens.take(":cs");
      refuseDuration(left);
      Operand right = operands.operand();
      return new Rule.Compare(left, comparison.get(), right, exact, tokens.since(start));
    }
    Optional<TextOperator> without = word(TextOperator.values(), tokens.next());
    if (operator.is("not") && without.isPresent()) {
      tokens.skip();
      tokens.skip();
      boolean exact = tokens.take(":cs");
      String literal = operands.text(false);
      Span span = tokens.since(start);
      return without(new Rule.TextTest(left, without.get(), literal, exact, span));
    }
    if (operator.is("in") || operator.is("not") && tokens.next().is("in")) {
      boolean negated = tokens.take("not");
      tokens.skip();
      boolean exact = tokens.take(":cs");
      List<Value> values = operands.list();
      return new Rule.In(left, negated, values, exact, tokens.since(start));
    }
    if (operator.is("between")) {
      tokens.skip();
      Operand low = operands.operand();
      tokens.expect("and", "'and' and the upper end");
      return new Rule.Between(left, low, operands.operand(), tokens.since(start));
    }
    Optional<TextOperator> text = word(TextOperator.values(), operator);
    if (text.isPresent()) {
      tokens.skip();
      boolean exact = tokens.take(":cs");
      String literal = operands.text(false);
      return new Rule.TextTest(left, text.get(), literal, exact, tokens.since(start));
    }
    Optional<ListOperator> list = word(ListOperator.values(), operator);
    if (list.isPresent()) {
      tokens.skip();
      boolean exact = tokens.take(":cs");
      List<String> texts = operands.texts();
      return new Rule.ListTest(left, list.get(), texts, exact, tokens.since(start));
    }
    throw noOperator(left, operator);
  }

  /** {@code x not contains "a"}: known, and without it; as {@code not in} and {@code !=} are. */
  static Rule without(Rule.TextTest test) {
    return new Rule.And(
        List.of(
            new Rule.Presence(test.operand(), false, test.span()), new Rule.Not(test, test.span())),
        test.span());
  }

  /** A duration on the right side: what is meant depends on the left. */
  private void refuseDuration(Operand left) {
    Token found = tokens.now();
    if (found.kind() != Token.Kind.DURATION
        || !(left instanceof Operand.Aggregate aggregate)
        || aggregate.property().isPresent()) {
      return;
    }
    String word = aggregate.function().word();
    String digits = found.text().replaceAll("[a-z]", "");
    throw tokens.unexpected(
        "a number",
        aggregate.function() == Function.DAYS_SINCE_LAST
            ? found.text().endsWith("d")
                ? word + " is a number of days: write " + digits
                : word + " is a number of days"
            : word
                + " is a number; a window stands within: "
                + word
                + "("
                + aggregate.event()
                + ", "
                + found.text()
                + ")");
  }

  private SyntaxError noOperator(Operand left, Token operator) {
    String mend = "";
    if (operator.is("=")) {
      mend = "write ==";
    } else if (operator.is("<>")) {
      mend = "write !=";
    } else if (operator.kind() == Token.Kind.WORD) {
      mend =
          Names.nearest(operator.text(), operators())
              .map(w -> "did you mean '" + w + "'?")
              .orElse("");
    }
    if (mend.isEmpty() && left instanceof Operand.Attribute attribute) {
      mend =
          "a condition compares: write "
              + attribute.name()
              + " == true, or exists "
              + attribute.name();
    }
    return tokens.unexpected("a comparison such as == or in", mend);
  }

  private static List<String> operators() {
    List<String> words = new ArrayList<>(List.of("in", "not in", "between", "not contains"));
    for (TextOperator operator : TextOperator.values()) {
      words.add(operator.word());
    }
    for (ListOperator operator : ListOperator.values()) {
      words.add(operator.word());
    }
    return words;
  }

  private static Optional<Comparison> comparison(Token token) {
    for (Comparison comparison : Comparison.values()) {
      if (token.kind() == Token.Kind.SYMBOL && token.text().equals(comparison.symbol())) {
        return Optional.of(comparison);
      }
    }
    return Optional.empty();
  }

  private static <E extends Enum<E>> Optional<E> word(E[] values, Token token) {
    for (E value : values) {
      if (token.kind() == Token.Kind.WORD
          && token.text().equals(value.name().toLowerCase(Locale.ROOT))) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
