package io.espalier.sandbox.salesforcemc;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** A retrieve's filter: simple parts, and binary trees of them. */
final class SoapFilter {
  private final List<String> known;

  /**
   * A reader of filters.
   *
   * @param known the properties that may be filtered by
   */
  SoapFilter(List<String> known) {
    this.known = known;
  }

  /**
   * Reads a filter.
   *
   * @throws Refusal for an unknown property or operator
   */
  Predicate<Map<String, @Nullable String>> read(Element filter) {
    if (Xml.child(filter, "LogicalOperator") != null
        || Xml.type(filter).equals("ComplexFilterPart")) {
      Element left = Xml.child(filter, "LeftOperand");
      Element right = Xml.child(filter, "RightOperand");
      if (left == null || right == null) {
        throw new Refusal(1, "Error: The complex filter lacks an operand.");
      }
      boolean and = Xml.text(filter, "LogicalOperator").equalsIgnoreCase("AND");
      return and ? read(left).and(read(right)) : read(left).or(read(right));
    }
    String property = Xml.text(filter, "Property");
    String name =
        known.stream()
            .filter(k -> k.equalsIgnoreCase(property))
            .findFirst()
            .orElseThrow(
                () ->
                    new Refusal(
                        1, "Error: The Filter Property '" + property + "' is not retrievable."));
    List<String> values = new ArrayList<>();
    for (String element : List.of("Value", "DateValue")) {
      Xml.children(filter, element).forEach(e -> values.add(e.getTextContent()));
    }
    String operator = Xml.text(filter, "SimpleOperator");
    return test(name, operator, values);
  }

  private static Predicate<Map<String, @Nullable String>> test(
      String name, String operator, List<String> values) {
    String first = values.isEmpty() ? "" : values.get(0);
    String low = first.toLowerCase(Locale.ROOT);
    switch (operator) {
      case "isNull":
        return row -> row.get(name) == null || text(row, name).isEmpty();
      case "isNotNull":
        return row -> !text(row, name).isEmpty();
      case "equals":
        return row -> row.get(name) != null && compare(text(row, name), first) == 0;
      case "notEquals":
        return row -> row.get(name) != null && compare(text(row, name), first) != 0;
      case "greaterThan":
        return row -> row.get(name) != null && compare(text(row, name), first) > 0;
      case "lessThan":
        return row -> row.get(name) != null && compare(text(row, name), first) < 0;
      case "greaterThanOrEqual":
        return row -> row.get(name) != null && compare(text(row, name), first) >= 0;
      case "lessThanOrEqual":
        return row -> row.get(name) != null && compare(text(row, name), first) <= 0;
      case "between":
        if (values.size() != 2) {
          throw new Refusal(1, "Error: The operator between takes two values.");
        }
        return row ->
            row.get(name) != null
                && compare(text(row, name), first) >= 0
                && compare(text(row, name), values.get(1)) <= 0;
      case "IN":
        Set<Object> all = new HashSet<>();
        values.forEach(v -> all.add(comparable(v)));
        return row -> row.get(name) != null && all.contains(comparable(text(row, name)));
      case "like":
        Pattern pattern = pattern(low);
        return row -> row.get(name) != null && pattern.matcher(lower(row, name)).matches();
      case "beginsWith":
        return row -> lower(row, name).startsWith(low);
      case "endsWith":
        return row -> lower(row, name).endsWith(low);
      case "contains":
      case "existsInString":
        return row -> lower(row, name).contains(low);
      case "notContains":
      case "notExistsInString":
        return row -> !lower(row, name).contains(low);
      default:
        throw new Refusal(1, "Error: The SimpleOperator '" + operator + "' is not valid.");
    }
  }

  /** SQL's: {@code %} is anything, {@code _} is one character. */
  private static Pattern pattern(String like) {
    StringBuilder regex = new StringBuilder();
    like.codePoints()
        .forEach(
            c ->
                regex.append(
                    c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(Character.toString(c))));
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private static String text(Map<String, @Nullable String> row, String name) {
    String text = row.get(name);
    return text == null ? "" : text;
  }

  private static String lower(Map<String, @Nullable String> row, String name) {
    return text(row, name).toLowerCase(Locale.ROOT);
  }

  /** Dates by time, numbers by size, everything else as the database collates: without case. */
  private static int compare(String left, String right) {
    Optional<BigDecimal> number = number(left);
    Optional<BigDecimal> other = number(right);
    if (number.isPresent() && other.isPresent()) {
      return number.get().compareTo(other.get());
    }
    if (looksDated(left) && looksDated(right)) {
      var time = Dates.read(left);
      var bound = Dates.read(right);
      if (time.isPresent() && bound.isPresent()) {
        return time.get().compareTo(bound.get());
      }
    }
    return left.compareToIgnoreCase(right);
  }

  /** The same for two texts that {@link #compare} takes for equal. */
  private static Object comparable(String text) {
    Optional<BigDecimal> number = number(text);
    if (number.isPresent()) {
      return number.get().stripTrailingZeros();
    }
    if (looksDated(text)) {
      var time = Dates.read(text);
      if (time.isPresent()) {
        return time.get();
      }
    }
    // As String.compareToIgnoreCase folds.
    StringBuilder folded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      folded.append(Character.toLowerCase(Character.toUpperCase(text.charAt(i))));
    }
    return folded.toString();
  }

  private static boolean looksDated(String text) {
    return text.length() >= 8
        && text.length() < 35
        && Character.isDigit(text.charAt(0))
        && (text.indexOf('/') > 0 || text.indexOf('-') > 0);
  }

  private static Optional<BigDecimal> number(String text) {
    boolean plain = !text.isEmpty() && text.length() < 40;
    for (int i = 0; plain && i < text.length(); i++) {
      char c = text.charAt(i);
      plain = (c >= '0' && c <= '9') || c == '.' || (c == '-' && i == 0);
    }
    try {
      return plain ? Optional.of(new BigDecimal(text)) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
