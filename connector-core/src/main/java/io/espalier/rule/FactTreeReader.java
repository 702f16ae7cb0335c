package io.espalier.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The conditions that test no single value: lists, consent, sequences, anniversaries. */
final class FactTreeReader {
  static final String THEN = "then";
  static final String THEN_NOT = "then_not";
  static final String EVENT = "event";

  private final TreeScope scope;
  private final OperandTreeReader operands;

  FactTreeReader(TreeScope scope, OperandTreeReader operands) {
    this.scope = scope;
    this.operands = operands;
  }

  Optional<Rule> fact(String head, RuleTree.Entries tree, Map<String, RuleTree> byKey) {
    boolean windowed = head.equals("sequence") || head.equals("anniversary");
    scope.refuseOthers(tree, windowed ? List.of(head, OperandTreeReader.WITHIN) : List.of(head));
    RuleTree value = byKey.getOrDefault(head, tree);
    return switch (head) {
      case "in_list" -> inList(value);
      case "consent" -> consent(value);
      case "sequence" -> sequence(value, byKey, tree.span());
      default -> anniversary(value, byKey, tree.span());
    };
  }

  private Optional<Rule> inList(RuleTree value) {
    return scope
        .scalar(value, "the id or the name of a list")
        .flatMap(
            list ->
                list.text().isBlank()
                    ? scope.error(list.span(), "an empty text names no list", "")
                    : Optional.of(new Rule.InList(list.text(), list.span())));
  }

  private Optional<Rule> consent(RuleTree value) {
    Optional<RuleTree.Scalar> scalar = scope.scalar(value, "a channel and a purpose");
    if (scalar.isEmpty()) {
      return Optional.empty();
    }
    String text = scalar.get().text();
    int dot = text.indexOf('.');
    if (dot < 0 || !OperandTreeReader.isName(text)) {
      return scope.error(
          value.span(),
          "'" + text + "' is no channel and purpose",
          "e.g. consent: email.marketing");
    }
    return Optional.of(
        new Rule.Consented(text.substring(0, dot), text.substring(dot + 1), value.span()));
  }

  private Optional<Rule> sequence(RuleTree value, Map<String, RuleTree> byKey, Span span) {
    Optional<Window> window = operands.window(byKey);
    if (!(value instanceof RuleTree.Items list) || list.items().size() < 2) {
      return scope.error(
          value.span(),
          "a sequence needs a list of two steps or more",
          "e.g. [{event: view}, {then: order, within: 1d}]");
    }
    List<Rule.Step> steps = new ArrayList<>();
    for (RuleTree item : list.items()) {
      step(item, item == list.items().get(0)).ifPresent(steps::add);
    }
    return window
        .filter(w -> steps.size() == list.items().size())
        .map(w -> new Rule.Sequence(steps, w, span));
  }

  private Optional<Rule.Step> step(RuleTree item, boolean first) {
    String example = first ? "{event: view}" : "{then: order, within: 1d} or {then_not: order}";
    if (!(item instanceof RuleTree.Entries entries)) {
      return scope.error(item.span(), "expected a step", "e.g. " + example);
    }
    Map<String, RuleTree> byKey = scope.byKey(entries);
    List<String> heads = first ? List.of(EVENT) : List.of(THEN, THEN_NOT);
    Optional<String> head = heads.stream().filter(byKey::containsKey).findFirst();
    if (head.isEmpty()) {
      return scope.error(
          item.span(),
          first ? "the first step names no event" : "no event follows",
          "e.g. " + example);
    }
    List<String> known = new ArrayList<>(List.of(head.get(), OperandTreeReader.WHERE));
    if (!first) {
      known.add(OperandTreeReader.WITHIN);
    }
    scope.refuseOthers(entries, known);
    Optional<RuleTree.Scalar> event =
        operands.event(byKey.getOrDefault(head.get(), item), "an event such as order");
    Optional<Optional<Rule>> where = operands.where(byKey);
    Optional<Optional<Duration>> within = within(byKey);
    if (event.isEmpty() || where.isEmpty() || within.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Rule.Step(
            head.get().equals(THEN_NOT),
            event.get().text(),
            where.get(),
            within.get(),
            event.get().span()));
  }

  private Optional<Optional<Duration>> within(Map<String, RuleTree> byKey) {
    RuleTree within = byKey.get(OperandTreeReader.WITHIN);
    return within == null
        ? Optional.of(Optional.empty())
        : scope
            .scalar(within, "a duration such as 1h")
            .flatMap(s -> scope.embedded(s, RuleParser::parseDuration))
            .map(Optional::of);
  }

  private Optional<Rule> anniversary(RuleTree value, Map<String, RuleTree> byKey, Span span) {
    RuleTree within = byKey.get(OperandTreeReader.WITHIN);
    if (within == null) {
      return scope.error(span, "'within' is missing", "e.g. within: 0d..7d");
    }
    Optional<Window.Ago> days =
        scope
            .scalar(within, "days ahead such as 0d..7d")
            .flatMap(s -> scope.embedded(s, RuleParser::parseDays));
    Optional<Operand> operand =
        value instanceof RuleTree.Scalar name ? operands.attribute(name) : operands.operand(value);
    return operand.flatMap(o -> days.map(d -> new Rule.Anniversary(o, d.from(), d.to(), span)));
  }
}
