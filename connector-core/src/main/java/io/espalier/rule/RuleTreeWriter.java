package io.espalier.rule;

import io.espalier.model.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@link Rule} → tree: the one spelling that {@link RuleTreeReader} reads as the same rule. */
final class RuleTreeWriter implements Rule.Visitor<RuleTree> {
  private final boolean inWhere;
  private final OperandTreeWriter operands = new OperandTreeWriter();

  RuleTreeWriter(boolean inWhere) {
    this.inWhere = inWhere;
  }

  static RuleTree.Entry entry(String key, RuleTree value) {
    return new RuleTree.Entry(new RuleTree.Scalar(key, false, Span.NONE), value);
  }

  static RuleTree entries(RuleTree.Entry... entries) {
    return new RuleTree.Entries(List.of(entries), Span.NONE);
  }

  private static RuleTree.Items items(List<RuleTree> items) {
    return new RuleTree.Items(items, Span.NONE);
  }

  @Override
  public RuleTree constant(Rule.Constant rule) {
    return new RuleTree.Scalar(Boolean.toString(rule.value()), false, Span.NONE);
  }

  @Override
  public RuleTree and(Rule.And rule) {
    Optional<RuleTree> shorthand = shorthand(rule.parts());
    return shorthand.orElseGet(() -> entries(entry("all", parts(rule.parts()))));
  }

  @Override
  public RuleTree or(Rule.Or rule) {
    return entries(entry("any", parts(rule.parts())));
  }

  private RuleTree parts(List<Rule> parts) {
    return items(parts.stream().map(part -> part.accept(this)).toList());
  }

  @Override
  public RuleTree not(Rule.Not rule) {
    return entries(entry("not", rule.rule().accept(this)));
  }

