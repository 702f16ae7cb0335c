package io.espalier.rule;

import io.espalier.model.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tree → {@link Rule}. */
final class RuleTreeReader {
  static final String EXISTS_EVENT = "exists_event";
  static final String EXACT = "exact";
  static final Map<String, Comparison> COMPARISONS = comparisons();

  private static final int MAX_DEPTH = 100;
  private static final List<String> JOINTS = List.of("all", "any", "not");
  private static final List<String> FACTS =
      List.of("in_segment", "in_list", "consent", "sequence", "anniversary", EXISTS_EVENT);

  private final TreeScope scope;
  private final OperandTreeReader operands;
  private final boolean inWhere;
  private int depth;

  RuleTreeReader(TreeScope scope, boolean inWhere) {
    this.scope = scope;
    this.operands = new OperandTreeReader(scope);
    this.inWhere = inWhere;
  }

  private static Map<String, Comparison> comparisons() {
    Map<String, Comparison> words = new LinkedHashMap<>();
    words.put("eq", Comparison.EQUAL);
    words.put("ne", Comparison.UNEQUAL);
    words.put("lt", Comparison.LESS);
    words.put("lte", Comparison.AT_MOST);
    words.put("gt", Comparison.GREATER);
    words.put("gte", Comparison.AT_LEAST);
    return words;
  }

  /** The keys that say what a mapping is. */
  static List<String> heads() {
    List<String> heads = new ArrayList<>(JOINTS);
    heads.addAll(List.of(OperandTreeReader.ATTR, OperandTreeReader.VALUE));
    heads.addAll(FACTS);
    for (Function function : Function.values()) {
      heads.add(function.word());
    }
    for (PartKind kind : PartKind.values()) {
      heads.add(kind.key());
    }
    return heads;
  }

  Optional<Rule> rule(RuleTree tree) {
    if (tree instanceof RuleTree.Scalar scalar) {
      return expression(scalar);
    } else if (tree instanceof RuleTree.Entries entries) {
      if (++depth > MAX_DEPTH) {
        depth--;
        return scope.error(
            tree.span(),
            "the rule is nested more than " + MAX_DEPTH + " deep",
            "make a part of it a segment of its own and write in_segment");
      }
      Optional<Rule> rule = mapping(entries);
      depth--;
      return rule;
    }
    return scope.error(tree.span(), "expected a condition, not a list", "write all: or any:");
  }

  private Optional<Rule> expression(RuleTree.Scalar scalar) {
    if (TreeScope.isNull(scalar)) {
      return scope.error(scalar.span(), "expected a condition", "e.g. {attr: country, eq: GB}");
    }
    return scope.embedded(scalar, inWhere ? RuleParser::parseWhere : RuleParser::parse);
  }

  private Optional<Rule> mapping(RuleTree.Entries tree) {
    Map<String, RuleTree> byKey = scope.byKey(tree);
    List<String> heads = byKey.keySet().stream().filter(heads()::contains).toList();
    if (heads.isEmpty()) {
      return inWhere ? shorthand(tree) : headless(tree);
    }
    String head = heads.get(0);
    if (heads.size() > 1) {
      return scope.error(
          tree.span(),
          "'" + head + "' and '" + heads.get(1) + "' stand in one condition",
          "make them two, under all: or any:");
    }
    return switch (head) {
      case "all", "any" -> joined(head, tree, byKey);
      case "not" -> negation(tree, byKey);
      case "in_segment" -> inSegment(tree, byKey);
      case "in_list", "consent", "sequence", "anniversary" ->
          new FactTreeReader(scope, operands).fact(head, tree, byKey);
      case EXISTS_EVENT -> existsEvent(tree, byKey);
      default -> tested(head, tree, byKey);
    };
  }

  private Optional<Rule> headless(RuleTree.Entries tree) {
    if (tree.entries().isEmpty()) {
      return scope.error(tree.span(), "expected a condition", "e.g. {attr: country, eq: GB}");
    }
    RuleTree.Scalar first = tree.entries().get(0).key();
    return scope.error(
        first.span(),
        "'" + first.text() + "' begins no condition",
        Names.nearest(first.text(), heads())
            .map(head -> "did you mean '" + head + "'?")
            .orElse("an attribute is named as {attr: " + first.text() + ", ...}"));
  }

