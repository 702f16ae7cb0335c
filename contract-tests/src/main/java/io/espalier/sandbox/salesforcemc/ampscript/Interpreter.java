package io.espalier.sandbox.salesforcemc.ampscript;

import io.espalier.sandbox.salesforcemc.ampscript.Node.Expression;
import io.espalier.sandbox.salesforcemc.ampscript.Node.Statement;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs a message for one recipient. Variables are one flat set, shared with content blocks. */
final class Interpreter {
  private static final int MOST_DEPTH = 20;
  private static final int MOST_TURNS = 1_000_000;

  private final SendContext context;
  private final Disputed disputed;
  private final Map<String, @Nullable Object> variables = new HashMap<>();
  private final Set<String> locked = new HashSet<>();

  /** Variables that hold a database's null. */
  private final Set<String> nulls = new HashSet<>();

  private StringBuilder out = new StringBuilder();
  private int counted;
  private int depth;
  private int turns;

  Interpreter(SendContext context, Disputed disputed) {
    this.context = context;
    this.disputed = disputed;
  }

  /** One more than the last time. */
  int count() {
    return ++counted;
  }

  SendContext context() {
    return context;
  }

  Disputed disputed() {
    return disputed;
  }

  /** Runs a text with the variables of this message: a whole message, or content within one. */
  String render(String source) {
    if (++depth > MOST_DEPTH) {
      throw Failures.runtime("RecursiveScriptError: content includes itself (104)");
    }
    StringBuilder outer = out;
    out = new StringBuilder();
    run(new Parser(source, disputed).message());
    String rendered = out.toString();
    out = outer;
    depth--;
    return rendered;
  }

  void print(String text) {
    out.append(text);
  }

  void assign(String name, @Nullable Object value) {
    if (locked.contains(name)) {
      throw Failures.runtime("the counter @" + name + " cannot be set inside its loop");
    }
    variables.put(name, value);
  }

  private void run(List<Statement> statements) {
    for (Statement statement : statements) {
      run(statement);
    }
  }

  private void run(Statement statement) {
    if (statement instanceof Node.Html html) {
      out.append(html.text());
    } else if (statement instanceof Node.StringTag tag) {
      out.append(tag(tag.name()));
    } else if (statement instanceof Node.Inline inline) {
      out.append(Values.print(value(inline.value())));
    } else if (statement instanceof Node.Declare declare) {
      declare.names().forEach(name -> assign(name, null));
      declare.names().forEach(nulls::remove);
    } else if (statement instanceof Node.Assign assign) {
      Object value = value(assign.value());
      assign(assign.name(), value);
      if (isDatabaseNull(assign.value(), value)) {
        nulls.add(assign.name());
      } else {
        nulls.remove(assign.name());
      }
    } else if (statement instanceof Node.Evaluate evaluate) {
      value(evaluate.value());
    } else if (statement instanceof Node.Choose choose) {
      choose(choose);
    } else if (statement instanceof Node.Loop loop) {
      loop(loop);
    }
  }

  private void choose(Node.Choose choose) {
    for (Node.Branch branch : choose.branches()) {
      if (truth(branch.test())) {
        run(branch.body());
        return;
      }
    }
    run(choose.otherwise());
  }

  private void loop(Node.Loop loop) {
    long from = bound(loop.from());
    long to = bound(loop.to());
    int step = loop.down() ? -1 : 1;
    for (long i = from; loop.down() ? i >= to : i <= to; i += step) {
      if (++turns > MOST_TURNS) {
        throw Failures.runtime("Convergence error: a loop does not end");
      }
      variables.put(loop.counter(), BigDecimal.valueOf(i));
      boolean outermost = locked.add(loop.counter());
      run(loop.body());
      if (outermost) {
        locked.remove(loop.counter());
      }
      if (disputed.counterEndsBeyond()) {
        variables.put(loop.counter(), BigDecimal.valueOf(i + step));
      }
    }
  }

  private long bound(Expression expression) {
    Optional<BigDecimal> number = Values.number(value(expression));
    try {
      return number.orElseThrow().longValueExact();
    } catch (java.util.NoSuchElementException | ArithmeticException e) {
      throw Failures.runtime("the bound of a loop is not a whole number");
    }
  }

