package io.espalier.template;

import io.espalier.model.Attribute;
import io.espalier.model.Schema;
import io.espalier.model.ValueType;
import io.espalier.rule.Issue;
import io.espalier.rule.Names;
import io.espalier.rule.Origin;
import io.espalier.rule.Parsed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads what stands between {@code {{} and {@code }}}: an attribute, a text in quotes or a name
 * that was given, and its filters.
 *
 * <pre>{@code
 * spent_365d | number: "0.00" | default: "nothing yet"
 * }</pre>
 *
 * <p>{@code default} is shown where the value is missing; {@code url} makes the value a part of a
 * URL; the others are {@link Filter.Kind}s. A text in quotes, single or double, knows the escapes
 * {@code \"}, {@code \'} and {@code \\}.
 */
public final class OutputParser {
  private static final List<String> WORDS =
      Stream.concat(
              Stream.of("default", "url"),
              Stream.of(Filter.Kind.values()).filter(Filter.Kind::isWritten).map(Filter.Kind::word))
          .toList();

  private final String text;
  private final Schema schema;
  private final Origin origin;
  private final Bindings bindings;
  private final List<Issue> issues = new ArrayList<>();
  private int at;

  private OutputParser(String text, Schema schema, Origin origin, Bindings bindings) {
    this.text = text;
    this.schema = schema;
    this.origin = origin;
    this.bindings = bindings;
  }

  /**
   * An attribute and its filters.
   *
   * @param context where the output stands; {@code url} turns HTML and attributes into {@link
   *     Context#PATH}
   * @param origin of the text between the braces
   */
  public static Parsed<Template.Output> parse(
      String text, Context context, Schema schema, Origin origin) {
    Parsed<Template> parsed = parse(text, context, schema, origin, Bindings.NONE);
    return new Parsed<>(
        parsed
            .value()
            .flatMap(t -> t instanceof Template.Output o ? Optional.of(o) : Optional.empty()),
        parsed.issues());
  }

  /**
   * An attribute, a text in quotes, or a name that stands for something, and its filters.
   *
   * @param bindings what else a name may stand for, before the attributes
   */
  public static Parsed<Template> parse(
      String text, Context context, Schema schema, Origin origin, Bindings bindings) {
    OutputParser parser = new OutputParser(text, schema, origin, bindings);
    Optional<Template> output = parser.output(context);
    boolean good = parser.issues.stream().noneMatch(i -> i.severity() == Issue.Severity.ERROR);
    return new Parsed<>(output.filter(o -> good), List.copyOf(parser.issues));
  }

  private Optional<Template> output(Context context) {
    skip();
    int start = at;
    Optional<Expression> subject = subject(start);
    if (subject.isEmpty()) {
      return Optional.empty();
    }
    Expression expression = subject.get();
    Context where = context;
    for (skip(); at < text.length(); skip()) {
      if (text.charAt(at) != '|') {
        error(
            at,
            text.length(),
            "what is this?",
            "after an attribute come filters: | default: \"…\"");
        return Optional.empty();
      }
      at++;
      skip();
      int from = at;
      String word = word();
      int to = at;
      Optional<String> argument = argument();
      if (word.equals("default")) {
        expression.fallback(wanted(argument, word, from, to));
      } else if (word.equals("url")) {
        unwanted(argument, word, from);
        where = context == Context.HTML || context == Context.ATTRIBUTE ? Context.PATH : context;
      } else {
        Optional<Filter.Kind> kind = Filter.Kind.of(word);
        if (kind.isEmpty()) {
          error(from, to, "unknown filter '" + word + "'", Names.suggestion(word, WORDS));
          continue;
        }
        String given =
            kind.get().takesArgument()
                ? wanted(argument, word, from, to).orElse("")
                : unwanted(argument, word, from);
        Filter filter = new Filter(kind.get(), given);
        check(filter, expression, from);
        if (issues.isEmpty()) {
          expression.filter(filter);
        }
      }
    }
    return issues.isEmpty() ? Optional.of(expression.in(where)) : Optional.empty();
  }

  private Optional<Expression> subject(int start) {
    if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
      return quoted().map(Expression::of);
    }
    String name = word();
    if (name.isEmpty()) {
      error(start, text.length(), "no attribute between the braces", "write {{ country }}");
      return Optional.empty();
    }
    Optional<Template> bound = bindings.of(name);
    if (bound.isPresent()) {
      return Optional.of(Expression.of(bound.get(), name));
    }
    Optional<Attribute> attribute = schema.attribute(name);
    if (attribute.isEmpty()) {
      error(
          start,
          at,
          "unknown attribute '" + name + "'",
          Names.suggestion(name, schema.attributes().keySet()));
      return Optional.of(Expression.of(""));
    }
    return Optional.of(
        Expression.of(
            new Template.Output(
                name,
                attribute.get().type(),
                List.of(),
                Optional.empty(),
                Context.PLAIN,
                origin.place(start, at)),
            name));
  }

  private void check(Filter filter, Expression expression, int from) {
    String word = filter.kind().word();
    Optional<ValueType> type = expression.type();
    if (type.isPresent() && !filter.kind().types().contains(type.get())) {
      String mend =
          "it takes "
              + String.join(" or ", filter.kind().types().stream().map(ValueType::word).toList());
      error(
          from,
          at,
          "'" + expression.name() + "' is a " + type.get().word() + ", not for '" + word + "'",
          mend);
    } else if (type.isEmpty() && expression.isMixed()) {
      error(
          from,
          at,
          "'" + expression.name() + "' is text and values together, not for '" + word + "'",
          "put the filter where the value is given");
    } else if (filter.kind().takesArgument() && !filter.argument().isEmpty()) {
      Formats.complaint(filter, type.equals(Optional.of(ValueType.DATETIME)))
          .ifPresent(
              why ->
                  error(
                      from,
                      at,
                      (filter.kind() == Filter.Kind.NUMBER || filter.kind() == Filter.Kind.DATE
                              ? "the pattern \""
                              : "\"")
                          + filter.argument()
                          + "\" cannot be used: "
                          + why,
                      "e.g. " + Formats.example(filter.kind())));
    }
  }

  private Optional<String> wanted(Optional<String> argument, String word, int from, int to) {
    if (argument.isEmpty()) {
      error(from, to, "'" + word + "' needs a text in quotes", "write " + word + ": \"…\"");
    }
    return argument;
  }

  private String unwanted(Optional<String> argument, String word, int from) {
    if (argument.isPresent()) {
      error(from, at, "'" + word + "' takes nothing", "write " + word);
    }
    return "";
  }

  /** {@code : "…"}, where there is one. */
  private Optional<String> argument() {
    int before = at;
    skip();
    if (at >= text.length() || text.charAt(at) != ':') {
      at = before;
      return Optional.empty();
    }
    at++;
    skip();
    int start = at;
    if (at < text.length() && Character.isDigit(text.charAt(at))) {
      while (at < text.length() && Character.isDigit(text.charAt(at))) {
        at++;
      }
      return Optional.of(text.substring(start, at));
    }
    if (at >= text.length() || (text.charAt(at) != '"' && text.charAt(at) != '\'')) {
      while (at < text.length() && text.charAt(at) != '|') {
        at++;
      }
      error(
          start,
          at,
          "a text in quotes belongs here",
          "write \"" + text.substring(start, at).strip() + "\"");
      return Optional.of("");
    }
    return Optional.of(quoted().orElse(""));
  }

  /** The text in quotes that begins here. */
  private Optional<String> quoted() {
    int start = at;
    char quote = text.charAt(at++);
    StringBuilder value = new StringBuilder();
    while (at < text.length() && text.charAt(at) != quote) {
      if (text.charAt(at) == '\\'
          && at + 1 < text.length()
          && "\\\"'".indexOf(text.charAt(at + 1)) >= 0) {
        at++;
      }
      value.append(text.charAt(at++));
    }
    if (at >= text.length()) {
      error(start, at, "this quote is never closed", "close it with " + quote);
      return Optional.empty();
    }
    at++;
    return Optional.of(value.toString());
  }

  private String word() {
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || "_.-".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    return text.substring(start, at);
  }

  private void skip() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private void error(int from, int to, String message, String mend) {
    issues.add(Issue.error(origin.place(from, Math.max(to, from + 1)), message, mend));
  }
}