  /** {@code where: {category: outdoor, price: [1, 2]}}. */
  private Optional<Rule> shorthand(RuleTree.Entries tree) {
    List<Rule> parts = new ArrayList<>();
    boolean whole = !tree.entries().isEmpty();
    if (!whole) {
      scope.error(tree.span(), "expected a condition", "e.g. where: {category: outdoor}");
    }
    for (RuleTree.Entry entry : tree.entries()) {
      Operand name = new Operand.Attribute(entry.key().text(), entry.key().span());
      Span span = new Span(entry.key().span().start(), entry.value().span().end());
      Optional<Rule> part =
          entry.value() instanceof RuleTree.Items
              ? operands
                  .constants(entry.value())
                  .map(values -> new Rule.In(name, false, values, false, span))
              : operands
                  .operand(entry.value())
                  .map(value -> new Rule.Compare(name, Comparison.EQUAL, value, false, span));
      part.ifPresent(parts::add);
      whole = whole && part.isPresent();
    }
    if (!whole) {
      return Optional.empty();
    }
    return Optional.of(parts.size() == 1 ? parts.get(0) : new Rule.And(parts, tree.span()));
  }

  private Optional<Rule> joined(String head, RuleTree.Entries tree, Map<String, RuleTree> byKey) {
    scope.refuseOthers(tree, List.of(head));
    RuleTree value = byKey.getOrDefault(head, tree);
    if (!(value instanceof RuleTree.Items list) || list.items().isEmpty()) {
      return scope.error(value.span(), "'" + head + "' needs a list of conditions", "");
    }
    List<Rule> parts = new ArrayList<>();
    boolean whole = true;
    for (RuleTree item : list.items()) {
      Optional<Rule> part = rule(item);
      part.ifPresent(p -> RuleParser.addFlat(parts, p, head.equals("all") ? "and" : "or"));
      whole = whole && part.isPresent();
    }
    if (!whole) {
      return Optional.empty();
    } else if (parts.size() == 1) {
      return Optional.of(parts.get(0));
    }
    return Optional.of(
        head.equals("all") ? new Rule.And(parts, tree.span()) : new Rule.Or(parts, tree.span()));
  }

  private Optional<Rule> negation(RuleTree.Entries tree, Map<String, RuleTree> byKey) {
    scope.refuseOthers(tree, List.of("not"));
    return rule(byKey.getOrDefault("not", tree)).map(rule -> new Rule.Not(rule, tree.span()));
  }

  private Optional<Rule> inSegment(RuleTree.Entries tree, Map<String, RuleTree> byKey) {
    scope.refuseOthers(tree, List.of("in_segment"));
    return scope
        .scalar(byKey.getOrDefault("in_segment", tree), "the id of a segment")
        .flatMap(
            id ->
                RuleLexer.isSegment(id.text())
                    ? Optional.of(new Rule.InSegment(id.text(), id.span()))
                    : scope.error(id.span(), "'" + id.text() + "' is no segment's id", ""));
  }

  private Optional<Rule> existsEvent(RuleTree.Entries tree, Map<String, RuleTree> byKey) {
    scope.refuseOthers(
        tree, List.of(EXISTS_EVENT, OperandTreeReader.WHERE, OperandTreeReader.WITHIN));
    Map<String, RuleTree> count = new LinkedHashMap<>(byKey);
    count.put(Function.COUNT.word(), byKey.getOrDefault(EXISTS_EVENT, tree));
    return operands
        .variable(Function.COUNT.word(), count, tree.span())
        .map(
            events ->
                new Rule.Compare(
                    events,
                    Comparison.AT_LEAST,
                    new Operand.Literal(Value.number(1), tree.span()),
                    false,
                    tree.span()));
  }

  private Optional<Rule> tested(String head, RuleTree.Entries tree, Map<String, RuleTree> byKey) {
    List<String> known = new ArrayList<>(List.of(head));
    if (Function.of(head).isPresent()) {
      known.addAll(List.of(OperandTreeReader.WHERE, OperandTreeReader.WITHIN));
    }
    TestTreeReader tests = new TestTreeReader(scope, operands);
    known.addAll(TestTreeReader.words());
    known.add(EXACT);
    boolean whole = scope.refuseOthers(tree, known);
    Optional<Operand> left = operands.variable(head, byKey, tree.span());
    List<String> given = byKey.keySet().stream().filter(TestTreeReader.words()::contains).toList();
    if (given.isEmpty() && !whole) {
      return Optional.empty();
    }
    if (given.size() != 1) {
      String what =
          given.isEmpty()
              ? "nothing is tested here"
              : "'" + given.get(0) + "' and '" + given.get(1) + "' stand in one condition";
      String mend =
          given.isEmpty()
              ? "add a test such as eq: 5 or exists: true"
              : "make them two, under all:";
      return scope.error(tree.span(), what, mend);
    }
    Optional<Rule> test = tests.test(given.get(0), left, byKey, tree.span());
    return left.isEmpty() ? Optional.empty() : test;
  }
}
