package io.espalier.sandbox.salesforcemc.sql;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One SELECT over data extensions. Conditions are true, false or unknown; a row is kept where its
 * is true. Identifiers do not mind case; texts do or not, as the account's collation says.
 */
public final class QueryActivity {
  private final Tokens tokens;
  private final Function<String, Table> tables;
  private final LocalDateTime now;
  private final boolean caseMatters;

  /** The rows in reach, by alias. */
  private record Scope(Map<String, Map<String, Object>> rows) {
    Scope with(String alias, Map<String, Object> row) {
      Map<String, Map<String, Object>> all = new LinkedHashMap<>(rows);
      all.put(alias, row);
      return new Scope(all);
    }
  }

  /** Null for unknown. */
  private interface Condition {
    @Nullable Boolean test(Scope scope);
  }

  /** Null for NULL. */
  private interface Scalar {
    @Nullable Object of(Scope scope);
  }

  private record Collated(Scalar scalar, boolean binary) {}

  private final Map<String, Table> inReach = new LinkedHashMap<>();

  private QueryActivity(
      String query, Function<String, Table> tables, LocalDateTime now, boolean caseMatters) {
    this.tokens = new Tokens(query);
    this.tables = tables;
    this.now = now;
    this.caseMatters = caseMatters;
  }

  /**
   * Runs one.
   *
   * @param tables a data extension by its name; null where there is none
   * @param now in UTC
   * @param caseMatters whether the account's own collation tells upper from lower case
   * @return the selected columns by lower-cased name, of each row; NULL is absent
   */
  public static List<Map<String, Object>> run(
      String query,
      Function<String, @Nullable Table> tables,
      LocalDateTime now,
      boolean caseMatters) {
    Function<String, Table> known =
        name -> {
          Table table = tables.apply(name);
          if (table == null) {
            throw new SqlFault("Invalid object name '" + name + "'.");
          }
          return table;
        };
    return new QueryActivity(query, known, now, caseMatters).run();
  }

  private List<Map<String, Object>> run() {
    tokens.expect("SELECT");
    List<String[]> selected = new ArrayList<>();
    do {
      String alias = alias();
      tokens.expect(".");
      selected.add(new String[] {alias, tokens.expect(Tokens.Kind.NAME).toLowerCase(Locale.ROOT)});
    } while (tokens.take(","));
    tokens.expect("FROM");
    Table table = tables.apply(tokens.expect(Tokens.Kind.NAME));
    String from = alias();
    inReach.put(from, table);
    for (String[] column : selected) {
      column(column[0], column[1]);
    }
    tokens.expect("WHERE");
    Condition where = or();
    if (tokens.peek().kind() != Tokens.Kind.END) {
      throw new SqlFault("Incorrect syntax near '" + tokens.peek().text() + "'.");
    }
    List<Map<String, Object>> kept = new ArrayList<>();
    for (Map<String, Object> row : table.rows()) {
      Scope scope = new Scope(Map.of(from, row));
      if (Boolean.TRUE.equals(where.test(scope))) {
        Map<String, Object> shown = new LinkedHashMap<>();
        for (String[] column : selected) {
          Object cell = column(column[0], column[1]).of(scope);
          if (cell != null) {
            shown.put(column[1], cell);
          }
        }
        kept.add(shown);
      }
    }
    return kept;
  }

  private String alias() {
    return tokens.expect(Tokens.Kind.WORD);
  }

  private Scalar column(String alias, String name) {
    Table table = inReach.get(alias);
    if (table == null || !table.columns().contains(name)) {
      throw new SqlFault("Invalid column name '" + alias + "." + name + "'.");
    }
    return scope -> scope.rows().getOrDefault(alias, Map.of()).get(name);
  }

  private Condition or() {
    Condition left = and();
    while (tokens.take("OR")) {
      Condition one = left;
      Condition two = and();
      left =
          scope -> {
            Boolean a = one.test(scope);
            Boolean b = two.test(scope);
            return Boolean.TRUE.equals(a) || Boolean.TRUE.equals(b)
                ? Boolean.TRUE
                : a == null || b == null ? null : Boolean.FALSE;
          };
    }
    return left;
  }

  private Condition and() {
    Condition left = not();
    while (tokens.take("AND")) {
      Condition one = left;
      Condition two = not();
      left =
          scope -> {
            Boolean a = one.test(scope);
            Boolean b = two.test(scope);
            return Boolean.FALSE.equals(a) || Boolean.FALSE.equals(b)
                ? Boolean.FALSE
                : a == null || b == null ? null : Boolean.TRUE;
          };
    }
    return left;
  }

  private Condition not() {
    return tokens.take("NOT") ? negated(not()) : primary();
  }

  private static Condition negated(Condition condition) {
    return scope -> {
      Boolean held = condition.test(scope);
      return held == null ? null : !held;
    };
  }

  private Condition primary() {
    if (tokens.take("EXISTS")) {
      return exists();
    }
    int mark = tokens.mark();
    if (tokens.take("(")) {
      try {
        Condition inner = or();
        tokens.expect(")");
        return inner;
      } catch (SqlFault notACondition) {
        tokens.back(mark);
      }
    }
    return predicate();
  }

