package io.espalier.proof;

import io.espalier.model.Cased;
import io.espalier.model.Value;
import io.espalier.rule.Comparison;
import io.espalier.rule.ListOperator;
import io.espalier.rule.Moment;
import io.espalier.rule.Operand;
import io.espalier.rule.Rule;
import io.espalier.rule.ValueOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A list of texts: each text that is asked for is in it, or is not. */
final class ListSubject extends Subject {
  private record Element(String form, boolean exact) {}

  private final Map<Element, Integer> elements = new LinkedHashMap<>();

  ListSubject(Operand operand, Diagrams diagrams) {
    super(operand, false, diagrams);
  }

  @Override
  void settleValues() {
    elements.replaceAll((element, none) -> diagrams.variable(2));
  }

  private int holds(int variable) {
    return diagrams.is(variable, value -> value == 1);
  }

  @Override
  int facts() {
    int facts = Diagrams.TRUE;
    for (Map.Entry<Element, Integer> element : elements.entrySet()) {
      int in = holds(element.getValue());
      facts = diagrams.and(facts, diagrams.or(present(), diagrams.not(in)));
      if (element.getKey().exact()) {
        Integer folded = elements.get(new Element(Cased.fold(element.getKey().form()), false));
        if (folded != null) {
          facts = diagrams.and(facts, diagrams.or(diagrams.not(in), holds(folded)));
        }
      }
    }
    return facts;
  }

  @Override
  int compare(Comparison comparison, Operand constant, boolean exact) {
    throw new IllegalArgumentException("a list is not compared: the rule was not checked");
  }

  @Override
  int list(Rule.ListTest rule) {
    int there = present();
    boolean all = rule.operator() == ListOperator.HAS_ALL;
    int found = all ? Diagrams.TRUE : Diagrams.FALSE;
    for (String text : rule.texts()) {
      Element element = new Element(ValueOrder.form(text, rule.exact()), rule.exact());
      if (!settled()) {
        elements.put(element, -1);
        continue;
      }
      int in = holds(variable(element));
      found = all ? diagrams.and(found, in) : diagrams.or(found, in);
    }
    boolean none = rule.operator() == ListOperator.HAS_NONE;
    return diagrams.and(there, none ? diagrams.not(found) : found);
  }

  private int variable(Element element) {
    return elements.getOrDefault(element, -1);
  }

  @Override
  Optional<Value> sample(int[] values, Moment moment, Random chance) {
    if (!isPresent(values)) {
      return Optional.empty();
    }
    List<String> texts = new ArrayList<>();
    elements.forEach(
        (element, variable) -> {
          if (values[variable] == 1) {
            texts.add(element.form());
          }
        });
    if (texts.isEmpty()) {
      texts.add("something else");
    }
    return Optional.of(new Value.TextList(texts));
  }
}
