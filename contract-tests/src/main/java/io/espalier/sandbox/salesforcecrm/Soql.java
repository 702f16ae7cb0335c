package io.espalier.sandbox.salesforcecrm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of SOQL that the sandbox executes: {@code SELECT fields FROM object [WHERE field op
 * literal [AND ...]] [ORDER BY field [ASC|DESC], ...] [LIMIT n]}, and {@code SELECT COUNT()}.
 *
 * @param fields as written; empty for a count
 */
record Soql(
    List<String> fields,
    boolean count,
    String object,
    List<Condition> where,
    List<Order> orders,
    Optional<Integer> limit) {
  private static final Pattern TOKEN =
      Pattern.compile(
          "'(?:[^'\\\\]|\\\\.)*'|[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.]+(?:Z|[+-][0-9:]+))?"
              + "|-?[0-9]+(?:\\.[0-9]+)?|[A-Za-z][A-Za-z0-9_.]*|<=|>=|!=|<>|[=<>(),]|\\S");
  private static final Set<String> NOT_IN_BULK =
      Set.of("group", "having", "offset", "typeof", "fields", "for");

  record Condition(String field, String operator, String literal) {}

  record Order(String field, boolean down) {}

  static Soql parse(String text) {
    return new Parser(text).query();
  }

  private static final class Parser {
    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private final List<Integer> starts = new ArrayList<>();
    private int at;

    Parser(String text) {
      this.text = text;
      Matcher matcher = TOKEN.matcher(text);
      while (matcher.find()) {
        tokens.add(matcher.group());
        starts.add(matcher.start());
      }
    }

    Soql query() {
      expect("select");
      List<String> fields = new ArrayList<>();
      boolean count = false;
      if (is("count") && at + 1 < tokens.size() && tokens.get(at + 1).equals("(")) {
        at += 2;
        expect(")");
        count = true;
      } else {
        do {
          fields.add(name());
        } while (take(","));
      }
      expect("from");
      String object = name();
      List<Condition> where = new ArrayList<>();
      if (take("where")) {
        do {
          where.add(condition());
        } while (take("and"));
      }
      List<Order> orders = new ArrayList<>();
      if (take("order")) {
        expect("by");
        do {
          String field = name();
          boolean down = take("desc");
          if (!down) {
            take("asc");
          }
          orders.add(new Order(field, down));
        } while (take(","));
      }
      Optional<Integer> limit = Optional.empty();
      if (take("limit")) {
        limit = Optional.of(Integer.valueOf(next()));
      }
      if (at < tokens.size()) {
        throw unexpected();
      }
      return new Soql(fields, count, object, where, orders, limit);
    }

    private Condition condition() {
      String field = name();
      String operator = next();
      if (!Set.of("=", "!=", "<>", "<", "<=", ">", ">=").contains(operator)) {
        at--;
        throw unexpected();
      }
      return new Condition(field, operator.equals("<>") ? "!=" : operator, next());
    }

    private boolean is(String word) {
      return at < tokens.size() && tokens.get(at).equalsIgnoreCase(word);
    }

    private boolean take(String word) {
      boolean is = is(word);
      at += is ? 1 : 0;
      return is;
    }

    private void expect(String word) {
      if (!take(word)) {
        throw unexpected();
      }
    }

    private String next() {
      if (at >= tokens.size()) {
        throw unexpected();
      }
      return tokens.get(at++);
    }

    private String name() {
      if (at >= tokens.size()
          || !tokens.get(at).matches("[A-Za-z][A-Za-z0-9_.]*")
          || NOT_IN_BULK.contains(tokens.get(at).toLowerCase(Locale.ROOT))) {
        throw unexpected();
      }
      return tokens.get(at++);
    }

    private OrgException unexpected() {
      if (at >= tokens.size()) {
        return OrgException.malformed("unexpected token: <EOF>");
      }
      int column = starts.get(at);
      return OrgException.malformed(
          mark(text, column) + "unexpected token: '" + tokens.get(at) + "'");
    }
  }

  /** The query with the place below it, as the org shows where it stumbled. */
  static String mark(String text, int column) {
    return "\n"
        + text
        + "\n"
        + " ".repeat(Math.max(0, column))
        + "^\nERROR at Row:1:Column:"
        + (column + 1)
        + "\n";
  }
}
