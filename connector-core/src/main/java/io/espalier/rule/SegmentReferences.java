package io.espalier.rule;

import java.util.LinkedHashSet;
import java.util.Set;

/** The segments that a rule names by {@code in_segment}, in the order of the text. */
public final class SegmentReferences implements Rule.Visitor<Boolean> {
  private final Set<String> found = new LinkedHashSet<>();

  private SegmentReferences() {}

  public static Set<String> of(Rule rule) {
    SegmentReferences references = new SegmentReferences();
    rule.accept(references);
    return references.found;
  }

  @Override
  public Boolean constant(Rule.Constant rule) {
    return false;
  }

  @Override
  public Boolean and(Rule.And rule) {
    rule.parts().forEach(part -> part.accept(this));
    return true;
  }

  @Override
  public Boolean or(Rule.Or rule) {
    rule.parts().forEach(part -> part.accept(this));
    return true;
  }

  @Override
  public Boolean not(Rule.Not rule) {
    return rule.rule().accept(this);
  }

  @Override
  public Boolean compare(Rule.Compare rule) {
    return false;
  }

  @Override
  public Boolean between(Rule.Between rule) {
    return false;
  }

  @Override
  public Boolean in(Rule.In rule) {
    return false;
  }

  @Override
  public Boolean textTest(Rule.TextTest rule) {
    return false;
  }

  @Override
  public Boolean listTest(Rule.ListTest rule) {
    return false;
  }

  @Override
  public Boolean presence(Rule.Presence rule) {
    return false;
  }

  @Override
  public Boolean inSegment(Rule.InSegment rule) {
    return found.add(rule.segment());
  }

  @Override
  public Boolean inList(Rule.InList rule) {
    return false;
  }

  @Override
  public Boolean consented(Rule.Consented rule) {
    return false;
  }

  @Override
  public Boolean sequence(Rule.Sequence rule) {
    return false;
  }

  @Override
  public Boolean anniversary(Rule.Anniversary rule) {
    return false;
  }
}
