package io.espalier.audience;

import io.espalier.rule.Rule;
import io.espalier.rule.Span;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads a rule as facts. A not is gone: it was carried down to the comparisons, where a missing
 * value is thought of, e.g. {@code not points > 5} is "at most 5, or not known".
 */
public final class Facts implements Rule.Visitor<Formula<Fact>> {
  private final String esp;
  private final Setting setting;
  private final List<CannotSayException> refused;
  private final AttributeFacts attributes;
  private final EventFacts events;
  private final Set<String> underWay;
  private final boolean byList;
  private boolean holds = true;

  private Facts(
      String esp,
      Setting setting,
      List<CannotSayException> refused,
      Set<String> underWay,
      boolean byList) {
    this.byList = byList;
    this.esp = esp;
    this.setting = setting;
    this.refused = refused;
    this.underWay = underWay;
    this.attributes = AttributeFacts.ofPerson(esp, setting);
    this.events = new EventFacts(esp, setting);
  }

  /**
   * @param esp what a person calls the ESP, for the messages
   * @param byList a segment that is kept there as a list is asked for as one; else its rule stands
   *     in its place
   * @param refused receives what has no words there; with one in it the result says nothing
   */
  public static Formula<Fact> of(
      Rule rule, String esp, Setting setting, boolean byList, List<CannotSayException> refused) {
    return rule.accept(new Facts(esp, setting, refused, new LinkedHashSet<>(), byList));
  }

  /** A part of a rule that is no join. */
  @FunctionalInterface
  interface Reading {
    Formula<Fact> read() throws CannotSayException;
  }

  private Formula<Fact> read(Reading reading) {
    try {
      return reading.read();
    } catch (CannotSayException e) {
      refused.add(e);
      return Formula.never();
    }
  }

  private CannotSayException no(Span span, String message, String mend) {
    return new CannotSayException(span, message, mend);
  }

  @Override
  public Formula<Fact> constant(Rule.Constant rule) {
    return rule.value() == holds ? Formula.always() : Formula.never();
  }

  @Override
  public Formula<Fact> and(Rule.And rule) {
    return join(rule.parts(), holds);
  }

  @Override
  public Formula<Fact> or(Rule.Or rule) {
    return join(rule.parts(), !holds);
  }

  private Formula<Fact> join(List<Rule> rules, boolean and) {
    List<Formula<Fact>> parts = new ArrayList<>();
    rules.forEach(part -> parts.add(part.accept(this)));
    return and ? Formula.all(parts) : Formula.any(parts);
  }

  @Override
  public Formula<Fact> not(Rule.Not rule) {
    holds = !holds;
    Formula<Fact> inner = rule.rule().accept(this);
    holds = !holds;
    return inner;
  }

  @Override
  public Formula<Fact> compare(Rule.Compare rule) {
    return read(
        () ->
            EventFacts.isAbout(rule.left()) || EventFacts.isAbout(rule.right())
                ? events.compare(rule, holds)
                : attributes.compare(rule, holds));
  }

  @Override
  public Formula<Fact> between(Rule.Between rule) {
    return read(
        () ->
            EventFacts.isAbout(rule.operand())
                ? events.between(rule, holds)
                : attributes.between(rule, holds));
  }

  @Override
  public Formula<Fact> in(Rule.In rule) {
    return read(
        () ->
            EventFacts.isAbout(rule.operand())
                ? events.in(rule, holds)
                : attributes.in(rule, holds));
  }

  @Override
  public Formula<Fact> textTest(Rule.TextTest rule) {
    return read(() -> attributes.textTest(rule, holds));
  }

  @Override
  public Formula<Fact> listTest(Rule.ListTest rule) {
    return read(() -> attributes.listTest(rule, holds));
  }

  @Override
  public Formula<Fact> inList(Rule.InList rule) {
    return listTest(rule.asListTest());
  }

  @Override
  public Formula<Fact> presence(Rule.Presence rule) {
    return read(
        () ->
            EventFacts.isAbout(rule.operand())
                ? events.presence(rule, holds)
                : attributes.presence(rule, holds));
  }

  @Override
  public Formula<Fact> consented(Rule.Consented rule) {
    return read(
        () -> {
          if (!rule.channel().equals(io.espalier.model.Consent.EMAIL)) {
            throw no(
                rule.span(),
                "only the consent to email is kept in " + esp,
                "test consent(email, marketing), or leave 'native' off");
          }
          return Formula.one(new Fact.Consented(holds, rule.span()));
        });
  }

  @Override
  public Formula<Fact> sequence(Rule.Sequence rule) {
    return read(
        () -> {
          throw no(
              rule.span(),
              esp
                  + " has no words for this sequence: which events count, and to the second when, is said nowhere",
              "leave 'native' off");
        });
  }

  @Override
  public Formula<Fact> anniversary(Rule.Anniversary rule) {
    return read(
        () -> {
          throw no(
              rule.span(),
              "what " + esp + " makes of an anniversary on 29 February is said nowhere",
              "leave 'native' off");
        });
  }

  @Override
  public Formula<Fact> inSegment(Rule.InSegment rule) {
    String segment = rule.segment();
    Rule meant = setting.segments().get(segment);
    if (meant == null || !underWay.add(segment)) {
      throw new IllegalArgumentException(
          "no rule of '" + segment + "': the rules were not checked");
    }
    if (byList && setting.kept().contains(segment)) {
      underWay.remove(segment);
      return Formula.one(new Fact.Member(segment, holds, rule.span()));
    }
    List<CannotSayException> within = new ArrayList<>();
    Facts other = new Facts(esp, setting, within, underWay, byList);
    other.holds = holds;
    Formula<Fact> said = meant.accept(other);
    underWay.remove(segment);
    if (within.isEmpty()) {
      return said.say(fact -> Formula.one(Moved.to(fact, rule.span())), refused);
    }
    for (CannotSayException reason : within) {
      refused.add(
          no(rule.span(), "of segment '" + segment + "': " + reason.getMessage(), reason.mend()));
    }
    return Formula.never();
  }
}