  /**
   * {@code {category: outdoor}}, where every part is {@code name == constant} or a list of them.
   */
  private Optional<RuleTree> shorthand(List<Rule> parts) {
    List<RuleTree.Entry> entries = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Rule part : parts) {
      Optional<RuleTree.Entry> entry = inWhere ? shorthand(part) : Optional.empty();
      if (entry.isEmpty() || !names.add(entry.get().key().text())) {
        return Optional.empty();
      }
      entries.add(entry.get());
    }
    return Optional.of(new RuleTree.Entries(entries, Span.NONE));
  }

  private Optional<RuleTree.Entry> shorthand(Rule part) {
    Operand left = null;
    RuleTree value = null;
    if (part instanceof Rule.Compare compare
        && compare.comparison() == Comparison.EQUAL
        && !compare.exact()
        && compare.right() instanceof Operand.Literal) {
      left = compare.left();
      value = compare.right().accept(operands);
    } else if (part instanceof Rule.In in && !in.negated() && !in.exact()) {
      left = in.operand();
      value = values(in.values());
    }
    return left instanceof Operand.Attribute attribute
            && value != null
            && !RuleTreeReader.heads().contains(attribute.name())
        ? Optional.of(entry(attribute.name(), value))
        : Optional.empty();
  }

  private RuleTree single(Rule rule, Operand left, boolean exact, RuleTree.Entry test) {
    Optional<RuleTree> shorthand = shorthand(List.of(rule));
    if (shorthand.isPresent()) {
      return shorthand.get();
    }
    List<RuleTree.Entry> entries = new ArrayList<>(operands.head(left));
    entries.add(test);
    if (exact) {
      RuleTree yes = new RuleTree.Scalar("true", false, Span.NONE);
      entries.add(entry(RuleTreeReader.EXACT, yes));
    }
    return new RuleTree.Entries(entries, Span.NONE);
  }

  @Override
  public RuleTree compare(Rule.Compare rule) {
    if (isExistsEvent(rule)) {
      List<RuleTree.Entry> entries = new ArrayList<>(operands.head(rule.left()));
      entries.set(0, entry(RuleTreeReader.EXISTS_EVENT, entries.get(0).value()));
      return new RuleTree.Entries(entries, Span.NONE);
    }
    String word =
        RuleTreeReader.COMPARISONS.entrySet().stream()
            .filter(c -> c.getValue() == rule.comparison())
            .findFirst()
            .orElseThrow()
            .getKey();
    RuleTree right = rule.right().accept(operands);
    return single(rule, rule.left(), rule.exact(), entry(word, right));
  }

  private static boolean isExistsEvent(Rule.Compare rule) {
    return rule.left() instanceof Operand.Aggregate aggregate
        && aggregate.function() == Function.COUNT
        && aggregate.property().isEmpty()
        && rule.comparison() == Comparison.AT_LEAST
        && !rule.exact()
        && rule.right() instanceof Operand.Literal one
        && one.value().equals(Value.number(1));
  }

  @Override
  public RuleTree between(Rule.Between rule) {
    RuleTree ends = items(List.of(rule.low().accept(operands), rule.high().accept(operands)));
    return single(rule, rule.operand(), false, entry("between", ends));
  }

  @Override
  public RuleTree in(Rule.In rule) {
    String word = rule.negated() ? "not_in" : "in";
    return single(rule, rule.operand(), rule.exact(), entry(word, values(rule.values())));
  }

  private RuleTree values(List<Value> values) {
    return items(values.stream().map(OperandTreeWriter::constant).toList());
  }

  @Override
  public RuleTree textTest(Rule.TextTest rule) {
    RuleTree text = OperandTreeWriter.name(rule.text());
    return single(rule, rule.operand(), rule.exact(), entry(rule.operator().word(), text));
  }

  @Override
  public RuleTree listTest(Rule.ListTest rule) {
    List<RuleTree> texts = new ArrayList<>();
    rule.texts().forEach(text -> texts.add(OperandTreeWriter.constant(new Value.Text(text))));
    return single(rule, rule.operand(), rule.exact(), entry(rule.operator().word(), items(texts)));
  }

  @Override
  public RuleTree presence(Rule.Presence rule) {
    RuleTree yes = new RuleTree.Scalar("true", false, Span.NONE);
    return single(rule, rule.operand(), false, entry(rule.negated() ? "missing" : "exists", yes));
  }

  @Override
  public RuleTree inSegment(Rule.InSegment rule) {
    return entries(entry("in_segment", OperandTreeWriter.name(rule.segment())));
  }

  @Override
  public RuleTree inList(Rule.InList rule) {
    return entries(entry("in_list", OperandTreeWriter.name(rule.list())));
  }

  @Override
  public RuleTree consented(Rule.Consented rule) {
    String channelAndPurpose = rule.channel() + "." + rule.purpose();
    return entries(entry("consent", OperandTreeWriter.name(channelAndPurpose)));
  }

  @Override
  public RuleTree sequence(Rule.Sequence rule) {
    List<RuleTree> steps = new ArrayList<>();
    for (Rule.Step step : rule.steps()) {
      String head = step.negated() ? FactTreeReader.THEN_NOT : FactTreeReader.THEN;
      List<RuleTree.Entry> entries = new ArrayList<>();
      entries.add(
          entry(
              steps.isEmpty() ? FactTreeReader.EVENT : head, OperandTreeWriter.name(step.event())));
      step.where()
          .ifPresent(
              where ->
                  entries.add(
                      entry(OperandTreeReader.WHERE, where.accept(new RuleTreeWriter(true)))));
      step.within()
          .ifPresent(
              within ->
                  entries.add(
                      entry(
                          OperandTreeReader.WITHIN,
                          new RuleTree.Scalar(within.toString(), false, Span.NONE))));
      steps.add(new RuleTree.Entries(entries, Span.NONE));
    }
    RuleTree.Entry list = entry("sequence", items(steps));
    return rule.window() instanceof Window.All
        ? entries(list)
        : entries(list, OperandTreeWriter.within(rule.window()));
  }

  @Override
  public RuleTree anniversary(Rule.Anniversary rule) {
    RuleTree of =
        rule.operand() instanceof Operand.Attribute attribute
            ? OperandTreeWriter.name(attribute.name())
            : rule.operand() instanceof Operand.Aggregate
                ? rule.operand().accept(operands)
                : entries(operands.head(rule.operand()).get(0));
    Window.Ago days = new Window.Ago(rule.from(), rule.to());
    return entries(entry("anniversary", of), OperandTreeWriter.within(days));
  }
}
