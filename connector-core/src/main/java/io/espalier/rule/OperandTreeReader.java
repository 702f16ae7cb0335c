package io.espalier.rule;

import io.espalier.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Tree → value: names, constants, {@code now}, aggregates. */
final class OperandTreeReader {
  static final String ATTR = "attr";
  static final String VALUE = "value";
  static final String WHERE = "where";
  static final String WITHIN = "within";

  private static final Pattern CLOCK =
      Pattern.compile("(?:now|today)(?: *[+-] *[0-9]+(?:h|d|w|mo|y))?");
  private static final Pattern CONSTANT =
      Pattern.compile("-?[0-9]+(?:\\.[0-9]+)?|[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.]+\\S*)?");
  private static final Pattern DURATION = Pattern.compile("[0-9]+(?:h|d|w|mo|y)");
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(?:\\.[A-Za-z0-9_]+)*");

  private final TreeScope scope;

  OperandTreeReader(TreeScope scope) {
    this.scope = scope;
  }

  /** Whether a plain scalar of this text is something else than that text. */
  static boolean isMoreThanText(String text) {
    return CLOCK.matcher(text).matches()
        || CONSTANT.matcher(text).matches()
        || DURATION.matcher(text).matches()
        || text.equals("true")
        || text.equals("false");
  }

  /** Behind {@code gt:}, {@code between:} …: a scalar, or a mapping that says a variable. */
  Optional<Operand> operand(RuleTree tree) {
    if (tree instanceof RuleTree.Scalar scalar) {
      return scalar(scalar);
    } else if (tree instanceof RuleTree.Entries entries) {
      Map<String, RuleTree> byKey = scope.byKey(entries);
      Optional<String> head = byKey.keySet().stream().filter(OperandTreeReader::isHead).findFirst();
      if (head.isEmpty()) {
        return scope.error(tree.span(), "expected a value", "e.g. 5, now - 30d or {attr: country}");
      }
      List<String> known = new ArrayList<>(List.of(head.get()));
      if (Function.of(head.get()).isPresent()) {
        known.addAll(List.of(WHERE, WITHIN));
      }
      scope.refuseOthers(entries, known);
      return variable(head.get(), byKey, tree.span());
    }
    return scope.error(tree.span(), "expected one value", "a list stands behind in: only");
  }

  static boolean isHead(String key) {
    return key.equals(ATTR)
        || key.equals(VALUE)
        || Function.of(key).isPresent()
        || PartKind.ofKey(key).isPresent();
  }

  /** What the head of a mapping says: {@code attr: x}, {@code value: 5}, {@code count: order}. */
  Optional<Operand> variable(String head, Map<String, RuleTree> byKey, Span span) {
    RuleTree value = byKey.getOrDefault(head, new RuleTree.Scalar("", false, span));
    Optional<Function> function = Function.of(head);
    if (function.isPresent()) {
      return aggregate(function.get(), value, byKey, span);
    }
    Optional<PartKind> part = PartKind.ofKey(head);
    if (part.isPresent()) {
      Optional<Operand> of =
          value instanceof RuleTree.Scalar name && !TreeScope.isNull(name)
              ? attribute(name)
              : operand(value);
      return of.map(o -> new Operand.Part(part.get(), o, span));
    }
    Optional<RuleTree.Scalar> scalar = scope.scalar(value, "one value behind '" + head + "'");
    if (head.equals(VALUE)) {
      return scalar.flatMap(this::scalar);
    }
    return scalar.flatMap(this::attribute);
  }

  Optional<Operand> attribute(RuleTree.Scalar name) {
    return isName(name, "an attribute's name")
        ? Optional.of(new Operand.Attribute(name.text(), name.span()))
        : Optional.empty();
  }

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  private boolean isName(RuleTree.Scalar scalar, String wanted) {
    if (isName(scalar.text())) {
      return true;
    }
    scope.error(scalar.span(), "'" + scalar.text() + "' is not " + wanted, "");
    return false;
  }

