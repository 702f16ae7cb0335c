package io.espalier.mjml;

import io.espalier.model.Schema;
import io.espalier.proof.ProofCheck;
import io.espalier.rule.Issue;
import io.espalier.rule.Names;
import io.espalier.rule.Parsed;
import io.espalier.rule.Rule;
import io.espalier.rule.RuleChecker;
import io.espalier.rule.RuleParser;
import io.espalier.template.Context;
import io.espalier.template.OutputParser;
import io.espalier.template.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is collected while one email is read. */
final class Reading {
  private final Schema schema;
  private final List<Issue> issues = new ArrayList<>();
  private boolean unsubscribes;
  private boolean addresses;

  Reading(Schema schema) {
    this.schema = schema;
  }

  List<Issue> issues() {
    return issues;
  }

  boolean failed() {
    return issues.stream().anyMatch(i -> i.severity() == Issue.Severity.ERROR);
  }

  void error(Source source, int start, int end, String message, String mend) {
    issues.add(Issue.error(source.place(start, end), message, mend));
  }

  void warn(Source source, int start, int end, String message, String mend) {
    issues.add(Issue.warning(source.place(start, end), message, mend));
  }

  void sawUnsubscribe() {
    unsubscribes = true;
  }

  void sawAddress() {
    addresses = true;
  }

  boolean unsubscribes() {
    return unsubscribes;
  }

  boolean addresses() {
    return addresses;
  }

  /** The rule in a tag's {@code test}; empty where it is missing or wrong, and that is reported. */
  Optional<Rule> test(Tag tag) {
    Optional<Tag.Attribute> attribute = tag.attribute("test");
    if (attribute.isEmpty()) {
      error(
          tag.source(),
          tag.start(),
          tag.nameEnd(),
          "<" + tag.name() + "> has no test",
          "write <" + tag.name() + " test='country == \"France\"'>");
      return Optional.empty();
    }
    Decoded text = tag.value(attribute.get());
    Parsed<Rule> parsed = RuleParser.parse(text.text(), text.origin());
    issues.addAll(parsed.issues());
    if (parsed.value().isPresent()) {
      Rule rule = parsed.value().get();
      List<Issue> found = RuleChecker.check(rule, schema, text.origin());
      issues.addAll(found);
      if (found.stream().noneMatch(i -> i.severity() == Issue.Severity.ERROR)) {
        issues.addAll(ProofCheck.check(rule, schema, Map.of(), text.origin()));
      }
    }
    return parsed.value();
  }

  /** The output between braces; nothing where it is wrong, and that is reported. */
  Template output(Decoded text, Context context) {
    Parsed<Template.Output> parsed =
        OutputParser.parse(text.text(), context, schema, text.origin());
    issues.addAll(parsed.issues());
    return parsed.value().<Template>map(o -> o).orElse(Template.EMPTY);
  }

  /** Reports an element of ours that there is not. */
  void unknown(Tag tag) {
    error(
        tag.source(),
        tag.start(),
        tag.nameEnd(),
        "unknown element <" + tag.name() + ">",
        Names.suggestion(
            tag.name(), Vocabulary.isOurs(tag.name()) ? Vocabulary.OURS : Vocabulary.known()));
  }
}
