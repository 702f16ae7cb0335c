package io.espalier.sandbox.klaviyo;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The query parameter {@code filter}: {@code op(field,value)}, several joined by a comma or inside
 * {@code and(…)}.
 */
final class Filter {
  /**
   * One comparison.
   *
   * @param values one, or those of a list
   */
  record Term(String operator, String field, List<String> values) {
    String value() {
      return values.get(0);
    }

    /** Whether a moment passes; a value that is no time is refused. */
    boolean acceptsTime(Instant held) {
      return values.stream().anyMatch(value -> acceptsTime(held, moment(value)));
    }

    boolean acceptsTime(Instant held, Instant bound) {
      return switch (operator) {
        case "equals", "any" -> held.equals(bound);
        case "greater-than" -> held.isAfter(bound);
        case "greater-or-equal" -> !held.isBefore(bound);
        case "less-than" -> held.isBefore(bound);
        case "less-or-equal" -> !held.isAfter(bound);
        default -> throw new IllegalStateException(operator);
      };
    }

    private Instant moment(String value) {
      try {
        return OffsetDateTime.parse(value.replace(' ', 'T')).toInstant();
      } catch (DateTimeParseException notATime) {
        throw refused("'" + value + "' is not a valid datetime for '" + field + "'.");
      }
    }

    /** Whether a resource whose field has this text passes. An absent field passes nothing. */
    boolean accepts(String held) {
      return switch (operator) {
        case "equals", "any" -> values.contains(held);
        case "contains" -> held.contains(value());
        case "starts-with" -> held.startsWith(value());
        case "ends-with" -> held.endsWith(value());
        case "greater-than" -> held.compareTo(value()) > 0;
        case "greater-or-equal" -> held.compareTo(value()) >= 0;
        case "less-than" -> held.compareTo(value()) < 0;
        case "less-or-equal" -> held.compareTo(value()) <= 0;
        default -> throw new IllegalStateException(operator);
      };
    }
  }

  private final String text;
  private final boolean escapes;
  private int at;

  private Filter(String text, boolean escapes) {
    this.text = text;
    this.escapes = escapes;
  }

  /**
   * The call's terms; empty where it has no filter.
   *
   * @param allowed field → operators
   */
  static List<Term> of(Call call, Map<String, Set<String>> allowed) {
    String text = call.parameter("filter").orElse("").strip();
    if (text.isEmpty()) {
      return List.of();
    }
    List<Term> terms = new Filter(text, call.escapes()).all();
    for (Term term : terms) {
      Set<String> operators = allowed.get(term.field);
      if (operators == null) {
        throw refused("'" + term.field + "' is not an allowed filter field.");
      }
      if (!operators.contains(term.operator)) {
        throw refused(
            "'" + term.operator + "' is not an allowed filter operator for '" + term.field + "'.");
      }
    }
    return terms;
  }

  /** The terms of a filter that stands in a body; any field. */
  static List<Term> parse(String text) {
    return new Filter(text, true).all();
  }

  private List<Term> all() {
    List<Term> terms = new ArrayList<>(series());
    if (at != text.length()) {
      throw malformed();
    }
    return terms;
  }

  private List<Term> series() {
    List<Term> terms = new ArrayList<>(term());
    while (take(',')) {
      terms.addAll(term());
    }
    return terms;
  }

  private List<Term> term() {
    String operator = word("(");
    expect('(');
    if (operator.equals("and")) {
      List<Term> inner = series();
      expect(')');
      return inner;
    }
    String field = word(",)");
    if (operator.equals("has")) {
      expect(')');
      return List.of(new Term(operator, field, List.of()));
    }
    expect(',');
    List<String> values = new ArrayList<>();
    if (take('[')) {
      do {
        values.add(value());
      } while (take(','));
      expect(']');
    } else {
      values.add(value());
    }
    expect(')');
    return List.of(new Term(operator, field, List.copyOf(values)));
  }

  private String value() {
    skip();
    char quote = at < text.length() ? text.charAt(at) : 0;
    if (quote != '"' && quote != '\'') {
      return word(",)]");
    }
    StringBuilder value = new StringBuilder();
    for (at++; at < text.length() && text.charAt(at) != quote; at++) {
      if (escapes && text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      value.append(text.charAt(at));
    }
    expect(quote);
    return value.toString();
  }

  private String word(String ends) {
    skip();
    int start = at;
    while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String word = text.substring(start, at).strip();
    if (word.isEmpty()) {
      throw malformed();
    }
    return word;
  }

  private boolean take(char wanted) {
    skip();
    if (at < text.length() && text.charAt(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char wanted) {
    if (!take(wanted)) {
      throw malformed();
    }
  }

  private void skip() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  private static ApiException malformed() {
    return refused("Invalid filter provided.");
  }

  private static ApiException refused(String detail) {
    return ApiError.parameter(detail, "filter").thrown();
  }
}
