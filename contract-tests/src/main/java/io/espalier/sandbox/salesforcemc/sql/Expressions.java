package io.espalier.sandbox.salesforcemc.sql;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The conditions and values of a query, over the rows in reach. */
final class Expressions {
  /** Words that are no alias of what stands before them. */
  private static final Set<String> CLAUSES =
      Set.of("WHERE", "GROUP", "ON", "INNER", "LEFT", "JOIN", "ORDER", "UNION", "HAVING");

  private static final int OFFSET_OF_CENTRAL = 6;

  private final Tokens tokens;
  private final Function<String, Table> tables;
  private final LocalDateTime now;
  private final boolean caseMatters;

  /** The rows in reach, by alias. */
  record Scope(Map<String, Map<String, Object>> rows) {
    Scope with(String alias, Map<String, Object> row) {
      Map<String, Map<String, Object>> all = new LinkedHashMap<>(rows);
      all.put(alias, row);
      return new Scope(all);
    }
  }

  /** Null for unknown. */
  interface Condition {
    @Nullable Boolean test(Scope scope);
  }

  /** Null for NULL. */
  interface Scalar {
    @Nullable Object of(Scope scope);
  }

  record Collated(Scalar scalar, boolean binary) {}

  private final Map<String, Table> inReach = new LinkedHashMap<>();

  Expressions(
      Tokens tokens, Function<String, Table> tables, LocalDateTime now, boolean caseMatters) {
    this.tokens = tokens;
    this.tables = tables;
    this.now = now;
    this.caseMatters = caseMatters;
  }

  /** A table that the query names; what it calls it. */
  record Source(String alias, Table table) {}

  /** A name, an alias if there is one: {@code Ent.[Shared People] AS p}. */
  Source source() {
    StringBuilder name = new StringBuilder(part());
    String last = name.toString();
    while (tokens.take(".")) {
      last = part();
      name.append('.').append(last);
    }
    Table table = tables.apply(name.toString());
    boolean said = tokens.take("AS");
    boolean aliased =
        said
            || (tokens.peek().kind() == Tokens.Kind.WORD
                && !CLAUSES.contains(tokens.peek().text()));
    String alias = (aliased ? part() : last).toUpperCase(Locale.ROOT);
    if (inReach.containsKey(alias)) {
      throw new SqlFault("The correlation name '" + alias + "' is specified multiple times.");
    }
    inReach.put(alias, table);
    return new Source(alias, table);
  }

  /** A bracketed name, or a plain one. */
  String part() {
    Tokens.Token token = tokens.next();
    if (token.kind() != Tokens.Kind.NAME && token.kind() != Tokens.Kind.WORD) {
      throw new SqlFault("Incorrect syntax near '" + token.text() + "'.");
    }
    return token.text();
  }

  Map<String, Table> inReach() {
    return inReach;
  }

  Scalar column(String alias, String name) {
    String upper = alias.toUpperCase(Locale.ROOT);
    String lower = name.toLowerCase(Locale.ROOT);
    Table table = inReach.get(upper);
    if (table == null || !table.columns().contains(lower)) {
      throw new SqlFault("Invalid column name '" + alias + "." + name + "'.");
    }
    return scope -> scope.rows().getOrDefault(upper, Map.of()).get(lower);
  }

  /** A column that only one of the tables has. */
  String owner(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    List<String> owners =
        inReach.entrySet().stream()
            .filter(each -> each.getValue().columns().contains(lower))
            .map(Map.Entry::getKey)
            .toList();
    if (owners.size() != 1) {
      throw new SqlFault(
          (owners.isEmpty() ? "Invalid column name '" : "Ambiguous column name '") + name + "'.");
    }
    return owners.get(0);
  }

  Condition or() {
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
    Source source = source();
    tokens.expect("WHERE");
    Condition where = or();
    tokens.expect(")");
    inReach.remove(source.alias());
    return scope ->
        source.table().rows().stream()
            .anyMatch(row -> Boolean.TRUE.equals(where.test(scope.with(source.alias(), row))));
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
    } else if (tokens.take("BETWEEN")) {
      return not ? negated(between(left)) : between(left);
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

  private Condition between(Collated left) {
    Scalar low = sum().scalar();
    tokens.expect("AND");
    Scalar high = sum().scalar();
    boolean exact = caseMatters || left.binary();
    return scope -> {
      Object held = left.scalar().of(scope);
      Object least = low.of(scope);
      Object most = high.of(scope);
      return held == null || least == null || most == null
          ? null
          : Scalars.compare(held, least, exact) >= 0 && Scalars.compare(held, most, exact) <= 0;
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

  private static Object plus(Object a, Object b) {
    return a instanceof BigDecimal one && b instanceof BigDecimal two
        ? one.add(two)
        : a.toString() + b;
  }

  /** Texts put together, numbers added; NULL makes all of it NULL. */
  Collated sum() {
    Collated left = collated();
    while (tokens.take("+")) {
      Scalar one = left.scalar();
      Scalar two = collated().scalar();
      left =
          new Collated(
              scope -> {
                Object a = one.of(scope);
                Object b = two.of(scope);
                return a == null || b == null ? null : plus(a, b);
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
      case NAME:
        return new Collated(named(token.text()), false);
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
      case "GETDATE":
        tokens.expect("(");
        tokens.expect(")");
        return scope -> now.minusHours(OFFSET_OF_CENTRAL);
      case "DATEDIFF":
        tokens.expect("(");
        String step = tokens.expect(Tokens.Kind.WORD);
        tokens.expect(",");
        List<Scalar> times = List.of(sum().scalar(), comma());
        tokens.expect(")");
        return scope -> {
          Object from = times.get(0).of(scope);
          Object to = times.get(1).of(scope);
          return from == null || to == null
              ? null
              : Scalars.crossed(step, Scalars.time(from), Scalars.time(to));
        };
      case "ISNULL", "COALESCE":
        List<Scalar> values = arguments();
        return scope -> {
          for (Scalar value : values) {
            Object held = value.of(scope);
            if (held != null) {
              return held;
            }
          }
          return null;
        };
      case "LOWER", "UPPER", "LEN":
        List<Scalar> texts = arguments();
        return scope -> {
          Object held = texts.get(0).of(scope);
          return held == null ? null : Scalars.text(word, held.toString());
        };
      case "CASE":
        return choice();
      case "NULL":
        return scope -> null;
      default:
        return named(word);
    }
  }

  private Scalar comma() {
    tokens.expect(",");
    return sum().scalar();
  }

  private List<Scalar> arguments() {
    List<Scalar> all = new ArrayList<>();
    tokens.expect("(");
    do {
      all.add(sum().scalar());
    } while (tokens.take(","));
    tokens.expect(")");
    return all;
  }

  private Scalar choice() {
    List<Condition> tests = new ArrayList<>();
    List<Scalar> values = new ArrayList<>();
    while (tokens.take("WHEN")) {
      tests.add(or());
      tokens.expect("THEN");
      values.add(sum().scalar());
    }
    Scalar otherwise = tokens.take("ELSE") ? sum().scalar() : scope -> null;
    tokens.expect("END");
    return scope -> {
      for (int i = 0; i < tests.size(); i++) {
        if (Boolean.TRUE.equals(tests.get(i).test(scope))) {
          return values.get(i).of(scope);
        }
      }
      return otherwise.of(scope);
    };
  }

  /** A column, with its table's alias before it or without. */
  private Scalar named(String first) {
    return tokens.take(".") ? column(first, part()) : column(owner(first), first);
  }
}
