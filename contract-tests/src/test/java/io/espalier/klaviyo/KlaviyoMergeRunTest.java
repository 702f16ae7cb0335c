package io.espalier.klaviyo;

import static io.espalier.klaviyo.KlaviyoAccount.attribute;
import static io.espalier.klaviyo.KlaviyoAccount.upsert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Attribute;
import io.espalier.model.Profile;
import io.espalier.model.ProfileKey;
import io.espalier.model.Schema;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.rule.Comparison;
import io.espalier.rule.Moment;
import io.espalier.rule.Operand;
import io.espalier.rule.Rule;
import io.espalier.rule.RuleEvaluator;
import io.espalier.rule.Span;
import io.espalier.sandbox.SandboxProvider;
import io.espalier.sandbox.Turned;
import io.espalier.sandbox.klaviyo.KlaviyoFact;
import io.espalier.sandbox.klaviyo.KlaviyoSandboxProvider;
import io.espalier.spi.Outcome;
import io.espalier.template.Context;
import io.espalier.template.MergeLanguage;
import io.espalier.template.MergeTest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is printed, executed on what was synced, means what the evaluator says. */
class KlaviyoMergeRunTest {
  private static final List<String> TEXTS =
      List.of(
          "Peru",
          "peru",
          "PERU",
          "France",
          "İstanbul",
          "istanbul",
          "ISTANBUL",
          "ΑΣ",
          "ας",
          "ασ",
          "Co\u0302te",
          "CÔTE",
          "it's",
          "a \"b\"",
          "yes",
          "no",
          "0",
          "False",
          "None",
          "{{ x }}",
          "{% if %}",
          "a and b",
          "\u212Aelvin",
          "straße",
          "STRASSE",
          "Ärger",
          "москва",
          "МОСКВА",
          "😀",
          "50 %}");
  private static final List<String> NUMBERS =
      List.of("0", "1", "-1", "0.1", "10", "10.5", "1000", "9007199254740993", "0.000000001");

  private static final Attribute TEXT = attribute("town", ValueType.TEXT);
  private static final Attribute NUMBER = attribute("spent", ValueType.NUMBER);
  private static final Attribute FLAG = attribute("vip", ValueType.BOOL);
  private static final Attribute LIST = attribute("skus", ValueType.LIST);

  private final KlaviyoAccount account = new KlaviyoAccount(TEXT, NUMBER, FLAG, LIST);
  private final Map<String, Profile> people = new LinkedHashMap<>();
  private final RuleEvaluator evaluator =
      new RuleEvaluator(
          Schema.of(List.of(TEXT, NUMBER, FLAG, LIST), List.of(), Set.of()),
          new Moment(KlaviyoAccount.START, ZoneOffset.UTC),
          Map.of());

  @BeforeEach
  void putPeopleThere() {
    person(Map.of());
    TEXTS.forEach(text -> person(Map.of("town", Value.text(text))));
    NUMBERS.forEach(number -> person(Map.of("spent", Value.number(number))));
    person(Map.of("vip", Value.flag(true)));
    person(Map.of("vip", Value.flag(false)));
    person(Map.of("skus", Value.list(List.of("a", "b<"))));
    List<Outcome> outcomes =
        account.settle(
            people.entrySet().stream()
                .map(e -> upsert(e.getValue().key().value(), e.getKey(), e.getValue().attributes()))
                .toList());
    assertTrue(outcomes.stream().allMatch(Outcome.APPLIED::equals), outcomes::toString);
  }

  @AfterEach
  void close() {
    account.close();
  }

  private void person(Map<String, Value> values) {
    int number = people.size();
    people.put(
        "p" + number + "@example.net", new Profile(new ProfileKey("k" + number), values, Map.of()));
  }

  private static Rule compare(Attribute a, Comparison comparison, Value value, boolean exact) {
    return new Rule.Compare(
        new Operand.Attribute(a.name(), Span.NONE),
        comparison,
        new Operand.Literal(value, Span.NONE),
        exact,
        Span.NONE);
  }

  private final List<String> printed = new ArrayList<>();
  private final List<Rule> meant = new ArrayList<>();

  private void both(MergeLanguage language, MergeTest test, Rule rule) {
    Optional<String> condition = language.test(test);
    if (condition.isPresent()) {
      printed.add(condition.get());
      meant.add(rule);
      language
          .not(condition.get())
          .ifPresent(
              negated -> {
                printed.add(negated);
                meant.add(new Rule.Not(rule, Span.NONE));
              });
    }
  }

