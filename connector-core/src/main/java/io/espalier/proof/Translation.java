package io.espalier.proof;

import io.espalier.model.Value;
import io.espalier.rule.Comparison;
import io.espalier.rule.Operand;
import io.espalier.rule.Rule;
import io.espalier.rule.ValueOrder;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rule → condition on the cases. Run over all rules once before the subjects are settled. */
final class Translation implements Rule.Visitor<Integer> {
  private final Diagrams diagrams;
  private final Subjects subjects;
  private final Map<String, Rule> segments;
  private final Set<String> underWay = new LinkedHashSet<>();

  /** Each segment once, however often it is named. */
  private final Map<String, Integer> translated = new HashMap<>();

  /**
   * @param segments those that {@code in_segment} is taken for; of another nothing is known
   */
  Translation(Diagrams diagrams, Subjects subjects, Map<String, Rule> segments) {
    this.diagrams = diagrams;
    this.subjects = subjects;
    this.segments = segments;
  }

  /** What was noted is forgotten: from now on conditions are given. */
  void settle() {
    translated.clear();
  }

  @Override
  public Integer constant(Rule.Constant rule) {
    return rule.value() ? Diagrams.TRUE : Diagrams.FALSE;
  }

  @Override
  public Integer and(Rule.And rule) {
    int all = Diagrams.TRUE;
    for (Rule part : rule.parts()) {
      all = diagrams.and(all, part.accept(this));
    }
    return all;
  }

  @Override
  public Integer or(Rule.Or rule) {
    int any = Diagrams.FALSE;
    for (Rule part : rule.parts()) {
      any = diagrams.or(any, part.accept(this));
    }
    return any;
  }

  @Override
  public Integer not(Rule.Not rule) {
    return diagrams.not(rule.rule().accept(this));
  }

  @Override
  public Integer compare(Rule.Compare rule) {
    return compared(rule.left(), rule.comparison(), rule.right(), rule.exact());
  }

  private int compared(Operand left, Comparison comparison, Operand right, boolean exact) {
    boolean leftConstant = Subjects.isConstant(left);
    boolean rightConstant = Subjects.isConstant(right);
    if (leftConstant && rightConstant) {
      Optional<Integer> sign = sign(left, right, exact);
      return sign.isPresent()
          ? (comparison.holds(sign.get()) ? Diagrams.TRUE : Diagrams.FALSE)
          : subjects.related(left, comparison, right, exact);
    } else if (leftConstant) {
      return subjects.of(right).compare(comparison.mirrored(), left, exact);
    } else if (rightConstant) {
      return subjects.of(left).compare(comparison, right, exact);
    }
    return subjects.related(left, comparison, right, exact);
  }

  private static Optional<Integer> sign(Operand left, Operand right, boolean exact) {
    return left instanceof Operand.Literal a
            && right instanceof Operand.Literal b
            && a.value().getClass() == b.value().getClass()
        ? Optional.of(ValueOrder.compare(a.value(), b.value(), exact))
        : Optional.empty();
  }

  @Override
  public Integer between(Rule.Between rule) {
    return diagrams.and(
        compared(rule.operand(), Comparison.AT_LEAST, rule.low(), false),
        compared(rule.operand(), Comparison.AT_MOST, rule.high(), false));
  }

  @Override
  public Integer in(Rule.In rule) {
    if (!Subjects.isConstant(rule.operand())) {
      Subject subject = subjects.of(rule.operand());
      int one = subject.in(rule.values(), rule.exact());
      return rule.negated() ? diagrams.and(subject.present(), diagrams.not(one)) : one;
    }
    int any = Diagrams.FALSE;
    for (Value value : rule.values()) {
      Operand constant = new Operand.Literal(value, rule.span());
      any = diagrams.or(any, compared(rule.operand(), Comparison.EQUAL, constant, rule.exact()));
    }
    return rule.negated() ? diagrams.not(any) : any;
  }

  @Override
  public Integer textTest(Rule.TextTest rule) {
    return Subjects.isConstant(rule.operand())
        ? subjects.plain(rule)
        : subjects.of(rule.operand()).text(rule);
  }

  @Override
  public Integer listTest(Rule.ListTest rule) {
    return subjects.of(rule.operand()).list(rule);
  }

  @Override
  public Integer presence(Rule.Presence rule) {
    int there = subjects.of(rule.operand()).present();
    return rule.negated() ? diagrams.not(there) : there;
  }

  @Override
  public Integer inSegment(Rule.InSegment rule) {
    Rule meant = segments.get(rule.segment());
    Integer there = translated.get(rule.segment());
    if (there != null) {
      return there;
    } else if (meant == null || !underWay.add(rule.segment())) {
      return subjects.plain(rule);
    }
    int in = meant.accept(this);
    underWay.remove(rule.segment());
    translated.put(rule.segment(), in);
    return in;
  }

  @Override
  public Integer inList(Rule.InList rule) {
    return rule.asListTest().accept(this);
  }

  @Override
  public Integer consented(Rule.Consented rule) {
    return subjects.plain(rule);
  }

  @Override
  public Integer sequence(Rule.Sequence rule) {
    return subjects.plain(rule);
  }

  @Override
  public Integer anniversary(Rule.Anniversary rule) {
    return diagrams.and(subjects.of(rule.operand()).present(), subjects.plain(rule));
  }
}
