package io.espalier.template;

import io.espalier.model.Schema;
import io.espalier.model.ValueType;
import io.espalier.rule.Issue;
import io.espalier.rule.Place;
import io.espalier.rule.Rule;
import io.espalier.rule.RulePrinter;
import java.time.ZoneId;
import java.time.ZoneOffset;
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
 * <p>The part of a condition that the language says exactly is native, as long as it stays within
 * {@link #MAX_TESTS} and {@link #MAX_REPEATED}; the rest of it is one synced flag. A comparison
 * with the clock becomes a synced instant where the language can tell the time. The decision looks
 * at the template, the language and the declared fields only, so it is the same before and after
 * the derived fields have got their names.
 */
public final class Lowering implements Template.Visitor<Code> {

  /** Tests in one printed condition. */
  static final int MAX_TESTS = 24;

  /** Characters that one condition may print more than a flag would: repeated bodies, mostly. */
  static final long MAX_REPEATED = 2_000;

  private final MergeLanguage language;
  private final Schema schema;
  private final Function<String, Optional<Field>> fields;
  private final ZoneId zone;
  private final boolean derivedMustBeThere;

  private final Map<String, Derived> derived = new LinkedHashMap<>();
  private final Set<String> attributes = new LinkedHashSet<>();
  private final List<String> explanation = new ArrayList<>();
  private final List<Issue> issues = new ArrayList<>();

  Lowering(
      MergeLanguage language,
      Schema schema,
      Function<String, Optional<Field>> fields,
      ZoneId zone,
      boolean derivedMustBeThere) {
    this.language = language;
    this.schema = schema;
    this.fields = fields;
    this.zone = zone;
    this.derivedMustBeThere = derivedMustBeThere;
  }

  /**
   * What the ESP must hold for these templates, with days in UTC.
   *
   * @param fields the declared attributes' fields in this ESP
   */
  public static Requirements requirements(
      List<Template> templates,
      MergeLanguage language,
      Schema schema,
      Function<String, Optional<Field>> fields) {
    return requirements(templates, List.of(), language, schema, fields, ZoneOffset.UTC);
  }

  /**
   * What the ESP must hold for these templates.
   *
   * @param documents whole documents
   * @param lines subjects and the like, see {@link TemplatePrinter#printLine}
   * @param fields the declared attributes' fields in this ESP
   * @param zone the project's
   */
  public static Requirements requirements(
      List<Template> documents,
      List<Template> lines,
      MergeLanguage language,
      Schema schema,
      Function<String, Optional<Field>> fields,
      ZoneId zone) {
    Lowering lowering = new Lowering(language, schema, fields, zone, false);
    documents.forEach(template -> template.accept(lowering));
    lines.forEach(lowering::line);
    return lowering.requirements();
  }

  Requirements requirements() {
    return new Requirements(derived, attributes, explanation);
  }

  List<Issue> issues() {
    return issues;
  }

  /** A line that the language cannot choose in is synced whole. */
  Code line(Template line) {
    if (language.choosesInLines() || !Reads.of(line).chooses()) {
      return line.accept(this);
    }
    Derived whole = Derived.line(harmless(line), schema);
    explanation.add(
        Explained.synced(
            whole.attribute().label().replaceFirst("^[^:]*: ", ""),
            whole,
            "no conditions in a line of " + language.id()));
    return field(whole, place(line))
        .<Code>map(f -> new Code.Value(f, Optional.empty(), Context.PLAIN))
        .orElse(Code.EMPTY);
  }

  /** Copy that is synced as data is data: it must not be code in the language either. */
  private Template harmless(Template line) {
    if (line instanceof Template.Text text) {
      return new Template.Text(language.copy(text.copy(), Context.PLAIN), Context.PLAIN);
    } else if (line instanceof Template.Output o) {
      return new Template.Output(
          o.attribute(),
          o.type(),
          o.filters(),
          o.fallback().map(text -> language.copy(text, Context.PLAIN)),
          o.context(),
          o.place());
    } else if (line instanceof Template.Choose choose) {
      return new Template.Choose(
          choose.branches().stream()
              .map(b -> new Template.Branch(b.test(), harmless(b.body()), b.place()))
              .toList(),
          harmless(choose.otherwise()));
    } else if (line instanceof Template.Each each) {
      return new Template.Each(
          each.attribute(),
          each.bodies().stream().map(this::harmless).toList(),
          harmless(each.empty()),
          each.place());
    }
    return line instanceof Template.Sequence sequence
        ? new Template.Sequence(sequence.parts().stream().map(this::harmless).toList())
        : line;
  }

  private static Place place(Template template) {
    if (template instanceof Template.Sequence sequence) {
      return sequence.parts().stream()
          .map(Lowering::place)
          .filter(p -> !p.file().isEmpty())
          .findFirst()
          .orElse(Place.file(""));
    } else if (template instanceof Template.Output output) {
      return output.place();
    } else if (template instanceof Template.Choose choose && !choose.branches().isEmpty()) {
      return choose.branches().get(0).place();
    } else if (template instanceof Template.Each each) {
      return each.place();
    }
    return Place.file("");
  }

  @Override
  public Code text(Template.Text node) {
    return new Code.Copy(node.copy(), node.context());
  }

  @Override
  public Code output(Template.Output node) {
    boolean json = node.context() == Context.JSON && !language.escapesJson();
    if (json || node.context() == Context.PATH && !language.encodesPaths()) {
      // An escaped copy is synced, and printed as it is.
      List<Filter> filters = new ArrayList<>(node.filters());
      filters.add(new Filter(json ? Filter.Kind.JSON : Filter.Kind.PATH, ""));
      return output(
          new Template.Output(
              node.attribute(),
              node.type(),
              filters,
              node.fallback().map(text -> TemplateEvaluator.harmless(text, node.context())),
              Context.PLAIN,
              node.place()));
    }
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
          Explained.synced(
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
    return new Code.Printed(language.postalAddress(node.context()));
  }

  @Override
  public Code link(Template.Link node) {
    return new Code.Printed(language.pageUrl(node.page()));
  }

  @Override
  public Code coupon(Template.Coupon node) {
    Optional<String> code = language.coupon(node.pool(), node.fallback(), node.context());
    if (code.isPresent()) {
      explanation.add("coupon " + node.pool() + ": native");
      return new Code.Printed(code.get());
    }
    if (node.fallback().isEmpty()) {
      issues.add(
          Issue.error(
              node.place(),
              language.id() + " has no pools of coupons",
              "give a code for everybody: default=\"WELCOME10\""));
      return Code.EMPTY;
    }
    explanation.add(
        "coupon "
            + node.pool()
            + ": its default for everybody ("
            + language.id()
            + " has no pools)");
    String shown = TemplateEvaluator.harmless(node.fallback().get(), node.context());
    return new Code.Copy(shown, node.context());
  }

  @Override
  public Code each(Template.Each node) {
    List<Code> bodies = node.bodies().stream().map(b -> b.accept(this)).toList();
    Code rest = node.empty().accept(this);
    String what = "each of " + node.attribute() + ", " + bodies.size() + " at the most";
    Optional<Code> native_ =
        language.fieldsAreScarce() ? Optional.empty() : items(node, bodies, rest);
    if (native_.isPresent()) {
      explanation.add(what + ": native, each item synced");
      return native_.get();
    }
    Derived count = Derived.count(node.attribute(), bodies.size(), schema);
    explanation.add(Explained.synced(what, count, "no loop in " + language.id()));
    Optional<Field> field = field(count, node.place());
    if (field.isEmpty()) {
      return Code.EMPTY;
    }
    Code code = rest;
    for (int n = 1; n <= bodies.size(); n++) {
      String condition = isOne(field.get(), "n" + n);
      code =
          Code.when(condition, List.of(field.get()), false, Code.all(bodies.subList(0, n)), code);
    }
    return code;
  }

  /** One in the other: the second item is asked for only where there is a first. */
  private Optional<Code> items(Template.Each node, List<Code> bodies, Code empty) {
    Code rest = Code.EMPTY;
    for (int i = bodies.size() - 1; i >= 0; i--) {
      Derived item = Derived.item(node.attribute(), i + 1, schema);
      Optional<Field> field = field(item, node.place());
      Optional<String> there = field.flatMap(f -> language.test(new MergeTest.Exists(f)));
      if (there.isEmpty()) {
        return Optional.empty();
      }
      Code then = Code.all(List.of(bodies.get(i), rest));
      rest = Code.when(there.get(), List.of(field.get()), false, then, i == 0 ? empty : Code.EMPTY);
    }
    return Optional.of(rest);
  }

  private String isOne(Field field, String value) {
    return language.test(new MergeTest.Word(field, value)).orElseThrow();
  }

  @Override
  public Code choose(Template.Choose node) {
    int told = explanation.size();
    List<Code> bodies = node.branches().stream().map(b -> b.body().accept(this)).toList();
    Code rest = node.otherwise().accept(this);
    List<Optional<Guard>> guards = node.branches().stream().map(this::guard).toList();
    long flags = guards.stream().filter(g -> g.filter(Lowering::isNative).isEmpty()).count();
    if (language.fieldsAreScarce() && flags > 1) {
      return packed(node, bodies, rest, told);
    }
    // From the last branch to the first, as each needs what follows it; told from the first on.
    for (int i = bodies.size() - 1; i >= 0; i--) {
      rest = branch(node.branches().get(i), guards.get(i), bodies.get(i), rest, told);
    }
    return rest;
  }

  private Optional<Guard> guard(Template.Branch branch) {
    return branch.test().accept(new Sayable(language, schema, fields, this::made, zone));
  }

  private static boolean isNative(Guard guard) {
    boolean[] all = {true};
    guard.each(atom -> all[0] &= atom.needs().isEmpty());
    return all[0];
  }

  /** One field says which branch it is: several flags in one. */
  private Code packed(Template.Choose node, List<Code> bodies, Code otherwise, int told) {
    List<Rule> rules = node.branches().stream().map(Template.Branch::test).toList();
    Derived choice = Derived.choice(rules, schema);
    explanation.add(told, Explained.packed(rules, choice));
    Optional<Field> field = field(choice, node.branches().get(0).place());
    if (field.isEmpty()) {
      return Code.EMPTY;
    }
    Code rest = otherwise;
    for (int i = bodies.size() - 1; i >= 0; i--) {
      String condition = isOne(field.get(), "b" + (i + 1));
      rest = Code.when(condition, List.of(field.get()), false, bodies.get(i), rest);
    }
    return rest;
  }

  private Code branch(
      Template.Branch branch, Optional<Guard> guard, Code then, Code otherwise, int told) {
    Rule rule = branch.test();
    String why = "no exact test in " + language.id();
    if (guard.isPresent() && (isNative(guard.get()) || !language.fieldsAreScarce())) {
      Optional<Code> code = Choosing.print(guard.get(), language, then, otherwise);
      long flagged = then.size() + otherwise.size();
      if (code.isPresent() && code.get().size() - flagged <= MAX_REPEATED) {
        List<Derived> needs = needs(guard.get());
        guard.get().each(a -> a.field().ifPresent(f -> read(f, a.needs().isPresent())));
        explanation.add(told, Explained.said(rule, needs));
        boolean there = true;
        for (Derived needed : needs) {
          there &= field(needed, branch.place()).isPresent();
        }
        return there ? code.get() : Code.EMPTY;
      }
      why = "too long in " + language.id();
    }
    Derived flag = Derived.flag(rule, schema);
    explanation.add(told, Explained.synced(RulePrinter.print(rule), flag, why));
    return field(flag, branch.place())
        .map(
            field ->
                Code.when(
                    language.test(new MergeTest.Flag(field)).orElseThrow(),
                    List.of(field),
                    false,
                    then,
                    otherwise))
        .orElse(Code.EMPTY);
  }

  private void read(Field field, boolean made) {
    if (!made) {
      attributes.add(field.attribute());
    }
  }

  private static List<Derived> needs(Guard guard) {
    Set<Derived> needs = new LinkedHashSet<>();
    guard.each(atom -> atom.needs().ifPresent(needs::add));
    return List.copyOf(needs);
  }

  /** The field of a derived attribute, as long as nobody says that it is not there. */
  private Field made(Derived needed) {
    String name = needed.attribute().name();
    return fields
        .apply(name)
        .orElseGet(() -> new Field(name, name, ValueType.TEXT, needed.attribute().values()));
  }

  private Optional<Field> field(Derived needed, Place place) {
    String name = needed.attribute().name();
    Derived before = derived.putIfAbsent(name, needed);
    if (before != null && !before.source().equals(needed.source())) {
      throw new IllegalStateException(
          "two formulas have one name, " + name + ": change a space in one of them");
    }
    if (fields.apply(name).isPresent() || !derivedMustBeThere) {
      return Optional.of(made(needed));
    }
    issues.add(
        Issue.error(
            place,
            "'" + needed.attribute().label() + "' is not synced to " + language.id(),
            "allow the attributes that it reads there, in profile.yaml"));
    return Optional.empty();
  }
}
