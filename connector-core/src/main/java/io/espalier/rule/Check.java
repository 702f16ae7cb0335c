package io.espalier.rule;

import io.espalier.model.Attribute;
import io.espalier.model.EventType;
import io.espalier.model.Schema;
import io.espalier.model.Sensitivity;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Checks values: gives the type of each, and notes what is wrong. */
final class Check implements Operand.Visitor<Optional<ValueType>> {
  private static final Set<ValueType> ORDERED =
      Set.of(ValueType.NUMBER, ValueType.DATE, ValueType.DATETIME);

  private final Schema schema;
  private final Origin origin;
  private final List<Issue> issues = new ArrayList<>();
  private final Optional<String> purpose;
  private @Nullable EventType event;

  Check(Schema schema, Origin origin) {
    this(schema, origin, Optional.empty());
  }

  Check(Schema schema, Origin origin, Optional<String> purpose) {
    this.schema = schema;
    this.origin = origin;
    this.purpose = purpose;
  }

  List<Issue> issues() {
    return List.copyOf(issues);
  }

  Schema schema() {
    return schema;
  }

  void error(Span span, String message, String mend) {
    issues.add(Issue.error(origin.place(span), message, mend));
  }

  void warning(Span span, String message, String mend) {
    issues.add(Issue.warning(origin.place(span), message, mend));
  }

  /** The event whose {@code where} is being checked; null outside. */
  @Nullable EventType event() {
    return event;
  }

  static boolean isOrdered(ValueType type) {
    return ORDERED.contains(type);
  }

  /** Whether values of the two types can be compared at all. */
  static boolean isComparable(ValueType a, ValueType b) {
    return a == b || isCalendar(a) && isCalendar(b);
  }

  private static boolean isCalendar(ValueType type) {
    return type == ValueType.DATE || type == ValueType.DATETIME;
  }

  static ValueType typeOf(Value value) {
    if (value instanceof Value.Text) {
      return ValueType.TEXT;
    } else if (value instanceof Value.Number) {
      return ValueType.NUMBER;
    } else if (value instanceof Value.Flag) {
      return ValueType.BOOL;
    } else if (value instanceof Value.Day) {
      return ValueType.DATE;
    } else if (value instanceof Value.Moment) {
      return ValueType.DATETIME;
    } else if (value instanceof Value.TextList) {
      return ValueType.LIST;
    }
    throw new IllegalArgumentException("a missing value is no constant");
  }

  @Override
  public Optional<ValueType> attribute(Operand.Attribute operand) {
    if (event != null) {
      return property(event, operand.name(), operand.span(), true);
    }
    Optional<ValueType> type = RuleChecker.attributeType(schema, operand.name());
    if (type.isEmpty()) {
      Set<String> known = schema.attributes().keySet();
      boolean near = Names.nearest(operand.name(), known).isPresent();
      error(
          operand.span(),
          "unknown attribute '" + operand.name() + "'",
          Names.suggestion(operand.name(), known) + (near ? "" : "; a text stands in quotes"));
    }
    schema.attribute(operand.name()).ifPresent(used -> allowed(used, operand.span()));
    return type;
  }

  /** Whether an attribute may be used at all, and for this purpose. */
  void allowed(Attribute used, Span span) {
    Sensitivity sensitivity = used.sensitivity();
    if (sensitivity != null && sensitivity.basis().isBlank()) {
      error(
          span,
          "attribute '"
              + used.name()
              + "' is of the sensitive class '"
              + sensitivity.category()
              + "', and no basis is stated",
          "state in profile.yaml what allows its use, e.g. basis: \"explicit consent, form of"
              + " 2026\"; or take it out of the rule");
    }
    if (purpose.isPresent()
        && !used.purposes().isEmpty()
        && !used.purposes().contains(purpose.get())) {
      error(
          span,
          "attribute '" + used.name() + "' may not be used for the purpose '" + purpose.get() + "'",
          "its purposes: " + String.join(", ", new TreeSet<>(used.purposes())));
    }
  }

  private Optional<ValueType> property(EventType of, String name, Span span, boolean inWhere) {
    if (name.equals(EventType.TIME)) {
      return Optional.of(ValueType.DATETIME);
    }
    ValueType type = of.properties().get(name);
    if (type == null) {
      List<String> known = new ArrayList<>(of.properties().keySet());
      known.add(EventType.TIME);
      boolean attribute = inWhere && Names.nearest(name, known).isEmpty();
      attribute = attribute && schema.attribute(Words.unscoped(name, false)).isPresent();
      error(
          span,
          "event '" + of.name() + "' has no property '" + name + "'",
          attribute
              ? "'where' speaks of the event only; known: " + String.join(", ", known)
              : Names.suggestion(name, known));
    }
    return Optional.ofNullable(type);
  }

  @Override
  public Optional<ValueType> literal(Operand.Literal operand) {
    return Optional.of(typeOf(operand.value()));
  }

  @Override
  public Optional<ValueType> now(Operand.Now operand) {
    return Optional.of(ValueType.DATETIME);
  }

  @Override
  public Optional<ValueType> today(Operand.Today operand) {
    boolean hours =
        operand.shift().map(s -> s.duration().unit() == Duration.Unit.HOUR).orElse(false);
    if (hours) {
      error(operand.span(), "hours do not move a day", "write now in place of today, or days");
    }
    return Optional.of(ValueType.DATE);
  }

