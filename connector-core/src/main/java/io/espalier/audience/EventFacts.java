package io.espalier.audience;

import io.espalier.model.Attribute;
import io.espalier.model.EventType;
import io.espalier.model.Value;
import io.espalier.rule.Comparison;
import io.espalier.rule.Duration;
import io.espalier.rule.Function;
import io.espalier.rule.Operand;
import io.espalier.rule.Rule;
import io.espalier.rule.RulePrinter;
import io.espalier.rule.Span;
import io.espalier.rule.Window;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Conditions on what a person did, as facts. */
final class EventFacts {
  private final String esp;
  private final Setting setting;

  EventFacts(String esp, Setting setting) {
    this.esp = esp;
    this.setting = setting;
  }

  static boolean isAbout(Operand operand) {
    return operand instanceof Operand.Aggregate;
  }

  private static CannotSayException no(Span span, String message, String mend) {
    return new CannotSayException(span, message, mend);
  }

  Formula<Fact> compare(Rule.Compare rule, boolean holds) throws CannotSayException {
    boolean turned = !isAbout(rule.left());
    Operand.Aggregate aggregate = (Operand.Aggregate) (turned ? rule.right() : rule.left());
    Comparison said = turned ? rule.comparison().mirrored() : rule.comparison();
    return tally(
        aggregate,
        holds ? said : AttributeFacts.opposite(said),
        turned ? rule.left() : rule.right(),
        rule.span());
  }

  Formula<Fact> between(Rule.Between rule, boolean holds) throws CannotSayException {
    Operand.Aggregate aggregate = (Operand.Aggregate) rule.operand();
    Formula<Fact> low =
        tally(aggregate, holds ? Comparison.AT_LEAST : Comparison.LESS, rule.low(), rule.span());
    Formula<Fact> high =
        tally(aggregate, holds ? Comparison.AT_MOST : Comparison.GREATER, rule.high(), rule.span());
    return holds ? Formula.all(low, high) : Formula.any(low, high);
  }

  Formula<Fact> in(Rule.In rule, boolean holds) throws CannotSayException {
    boolean wanted = rule.negated() != holds;
    List<Formula<Fact>> each = new ArrayList<>();
    for (Value value : rule.values()) {
      each.add(
          tally(
              (Operand.Aggregate) rule.operand(),
              wanted ? Comparison.EQUAL : Comparison.UNEQUAL,
              new Operand.Literal(value, rule.span()),
              rule.span()));
    }
    return wanted ? Formula.any(each) : Formula.all(each);
  }

  /** A count and a sum are always known. */
  Formula<Fact> presence(Rule.Presence rule, boolean holds) throws CannotSayException {
    check((Operand.Aggregate) rule.operand());
    return rule.negated() != holds ? Formula.always() : Formula.never();
  }

  private KnownEvent check(Operand.Aggregate aggregate) throws CannotSayException {
    Span span =
        aggregate.named().start() == aggregate.named().end() ? aggregate.span() : aggregate.named();
    KnownEvent known = setting.events().get(aggregate.event());
    if (aggregate.function() != Function.COUNT && aggregate.function() != Function.SUM) {
      throw no(
          aggregate.span(),
          esp + " counts or sums events at most; it has no " + aggregate.function().word(),
          "make it a computed attribute, whose value is sent, or leave 'native' off");
    }
    if (known == null) {
      throw no(
          span,
          "nothing says that " + esp + " knows every '" + aggregate.event() + "'",
          "name the event there in profile.yaml, under 'names' of the event, or make this a computed attribute, whose value is sent");
    }
    return known;
  }

