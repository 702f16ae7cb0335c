package io.espalier.rule;

import java.util.ArrayList;
import java.util.List;

/** A rule in expression form over several lines, broken at {@code and} and {@code or}. */
final class RuleLayout {
  private RuleLayout() {}

  /** Lines of at most that width, as far as single conditions are not longer. */
  static List<String> lines(Rule rule, int width) {
    String whole = RulePrinter.print(rule);
    if (whole.length() <= width) {
      return List.of(whole);
    } else if (rule instanceof Rule.And and) {
      return joined("and ", and.parts(), width);
    } else if (rule instanceof Rule.Or or) {
      return joined("or ", or.parts(), width);
    } else if (rule instanceof Rule.Not not && isChain(not.rule())) {
      return enclosed("not (", not.rule(), width);
    }
    return List.of(whole);
  }

  private static boolean isChain(Rule rule) {
    return rule instanceof Rule.And || rule instanceof Rule.Or;
  }

  private static List<String> joined(String joint, List<Rule> parts, int width) {
    List<String> lines = new ArrayList<>();
    for (Rule part : parts) {
      boolean parentheses = part instanceof Rule.Or || joint.equals("or ") && isChain(part);
      int left = width - joint.length() - (parentheses ? 2 : 0);
      List<String> inner = lines(part, left);
      if (parentheses && inner.size() == 1) {
        inner = List.of("(" + inner.get(0) + ")");
      } else if (parentheses) {
        inner = enclosed("(", part, width);
      }
      lines.add((lines.isEmpty() ? "" : joint) + inner.get(0));
      lines.addAll(inner.subList(1, inner.size()));
    }
    return lines;
  }

  private static List<String> enclosed(String opening, Rule rule, int width) {
    List<String> lines = new ArrayList<>(List.of(opening));
    lines(rule, width - 2).forEach(line -> lines.add("  " + line));
    lines.add(")");
    return lines;
  }
}
