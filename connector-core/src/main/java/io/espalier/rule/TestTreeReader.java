package io.espalier.rule;

import io.espalier.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The tests of a value: {@code gt: 3}, {@code in: [a, b]}, {@code exists: true}. */
final class TestTreeReader {
  private static final String NOT = "not_";
  private static final List<String> WORDS = words(List.of("in", "not_in", "between"));

  private final TreeScope scope;
  private final OperandTreeReader operands;

  TestTreeReader(TreeScope scope, OperandTreeReader operands) {
    this.scope = scope;
    this.operands = operands;
  }

  private static List<String> words(List<String> others) {
    List<String> words = new ArrayList<>(RuleTreeReader.COMPARISONS.keySet());
    words.addAll(others);
    for (TextOperator operator : TextOperator.values()) {
      words.add(operator.word());
    }
    for (ListOperator operator : ListOperator.values()) {
      words.add(operator.word());
    }
    for (TextOperator operator : TextOperator.values()) {
      words.add(NOT + operator.word());
    }
    words.addAll(List.of("exists", "missing"));
    return List.copyOf(words);
  }

  static List<String> words() {
    return WORDS;
  }

  /** Reads on without the left side, so that all mistakes are told. */
  Optional<Rule> test(String word, Optional<Operand> left, Map<String, RuleTree> byKey, Span span) {
    Operand operand = left.orElse(new Operand.Literal(Value.flag(true), span));
    RuleTree value = byKey.getOrDefault(word, new RuleTree.Scalar("", false, span));
    Comparison comparison = RuleTreeReader.COMPARISONS.get(word);
    boolean takesExact =
        comparison != null || !List.of("between", "exists", "missing").contains(word);
    Optional<Boolean> exact = exact(byKey, takesExact, word);
    if (exact.isEmpty()) {
      return Optional.empty();
    }
    boolean cs = exact.get();
    if (comparison != null) {
      return operands
          .operand(value)
          .map(right -> new Rule.Compare(operand, comparison, right, cs, span));
    }
    return switch (word) {
      case "in", "not_in" ->
          operands
              .constants(value)
              .map(values -> new Rule.In(operand, word.equals("not_in"), values, cs, span));
      case "between" -> between(operand, value, span);
      case "exists", "missing" ->
          isTrue(value, word)
              ? Optional.of(new Rule.Presence(operand, word.equals("missing"), span))
              : Optional.empty();
      case "has_any", "has_all", "has_none" ->
          operands
              .texts(value)
              .map(
                  texts ->
                      new Rule.ListTest(
                          operand,
                          ListOperator.valueOf(word.toUpperCase(Locale.ROOT)),
                          texts,
                          cs,
                          span));
      default -> textTest(word, operand, value, cs, span);
    };
  }

  private Optional<Rule> textTest(
      String word, Operand operand, RuleTree value, boolean exact, Span span) {
    boolean without = word.startsWith(NOT);
    String name = without ? word.substring(NOT.length()) : word;
    TextOperator operator = TextOperator.valueOf(name.toUpperCase(Locale.ROOT));
    Optional<RuleTree.Scalar> scalar = scope.scalar(value, "a text behind '" + word + "'");
    if (scalar.isPresent() && scalar.get().text().isEmpty()) {
      return scope.error(scalar.get().span(), "an empty text is in every text", "");
    }
    return scalar
        .map(s -> new Rule.TextTest(operand, operator, s.text(), exact, span))
        .map(test -> without ? RuleParser.without(test) : test);
  }

  private Optional<Rule> between(Operand operand, RuleTree value, Span span) {
    if (!(value instanceof RuleTree.Items list) || list.items().size() != 2) {
      return scope.error(value.span(), "'between' needs two ends", "e.g. between: [1, 5]");
    }
    Optional<Operand> low = operands.operand(list.items().get(0));
    Optional<Operand> high = operands.operand(list.items().get(1));
    return low.flatMap(l -> high.map(h -> new Rule.Between(operand, l, h, span)));
  }

  private Optional<Boolean> exact(Map<String, RuleTree> byKey, boolean takesExact, String word) {
    RuleTree exact = byKey.get(RuleTreeReader.EXACT);
    if (exact == null) {
      return Optional.of(false);
    } else if (!takesExact) {
      return scope.error(exact.span(), "'exact' says nothing beside '" + word + "'", "remove it");
    }
    return isTrue(exact, RuleTreeReader.EXACT) ? Optional.of(true) : Optional.empty();
  }

  private boolean isTrue(RuleTree value, String key) {
    boolean isTrue =
        value instanceof RuleTree.Scalar scalar && !scalar.quoted() && scalar.text().equals("true");
    if (!isTrue) {
      scope.error(
          value.span(),
          "'" + key + "' takes true only",
          switch (key) {
            case "exists" -> "write missing: true";
            case "missing" -> "write exists: true";
            default -> "leave it out";
          });
    }
    return isTrue;
  }
}
