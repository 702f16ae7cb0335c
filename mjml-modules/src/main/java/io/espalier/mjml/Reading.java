package io.espalier.mjml;

import io.espalier.model.Attribute;
import io.espalier.model.Schema;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.proof.ProofCheck;
import io.espalier.rule.Comparison;
import io.espalier.rule.Issue;
import io.espalier.rule.Names;
import io.espalier.rule.Operand;
import io.espalier.rule.Parsed;
import io.espalier.rule.Place;
import io.espalier.rule.Rule;
import io.espalier.rule.RuleChecker;
import io.espalier.rule.RuleParser;
import io.espalier.rule.Span;
import io.espalier.template.Context;
import io.espalier.template.Filter;
import io.espalier.template.OutputParser;
import io.espalier.template.Template;
import java.time.DateTimeException;
import java.time.LocalDate;
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
    report(source.place(start, end), message, mend);
  }

  void report(Place place, String message, String mend) {
    issues.add(Issue.error(place, message, mend));
  }

  /** Takes back what was reported since there were so many issues. */
  void forget(int issuesBefore) {
    issues.subList(issuesBefore, issues.size()).clear();
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
  Optional<Rule> test(Tag tag, Scope scope) {
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
    return rule(tag, attribute.get(), scope);
  }

  private Optional<Rule> rule(Tag tag, Tag.Attribute attribute, Scope scope) {
    return NamedParts.replaced(tag.value(attribute), scope, this).flatMap(this::rule);
  }

  /** A rule's text, checked. */
  Optional<Rule> rule(Decoded text) {
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

  /**
   * When a variant is shown: its test, and the days from and until which it is valid, both
   * included. Empty where that is missing or wrong, and that is reported.
   */
  Optional<Rule> variant(Tag tag, Scope scope) {
    List<Rule> parts = new ArrayList<>();
    Optional<LocalDate> from = day(tag, "valid-from");
    Optional<LocalDate> until = day(tag, "valid-until");
    boolean dated =
        tag.attribute("valid-from").isPresent() || tag.attribute("valid-until").isPresent();
    if (!dated || tag.attribute("test").isPresent()) {
      Optional<Rule> test = test(tag, scope);
      if (test.isEmpty()) {
        return test;
      }
      parts.addAll(test.get() instanceof Rule.And and ? and.parts() : List.of(test.get()));
    }
    if (from.isPresent() && until.isPresent() && from.get().isAfter(until.get())) {
      Tag.Attribute end = tag.attribute("valid-until").orElseThrow();
      error(
          tag.source(),
          end.start(),
          end.end(),
          "it ends before it begins",
          "change one of the days");
    }
    from.ifPresent(day -> parts.add(today(Comparison.AT_LEAST, day)));
    until.ifPresent(day -> parts.add(today(Comparison.AT_MOST, day)));
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(parts.size() == 1 ? parts.get(0) : new Rule.And(parts, Span.NONE));
  }

  private static Rule today(Comparison comparison, LocalDate day) {
    return new Rule.Compare(
        new Operand.Today(Optional.empty(), Span.NONE),
        comparison,
        new Operand.Literal(new Value.Day(day), Span.NONE),
        false,
        Span.NONE);
  }

  private Optional<LocalDate> day(Tag tag, String name) {
    Optional<Tag.Attribute> attribute = tag.attribute(name);
    if (attribute.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(tag.value(attribute.get()).text().strip()));
    } catch (DateTimeException e) {
      error(
          tag.source(),
          attribute.get().start(),
          attribute.get().end(),
          "'" + name + "' is no day",
          "write it as " + name + "=\"2026-12-24\"");
      return Optional.empty();
    }
  }

  /** The variants with a smaller number come first; those without one last. */
  int priority(Tag tag) {
    Optional<Integer> number = whole(tag, "priority", 0);
    return number.orElse(Integer.MAX_VALUE);
  }

  /**
   * A whole number in an attribute; empty where there is none, or a wrong one, and that is
   * reported.
   */
  Optional<Integer> whole(Tag tag, String name, int least) {
    Optional<Tag.Attribute> attribute = tag.attribute(name);
    if (attribute.isEmpty()) {
      return Optional.empty();
    }
    String text = tag.value(attribute.get()).text().strip();
    if (text.matches("[0-9]{1,6}") && Integer.parseInt(text) >= least) {
      return Optional.of(Integer.parseInt(text));
    }
    error(
        tag.source(),
        attribute.get().start(),
        attribute.get().end(),
        "'" + name + "' is a whole number of at least " + least,
        "write " + name + "=\"" + Math.max(1, least) + "\"");
    return Optional.empty();
  }

  /**
   * The list that an {@code es-each} goes through; empty where it is none, and that is reported.
   */
  Optional<String> list(Tag tag) {
    Optional<Tag.Attribute> attribute = tag.attribute("in");
    if (attribute.isEmpty()) {
      error(
          tag.source(),
          tag.start(),
          tag.nameEnd(),
          "<es-each> names no list",
          "write <es-each in=\"interests\" as=\"interest\" max=\"3\">");
      return Optional.empty();
    }
    String name = tag.value(attribute.get()).text().strip();
    Optional<Attribute> found = schema.attribute(name);
    List<String> lists =
        schema.attributes().values().stream()
            .filter(a -> a.type() == ValueType.LIST)
            .map(Attribute::name)
            .toList();
    if (found.isEmpty() || found.get().type() != ValueType.LIST) {
      error(
          tag.source(),
          attribute.get().start(),
          attribute.get().end(),
          found.isEmpty() ? "unknown attribute '" + name + "'" : "'" + name + "' is no list",
          lists.isEmpty() ? "the profile has no lists" : Names.suggestion(name, lists));
      return Optional.empty();
    }
    return Optional.of(name);
  }

  /** How often an {@code es-each} repeats its body at the most. */
  int most(Tag tag) {
    return Math.min(20, whole(tag, "max", 1).orElse(5));
  }

  /** The scope of the body for one item. */
  Scope item(Tag tag, Scope scope, String list, int number) {
    String name = tag.attribute("as").map(a -> tag.value(a).text().strip()).orElse("item");
    Template item =
        new Template.Output(
            list,
            ValueType.LIST,
            List.of(new Filter(Filter.Kind.ITEM, Integer.toString(number))),
            Optional.empty(),
            Context.PLAIN,
            tag.source().place(tag.start(), tag.nameEnd()));
    Template index = new Template.Text(Integer.toString(number), Context.PLAIN);
    return scope
        .with(name, new Scope.Bound(item, Optional.empty()))
        .with(name + "_number", new Scope.Bound(index, Optional.empty()));
  }

  /** What {@code <es-let name="..." value="..."/>} adds; the same scope where it is wrong. */
  Scope let(Tag tag, Scope scope) {
    Optional<Tag.Attribute> name = tag.attribute("name");
    Optional<Tag.Attribute> value = tag.attribute("value");
    Optional<Tag.Attribute> test = tag.attribute("test");
    if (name.isEmpty() || value.isPresent() == test.isPresent()) {
      error(
          tag.source(),
          tag.start(),
          tag.nameEnd(),
          "<es-let> gives one value, or one test, a name",
          "write <es-let name=\"greeting\" value=\"Dear {{ first_name | default: 'friend' }}\"/>");
      return scope;
    }
    String word = tag.value(name.get()).text().strip();
    if (!word.matches("[A-Za-z][A-Za-z0-9_]*")) {
      error(
          tag.source(),
          name.get().start(),
          name.get().end(),
          "'" + word + "' is no name",
          "a letter first, then letters, digits and underscores");
      return scope;
    }
    if (test.isPresent()) {
      Optional<Decoded> text = NamedParts.replaced(tag.value(test.get()), scope, this);
      text.ifPresent(this::rule);
      return scope.with(
          word, new Scope.Bound(Template.EMPTY, Optional.of(text.orElse(Decoded.TRUE))));
    }
    Template bound =
        FragmentParser.value(tag.source(), value.get().start(), value.get().end(), this, scope);
    return scope.with(word, new Scope.Bound(bound, Optional.empty()));
  }

  /** What stands between braces; nothing where it is wrong, and that is reported. */
  Template output(Decoded text, Context context, Scope scope) {
    Parsed<Template> parsed =
        OutputParser.parse(text.text(), context, schema, text.origin(), scope);
    issues.addAll(parsed.issues());
    return parsed.value().orElse(Template.EMPTY);
  }

  /** Reports an element of ours that there is not. */
  void unknown(Tag tag) {
    if (tag.name().equals("mj-include")) {
      error(
          tag.source(),
          tag.start(),
          tag.nameEnd(),
          "<mj-include> is not used here",
          "put the part into modules/ and write <es-use module=\"its-name\"/>; what stands in its"
              + " <mj-head> belongs into the email's");
      return;
    }
    error(
        tag.source(),
        tag.start(),
        tag.nameEnd(),
        "unknown element <" + tag.name() + ">",
        Names.suggestion(
            tag.name(), Vocabulary.isOurs(tag.name()) ? Vocabulary.OURS : Vocabulary.known()));
  }
}
