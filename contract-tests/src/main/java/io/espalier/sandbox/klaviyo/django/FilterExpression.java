package io.espalier.sandbox.klaviyo.django;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code value|filter:argument|filter}, as it stands in an output or a condition. */
final class FilterExpression {
  private static final String CONSTANT =
      "\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"|'[^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+'";
  private static final String VARIABLE = "[\\w.]+|[-+.]?\\d[\\d.e]*";
  private static final Pattern PART =
      Pattern.compile(
          "^(?<constant>"
              + CONSTANT
              + ")|^(?<variable>"
              + VARIABLE
              + ")|(?:\\s*\\|\\s*(?<filter>\\w+)(?::(?:(?<constantArgument>"
              + CONSTANT
              + ")|(?<variableArgument>"
              + VARIABLE
              + ")))?)",
          Pattern.UNICODE_CHARACTER_CLASS);

  /** One filter with its argument, which is a literal or a variable or neither. */
  private record Step(Filter filter, @Nullable Literal literal, @Nullable Variable variable) {}

  /** A text in quotes, as Django reads it and as it stands between them. */
  private record Literal(Safe cooked, Safe raw) {
    static Literal of(String quoted) {
      return new Literal(unquoted(quoted), new Safe(quoted.substring(1, quoted.length() - 1)));
    }

    Safe in(Scope scope) {
      return scope.setting().literalsEscape() ? cooked : raw;
    }
  }

  private final @Nullable Literal literal;
  private final @Nullable Variable variable;
  private final List<Step> steps;

  private FilterExpression(
      @Nullable Literal literal, @Nullable Variable variable, List<Step> steps) {
    this.literal = literal;
    this.variable = variable;
    this.steps = steps;
  }

  static FilterExpression parse(String text) {
    Literal literal = null;
    Variable variable = null;
    List<Step> steps = new ArrayList<>();
    Matcher part = PART.matcher(text);
    int upTo = 0;
    while (part.find()) {
      if (part.start() != upTo) {
        throw new TemplateFault(
            "Could not parse some characters: " + text.substring(upTo, part.start()));
      }
      upTo = part.end();
      if (part.group("constant") != null) {
        literal = Literal.of(part.group("constant"));
      } else if (part.group("variable") != null) {
        variable = Variable.of(part.group("variable"));
      } else if (literal == null && variable == null) {
        throw new TemplateFault("Could not find variable at start of " + text);
      } else {
        steps.add(step(part));
      }
    }
    if (upTo != text.length() || (literal == null && variable == null)) {
      throw new TemplateFault(
          "Could not parse the remainder: '" + text.substring(upTo) + "' from '" + text + "'");
    }
    return new FilterExpression(literal, variable, steps);
  }

  private static Step step(Matcher part) {
    String name = part.group("filter");
    String constant = part.group("constantArgument");
    String argument = part.group("variableArgument");
    boolean given = constant != null || argument != null;
    Filter filter = Filters.named(name);
    if (filter.argument() == Filter.Argument.REQUIRED && !given) {
      throw new TemplateFault(name + " requires 2 arguments, 1 provided");
    }
    if (filter.argument() == Filter.Argument.NONE && given) {
      throw new TemplateFault(name + " requires 1 arguments, 2 provided");
    }
    return new Step(
        filter,
        constant == null ? null : Literal.of(constant),
        argument == null ? null : Variable.of(argument));
  }

  /** Only the delimiter and the backslash can be escaped; anything else stays as it stands. */
  static Safe unquoted(String quoted) {
    String quote = quoted.substring(0, 1);
    return new Safe(
        quoted
            .substring(1, quoted.length() - 1)
            .replace("\\" + quote, quote)
            .replace("\\\\", "\\"));
  }

  /** The value for an output: one that is absent is an empty text. */
  @Nullable Object resolve(Scope scope) {
    return resolve(scope, "");
  }

  /** The value for a condition or a loop: one that is absent is None. */
  @Nullable Object resolveForTest(Scope scope) {
    return resolve(scope, null);
  }

  private @Nullable Object resolve(Scope scope, @Nullable Object absent) {
    Object value = variable == null ? text(literal, scope) : variable.resolve(scope);
    if (Scope.ABSENT.equals(value)) {
      value = absent;
    }
    for (Step step : steps) {
      Object argument =
          step.variable == null ? text(step.literal, scope) : step.variable.resolve(scope);
      if (Scope.ABSENT.equals(argument)) {
        throw new TemplateFault("a variable that is a filter's argument does not exist");
      }
      value = step.filter.apply(value, argument, scope);
    }
    return value;
  }

  private static @Nullable Object text(@Nullable Literal literal, Scope scope) {
    return literal == null ? null : literal.in(scope);
  }
}
