package io.espalier.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Attribute;
import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import io.espalier.model.Value;
import io.espalier.rule.Issue;
import io.espalier.rule.Moment;
import io.espalier.rule.Rule;
import io.espalier.rule.RuleEvaluator;
import io.espalier.sandbox.RenderException;
import io.espalier.spi.Change;
import io.espalier.spi.Esp;
import io.espalier.spi.FieldMap;
import io.espalier.spi.Outcome;
import io.espalier.template.Derived;
import io.espalier.template.DerivedValues;
import io.espalier.template.Lowering;
import io.espalier.template.MergeLanguage;
import io.espalier.template.Requirements;
import io.espalier.template.Template;
import io.espalier.template.TemplateEvaluator;
import io.espalier.template.TemplatePrinter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Modules and people in one ESP: executes the modules in its own engine for the people, fed only
 * with what a sync put there, and compares with what the evaluator says.
 */
final class Equality implements AutoCloseable {
  private static final ZoneId ZONE = ZoneOffset.UTC;

  /** At which all is synced; a whole second, as the ESPs' clocks are. */
  static final Instant NOW = Instant.parse("2026-11-27T06:30:00Z");

  private final Trial trial;
  private final List<Template> modules;
  private final List<Template> lines;
  private final List<PersonMaker.Someone> people = new ArrayList<>();
  private final Map<Instant, RuleEvaluator> evaluators = new HashMap<>();
  private int pairs;

  Equality(
      Subject subject,
      List<Template> modules,
      List<Template> lines,
      List<PersonMaker.Someone> everybody) {
    this.modules = modules;
    this.lines = lines;
    Esp esp = subject.esp();
    List<Attribute> attributes = new ArrayList<>(ModuleMaker.SCHEMA.attributes().values());
    List<Issue> issues = new ArrayList<>();
    FieldMap declared = esp.map(attributes, issues);
    Requirements needs =
        Lowering.requirements(
            modules, lines, esp.mergeLanguage(declared), ModuleMaker.SCHEMA, declared::field, ZONE);
    needs.derived().values().stream().map(Derived::attribute).forEach(attributes::add);
    trial = new Trial(subject, attributes);
    trial.anyNumberOfFields();
    define(attributes);
    sync(needs, everybody);
  }

  /** One document to render. */
  private record Part(Template template, boolean line, String printed, boolean ages) {}

  /** How many pairs were compared so far. */
  int pairs() {
    return pairs;
  }

  /** The first difference, with all that is needed to see it again. */
  Optional<String> difference() {
    return difference(language -> language, NOW);
  }

  /**
   * As above, in a language with a fault, or sent later than it was synced; then only what does not
   * age is compared.
   *
   * @throws AssertionError where a part is not printed, or twice in two ways
   */
  Optional<String> difference(UnaryOperator<MergeLanguage> twin, Instant sent) {
    List<Part> parts = parts(twin.apply(trial.esp.mergeLanguage(trial.fields)));
    trial.clock.set(sent);
    for (Part part : parts) {
      if (sent.equals(NOW) || !part.ages()) {
        for (PersonMaker.Someone one : people) {
          Optional<String> difference = compared(part, one, sent);
          if (difference.isPresent()) {
            return difference;
          }
        }
      }
    }
    return Optional.empty();
  }

  /**
   * As above at the time of the sync, looking only at what the twin prints otherwise.
   *
   * @throws AssertionError as above
   */
  Optional<String> differenceWherePrintedOtherwise(UnaryOperator<MergeLanguage> twin) {
    List<Part> good = parts(trial.esp.mergeLanguage(trial.fields));
    List<Part> parts = parts(twin.apply(trial.esp.mergeLanguage(trial.fields)));
    trial.clock.set(NOW);
    for (int i = 0; i < parts.size(); i++) {
      if (!parts.get(i).printed().equals(good.get(i).printed())) {
        for (PersonMaker.Someone one : people) {
          Optional<String> difference = compared(parts.get(i), one, NOW);
          if (difference.isPresent()) {
            return difference;
          }
        }
      }
    }
    return Optional.empty();
  }

  /** A document and a person, to be rendered by another engine than the sandbox's. */
  record Pair(String printed, String email, String meant, boolean line) {}

