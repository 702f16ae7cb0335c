package io.espalier.mailchimp;

import static io.espalier.mailchimp.MailchimpAccount.attribute;
import static io.espalier.mailchimp.MailchimpAccount.email;
import static io.espalier.mailchimp.MailchimpAccount.subscribed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Attribute;
import io.espalier.model.Cased;
import io.espalier.model.Profile;
import io.espalier.model.ProfileKey;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.rule.Comparison;
import io.espalier.spi.Change;
import io.espalier.template.Context;
import io.espalier.template.Field;
import io.espalier.template.MergeLanguage;
import io.espalier.template.MergeTest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is printed, executed by the sandbox for real contacts, is what a test means. */
class MailchimpMergeExecutionTest {
  private static final List<String> TIERS = List.of("Gold", "Silver");

  private final MailchimpAccount account =
      new MailchimpAccount(
          attribute("country", ValueType.TEXT),
          closed("tier", TIERS),
          attribute("spent", ValueType.NUMBER),
          attribute("vip", ValueType.BOOL));
  private final MergeLanguage language = new MailchimpEsp().mergeLanguage(account.fields);

  @AfterEach
  void close() {
    account.close();
  }

  @Test
  void everyPrintedTestHoldsExactlyWhereItShould() {
    List<Profile> people = people();
    int printed = 0;
    for (MergeTest test : tests()) {
      Optional<String> condition = language.test(test);
      if (condition.isEmpty()) {
        continue;
      }
      printed++;
      String template =
          language.open(condition.get()) + "yes" + language.otherwise() + "no" + language.end();
      for (Profile person : people) {
        assertEquals(
            holds(test, person) ? "yes" : "no",
            account.render(template, address(person)),
            condition.get() + " for " + person.attributes());
      }
    }
    assertTrue(printed >= 20, "only " + printed + " tests are said natively");
  }

  @Test
  void fallbackStandsOnlyWhereTheFieldIsMissing() {
    for (Profile person : people()) {
      for (Field field : account.fields.fields()) {
        String expected =
            person.get(field.attribute()).exists()
                ? person.get(field.attribute()).plain()
                : "none & *|UNSUB|*";
        String shown =
            account.render(
                language.output(field, Optional.of("none & *|UNSUB|*"), Context.HTML),
                address(person));
        assertEquals(
            expected,
            shown.replace("&#124;", "|").replace("&amp;", "&"),
            field.attribute() + " of " + person.attributes());
      }
    }
  }

  private List<Profile> people() {
    List<Value> countries =
        List.of(Value.NOTHING, Value.text("France"), Value.text("france"), Value.text("0"));
    List<Value> tiers = List.of(Value.NOTHING, Value.text("Gold"), Value.text("Silver"));
    List<Value> amounts =
        List.of(
            Value.NOTHING,
            Value.number(0),
            Value.number("-1"),
            Value.number("9"),
            Value.number("18.5"));
    List<Value> flags = List.of(Value.NOTHING, Value.flag(true), Value.flag(false));
    List<Profile> people = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Map<String, Value> values = new LinkedHashMap<>();
      put(values, "country", countries.get(i % 4));
      put(values, "tier", tiers.get(i % 3));
      put(values, "spent", amounts.get(i % 5));
      put(values, "vip", flags.get(i / 20));
      people.add(new Profile(new ProfileKey("k" + i), values, Map.of()));
    }
    MailchimpSyncTest.assertApplied(
        account.settle(account.fields.attributes().stream().map(Change.DefineField::new).toList()));
    MailchimpSyncTest.assertApplied(
        account.settle(
            people.stream()
                .map(
                    p ->
                        new Change.Upsert(
                            p.key(),
                            email(address(p)),
                            p.attributes(),
                            subscribed(Instant.parse("2026-11-01T00:00:00Z"))))
                .toList()));
    return people;
  }

  private static void put(Map<String, Value> values, String name, Value value) {
    if (value.exists()) {
      values.put(name, value);
    }
  }

  private List<MergeTest> tests() {
    Map<String, List<Value>> constants =
        Map.of(
            "country", List.of(Value.text("France"), Value.text("Spain"), Value.text("0")),
            "tier", List.of(Value.text("gold"), Value.text("Silver"), Value.text("Bronze")),
            "spent",
                List.of(
                    Value.number(0), Value.number("-1"), Value.number("9"), Value.number("18.5")),
            "vip", List.of(Value.flag(true), Value.flag(false)));
    List<MergeTest> tests = new ArrayList<>();
    for (Field field : account.fields.fields()) {
      tests.add(new MergeTest.Exists(field));
      for (Value constant : constants.getOrDefault(field.attribute(), List.of())) {
        for (Comparison comparison : Comparison.values()) {
          tests.add(new MergeTest.Compare(field, comparison, constant, true));
          tests.add(new MergeTest.Compare(field, comparison, constant, false));
        }
      }
    }
    return tests;
  }

  /** The meaning, said once more and apart: a missing value makes every comparison false. */
  private static boolean holds(MergeTest test, Profile person) {
    Value held = person.get(test.field().attribute());
    if (!(test instanceof MergeTest.Compare compare)) {
      return held.exists();
    }
    return held.exists()
        && compare.comparison().holds(sign(held, compare.value(), compare.exact()));
  }

  private static int sign(Value held, Value constant, boolean exact) {
    if (held instanceof Value.Number number) {
      BigDecimal other = ((Value.Number) constant).number();
      return number.number().compareTo(other);
    }
    String left = held.plain();
    String right = constant.plain();
    return exact
        ? Cased.compare(Cased.nfc(left), Cased.nfc(right))
        : Cased.compare(Cased.fold(left), Cased.fold(right));
  }

  private static String address(Profile person) {
    return person.key().value() + "@example.net";
  }

  private static Attribute closed(String name, List<String> values) {
    return new Attribute(
        name,
        ValueType.TEXT,
        name,
        "demographic",
        false,
        Set.of("marketing"),
        values,
        null,
        Map.of());
  }
}
