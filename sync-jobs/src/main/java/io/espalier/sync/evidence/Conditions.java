package io.espalier.sync.evidence;

import io.espalier.rule.Operand;
import io.espalier.rule.Rule;
import io.espalier.rule.RulePrinter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A rule taken apart into its conditions, so that each can be asked for one person. */
final class Conditions {

  /**
   * One node of a rule.
   *
   * @param depth of nesting; 0 for the rule itself
   * @param text as a user writes it; {@code all of}, {@code one of}, {@code not} where it only
   *     joins
   * @param operand what the condition looks at; empty where it joins others, or looks at no value
   */
  record Node(int depth, String text, Rule rule, Optional<Operand> operand) {}

  private final List<Node> nodes = new ArrayList<>();

  private Conditions() {}

  static List<Node> of(Rule rule) {
    Conditions conditions = new Conditions();
    conditions.walk(rule, 0);
    return List.copyOf(conditions.nodes);
  }

  /** The rules of all nodes, by names that are given in their order. */
  static Map<String, Rule> flags(List<Node> nodes) {
    Map<String, Rule> flags = new LinkedHashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      flags.put("c_" + i, nodes.get(i).rule());
    }
    return flags;
  }

  static Map<String, Operand> operands(List<Node> nodes) {
    Map<String, Operand> operands = new LinkedHashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      String name = "v_" + i;
      nodes.get(i).operand().ifPresent(operand -> operands.put(name, operand));
    }
    return operands;
  }

  private void walk(Rule rule, int depth) {
    if (rule instanceof Rule.And and) {
      join(rule, "all of", and.parts(), depth);
    } else if (rule instanceof Rule.Or or) {
      join(rule, "one of", or.parts(), depth);
    } else if (rule instanceof Rule.Not not) {
      join(rule, "not", List.of(not.rule()), depth);
    } else {
      nodes.add(new Node(depth, RulePrinter.print(rule), rule, operand(rule)));
    }
  }

  private void join(Rule rule, String word, List<Rule> parts, int depth) {
    nodes.add(new Node(depth, word, rule, Optional.empty()));
    parts.forEach(part -> walk(part, depth + 1));
  }

  private static Optional<Operand> operand(Rule rule) {
    Optional<Operand> operand = Optional.empty();
    if (rule instanceof Rule.Compare compare) {
      operand = Optional.of(compare.left());
    } else if (rule instanceof Rule.Between between) {
      operand = Optional.of(between.operand());
    } else if (rule instanceof Rule.In in) {
      operand = Optional.of(in.operand());
    } else if (rule instanceof Rule.TextTest test) {
      operand = Optional.of(test.operand());
    } else if (rule instanceof Rule.ListTest test) {
      operand = Optional.of(test.operand());
    } else if (rule instanceof Rule.Presence presence) {
      operand = Optional.of(presence.operand());
    }
    return operand.filter(o -> o instanceof Operand.Attribute || o instanceof Operand.Aggregate);
  }
}
