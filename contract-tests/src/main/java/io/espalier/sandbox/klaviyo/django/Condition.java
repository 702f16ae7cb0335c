package io.espalier.sandbox.klaviyo.django;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What stands in an {@code if}. Tightest first: comparisons and {@code in}, then {@code not}, then
 * {@code and}, then {@code or}; no parentheses. An operator whose operands do not fit is false.
 */
interface Condition {
  @Nullable Object value(Scope scope);

  static Condition parse(List<String> words) {
    Reader reader = new Reader(Reader.joined(words));
    Condition condition = reader.expression(0);
    if (reader.at < reader.words.size()) {
      throw new TemplateFault(
          "Unused '" + reader.words.get(reader.at) + "' at end of if expression.");
    }
    return condition;
  }

  /** An operator over two conditions. */
  interface Operator {
    @Nullable Object apply(@Nullable Object left, @Nullable Object right);
  }

  /** A precedence-climbing parser. */
  final class Reader {
    private static final int OR = 6;
    private static final int AND = 7;
    private static final int NOT = 8;
    private static final Map<String, Integer> POWERS =
        Map.ofEntries(
            Map.entry("or", OR),
            Map.entry("and", AND),
            Map.entry("in", 9),
            Map.entry("not in", 9),
            Map.entry("is", 10),
            Map.entry("is not", 10),
            Map.entry("==", 10),
            Map.entry("!=", 10),
            Map.entry(">", 10),
            Map.entry(">=", 10),
            Map.entry("<", 10),
            Map.entry("<=", 10));
    private static final Map<String, Operator> OPERATORS =
        Map.of(
            "in", (a, b) -> Comparison.contains(b, a),
            "not in", (a, b) -> !Comparison.contains(b, a),
            "is", (a, b) -> Comparison.same(a, b),
            "is not", (a, b) -> !Comparison.same(a, b),
            "==", (a, b) -> Comparison.equal(a, b),
            "!=", (a, b) -> !Comparison.equal(a, b),
            ">", (a, b) -> Comparison.order(a, b) > 0,
            ">=", (a, b) -> Comparison.order(a, b) >= 0,
            "<", (a, b) -> Comparison.order(a, b) < 0,
            "<=", (a, b) -> Comparison.order(a, b) <= 0);

    private final List<String> words;
    private int at;

    private Reader(List<String> words) {
      this.words = words;
    }

    private static List<String> joined(List<String> words) {
      List<String> joined = new ArrayList<>();
      for (int i = 0; i < words.size(); i++) {
        String pair = i + 1 < words.size() ? words.get(i) + " " + words.get(i + 1) : "";
        boolean one = pair.equals("is not") || pair.equals("not in");
        joined.add(one ? pair : words.get(i));
        i += one ? 1 : 0;
      }
      return joined;
    }

    private Condition expression(int power) {
      Condition left = first();
      while (at < words.size() && power < POWERS.getOrDefault(words.get(at), 0)) {
        String word = words.get(at);
        int binds = POWERS.getOrDefault(word, 0);
        at++;
        left = joined(word, left, expression(binds));
      }
      return left;
    }

    private Condition first() {
      if (at >= words.size()) {
        throw new TemplateFault("Unexpected end of expression in if tag.");
      }
      String word = words.get(at);
      at++;
      if (word.equals("not")) {
        Condition inner = expression(NOT);
        return scope -> guarded(() -> !Python.truth(inner.value(scope)));
      }
      if (POWERS.containsKey(word)) {
        throw new TemplateFault("Not expecting '" + word + "' in this position in if tag.");
      }
      FilterExpression literal = FilterExpression.parse(word);
      return literal::resolveForTest;
    }

    private static Condition joined(String word, Condition left, Condition right) {
      if (word.equals("or") || word.equals("and")) {
        return Chain.of(word.equals("or"), left, right);
      }
      Operator operator = OPERATORS.get(word);
      if (operator == null) {
        throw new IllegalStateException(word);
      }
      return scope -> guarded(() -> operator.apply(left.value(scope), right.value(scope)));
    }
  }

  /** False where the operands do not fit. */
  private static @Nullable Object guarded(Supplier<@Nullable Object> work) {
    try {
      return work.get();
    } catch (TemplateFault refused) {
      return false;
    }
  }

  /**
   * Conditions joined by one of {@code or} and {@code and}, from the left. A list and not a tree,
   * because thousands of terms are allowed.
   */
  record Chain(boolean any, List<Condition> terms) implements Condition {
    private static Chain of(boolean any, Condition left, Condition right) {
      List<Condition> terms = new ArrayList<>();
      if (left instanceof Chain chain && chain.any == any) {
        // The reader has no more use for the shorter chain.
        terms = chain.terms;
      } else {
        terms.add(left);
      }
      terms.add(right);
      return new Chain(any, terms);
    }

    @Override
    public Object value(Scope scope) {
      boolean result = joined(() -> Python.truth(terms.get(0).value(scope)), terms.get(1), scope);
      for (Condition term : terms.subList(2, terms.size())) {
        boolean before = result;
        result = joined(() -> before, term, scope);
      }
      return result;
    }

    private boolean joined(Supplier<Boolean> left, Condition right, Scope scope) {
      return Python.truth(
          guarded(() -> left.get() == any ? any : Python.truth(right.value(scope))));
    }
  }
}
