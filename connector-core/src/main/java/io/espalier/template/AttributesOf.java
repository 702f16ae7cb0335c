package io.espalier.template;

import io.espalier.rule.Operand;
import io.espalier.rule.Rule;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The profile's attributes that a rule reads itself; not those of a segment it refers to. */
final class AttributesOf implements Rule.Visitor<Stream<String>>, Operand.Visitor<Stream<String>> {
  static Set<String> rule(Rule rule) {
    return rule.accept(new AttributesOf()).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  @Override
  public Stream<String> constant(Rule.Constant rule) {
    return Stream.empty();
  }

  @Override
  public Stream<String> and(Rule.And rule) {
    return rule.parts().stream().flatMap(part -> part.accept(this));
  }

  @Override
  public Stream<String> or(Rule.Or rule) {
    return rule.parts().stream().flatMap(part -> part.accept(this));
  }

  @Override
  public Stream<String> not(Rule.Not rule) {
    return rule.rule().accept(this);
  }

  @Override
  public Stream<String> compare(Rule.Compare rule) {
    return Stream.concat(rule.left().accept(this), rule.right().accept(this));
  }

  @Override
  public Stream<String> between(Rule.Between rule) {
    return Stream.of(rule.operand(), rule.low(), rule.high()).flatMap(o -> o.accept(this));
  }

  @Override
  public Stream<String> in(Rule.In rule) {
    return rule.operand().accept(this);
  }

  @Override
  public Stream<String> textTest(Rule.TextTest rule) {
    return rule.operand().accept(this);
  }

  @Override
  public Stream<String> listTest(Rule.ListTest rule) {
    return rule.operand().accept(this);
  }

  @Override
  public Stream<String> presence(Rule.Presence rule) {
    return rule.operand().accept(this);
  }

  @Override
  public Stream<String> inSegment(Rule.InSegment rule) {
    return Stream.empty();
  }

  @Override
  public Stream<String> inList(Rule.InList rule) {
    return rule.asListTest().accept(this);
  }

  @Override
  public Stream<String> consented(Rule.Consented rule) {
    return Stream.empty();
  }

  @Override
  public Stream<String> sequence(Rule.Sequence rule) {
    return Stream.empty();
  }

  @Override
  public Stream<String> anniversary(Rule.Anniversary rule) {
    return rule.operand().accept(this);
  }

  @Override
  public Stream<String> attribute(Operand.Attribute operand) {
    return Stream.of(operand.name());
  }

  @Override
  public Stream<String> literal(Operand.Literal operand) {
    return Stream.empty();
  }

  @Override
  public Stream<String> now(Operand.Now operand) {
    return Stream.empty();
  }

  @Override
  public Stream<String> today(Operand.Today operand) {
    return Stream.empty();
  }

  /** Speaks of events; its {@code where} names their properties, not ours. */
  @Override
  public Stream<String> part(Operand.Part operand) {
    return operand.of().accept(this);
  }

  @Override
  public Stream<String> aggregate(Operand.Aggregate operand) {
    return Stream.empty();
  }
}
