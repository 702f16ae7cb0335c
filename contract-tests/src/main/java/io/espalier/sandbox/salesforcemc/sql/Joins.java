package io.espalier.sandbox.salesforcemc.sql;

import io.espalier.sandbox.salesforcemc.sql.Expressions.Condition;
import io.espalier.sandbox.salesforcemc.sql.Expressions.Scalar;
import io.espalier.sandbox.salesforcemc.sql.Expressions.Scope;
import io.espalier.sandbox.salesforcemc.sql.Expressions.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Joins a table to the rows in reach; by hashing where the condition begins with an equality. */
final class Joins {
  private Joins() {}

  static List<Scope> joined(
      List<Scope> before,
      Source source,
      boolean left,
      Tokens tokens,
      Expressions expressions,
      boolean caseMatters) {
    String alias = source.alias();
    Equality equality = equality(alias, tokens, expressions);
    Condition on = expressions.or();
    Map<Object, List<Map<String, Object>>> byValue = new HashMap<>();
    if (equality != null) {
      for (Map<String, Object> row : source.table().rows()) {
        Object value = equality.side(alias, true).of(new Scope(Map.of(alias, row)));
        byValue
            .computeIfAbsent(Scalars.same(value, caseMatters), any -> new ArrayList<>())
            .add(row);
      }
    }
    List<Scope> after = new ArrayList<>();
    for (Scope scope : before) {
      List<Map<String, Object>> candidates =
          equality == null
              ? source.table().rows()
              : byValue.getOrDefault(
                  Scalars.same(equality.side(alias, false).of(scope), caseMatters), List.of());
      boolean met = false;
      for (Map<String, Object> row : candidates) {
        Scope both = scope.with(alias, row);
        if (Boolean.TRUE.equals(on.test(both))) {
          after.add(both);
          met = true;
        }
      }
      if (left && !met) {
        after.add(scope.with(alias, Map.of()));
      }
    }
    return after;
  }

  /** Two columns that must be equal for the condition to be true. */
  private record Equality(String one, Scalar first, String other, Scalar second) {
    /** The column of the joined table, or of what stands before it. */
    Scalar side(String alias, boolean joined) {
      return one.equals(alias) == joined ? first : second;
    }
  }

  /** {@code a.x = b.y} at the start of a condition of ANDs only; null for anything else. */
  private static @Nullable Equality equality(
      String joined, Tokens tokens, Expressions expressions) {
    int mark = tokens.mark();
    try {
      String one = expressions.part().toUpperCase(Locale.ROOT);
      tokens.expect(".");
      Scalar first = expressions.column(one, expressions.part());
      tokens.expect("=");
      String other = expressions.part().toUpperCase(Locale.ROOT);
      tokens.expect(".");
      Scalar second = expressions.column(other, expressions.part());
      boolean alone =
          one.equals(joined) != other.equals(joined)
              && tokens.peek().kind() == Tokens.Kind.WORD
              && List.of("WHERE", "GROUP", "INNER", "LEFT", "JOIN").contains(tokens.peek().text());
      boolean ends =
          one.equals(joined) != other.equals(joined) && tokens.peek().kind() == Tokens.Kind.END;
      return alone || ends ? new Equality(one, first, other, second) : null;
    } catch (SqlFault anythingElse) {
      return null;
    } finally {
      tokens.back(mark);
    }
  }
}