  private Optional<Operand> aggregate(
      Function function, RuleTree value, Map<String, RuleTree> byKey, Span span) {
    Optional<RuleTree.Scalar> of = event(value, "an event such as order or order.amount");
    Optional<Optional<Rule>> where = where(byKey);
    Optional<Window> window = window(byKey);
    if (of.isEmpty() || where.isEmpty() || window.isEmpty()) {
      return Optional.empty();
    }
    String text = of.get().text();
    int dot = text.indexOf('.');
    return Optional.of(
        new Operand.Aggregate(
            function,
            dot < 0 ? text : text.substring(0, dot),
            dot < 0 ? Optional.empty() : Optional.of(text.substring(dot + 1)),
            where.get(),
            window.get(),
            of.get().span(),
            span));
  }

  Optional<RuleTree.Scalar> event(RuleTree value, String wanted) {
    return scope.scalar(value, wanted).filter(s -> isName(s, wanted));
  }

  /** Outer empty: something is wrong with it. */
  Optional<Optional<Rule>> where(Map<String, RuleTree> byKey) {
    RuleTree where = byKey.get(WHERE);
    return where == null
        ? Optional.of(Optional.empty())
        : new RuleTreeReader(scope, true).rule(where).map(Optional::of);
  }

  Optional<Window> window(Map<String, RuleTree> byKey) {
    RuleTree within = byKey.get(WITHIN);
    return within == null
        ? Optional.of(new Window.All())
        : scope
            .scalar(within, "a window such as 30d, 90d..30d or all")
            .flatMap(s -> scope.embedded(s, RuleParser::parseWindow));
  }

  /** A constant, {@code now} or {@code today}. */
  Optional<Operand> scalar(RuleTree.Scalar scalar) {
    String text = scalar.text();
    if (scalar.quoted() || !isMoreThanText(text)) {
      return text(scalar).map(t -> new Operand.Literal(t, scalar.span()));
    }
    if (DURATION.matcher(text).matches()) {
      return scope.error(
          scalar.span(),
          "found the duration " + text + ", expected a value",
          "a duration moves an instant: write now - " + text + "; a text stands in quotes");
    }
    return scope.embedded(scalar, RuleParser::parseOperand).map(o -> placed(o, scalar.span()));
  }

  private static Operand placed(Operand operand, Span span) {
    if (operand instanceof Operand.Now now) {
      return new Operand.Now(now.shift(), span);
    } else if (operand instanceof Operand.Today today) {
      return new Operand.Today(today.shift(), span);
    } else if (operand instanceof Operand.Literal literal) {
      return new Operand.Literal(literal.value(), span);
    }
    return operand;
  }

  private Optional<Value> text(RuleTree.Scalar scalar) {
    if (TreeScope.isNull(scalar) || scalar.text().isBlank()) {
      return scope.error(
          scalar.span(),
          "an empty text is no value: what is empty is missing",
          "write missing: true or exists: true");
    }
    return Optional.of(new Value.Text(scalar.text()));
  }

  /** Not empty; the items of {@code in:}. */
  Optional<List<Value>> constants(RuleTree tree) {
    List<Value> values = new ArrayList<>();
    boolean whole = true;
    for (RuleTree item : items(tree)) {
      Optional<Value> value =
          operand(item)
              .flatMap(
                  o ->
                      o instanceof Operand.Literal literal
                          ? Optional.of(literal.value())
                          : scope.error(item.span(), "a list holds constants only", ""));
      value.ifPresent(values::add);
      whole = whole && value.isPresent();
    }
    return whole && !values.isEmpty() ? Optional.of(values) : Optional.empty();
  }

  /** Not empty; the items of {@code has_any:}. */
  Optional<List<String>> texts(RuleTree tree) {
    Set<Class<?>> wanted = Set.of(Value.Text.class);
    return constants(tree)
        .flatMap(
            values ->
                values.stream().allMatch(v -> wanted.contains(v.getClass()))
                    ? Optional.of(values.stream().map(Value::plain).toList())
                    : scope.error(
                        tree.span(), "expected texts", "a number stands in quotes: \"5\""));
  }

  /** Items of a list that is not empty; nothing, and an issue, otherwise. */
  private List<RuleTree> items(RuleTree tree) {
    if (tree instanceof RuleTree.Items list && !list.items().isEmpty()) {
      return list.items();
    }
    scope.error(
        tree.span(),
        tree instanceof RuleTree.Items ? "the list is empty" : "expected a list such as [a, b]",
        tree instanceof RuleTree.Items ? "an empty list matches nothing; write false" : "");
    return List.of();
  }
}
