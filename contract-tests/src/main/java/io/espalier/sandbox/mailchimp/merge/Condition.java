package io.espalier.sandbox.mailchimp.merge;

import java.util.List;
import java.util.Optional;

/** What an {@code IF}, {@code ELSEIF}, {@code IFNOT} or {@code INTERESTED} asks. */
sealed interface Condition {

  /** {@code IF:TAG}, and {@code IFNOT:TAG} where negated. */
  record Present(String tag, boolean negated) implements Condition {}

  /** {@code IF:TAG op value}. */
  record Compares(String tag, Operator operator, String value) implements Condition {}

  /** {@code INTERESTED:category:group,group}. */
  record Interested(String category, List<String> groups) implements Condition {}

  enum Operator {
    NOT_EQUAL("!="),
    AT_LEAST(">="),
    AT_MOST("<="),
    EQUAL("="),
    MORE(">"),
    LESS("<");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }

    boolean orders() {
      return this != EQUAL && this != NOT_EQUAL;
    }

    /** The operator that starts here, the longer sign first. */
    private static Optional<Operator> at(String text, int index) {
      for (Operator operator : values()) {
        if (text.startsWith(operator.sign, index)) {
          return Optional.of(operator);
        }
      }
      return Optional.empty();
    }
  }

  /** Reads what follows {@code IF:}. The first operator counts; there is no and, or, nor quote. */
  static Condition read(String text, Disputed disputed) {
    for (int i = 0; i < text.length(); i++) {
      Optional<Operator> operator = Operator.at(text, i);
      if (operator.isPresent()) {
        String tag = text.substring(0, i);
        String value = text.substring(i + operator.get().sign.length());
        boolean trims = operator.get().orders() || disputed.trimsAroundEquals();
        return trims
            ? new Compares(tag.trim(), operator.get(), value.trim())
            : new Compares(tag, operator.get(), value);
      }
    }
    return new Present(text, false);
  }

  /** Reads what follows {@code INTERESTED:}. Names count as they stand, spaces and all. */
  static Condition interested(String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? new Interested(text, List.of())
        : new Interested(
            text.substring(0, colon), List.of(text.substring(colon + 1).split(",", -1)));
  }
}
