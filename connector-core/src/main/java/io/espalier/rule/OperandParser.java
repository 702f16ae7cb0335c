package io.espalier.rule;

import io.espalier.model.Value;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** The part of the parser that reads values: literals, names, {@code now}, aggregates. */
final class OperandParser {
  private static final int INTEGER_DIGITS = 29;

  private final TokenStream tokens;
  private final Supplier<Rule> rule;
  private boolean inWhere;

  OperandParser(TokenStream tokens, Supplier<Rule> rule) {
    this.tokens = tokens;
    this.rule = rule;
  }

  Operand operand() {
    Token first = tokens.now();
    if (first.is("now") || first.is("today")) {
      tokens.skip();
      Optional<Operand.Shift> shift = shift();
      Span span = tokens.since(first.start());
      return first.is("now") ? new Operand.Now(shift, span) : new Operand.Today(shift, span);
    }
    if (isLiteral(first)) {
      Value value = literal();
      return new Operand.Literal(value, tokens.since(first.start()));
    }
    if (first.kind() == Token.Kind.DURATION) {
      throw tokens.unexpected(
          "a value", "a duration moves an instant: write now - " + first.text());
    }
    if (first.kind() != Token.Kind.WORD || Words.RESERVED.contains(first.text())) {
      throw tokens.unexpected("a value", mendForNoValue(first));
    }
    if (tokens.next().is("(")) {
      Optional<PartKind> kind = PartKind.of(first.text());
      return kind.isPresent() ? part(kind.get(), first) : aggregate(first);
    }
    tokens.skip();
    return new Operand.Attribute(Words.unscoped(first.text(), inWhere), first.span());
  }

  private static String mendForNoValue(Token found) {
    if (found.is("!")) {
      return "write not";
    }
    if (found.is("[")) {
      return "a list stands only behind in, has_any, has_all and has_none";
    }
    boolean reserved = found.kind() == Token.Kind.WORD;
    return reserved
        ? "'"
            + found.text()
            + "' is a word of the language; write profile."
            + found.text()
            + " for an attribute of that name"
        : "";
  }

  private static boolean isLiteral(Token token) {
    return switch (token.kind()) {
      case TEXT, NUMBER, DATE, DATETIME -> true;
      case WORD -> token.is("true") || token.is("false");
      case SYMBOL -> token.is("-");
      case DURATION, END -> false;
    };
  }

  private Value literal() {
    Token token = tokens.now();
    switch (token.kind()) {
      case TEXT:
        return new Value.Text(text(true));
      case NUMBER:
        return number("");
      case DATE:
        return new Value.Day(date());
      case DATETIME:
        return new Value.Moment(datetime("a datetime"));
      default:
        break;
    }
    if (tokens.take("-")) {
      return number("-");
    }
    if (token.is("true") || token.is("false")) {
      return Value.flag(tokens.skip().is("true"));
    }
    throw tokens.unexpected("a text, a number, true, false, a date or a datetime", "");
  }

  private Value number(String sign) {
    Token token = tokens.now();
    if (token.kind() != Token.Kind.NUMBER) {
      throw tokens.unexpected("a number", "");
    }
    BigDecimal number = new BigDecimal(sign + token.text());
    if (number.scale() > Value.SCALE) {
      throw new SyntaxError(
          token.span(),
          token.text() + " has more than " + Value.SCALE + " digits after the point",
          "numbers are kept with " + Value.SCALE + "; write fewer");
    }
    if (number.precision() - number.scale() > INTEGER_DIGITS) {
      throw new SyntaxError(
          token.span(),
          "this number has more than " + INTEGER_DIGITS + " digits before the point",
          "");
    }
    tokens.skip();
    return new Value.Number(number);
  }

  /** A quoted text that is not empty and, where it is a whole value, not blank. */
  String text(boolean wholeValue) {
    Token token = tokens.now();
    if (token.kind() != Token.Kind.TEXT) {
      throw tokens.unexpected("a text in quotes", quoteMend(token));
    }
    if (wholeValue ? token.text().isBlank() : token.text().isEmpty()) {
      throw new SyntaxError(
          token.span(),
          "an empty text is no value: what is empty is missing",
          "write missing x or exists x");
    }
    return tokens.skip().text();
  }

  private static String quoteMend(Token token) {
    return token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.NUMBER
        ? "write \"" + token.text() + "\""
        : "";
  }

  /** {@code ["a", 5, 2026-01-31]}, not empty. */
  List<Value> list() {
    return items(this::literal);
  }

  /** {@code ["a", "b"]}, not empty. */
  List<String> texts() {
    return items(() -> text(true));
  }

  private <T> List<T> items(Supplier<T> item) {
    tokens.expect("[", "a list such as [\"a\", \"b\"]");
    if (tokens.now().is("]")) {
      throw tokens.unexpected("a value", "an empty list matches nothing; write false for that");
    }
    List<T> items = new ArrayList<>();
    do {
      items.add(item.get());
    } while (tokens.take(","));
    tokens.expect("]", "',' or ']'");
    return items;
  }

  private Optional<Operand.Shift> shift() {
    boolean plus = tokens.now().is("+");
    if (!plus && !tokens.now().is("-")) {
      return Optional.empty();
    }
    tokens.skip();
    return Optional.of(new Operand.Shift(plus, duration()));
  }

  /** What to write in place of a bare number where a duration is meant. */
  private static String number(Token found, String meaning) {
    return found.kind() == Token.Kind.NUMBER && found.text().matches("[0-9]+")
        ? "write " + found.text() + "d" + meaning
        : "";
  }

