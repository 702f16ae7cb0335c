package io.espalier.audience;

import io.espalier.model.Attribute;
import io.espalier.model.Cased;
import io.espalier.model.Profile;
import io.espalier.model.ProfileKey;
import io.espalier.model.Schema;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.rule.Comparison;
import io.espalier.rule.ListOperator;
import io.espalier.rule.Moment;
import io.espalier.rule.Operand;
import io.espalier.rule.Rule;
import io.espalier.rule.RuleEvaluator;
import io.espalier.rule.Span;
import io.espalier.rule.TextOperator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Conditions on one attribute as facts; in an aggregate's where, on one property of the event. */
final class AttributeFacts {
  private final String esp;
  private final Setting setting;
  private final Map<String, Attribute> attributes;
  private final Set<String> fields;
  private final boolean person;

  private AttributeFacts(
      String esp,
      Setting setting,
      Map<String, Attribute> attributes,
      Set<String> fields,
      boolean person) {
    this.esp = esp;
    this.setting = setting;
    this.attributes = attributes;
    this.fields = fields;
    this.person = person;
  }

  static AttributeFacts ofPerson(String esp, Setting setting) {
    return new AttributeFacts(esp, setting, setting.schema().attributes(), setting.fields(), true);
  }

  static AttributeFacts ofEvent(String esp, Setting setting, Map<String, Attribute> properties) {
    return new AttributeFacts(esp, setting, properties, properties.keySet(), false);
  }

  private static CannotSayException no(Span span, String message, String mend) {
    return new CannotSayException(span, message, mend);
  }

  private Attribute attribute(Operand operand) throws CannotSayException {
    if (!(operand instanceof Operand.Attribute named)) {
      throw no(
          operand.span(),
          esp + " compares a field with a constant, and this is neither",
          "leave 'native' off");
    }
    Attribute attribute = attributes.get(named.name());
    if (attribute == null || !fields.contains(named.name())) {
      throw no(
          named.span(),
          "'" + named.name() + "' is not sent to " + esp,
          person
              ? "let its purposes hold 'marketing', or leave 'native' off"
              : "leave 'native' off");
    }
    return attribute;
  }

  Formula<Fact> presence(Rule.Presence rule, boolean holds) throws CannotSayException {
    Attribute attribute = attribute(rule.operand());
    return known(attribute, rule.negated() != holds, rule.span());
  }

  private static Formula<Fact> known(Attribute attribute, boolean holds, Span span) {
    return Formula.one(new Fact.Known(attribute.name(), holds, span));
  }

  private static Formula<Fact> orMissing(Formula<Fact> fact, Attribute attribute, Span span) {
    return Formula.any(fact, known(attribute, false, span));
  }

  /** Of a rule that is false of a missing value, whichever way it is turned. */
  private static Formula<Fact> turned(
      Formula<Fact> otherwise, Attribute attribute, boolean holds, Span span) {
    return holds ? otherwise : orMissing(otherwise, attribute, span);
  }

  Formula<Fact> compare(Rule.Compare rule, boolean holds) throws CannotSayException {
    boolean turned = !(rule.left() instanceof Operand.Attribute);
    Operand side = turned ? rule.right() : rule.left();
    Operand other = turned ? rule.left() : rule.right();
    Attribute attribute = attribute(side);
    if (other instanceof Operand.Attribute) {
      throw no(rule.span(), esp + " cannot compare one field with another", "leave 'native' off");
    }
    Comparison said = turned ? rule.comparison().mirrored() : rule.comparison();
    if (isClosed(attribute)) {
      return closed(rule, attribute, holds);
    }
    Comparison wanted = holds ? said : opposite(said);
    return turned(
        compared(attribute, wanted, other, rule.exact(), rule.span()),
        attribute,
        holds,
        rule.span());
  }

  static Comparison opposite(Comparison comparison) {
    return switch (comparison) {
      case EQUAL -> Comparison.UNEQUAL;
      case UNEQUAL -> Comparison.EQUAL;
      case LESS -> Comparison.AT_LEAST;
      case AT_MOST -> Comparison.GREATER;
      case GREATER -> Comparison.AT_MOST;
      case AT_LEAST -> Comparison.LESS;
    };
  }

  private Formula<Fact> compared(
      Attribute attribute, Comparison comparison, Operand other, boolean exact, Span span)
      throws CannotSayException {
    String name = attribute.name();
    switch (attribute.type()) {
      case NUMBER:
        Value number = literal(other).value();
        return Formula.one(
            new Fact.NumberIs(name, comparison, ((Value.Number) number).number(), span));
      case BOOL:
        boolean flag = ((Value.Flag) literal(other).value()).flag();
        return Formula.one(new Fact.FlagIs(name, flag == (comparison == Comparison.EQUAL), span));
      case TEXT:
        String text = literal(other).value().plain();
        if (comparison != Comparison.EQUAL && comparison != Comparison.UNEQUAL) {
          throw no(span, "the order of texts is another in " + esp, "leave 'native' off");
        }
        return text(
            attribute, Fact.Part.WHOLE, List.of(text), comparison == Comparison.EQUAL, exact, span);
      case DATE, DATETIME:
        return DayFacts.compared(esp, setting.zone(), attribute, comparison, other, span);
      case LIST:
        throw no(span, "a list as a whole cannot be compared in " + esp, "use has_any or has_all");
    }
    throw new IllegalStateException("a type that nobody thought of");
  }

  private Operand.Literal literal(Operand operand) throws CannotSayException {
    if (operand instanceof Operand.Literal literal) {
      return literal;
    }
    throw no(operand.span(), esp + " compares a field with a constant only", "leave 'native' off");
  }

