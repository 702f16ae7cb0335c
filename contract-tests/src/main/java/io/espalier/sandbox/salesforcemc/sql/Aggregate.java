package io.espalier.sandbox.salesforcemc.sql;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** MIN, MAX, SUM and COUNT over a group; NULLs do not count. */
record Aggregate(String function, boolean isDistinct) {
  private static final Set<String> FUNCTIONS = Set.of("MIN", "MAX", "SUM", "COUNT");

  /** Takes one's name and opening parenthesis; null where there is none. */
  static @Nullable Aggregate taken(Tokens tokens) {
    int mark = tokens.mark();
    Tokens.Token token = tokens.next();
    if (token.kind() == Tokens.Kind.WORD && FUNCTIONS.contains(token.text()) && tokens.take("(")) {
      return new Aggregate(token.text(), false);
    }
    tokens.back(mark);
    return null;
  }

  Aggregate distinct() {
    return new Aggregate(function, true);
  }

  @Nullable Object of(List<@Nullable Object> values, boolean caseMatters) {
    List<Object> held = new ArrayList<>();
    for (Object value : values) {
      if (value != null) {
        held.add(value);
      }
    }
    if (isDistinct) {
      Map<Object, Object> first = new LinkedHashMap<>();
      held.forEach(value -> first.putIfAbsent(Scalars.same(value, caseMatters), value));
      held = new ArrayList<>(first.values());
    }
    return switch (function) {
      case "COUNT" -> BigDecimal.valueOf(held.size());
      case "SUM" ->
          held.isEmpty()
              ? null
              : held.stream().map(Scalars::number).reduce(BigDecimal.ZERO, BigDecimal::add);
      case "MIN" -> held.stream().min((a, b) -> Scalars.compare(a, b, caseMatters)).orElse(null);
      default -> held.stream().max((a, b) -> Scalars.compare(a, b, caseMatters)).orElse(null);
    };
  }
}