  private String tag(String name) {
    Optional<SendContext.Cell> cell = named(name);
    if (cell.isEmpty()) {
      if (disputed.unknownStringStays()) {
        return "%%" + name + "%%";
      }
      throw Failures.runtime(
          "17112 Invalid Personalization String: %%" + name + "%% is not in the sending context");
    }
    return Values.print(cell.get().value());
  }

  /** A column of the sending row, or else a personalization string. */
  Optional<SendContext.Cell> named(String name) {
    return context
        .attribute(name)
        .or(() -> context.personalization(name).map(SendContext.Cell::new));
  }

  private boolean truth(Expression expression) {
    return Values.truth(value(expression), disputed);
  }

  @Nullable Object value(Expression expression) {
    if (expression instanceof Node.Literal literal) {
      return literal.value();
    }
    if (expression instanceof Node.Variable variable) {
      return variables.get(variable.name());
    }
    if (expression instanceof Node.AttributeName attribute) {
      return named(attribute.name())
          .orElseThrow(
              () ->
                  Failures.runtime(
                      "An unrecognized expression appears in a script block: ["
                          + attribute.name()
                          + "] is not in the sending context"))
          .value();
    }
    if (expression instanceof Node.Compare compare) {
      return Comparison.test(value(compare.left()), compare.operator(), value(compare.right()));
    }
    if (expression instanceof Node.Not not) {
      return !truth(not.of());
    }
    if (expression instanceof Node.Both both) {
      boolean left = truth(both.left());
      return disputed.shortCircuit() ? left && truth(both.right()) : left & truth(both.right());
    }
    if (expression instanceof Node.Either either) {
      boolean left = truth(either.left());
      return disputed.shortCircuit() ? left || truth(either.right()) : left | truth(either.right());
    }
    return call((Node.Call) expression);
  }

  private @Nullable Object call(Node.Call call) {
    Function function = Functions.find(call.name());
    function.check(call.arguments().size());
    String name = function.name().toLowerCase(Locale.ROOT);
    if (name.equals("iif")) {
      // Only a real true chooses the first.
      boolean first = Boolean.TRUE.equals(value(call.arguments().get(0)));
      if (disputed.iifRunsBoth()) {
        value(call.arguments().get(first ? 2 : 1));
      }
      return value(call.arguments().get(first ? 1 : 2));
    }
    if (name.equals("isnull")) {
      Expression argument = call.arguments().get(0);
      return isDatabaseNull(argument, value(argument));
    }
    if (name.equals("outputline")) {
      // A bare literal or variable prints nothing: it takes a function call.
      Expression argument = call.arguments().get(0);
      if (argument instanceof Node.Call) {
        print(Values.print(value(argument)) + "\r\n");
      }
      return null;
    }
    if (name.equals("concat")) {
      return concat(call.arguments());
    }
    List<@Nullable Object> arguments = new ArrayList<>();
    for (Expression argument : call.arguments()) {
      arguments.add(value(argument));
    }
    return function.body().call(this, arguments);
  }

  /** A variable that was never set is empty and not null (proven live); a column may be null. */
  private boolean isDatabaseNull(Expression expression, @Nullable Object value) {
    if (expression instanceof Node.Variable variable) {
      return nulls.contains(variable.name());
    }
    if (expression instanceof Node.Call call && call.name().equalsIgnoreCase("Lookup")) {
      return value == null;
    }
    boolean column = expression instanceof Node.AttributeName || expression instanceof Node.Call;
    return column && value == null && disputed.nullColumnIsNull();
  }

  private String concat(List<Expression> arguments) {
    StringBuilder all = new StringBuilder();
    for (Expression argument : arguments) {
      boolean vanishes =
          disputed.literalBooleansVanishInConcat()
              && argument instanceof Node.Literal literal
              && literal.value() instanceof Boolean;
      all.append(vanishes ? "" : Values.print(value(argument)));
    }
    return all.toString();
  }
}
