package io.espalier.proof;

import io.espalier.model.Attribute;
import io.espalier.model.EventType;
import io.espalier.model.Schema;
import io.espalier.model.ValueType;
import io.espalier.rule.Comparison;
import io.espalier.rule.Operand;
import io.espalier.rule.Origin;
import io.espalier.rule.Rule;
import io.espalier.rule.RuleChecker;
import io.espalier.rule.RuleParser;
import io.espalier.rule.RulePrinter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that rules speak of: values, how two of them stand to each other, and plain facts. */
final class Subjects {
  private record Pair(Operand left, Operand right, boolean exact) {}

  private final Schema schema;
  private final Optional<EventType> event;
  private final Diagrams diagrams;
  private final Map<Operand, Subject> subjects = new LinkedHashMap<>();
  private final Map<Pair, Relation> relations = new LinkedHashMap<>();
  private final Map<Rule, Integer> plain = new LinkedHashMap<>();
  private final List<Runnable> toSettle = new ArrayList<>();
  private boolean settled;

  /**
   * @param event set where conditions on one event are meant
   */
  Subjects(Schema schema, Optional<EventType> event, Diagrams diagrams) {
    this.schema = schema;
    this.event = event;
    this.diagrams = diagrams;
  }

  /** From now on conditions are given; variables are in the order in which they were named. */
  void settle() {
    AggregateFacts.note(subjects.values());
    toSettle.forEach(Runnable::run);
    settled = true;
  }

  Map<Operand, Subject> all() {
    return subjects;
  }

  static boolean isConstant(Operand operand) {
    return operand instanceof Operand.Literal
        || operand instanceof Operand.Now
        || operand instanceof Operand.Today;
  }

  /** A computed attribute is the aggregate that yields it. */
  Operand canonical(Operand operand) {
    if (event.isPresent() || !(operand instanceof Operand.Attribute named)) {
      return operand;
    }
    return schema
        .attribute(named.name())
        .map(Attribute::compute)
        .flatMap(text -> RuleParser.parseOperand(text, Origin.of("compute", text)).value())
        .filter(of -> of instanceof Operand.Aggregate)
        .orElse(operand);
  }

  ValueType type(Operand operand) {
    if (operand instanceof Operand.Part) {
      return ValueType.NUMBER;
    } else if (event.isPresent() && operand instanceof Operand.Attribute property) {
      return property.name().equals(EventType.TIME)
          ? ValueType.DATETIME
          : Optional.ofNullable(event.get().properties().get(property.name())).orElseThrow();
    }
    return RuleChecker.typeOf(operand, schema).orElseThrow();
  }

  Subject of(Operand named) {
    Operand operand = canonical(named);
    Subject there = subjects.get(operand);
    if (there == null) {
      there = made(operand);
      subjects.put(operand, there);
      toSettle.add(there::settle);
    }
    return there;
  }

  private Subject made(Operand operand) {
    ValueType type = type(operand);
    return switch (type) {
      case BOOL -> new FlagSubject(operand, diagrams);
      case TEXT -> new TextSubject(operand, diagrams);
      case LIST -> new ListSubject(operand, diagrams);
      case NUMBER, DATE, DATETIME -> new OrderedSubject(operand, type, diagrams);
    };
  }

  /** Something that holds or does not, and of which nothing else is known. */
  int plain(Rule rule) {
    if (!plain.containsKey(rule)) {
      plain.put(rule, -1);
      toSettle.add(() -> plain.put(rule, diagrams.variable(2)));
    }
    return settled
        ? diagrams.is(plain.getOrDefault(rule, -1), value -> value == 1)
        : Diagrams.FALSE;
  }

  Map<Rule, Integer> plains() {
    return plain;
  }

  /** A comparison in which no side, or neither, is a constant. */
  int related(Operand left, Comparison comparison, Operand right, boolean exact) {
    Operand a = canonical(left);
    Operand b = canonical(right);
    int there =
        diagrams.and(
            isConstant(a) ? Diagrams.TRUE : of(a).present(),
            isConstant(b) ? Diagrams.TRUE : of(b).present());
    if (a.equals(b)) {
      return comparison.holds(0) ? there : Diagrams.FALSE;
    }
    boolean swap = RulePrinter.print(a).compareTo(RulePrinter.print(b)) > 0;
    Pair pair = swap ? new Pair(b, a, exact) : new Pair(a, b, exact);
    Relation relation =
        relations.computeIfAbsent(
            pair,
            p -> {
              Relation made = new Relation(diagrams);
              toSettle.add(made::settle);
              return made;
            });
    return diagrams.and(there, relation.holds(swap ? comparison.mirrored() : comparison));
  }

  /** All that is true of everybody. */
  int facts() {
    int facts = Diagrams.TRUE;
    for (Subject subject : subjects.values()) {
      facts = diagrams.and(facts, subject.facts());
    }
    for (Map.Entry<Pair, Relation> exact : relations.entrySet()) {
      Pair pair = exact.getKey();
      Relation folded = relations.get(new Pair(pair.left(), pair.right(), false));
      if (pair.exact() && folded != null) {
        int same = exact.getValue().holds(Comparison.EQUAL);
        int alike = folded.holds(Comparison.EQUAL);
        facts = diagrams.and(facts, diagrams.or(diagrams.not(same), alike));
      }
    }
    return diagrams.and(facts, AggregateFacts.of(subjects.values(), diagrams));
  }
}
