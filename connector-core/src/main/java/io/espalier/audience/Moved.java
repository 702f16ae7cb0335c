package io.espalier.audience;

import io.espalier.rule.Span;

/** A fact of another segment's rule, told as standing where that segment is named. */
final class Moved {
  private Moved() {}

  static Fact to(Fact fact, Span span) {
    if (fact instanceof Fact.Known f) {
      return new Fact.Known(f.attribute(), f.holds(), span);
    } else if (fact instanceof Fact.NumberIs f) {
      return new Fact.NumberIs(f.attribute(), f.comparison(), f.number(), span);
    } else if (fact instanceof Fact.FlagIs f) {
      return new Fact.FlagIs(f.attribute(), f.flag(), span);
    } else if (fact instanceof Fact.TextIs f) {
      return new Fact.TextIs(f.attribute(), f.part(), f.texts(), f.holds(), f.spelling(), span);
    } else if (fact instanceof Fact.DayIs f) {
      return new Fact.DayIs(f.attribute(), f.side(), f.day(), span);
    } else if (fact instanceof Fact.DayFromToday f) {
      return new Fact.DayFromToday(f.attribute(), f.side(), f.days(), span);
    } else if (fact instanceof Fact.MomentIs f) {
      return new Fact.MomentIs(f.attribute(), f.side(), f.moment(), span);
    } else if (fact instanceof Fact.MomentFromNow f) {
      return new Fact.MomentFromNow(f.attribute(), f.side(), f.hours(), span);
    } else if (fact instanceof Fact.ListHas f) {
      return new Fact.ListHas(f.attribute(), f.text(), f.holds(), f.spelling(), span);
    } else if (fact instanceof Fact.Consented f) {
      return new Fact.Consented(f.holds(), span);
    } else if (fact instanceof Fact.Member f) {
      return new Fact.Member(f.segment(), f.holds(), span);
    } else if (fact instanceof Fact.Tally f) {
      return new Fact.Tally(
          f.function(),
          f.event(),
          f.property(),
          f.where(),
          f.time(),
          f.comparison(),
          f.number(),
          span);
    }
    throw new IllegalStateException("a fact that nobody thought of: " + fact);
  }
}
