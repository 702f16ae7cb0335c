package io.espalier.rule;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** Which attributes, events and segments a rule speaks of: what must be loaded to decide it. */
public final class Uses implements Rule.Visitor<Uses>, Operand.Visitor<Uses> {
  private final Set<String> attributes = new LinkedHashSet<>();
  private final Set<String> events = new LinkedHashSet<>();
  private final Set<String> segments = new LinkedHashSet<>();
  private boolean clock;

  private Uses() {}

  public static Uses of(Collection<Rule> rules) {
    Uses uses = new Uses();
    rules.forEach(rule -> rule.accept(uses));
    return uses;
  }

  public static Uses of(Operand operand) {
    Uses uses = new Uses();
    operand.accept(uses);
    return uses;
  }

  public Set<String> attributes() {
    return attributes;
  }

  public Set<String> events() {
    return events;
  }

  public Set<String> segments() {
    return segments;
  }

  /** Whether {@code now} or {@code today} is named, outside of an aggregate. */
  public boolean clock() {
    return clock;
  }

  @Override
  public Uses constant(Rule.Constant rule) {
    return this;
  }

  @Override
  public Uses and(Rule.And rule) {
    rule.parts().forEach(part -> part.accept(this));
    return this;
  }

  @Override
  public Uses or(Rule.Or rule) {
    rule.parts().forEach(part -> part.accept(this));
    return this;
  }

  @Override
  public Uses not(Rule.Not rule) {
    return rule.rule().accept(this);
  }

  @Override
  public Uses compare(Rule.Compare rule) {
    rule.left().accept(this);
    return rule.right().accept(this);
  }

  @Override
  public Uses between(Rule.Between rule) {
    rule.operand().accept(this);
    rule.low().accept(this);
    return rule.high().accept(this);
  }

  @Override
  public Uses in(Rule.In rule) {
    return rule.operand().accept(this);
  }

  @Override
  public Uses textTest(Rule.TextTest rule) {
    return rule.operand().accept(this);
  }

  @Override
  public Uses listTest(Rule.ListTest rule) {
    return rule.operand().accept(this);
  }

  @Override
  public Uses presence(Rule.Presence rule) {
    return rule.operand().accept(this);
  }

  @Override
  public Uses inSegment(Rule.InSegment rule) {
    segments.add(rule.segment());
    return this;
  }

  @Override
  public Uses inList(Rule.InList rule) {
    return rule.asListTest().accept(this);
  }

  @Override
  public Uses consented(Rule.Consented rule) {
    return this;
  }

  @Override
  public Uses sequence(Rule.Sequence rule) {
    rule.steps().forEach(step -> events.add(step.event()));
    return this;
  }

  @Override
  public Uses anniversary(Rule.Anniversary rule) {
    // It is asked of the day of today.
    clock = true;
    return rule.operand().accept(this);
  }

  @Override
  public Uses attribute(Operand.Attribute operand) {
    attributes.add(operand.name());
    return this;
  }

  @Override
  public Uses literal(Operand.Literal operand) {
    return this;
  }

  @Override
  public Uses now(Operand.Now operand) {
    clock = true;
    return this;
  }

  @Override
  public Uses today(Operand.Today operand) {
    clock = true;
    return this;
  }

  /** The names inside {@code where} are the event's, not the person's. */
  @Override
  public Uses aggregate(Operand.Aggregate operand) {
    events.add(operand.event());
    return this;
  }

  @Override
  public Uses part(Operand.Part operand) {
    return operand.of().accept(this);
  }
}