  private Formula<Fact> tally(
      Operand.Aggregate aggregate, Comparison comparison, Operand other, Span span)
      throws CannotSayException {
    KnownEvent known = check(aggregate);
    if (!(other instanceof Operand.Literal literal)
        || !(literal.value() instanceof Value.Number number)) {
      throw no(other.span(), esp + " compares a count with a constant only", "leave 'native' off");
    }
    boolean sum = aggregate.function() == Function.SUM;
    if (sum && !known.value().equals(aggregate.property().orElse(""))) {
      throw no(
          aggregate.span(),
          esp
              + " sums the value of an event only, and '"
              + aggregate.property().orElse("")
              + "' is not said to be that of '"
              + aggregate.event()
              + "'",
          "say so in profile.yaml: value: "
              + aggregate.property().orElse("")
              + ", under the event");
    }
    if (sum && (comparison == Comparison.EQUAL || comparison == Comparison.UNEQUAL)) {
      throw no(
          span,
          "whether a sum in " + esp + " is exact to the last digit is said nowhere",
          "compare it with < or >=");
    }
    if (aggregate.function() == Function.COUNT && aggregate.property().isPresent()) {
      throw no(
          aggregate.span(), esp + " counts events, not the values in them", "leave 'native' off");
    }
    return Formula.one(
        new Fact.Tally(
            aggregate.function(),
            aggregate.event(),
            aggregate.property().orElse(""),
            where(aggregate),
            time(aggregate),
            comparison,
            number.number(),
            span));
  }

  private Fact.Time time(Operand.Aggregate aggregate) throws CannotSayException {
    Window window = aggregate.window();
    if (window instanceof Window.Last last) {
      return new Fact.Time.Last(hours(last.duration(), aggregate));
    } else if (window instanceof Window.Ago ago) {
      return new Fact.Time.Ago(hours(ago.from(), aggregate), hours(ago.to(), aggregate));
    } else if (window instanceof Window.Since since) {
      return new Fact.Time.Since(since.start());
    } else if (window instanceof Window.Fixed fixed) {
      return new Fact.Time.Between(fixed.start(), fixed.end());
    }
    return new Fact.Time.Ever();
  }

  private long hours(Duration duration, Operand.Aggregate aggregate) throws CannotSayException {
    if (!duration.isExact()) {
      throw no(
          aggregate.span(),
          esp + " counts back in hours, days and weeks, not in " + duration,
          "write it in days");
    }
    return duration.hours();
  }

  /** All of it must be facts about one property each, joined by and. */
  private List<Fact.OfAttribute> where(Operand.Aggregate aggregate) throws CannotSayException {
    if (aggregate.where().isEmpty()) {
      return List.of();
    }
    Rule rule = aggregate.where().get();
    EventType type = setting.schema().event(aggregate.event()).orElseThrow();
    Map<String, Attribute> properties = new LinkedHashMap<>();
    type.properties().forEach((name, of) -> properties.put(name, Attribute.of(name, of)));
    AttributeFacts facts = AttributeFacts.ofEvent(esp, setting, properties);
    List<Rule> parts = rule instanceof Rule.And and ? and.parts() : List.of(rule);
    List<Fact.OfAttribute> all = new ArrayList<>();
    for (Rule part : parts) {
      Formula<Fact> said = property(facts, part, true);
      boolean joined = said instanceof Formula.Any<Fact>;
      for (Fact fact : said.statements()) {
        if (!(fact instanceof Fact.OfAttribute one)) {
          throw unsaid(part);
        }
        all.add(one);
      }
      if (joined) {
        throw unsaid(part);
      }
    }
    return all;
  }

  private Formula<Fact> property(AttributeFacts facts, Rule rule, boolean holds)
      throws CannotSayException {
    if (rule instanceof Rule.Not not) {
      return property(facts, not.rule(), !holds);
    } else if (rule instanceof Rule.Compare compare) {
      return facts.compare(compare, holds);
    } else if (rule instanceof Rule.Between between) {
      return facts.between(between, holds);
    } else if (rule instanceof Rule.In in) {
      return facts.in(in, holds);
    } else if (rule instanceof Rule.TextTest test) {
      return facts.textTest(test, holds);
    } else if (rule instanceof Rule.ListTest test) {
      return facts.listTest(test, holds);
    } else if (rule instanceof Rule.Presence presence) {
      return facts.presence(presence, holds);
    }
    throw unsaid(rule);
  }

  private CannotSayException unsaid(Rule rule) {
    return no(
        rule.span(),
        "of an event, "
            + esp
            + " takes conditions that all hold, and '"
            + RulePrinter.print(rule)
            + "' is not one",
        "leave 'native' off");
  }
}
