package io.espalier.sync.project;

import io.espalier.model.Schema;
import io.espalier.rule.Function;
import io.espalier.rule.Issue;
import io.espalier.rule.Operand;
import io.espalier.rule.Origin;
import io.espalier.rule.Parsed;
import io.espalier.rule.Rule;
import io.espalier.rule.RuleChecker;
import io.espalier.rule.RuleParser;
import io.espalier.rule.Window;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The conditions and windows of scores. They are those of an aggregate, and are read as a part of
 * one: so that they mean and say the same.
 */
final class ScoreRules {
  private final Schema schema;
  private final Collection<Issue> issues;

  ScoreRules(Schema schema, Collection<Issue> issues) {
    this.schema = schema;
    this.issues = issues;
  }

  /** The condition on one event of a kind that exists. */
  Optional<Rule> where(YamlText text, String event) {
    Optional<Operand.Aggregate> whole = parse("count(x where ", text);
    if (whole.filter(a -> !(a.window() instanceof Window.All)).isPresent()) {
      issues.add(
          Issue.error(text.whole(), "a window does not stand in 'where'", "write window: 30d"));
      return Optional.empty();
    }
    return whole
        .flatMap(Operand.Aggregate::where)
        .filter(
            where ->
                isRight(
                    new Operand.Aggregate(
                        Function.COUNT,
                        event,
                        Optional.empty(),
                        Optional.of(where),
                        new Window.All()),
                    shifted("count(x where ", text)));
  }

  Optional<Window> window(YamlText text) {
    Optional<String> event = schema.events().keySet().stream().findFirst();
    return parse("count(x, ", text)
        .filter(
            a ->
                event.isEmpty()
                    || isRight(
                        new Operand.Aggregate(
                            Function.COUNT,
                            event.get(),
                            Optional.empty(),
                            Optional.empty(),
                            a.window()),
                        (start, end) -> text.whole()))
        .map(Operand.Aggregate::window);
  }

  private Optional<Operand.Aggregate> parse(String before, YamlText text) {
    Parsed<Operand> parsed =
        RuleParser.parseOperand(before + text.text() + "\n)", shifted(before, text));
    issues.addAll(parsed.issues());
    return parsed.value().map(o -> (Operand.Aggregate) o);
  }

  private boolean isRight(Operand.Aggregate aggregate, Origin origin) {
    List<Issue> found = RuleChecker.checkOperand(aggregate, schema, origin);
    issues.addAll(found);
    return found.isEmpty();
  }

  private static Origin shifted(String before, YamlText text) {
    int shift = before.length();
    int length = text.text().length();
    return (start, end) -> {
      int from = Math.min(Math.max(0, start - shift), Math.max(0, length - 1));
      return text.place(from, Math.max(from + 1, Math.min(end - shift, length)));
    };
  }
}
