package io.espalier.sandbox.mailchimp;

import java.util.Locale;
import java.util.function.Predicate;

/** A comparison of a text that is there. */
record TextTest(String op, String sought, boolean caseMatters) implements Predicate<String> {
  @Override
  public boolean test(String held) {
    String left = form(held);
    String right = form(sought);
    return switch (op) {
      case "is" -> left.equals(right);
      case "not" -> !left.equals(right);
      case "contains" -> left.contains(right);
      case "notcontain" -> !left.contains(right);
      case "starts" -> left.startsWith(right);
      case "ends" -> left.endsWith(right);
      case "greater" -> left.compareTo(right) > 0;
      case "less" -> left.compareTo(right) < 0;
      default -> throw ConditionType.unfit();
    };
  }

  private String form(String text) {
    return caseMatters ? text : text.toLowerCase(Locale.ROOT);
  }
}