  private Condition exists() {
    tokens.expect("(");
    tokens.expect("SELECT");
    tokens.expect(Tokens.Kind.NUMBER);
    tokens.expect("FROM");
    Table table = tables.apply(tokens.expect(Tokens.Kind.NAME));
    String alias = alias();
    inReach.put(alias, table);
    tokens.expect("WHERE");
    Condition where = or();
    tokens.expect(")");
    inReach.remove(alias);
    return scope ->
        table.rows().stream()
            .anyMatch(row -> Boolean.TRUE.equals(where.test(scope.with(alias, row))));
  }

  private Condition predicate() {
    Collated left = sum();
    if (tokens.take("IS")) {
      boolean not = tokens.take("NOT");
      tokens.expect("NULL");
      return scope -> (left.scalar().of(scope) == null) != not;
    }
    boolean not = tokens.take("NOT");
    if (tokens.take("IN")) {
      return not ? negated(in(left)) : in(left);
    } else if (tokens.take("LIKE")) {
      return not ? negated(like(left)) : like(left);
    } else if (not) {
      throw new SqlFault("Incorrect syntax near 'NOT'.");
    }
    String sign = tokens.expect(Tokens.Kind.SIGN);
    Collated right = sum();
    boolean exact = caseMatters || left.binary() || right.binary();
    return scope -> {
      Object a = left.scalar().of(scope);
      Object b = right.scalar().of(scope);
      if (a == null || b == null) {
        return null;
      }
      int order = Scalars.compare(a, b, exact);
      return switch (sign) {
        case "=" -> order == 0;
        case "<>" -> order != 0;
        case "<" -> order < 0;
        case "<=" -> order <= 0;
        case ">" -> order > 0;
        case ">=" -> order >= 0;
        default -> throw new SqlFault("Incorrect syntax near '" + sign + "'.");
      };
    };
  }

  private Condition in(Collated left) {
    List<Scalar> values = new ArrayList<>();
    tokens.expect("(");
    do {
      values.add(sum().scalar());
    } while (tokens.take(","));
    tokens.expect(")");
    boolean exact = caseMatters || left.binary();
    return scope -> {
      Object held = left.scalar().of(scope);
      if (held == null) {
        return null;
      }
      boolean unknown = false;
      for (Scalar value : values) {
        Object other = value.of(scope);
        unknown |= other == null;
        if (other != null && Scalars.compare(held, other, exact) == 0) {
          return true;
        }
      }
      return unknown ? null : Boolean.FALSE;
    };
  }

  private Condition like(Collated left) {
    Scalar pattern = sum().scalar();
    String escape = tokens.take("ESCAPE") ? tokens.expect(Tokens.Kind.TEXT) : null;
    boolean exact = caseMatters || left.binary();
    return scope -> {
      Object held = left.scalar().of(scope);
      Object sought = pattern.of(scope);
      return held == null || sought == null
          ? null
          : Scalars.like(held.toString(), sought.toString(), escape, exact);
    };
  }

  /** Texts put together; NULL makes all of it NULL. */
  private Collated sum() {
    Collated left = collated();
    while (tokens.take("+")) {
      Scalar one = left.scalar();
      Scalar two = collated().scalar();
      left =
          new Collated(
              scope -> {
                Object a = one.of(scope);
                Object b = two.of(scope);
                return a == null || b == null ? null : a.toString() + b;
              },
              left.binary());
    }
    return left;
  }

  private Collated collated() {
    Collated term = term();
    if (!tokens.take("COLLATE")) {
      return term;
    }
    String collation = tokens.expect(Tokens.Kind.WORD);
    if (!collation.equals(Scalars.BINARY)) {
      throw new SqlFault("Invalid collation '" + collation + "'.");
    }
    return new Collated(term.scalar(), true);
  }

  private Collated term() {
    Tokens.Token token = tokens.next();
    switch (token.kind()) {
      case TEXT:
        return new Collated(scope -> token.text(), false);
      case NUMBER:
        BigDecimal number = new BigDecimal(token.text());
        return new Collated(scope -> number, false);
      case SIGN:
        if (token.text().equals("(")) {
          Collated inner = sum();
          tokens.expect(")");
          return inner;
        }
        break;
      case WORD:
        return new Collated(word(token.text()), false);
      default:
        break;
    }
    throw new SqlFault("Incorrect syntax near '" + token.text() + "'.");
  }

  private Scalar word(String word) {
    switch (word) {
      case "GETUTCDATE":
        tokens.expect("(");
        tokens.expect(")");
        return scope -> now;
      case "CAST":
        tokens.expect("(");
        Scalar time = sum().scalar();
        tokens.expect("AS");
        tokens.expect("DATE");
        tokens.expect(")");
        return scope -> {
          Object value = time.of(scope);
          return value == null ? null : Scalars.time(value).toLocalDate().atStartOfDay();
        };
      case "DATEADD":
        tokens.expect("(");
        String unit = tokens.expect(Tokens.Kind.WORD);
        tokens.expect(",");
        long amount = Long.parseLong(tokens.expect(Tokens.Kind.NUMBER));
        tokens.expect(",");
        Scalar start = sum().scalar();
        tokens.expect(")");
        return scope -> {
          Object value = start.of(scope);
          if (value == null) {
            return null;
          }
          return switch (unit) {
            case "DAY" -> Scalars.time(value).plusDays(amount);
            case "HOUR" -> Scalars.time(value).plusHours(amount);
            default -> throw new SqlFault("'" + unit + "' is not a recognized dateadd option.");
          };
        };
      default:
        tokens.expect(".");
        return column(word, tokens.expect(Tokens.Kind.NAME).toLowerCase(Locale.ROOT));
    }
  }
}