  Duration duration() {
    Token token = tokens.now();
    if (token.kind() != Token.Kind.DURATION) {
      throw tokens.unexpected("a duration such as 30d", number(token, " for days"));
    }
    int digits = 0;
    while (Character.isDigit(token.text().charAt(digits))) {
      digits++;
    }
    BigDecimal amount = new BigDecimal(token.text().substring(0, digits));
    String word = token.text().substring(digits);
    for (Duration.Unit unit : Duration.Unit.values()) {
      if (unit.word().equals(word) && amount.compareTo(BigDecimal.valueOf(unit.most())) <= 0) {
        tokens.skip();
        return new Duration(amount.intValue(), unit);
      }
    }
    throw new SyntaxError(
        token.span(), "the duration " + token.text() + " is too long", "the longest is 1000y");
  }

  private LocalDate date() {
    Token token = tokens.now();
    try {
      LocalDate date = LocalDate.parse(token.text());
      refuseYearNought(date.getYear(), token);
      tokens.skip();
      return date;
    } catch (DateTimeException e) {
      throw new SyntaxError(
          token.span(), "there is no day " + token.text(), "a date is year-month-day");
    }
  }

  private Instant datetime(String expected) {
    Token token = tokens.now();
    if (token.kind() != Token.Kind.DATETIME) {
      boolean date = token.kind() == Token.Kind.DATE;
      throw tokens.unexpected(expected, date ? "write " + token.text() + "T00:00:00Z" : "");
    }
    try {
      Instant instant = OffsetDateTime.parse(token.text()).toInstant();
      refuseYearNought(instant.atOffset(ZoneOffset.UTC).getYear(), token);
      if (instant.getNano() % 1_000 != 0) {
        throw new SyntaxError(
            token.span(), "a datetime is kept to the microsecond", "write fewer digits");
      }
      tokens.skip();
      return instant;
    } catch (DateTimeException e) {
      throw new SyntaxError(
          token.span(),
          token.text() + " is not a datetime",
          "write a time and an offset, as 2026-01-31T09:30:00Z or 2026-01-31T09:30:00+01:00");
    }
  }

  private static void refuseYearNought(int year, Token token) {
    if (year < 1 || year > 9999) {
      throw new SyntaxError(token.span(), "a year lies between 0001 and 9999, in UTC", "");
    }
  }

  private Operand part(PartKind kind, Token word) {
    tokens.skip();
    tokens.expect("(", "'('");
    tokens.enter();
    Operand of = operand();
    tokens.leave();
    tokens.expect(")", "')'");
    return new Operand.Part(kind, of, tokens.since(word.start()));
  }

  private Operand aggregate(Token word) {
    Function function = Function.of(word.text()).orElseThrow(() -> noFunction(word));
    tokens.skip();
    tokens.expect("(", "'('");
    Token of = tokens.now();
    if (of.kind() != Token.Kind.WORD || Words.RESERVED.contains(of.text())) {
      throw tokens.unexpected("an event such as order or order.amount", "");
    }
    tokens.skip();
    int dot = of.text().indexOf('.');
    String event = dot < 0 ? of.text() : of.text().substring(0, dot);
    Optional<String> property =
        dot < 0 ? Optional.empty() : Optional.of(of.text().substring(dot + 1));
    Optional<Rule> where = tokens.take("where") ? Optional.of(where()) : Optional.empty();
    Window window = tokens.take(",") ? window() : new Window.All();
    tokens.expect(
        ")",
        where.isEmpty()
            ? "'where', ',' and a window, or ')'"
            : "'and', 'or', ',' and a window, or ')'");
    return new Operand.Aggregate(
        function, event, property, where, window, of.span(), tokens.since(word.start()));
  }

  Rule where() {
    boolean outer = inWhere;
    inWhere = true;
    tokens.enter();
    Rule condition = rule.get();
    tokens.leave();
    inWhere = outer;
    return condition;
  }

  private static SyntaxError noFunction(Token word) {
    if (Words.CONDITIONS.contains(word.text())) {
      return new SyntaxError(
          word.span(),
          "'" + word.text() + "(..)' is true or false, and a value is expected here",
          "it stands alone, without a comparison");
    }
    List<String> known = new ArrayList<>();
    for (Function function : Function.values()) {
      known.add(function.word());
    }
    for (PartKind kind : PartKind.values()) {
      known.add(kind.word());
    }
    return new SyntaxError(
        word.span(),
        "unknown function '" + word.text() + "'",
        Names.suggestion(word.text().toLowerCase(Locale.ROOT), known));
  }

  Window window() {
    if (tokens.take("all")) {
      return new Window.All();
    }
    if (tokens.take("since")) {
      return new Window.Since(datetime("a datetime"));
    }
    if (tokens.take("between")) {
      Instant start = datetime("a datetime");
      tokens.expect("and", "'and' and the later end");
      return new Window.Fixed(start, datetime("a datetime"));
    }
    if (tokens.now().kind() != Token.Kind.DURATION) {
      throw tokens.unexpected(
          "a window such as 30d, 90d..30d, since 2026-01-01T00:00:00Z or all",
          number(tokens.now(), " for the last " + tokens.now().text() + " days"));
    }
    Duration from = duration();
    return tokens.take("..") ? new Window.Ago(from, duration()) : new Window.Last(from);
  }
}
