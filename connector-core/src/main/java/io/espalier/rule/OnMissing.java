package io.espalier.rule;

import io.espalier.model.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A rule that takes a missing attribute for a value: true exactly where the rule as written is true
 * of the person with these values filled in. The result is a rule like any other, so that it has
 * one meaning wherever it runs: {@code score < 10} with {@code score: 0} is {@code score < 10 or
 * missing score}.
 */
public final class OnMissing {
  private final Map<String, Value> values;

  private OnMissing(Map<String, Value> values) {
    this.values = values;
  }

  /**
   * @param values by attribute: no lists, and of the attribute's type
   */
  public static Rule apply(Rule rule, Map<String, Value> values) {
    return values.isEmpty() ? rule : new OnMissing(values).filled(rule);
  }

  private Rule filled(Rule rule) {
    if (rule instanceof Rule.And and) {
      return joined(and.parts().stream().map(this::filled).toList(), true, and.span());
    } else if (rule instanceof Rule.Or or) {
      return joined(or.parts().stream().map(this::filled).toList(), false, or.span());
    } else if (rule instanceof Rule.Not not) {
      return new Rule.Not(filled(not.rule()), not.span());
    }
    if (rule instanceof Rule.Presence presence) {
      Operand of = presence.operand() instanceof Operand.Part part ? part.of() : presence.operand();
      return of instanceof Operand.Attribute attribute && values.containsKey(attribute.name())
          ? new Rule.Constant(!presence.negated(), presence.span())
          : rule;
    }
    return filledLeaf(rule);
  }

  /** One case for each set of attributes that may be missing. */
  private Rule filledLeaf(Rule leaf) {
    List<String> names = new ArrayList<>(attributes(leaf));
    List<Rule> cases = new ArrayList<>(List.of(leaf));
    for (int set = 1; set < 1 << names.size(); set++) {
      Set<String> missing = new LinkedHashSet<>();
      List<Rule> all = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        if ((set >> i & 1) == 1) {
          missing.add(names.get(i));
          Operand attribute = new Operand.Attribute(names.get(i), leaf.span());
          all.add(new Rule.Presence(attribute, true, leaf.span()));
        }
      }
      all.add(with(leaf, missing));
      cases.add(joined(all, true, leaf.span()));
    }
    return joined(cases, false, leaf.span());
  }

  private Set<String> attributes(Rule leaf) {
    Set<String> attributes = new LinkedHashSet<>(Uses.of(List.of(leaf)).attributes());
    attributes.retainAll(values.keySet());
    return attributes;
  }

  private Rule with(Rule leaf, Set<String> missing) {
    if (leaf instanceof Rule.Compare r) {
      return new Rule.Compare(
          with(r.left(), missing), r.comparison(), with(r.right(), missing), r.exact(), r.span());
    } else if (leaf instanceof Rule.Between r) {
      return new Rule.Between(
          with(r.operand(), missing), with(r.low(), missing), with(r.high(), missing), r.span());
    } else if (leaf instanceof Rule.In r) {
      return new Rule.In(with(r.operand(), missing), r.negated(), r.values(), r.exact(), r.span());
    } else if (leaf instanceof Rule.TextTest r) {
      return new Rule.TextTest(
          with(r.operand(), missing), r.operator(), r.text(), r.exact(), r.span());
    } else if (leaf instanceof Rule.Anniversary r) {
      return new Rule.Anniversary(with(r.operand(), missing), r.from(), r.to(), r.span());
    }
    return leaf;
  }

  private Operand with(Operand operand, Set<String> missing) {
    if (operand instanceof Operand.Attribute attribute && missing.contains(attribute.name())) {
      return new Operand.Literal(
          values.getOrDefault(attribute.name(), Value.NOTHING), attribute.span());
    } else if (operand instanceof Operand.Part part) {
      return new Operand.Part(part.kind(), with(part.of(), missing), part.span());
    }
    return operand;
  }

  /** Flat, and without constants that say nothing. */
  private static Rule joined(List<Rule> parts, boolean and, Span span) {
    List<Rule> flat = new ArrayList<>();
    for (Rule part : parts) {
      RuleParser.addFlat(flat, part, and ? "and" : "or");
    }
    return flat.size() == 1
        ? flat.get(0)
        : and ? new Rule.And(flat, span) : new Rule.Or(flat, span);
  }
}