  /** Every document for every person. */
  List<Pair> pairsToRender() {
    List<Pair> all = new ArrayList<>();
    for (Part part : parts(trial.esp.mergeLanguage(trial.fields))) {
      for (PersonMaker.Someone one : people) {
        String meant =
            new TemplateEvaluator(holds(one, NOW), one.profile(), ZONE).render(part.template());
        all.add(new Pair(part.printed(), email(one).address(), meant, part.line()));
      }
    }
    return all;
  }

  /** Where the sandbox is. */
  String address() {
    return trial.address();
  }

  private List<Part> parts(MergeLanguage language) {
    TemplatePrinter printer =
        new TemplatePrinter(language, ModuleMaker.SCHEMA, trial.fields::field, ZONE);
    List<Part> parts = new ArrayList<>();
    modules.forEach(m -> parts.add(part(m, false, printer.print(m), printer.print(m))));
    lines.forEach(l -> parts.add(part(l, true, printer.printLine(l), printer.printLine(l))));
    return parts;
  }

  private static Part part(
      Template template,
      boolean line,
      TemplatePrinter.Printed printed,
      TemplatePrinter.Printed again) {
    assertEquals(List.of(), printed.issues(), "d01: every node prints");
    assertEquals(printed.text(), again.text(), "d05: the same again");
    boolean ages =
        printed.requirements().explanation().stream()
            .anyMatch(e -> e.contains("as of the last sync"));
    return new Part(template, line, printed.text().orElseThrow(), ages);
  }

  private void define(List<Attribute> attributes) {
    List<Change> fields = new ArrayList<>();
    attributes.forEach(a -> fields.add(new Change.DefineField(a)));
    trial
        .settle(fields)
        .forEach(o -> assertTrue(o instanceof Outcome.Applied, () -> "a field: " + o));
  }

  private void sync(Requirements needs, List<PersonMaker.Someone> everybody) {
    List<Change> upserts = new ArrayList<>();
    Consent consent =
        new Consent(
            Consent.EMAIL,
            Consent.State.SUBSCRIBED,
            TrialClock.START.minus(9, ChronoUnit.DAYS),
            "checkout",
            "box ticked");
    for (PersonMaker.Someone one : everybody) {
      Map<String, Value> values = new HashMap<>(one.profile().attributes());
      Predicate<Rule> holds = holds(one, NOW);
      needs
          .derived()
          .forEach(
              (name, derived) -> {
                Value value = DerivedValues.of(derived, one.profile(), holds, ZONE);
                if (value.exists()) {
                  values.put(name, value);
                }
              });
      upserts.add(new Change.Upsert(one.profile().key(), email(one), values, consent));
    }
    List<Outcome> outcomes = trial.settle(upserts);
    for (int i = 0; i < everybody.size(); i++) {
      if (outcomes.get(i) instanceof Outcome.Applied) {
        people.add(everybody.get(i));
      }
    }
    assertTrue(
        people.size() >= everybody.size() / 3,
        () ->
            "too many refused: "
                + outcomes.stream().filter(o -> !(o instanceof Outcome.Applied)).findFirst());
  }

  private static EmailAddress email(PersonMaker.Someone one) {
    return new EmailAddress(one.profile().key().value() + "@customers.example.net");
  }

  private Predicate<Rule> holds(PersonMaker.Someone one, Instant now) {
    RuleEvaluator rules =
        evaluators.computeIfAbsent(
            now, at -> new RuleEvaluator(ModuleMaker.SCHEMA, new Moment(at, ZONE), Map.of()));
    return rule -> rules.test(rule, one.profile(), one.events());
  }

  private Optional<String> compared(Part part, PersonMaker.Someone one, Instant sent) {
    String meant =
        new TemplateEvaluator(holds(one, sent), one.profile(), ZONE).render(part.template());
    String rendered;
    try {
      rendered = trial.sandbox.render(part.printed(), email(one).address());
    } catch (RenderException e) {
      rendered = "REFUSED: " + e.getMessage();
    }
    pairs++;
    String wanted = part.line() ? Seen.ofLine(meant) : Seen.of(meant);
    String seen = part.line() ? Seen.ofLine(rendered) : Seen.of(rendered);
    return wanted.equals(seen)
        ? Optional.empty()
        : Optional.of(
            "meant:    "
                + wanted
                + "\nseen:     "
                + seen
                + "\nrendered: "
                + rendered
                + "\nprinted:  "
                + part.printed()
                + "\nmodule:   "
                + part.template()
                + "\nperson:   "
                + one);
  }

  @Override
  public void close() {
    trial.close();
  }
}