  @Override
  public Optional<ValueType> aggregate(Operand.Aggregate operand) {
    if (event != null) {
      error(operand.span(), "an aggregate stands within the 'where' of another", "");
      return Optional.empty();
    }
    window(operand.window(), operand.span());
    Optional<EventType> of = event(operand.event(), operand.named());
    if (of.isEmpty()) {
      return fixedType(operand.function());
    }
    EventType type = of.get();
    operand.where().ifPresent(where -> checkWhere(where, type));
    return applied(operand, type);
  }

  private void checkWhere(Rule where, EventType type) {
    event = type;
    where.accept(new RuleCheck(this));
    event = null;
  }

  private Optional<EventType> event(String name, Span span) {
    Optional<EventType> of = schema.event(name);
    if (of.isEmpty()) {
      String mend = Names.suggestion(name, schema.events().keySet());
      error(span, "unknown event '" + name + "'", mend);
    }
    return of;
  }

  void step(Rule.Step step) {
    event(step.event(), step.named())
        .ifPresent(type -> step.where().ifPresent(where -> checkWhere(where, type)));
    step.within()
        .filter(within -> !within.isExact() || within.amount() == 0)
        .ifPresent(
            within ->
                error(
                    step.named(),
                    within.amount() == 0
                        ? "within " + within + " nothing happens"
                        : "within " + within + ": a month or a year is of no one length",
                    "write hours, days or weeks, as in within 30d"));
  }

  void window(Window window, Span span) {
    boolean empty = window instanceof Window.Last last && last.duration().amount() == 0;
    if (window instanceof Window.Ago ago) {
      empty = ago.from().isNoLongerThan(ago.to());
    } else if (window instanceof Window.Fixed fixed) {
      empty = !fixed.start().isBefore(fixed.end());
    }
    if (empty) {
      String mend =
          window instanceof Window.Ago ago && !ago.from().equals(ago.to())
              ? "write the earlier end first: " + ago.to() + ".." + ago.from()
              : window instanceof Window.Last ? "" : "write the earlier end first";
      error(span, "the window holds no instant", mend);
    }
  }

  @Override
  public Optional<ValueType> part(Operand.Part operand) {
    Optional<ValueType> of = operand.of().accept(this);
    boolean list = operand.kind() == PartKind.SIZE;
    boolean variable =
        operand.of() instanceof Operand.Attribute || operand.of() instanceof Operand.Aggregate;
    if (!variable) {
      error(
          operand.span(),
          "'" + operand.kind().word() + "' asks for an attribute or an aggregate",
          "e.g. " + (list ? "size(tags)" : operand.kind().word() + "(birthday)"));
    } else if (of.isPresent() && !(list ? of.get() == ValueType.LIST : isCalendar(of.get()))) {
      error(
          operand.span(),
          "'"
              + operand.kind().word()
              + "' does not apply to "
              + RulePrinter.print(operand.of())
              + " ("
              + of.get().word()
              + ")",
          list ? "it is for lists" : "it is for dates and datetimes");
    }
    return Optional.of(ValueType.NUMBER);
  }

  private static Optional<ValueType> fixedType(Function function) {
    return switch (function) {
      case COUNT, SUM, AVG, DISTINCT, DAYS_SINCE_LAST -> Optional.of(ValueType.NUMBER);
      case MIN, MAX, FIRST, LAST, MOST_FREQUENT -> Optional.empty();
    };
  }

  private Optional<ValueType> applied(Operand.Aggregate operand, EventType type) {
    Function function = operand.function();
    String call = function.word() + "(" + type.name();
    boolean ofEvents = function == Function.COUNT || function == Function.DAYS_SINCE_LAST;
    if (operand.property().isEmpty()) {
      if (!ofEvents) {
        Map<String, ValueType> known = type.properties();
        String example = known.isEmpty() ? EventType.TIME : known.keySet().iterator().next();
        error(
            operand.span(),
            call + ") needs a property of the event",
            "write " + function.word() + "(" + type.name() + "." + example + ")");
        return fixedType(function);
      }
      return Optional.of(ValueType.NUMBER);
    }
    String property = operand.property().get();
    if (ofEvents) {
      String mend = "write " + call + ")";
      error(operand.named(), function.word() + " is of whole events, not of a property", mend);
      return Optional.of(ValueType.NUMBER);
    }
    Optional<ValueType> of = property(type, property, operand.named(), false);
    if (of.isPresent() && !takes(function, of.get())) {
      error(
          operand.span(),
          function.word()
              + " needs "
              + wanted(function)
              + ", but "
              + type.name()
              + "."
              + property
              + " is "
              + of.get().word(),
          "");
      return fixedType(function);
    }
    return fixedType(function).or(() -> of);
  }

  private static boolean takes(Function function, ValueType type) {
    return switch (function) {
      case SUM, AVG -> type == ValueType.NUMBER;
      case MIN, MAX -> isOrdered(type);
      case MOST_FREQUENT -> type != ValueType.LIST;
      case COUNT, FIRST, LAST, DISTINCT, DAYS_SINCE_LAST -> true;
    };
  }

  private static String wanted(Function function) {
    return switch (function) {
      case SUM, AVG -> "a number";
      case MIN, MAX -> "a number, a date or a datetime";
      default -> "a single value";
    };
  }
}
