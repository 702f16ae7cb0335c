package io.espalier.template;

import io.espalier.model.Schema;
import io.espalier.model.ValueType;
import io.espalier.rule.Issue;
import io.espalier.rule.Place;
import io.espalier.rule.Rule;
import io.espalier.rule.RulePrinter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Splits what a language says itself from what is computed here and synced.
 *
 * <p>A condition is native where the language says every test of it exactly, joins them as they are
 * meant, and stays within {@link #MAX_TESTS} and {@link #MAX_REPEATED}. Otherwise the whole
 * condition is one synced flag. The decision looks at the template, the language and the declared
 * fields only, so it is the same before and after the derived fields have got their names.
 */
public final class Lowering implements Template.Visitor<Code> {

  /** Tests in one printed condition. */
  static final int MAX_TESTS = 24;

  /** Characters that one condition may print more than a flag would: repeated bodies, mostly. */
  static final long MAX_REPEATED = 2_000;

  private final MergeLanguage language;
  private final Schema schema;
  private final Function<String, Optional<Field>> fields;
  private final boolean derivedMustBeThere;

  private final Map<String, Derived> derived = new LinkedHashMap<>();
  private final Set<String> attributes = new LinkedHashSet<>();
  private final List<String> explanation = new ArrayList<>();
  private final List<Issue> issues = new ArrayList<>();

  Lowering(
      MergeLanguage language,
      Schema schema,
      Function<String, Optional<Field>> fields,
      boolean derivedMustBeThere) {
    this.language = language;
    this.schema = schema;
    this.fields = fields;
    this.derivedMustBeThere = derivedMustBeThere;
  }

  /**
   * What the ESP must hold for these templates.
   *
   * @param fields the declared attributes' fields in this ESP
   */
  public static Requirements requirements(
      List<Template> templates,
      MergeLanguage language,
      Schema schema,
      Function<String, Optional<Field>> fields) {
    Lowering lowering = new Lowering(language, schema, fields, false);
    templates.forEach(template -> template.accept(lowering));
    return lowering.requirements();
  }

  Requirements requirements() {
    return new Requirements(derived, attributes, explanation);
  }

  List<Issue> issues() {
    return issues;
  }

  @Override
  public Code text(Template.Text node) {
    return new Code.Copy(node.copy(), node.context());
  }

  @Override
  public Code output(Template.Output node) {
    boolean same = node.type() == ValueType.TEXT && node.filters().isEmpty();
    Optional<Field> field;
    if (same) {
      field = fields.apply(node.attribute());
      attributes.add(node.attribute());
      if (field.isEmpty()) {
        issues.add(
            Issue.error(
                node.place(),
                "'" + node.attribute() + "' is not a field in " + language.id(),
                "allow it there in profile.yaml, or take it out"));
      }
    } else {
      Derived text = Derived.text(node, schema);
      field = field(text, node.place());
      explanation.add(
          synced(
              "{{ " + text.attribute().label().replaceFirst("^[^:]*: ", "") + " }}",
              text,
              "format"));
    }
    return field
        .<Code>map(f -> new Code.Value(f, node.fallback(), node.context()))
        .orElse(Code.EMPTY);
  }

  @Override
  public Code sequence(Template.Sequence node) {
    return Code.all(node.parts().stream().map(part -> part.accept(this)).toList());
  }

  @Override
  public Code prologue(Template.Prologue node) {
    return Code.Word.PROLOGUE;
  }

  @Override
  public Code unsubscribe(Template.Unsubscribe node) {
    return Code.Word.UNSUBSCRIBE;
  }

  @Override
  public Code address(Template.Address node) {
    return Code.Word.ADDRESS;
  }

  @Override
  public Code choose(Template.Choose node) {
    int told = explanation.size();
    List<Code> bodies = node.branches().stream().map(b -> b.body().accept(this)).toList();
    Code rest = node.otherwise().accept(this);
    // From the last branch to the first, as each needs what follows it; told from the first on.
    for (int i = bodies.size() - 1; i >= 0; i--) {
      rest = branch(node.branches().get(i), bodies.get(i), rest, told);
    }
    return rest;
  }

  private Code branch(Template.Branch branch, Code then, Code otherwise, int told) {
    Rule rule = branch.test();
    Optional<Guard> guard = rule.accept(new Sayable(language, fields, false));
    String why = "no exact test in " + language.id();
    if (guard.isPresent()) {
      Optional<Code> code = Choosing.print(guard.get(), language, then, otherwise);
      long flagged = then.size() + otherwise.size();
      if (code.isPresent() && code.get().size() - flagged <= MAX_REPEATED) {
        attributes.addAll(AttributesOf.rule(rule));
        explanation.add(told, RulePrinter.print(rule) + ": native");
        return code.get();
      }
      why = "too long in " + language.id();
    }
    Derived flag = Derived.flag(rule, schema);
    explanation.add(told, synced(RulePrinter.print(rule), flag, why));
    return field(flag, branch.place())
        .map(
            field ->
                Code.when(
                    language.test(new MergeTest.Flag(field)).orElseThrow(),
                    List.of(field),
                    then,
                    otherwise))
        .orElse(Code.EMPTY);
  }

  private static String synced(String what, Derived as, String why) {
    return what + ": synced as " + as.attribute().name() + " (" + why + ")";
  }

  private Optional<Field> field(Derived needed, Place place) {
    String name = needed.attribute().name();
    Derived before = derived.putIfAbsent(name, needed);
    if (before != null && !before.source().equals(needed.source())) {
      throw new IllegalStateException(
          "two formulas have one name, " + name + ": change a space in one of them");
    }
    Optional<Field> field = fields.apply(name);
    if (field.isEmpty() && !derivedMustBeThere) {
      return Optional.of(new Field(name, name, ValueType.TEXT, needed.attribute().values()));
    }
    if (field.isEmpty()) {
      issues.add(
          Issue.error(
              place,
              "'" + needed.attribute().label() + "' is not synced to " + language.id(),
              "allow the attributes that it reads there, in profile.yaml"));
    }
    return field;
  }
}