  @Test
  void everyPrintedTestMeansWhatTheEvaluatorSays() {
    MergeLanguage language = new KlaviyoEsp().mergeLanguage(account.fields);
    for (Attribute a : List.of(TEXT, NUMBER, FLAG, LIST)) {
      both(
          language,
          new MergeTest.Exists(account.fields.field(a.name()).orElseThrow()),
          new Rule.Presence(new Operand.Attribute(a.name(), Span.NONE), false, Span.NONE));
    }
    for (Comparison comparison : Comparison.values()) {
      boolean equality = comparison == Comparison.EQUAL || comparison == Comparison.UNEQUAL;
      if (equality) {
        for (boolean exact : List.of(true, false)) {
          TEXTS.forEach(text -> compared(language, TEXT, comparison, Value.text(text), exact));
        }
        compared(language, FLAG, comparison, Value.flag(true), false);
        compared(language, FLAG, comparison, Value.flag(false), false);
      }
      NUMBERS.forEach(n -> compared(language, NUMBER, comparison, Value.number(n), false));
    }
    assertTrue(printed.size() > 200, () -> "only " + printed.size());

    StringBuilder template = new StringBuilder();
    printed.forEach(
        condition ->
            template
                .append(language.open(condition))
                .append('1')
                .append(language.otherwise())
                .append('0')
                .append(language.end()));
    people.forEach(
        (email, profile) -> {
          String seen = account.render(template.toString(), email);
          for (int i = 0; i < printed.size(); i++) {
            assertEquals(
                evaluator.test(meant.get(i), profile, List.of()) ? '1' : '0',
                seen.charAt(i),
                printed.get(i) + " for " + profile.attributes());
          }
        });
  }

  private void compared(
      MergeLanguage language, Attribute a, Comparison comparison, Value value, boolean exact) {
    both(
        language,
        new MergeTest.Compare(
            account.fields.field(a.name()).orElseThrow(), comparison, value, exact),
        compare(a, comparison, value, exact));
  }

  @Test
  void copyAndOutputsComeOutAsTheyWere() {
    MergeLanguage language = new KlaviyoEsp().mergeLanguage(account.fields);
    String copy = "{{ x }} {% if a %} {# c #} {{% *|X|* %%[ y ]%% {";
    people.forEach(
        (email, profile) -> {
          String town = profile.get("town").plain();
          String spent = profile.get("spent").plain();
          String seen =
              account.render(
                  language.copy(copy, Context.HTML)
                      + language.output(
                          account.fields.field("town").orElseThrow(),
                          Optional.of("{{ R&D }}"),
                          Context.HTML)
                      + "|"
                      + language.output(
                          account.fields.field("vip").orElseThrow(),
                          Optional.of("?"),
                          Context.PLAIN)
                      + "|"
                      + (spent.contains("0.00")
                          ? ""
                          : language.output(
                              account.fields.field("spent").orElseThrow(),
                              Optional.of("none"),
                              Context.HTML)),
                  email);
          String shown =
              town.isEmpty()
                  ? "{{ R&amp;D }}"
                  : java.text.Normalizer.normalize(town, java.text.Normalizer.Form.NFC)
                      .replace("&", "&amp;")
                      .replace("<", "&lt;")
                      .replace("'", "&#x27;")
                      .replace("\"", "&quot;");
          String vip = profile.get("vip").exists() ? profile.get("vip").plain() : "?";
          String number = spent.contains("0.00") ? "" : spent.isEmpty() ? "none" : spent;
          assertEquals(copy + shown + "|" + vip + "|" + number, seen);
        });
  }

  @Test
  void aDatePrintsAsItWasSentWhetherATemplateSeesATextOrAMoment() {
    Attribute day = attribute("born", ValueType.DATE);
    Attribute moment = attribute("seen", ValueType.DATETIME);
    for (SandboxProvider provider :
        List.of(
            new KlaviyoSandboxProvider(),
            new Turned(new KlaviyoSandboxProvider(), KlaviyoFact.DATES_ARE_MOMENTS))) {
      try (KlaviyoAccount other = new KlaviyoAccount(provider, day, moment)) {
        Map<String, Value> values =
            Map.of(
                "born", new Value.Day(LocalDate.parse("2024-02-29")),
                "seen", new Value.Moment(Instant.parse("2026-01-31T10:00:00Z")));
        assertEquals(
            List.of(Outcome.APPLIED),
            other.settle(List.of(upsert("k", "ada@example.net", values))));
        MergeLanguage language = new KlaviyoEsp().mergeLanguage(other.fields);
        String born =
            language.output(
                other.fields.field("born").orElseThrow(), Optional.of("?"), Context.HTML);
        String seen =
            language.output(
                other.fields.field("seen").orElseThrow(), Optional.of("?"), Context.URL);
        assertEquals(
            "2024-02-29 2026-01-31T10%3A00%3A00%2B00%3A00",
            other.render(born + " " + seen, "ada@example.net"));
      }
    }
  }
}