  private static Formula<Fact> text(
      Attribute attribute,
      Fact.Part part,
      List<String> texts,
      boolean holds,
      boolean exact,
      Span span) {
    List<String> composed = texts.stream().map(Cased::nfc).distinct().toList();
    return Formula.one(
        new Fact.TextIs(
            attribute.name(), part, composed, holds, Spelling.ofOpen(composed, exact), span));
  }

  Formula<Fact> between(Rule.Between rule, boolean holds) throws CannotSayException {
    Attribute attribute = attribute(rule.operand());
    if (isClosed(attribute)) {
      return closed(rule, attribute, holds);
    }
    Comparison from = holds ? Comparison.AT_LEAST : Comparison.LESS;
    Comparison to = holds ? Comparison.AT_MOST : Comparison.GREATER;
    Formula<Fact> low = compared(attribute, from, rule.low(), false, rule.span());
    Formula<Fact> high = compared(attribute, to, rule.high(), false, rule.span());
    return holds
        ? Formula.all(low, high)
        : orMissing(Formula.any(low, high), attribute, rule.span());
  }

  Formula<Fact> in(Rule.In rule, boolean holds) throws CannotSayException {
    Attribute attribute = attribute(rule.operand());
    if (isClosed(attribute)) {
      return closed(rule, attribute, holds);
    }
    boolean wanted = rule.negated() != holds;
    Formula<Fact> said;
    if (attribute.type() == ValueType.TEXT) {
      List<String> texts = rule.values().stream().map(Value::plain).toList();
      said = text(attribute, Fact.Part.WHOLE, texts, wanted, rule.exact(), rule.span());
    } else {
      List<Formula<Fact>> each = new ArrayList<>();
      for (Value value : rule.values()) {
        each.add(
            compared(
                attribute,
                wanted ? Comparison.EQUAL : Comparison.UNEQUAL,
                new Operand.Literal(value, rule.span()),
                rule.exact(),
                rule.span()));
      }
      said = wanted ? Formula.any(each) : Formula.all(each);
    }
    return turned(said, attribute, holds, rule.span());
  }

  Formula<Fact> textTest(Rule.TextTest rule, boolean holds) throws CannotSayException {
    Attribute attribute = attribute(rule.operand());
    if (isClosed(attribute)) {
      return closed(rule, attribute, holds);
    }
    if (rule.operator() == TextOperator.MATCHES) {
      throw no(
          rule.span(),
          "a pattern means something else in every engine, and "
              + esp
              + " does not say what in its own",
          "list the attribute's 'values' in profile.yaml, or leave 'native' off");
    }
    Fact.Part part =
        switch (rule.operator()) {
          case CONTAINS -> Fact.Part.ANYWHERE;
          case STARTS_WITH -> Fact.Part.START;
          case ENDS_WITH -> Fact.Part.END;
          case MATCHES -> throw new IllegalStateException();
        };
    return turned(
        text(attribute, part, List.of(rule.text()), holds, rule.exact(), rule.span()),
        attribute,
        holds,
        rule.span());
  }

  Formula<Fact> listTest(Rule.ListTest rule, boolean holds) throws CannotSayException {
    Attribute attribute = attribute(rule.operand());
    boolean all = rule.operator() == ListOperator.HAS_ALL;
    // has_none of a list that is known is not has_any.
    boolean has = (rule.operator() != ListOperator.HAS_NONE) == holds;
    List<Formula<Fact>> each = new ArrayList<>();
    for (String text : rule.texts()) {
      String composed = Cased.nfc(text);
      Spelling spelling = Spelling.ofOpen(List.of(composed), rule.exact());
      each.add(
          Formula.one(new Fact.ListHas(attribute.name(), composed, has, spelling, rule.span())));
    }
    boolean and = all == has;
    Formula<Fact> said = and ? Formula.all(each) : Formula.any(each);
    return turned(said, attribute, holds, rule.span());
  }

  private static boolean isClosed(Attribute attribute) {
    return attribute.type() == ValueType.TEXT && !attribute.values().isEmpty();
  }

  /** Asks the meaning itself of every value that there can be. */
  private static Formula<Fact> closed(Rule rule, Attribute attribute, boolean holds) {
    RuleEvaluator meaning =
        new RuleEvaluator(
            Schema.of(List.of(attribute), List.of(), Set.of()),
            new Moment(Instant.EPOCH, java.time.ZoneOffset.UTC),
            Map.of());
    List<String> right = new ArrayList<>();
    for (String value : attribute.values()) {
      Profile one =
          new Profile(new ProfileKey("-"), Map.of(attribute.name(), Value.text(value)), Map.of());
      if (meaning.test(rule, one, List.of()) == holds) {
        right.add(Cased.nfc(value));
      }
    }
    Formula<Fact> said;
    if (right.size() == attribute.values().size()) {
      said = known(attribute, true, rule.span());
    } else if (right.isEmpty()) {
      said = Formula.never();
    } else {
      List<String> rest = new ArrayList<>(attribute.values().stream().map(Cased::nfc).toList());
      rest.removeAll(right);
      boolean fewer = rest.size() < right.size();
      said =
          Formula.one(
              new Fact.TextIs(
                  attribute.name(),
                  Fact.Part.WHOLE,
                  fewer ? rest : right,
                  !fewer,
                  Spelling.ofClosed(attribute.values()),
                  rule.span()));
    }
    return turned(said, attribute, holds, rule.span());
  }
}
