package io.espalier.salesforcemc;

import static io.espalier.salesforcemc.Bench.attribute;
import static io.espalier.salesforcemc.Bench.email;
import static io.espalier.salesforcemc.Bench.upsert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.google.gson.JsonParser;
import io.espalier.model.Cased;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.rule.Comparison;
import io.espalier.sandbox.salesforcemc.ampscript.Ampscript;
import io.espalier.sandbox.salesforcemc.ampscript.Disputed;
import io.espalier.spi.Change;
import io.espalier.spi.Outcome;
import io.espalier.template.Context;
import io.espalier.template.Field;
import io.espalier.template.MergeLanguage;
import io.espalier.template.MergeTest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What AMPscript makes of it, for people who are really there. */
final class MergeLanguageTest {
  private static final List<String> TEXTS =
      List.of(
          "France",
          "FRANCE",
          "İtaly",
          "italy",
          "ıtaly",
          "007",
          "7",
          "0",
          "a",
          "true",
          "yes",
          "10/20/2024",
          "Côte d'Ivoire",
          "côte D'IVOIRE",
          "%%=v(@es_n)=%%",
          "%%[ RaiseError('x') ]%%",
          "{{x}} & <b> \"q\" \\ 'z' ]%%",
          "line one\nline two\tend",
          "🙂 50%");
  private static final List<String> NUMBERS =
      List.of("0", "-5.5", "5", "1000", "1000.000000001", "99999999999999999999.999999999");

  private final Bench bench =
      new Bench(
          attribute("t", ValueType.TEXT),
          attribute("n", ValueType.NUMBER),
          attribute("b", ValueType.BOOL),
          attribute("d", ValueType.DATE),
          attribute("m", ValueType.DATETIME),
          attribute("l", ValueType.LIST),
          attribute("flag", ValueType.TEXT));
  private final MergeLanguage language = bench.esp.mergeLanguage(bench.fields);
  private final Map<String, Map<String, Value>> people = new HashMap<>();

  @BeforeEach
  void fill() {
    bench.define();
    for (int i = 0; i < TEXTS.size(); i++) {
      person("t" + i, Map.of("t", Value.text(TEXTS.get(i))));
    }
    for (int i = 0; i < NUMBERS.size(); i++) {
      person("n" + i, Map.of("n", Value.number(NUMBERS.get(i))));
    }
    person("yes", Map.of("b", Value.flag(true)));
    person("no", Map.of("b", Value.flag(false)));
    person(
        "dates",
        Map.of(
            "d", new Value.Day(LocalDate.of(2024, 2, 29)),
            "m", new Value.Moment(Instant.parse("2011-11-30T13:59:58Z")),
            "l", Value.list(List.of("a", "b"))));
    person("flagged", Map.of("flag", Value.text("yes")));
    person("unflagged", Map.of("flag", Value.text("no")));
    person("nothing", Map.of());
    List<Change> changes = new ArrayList<>();
    people.forEach((key, values) -> changes.add(upsert(key, values)));
    bench.run(changes).forEach(o -> assertInstanceOf(Outcome.Applied.class, o));
    // Someone whose values were cleared is as someone who never had any.
    Map<String, Value> cleared = new HashMap<>();
    for (String name : List.of("t", "n", "b", "d", "m", "l")) {
      cleared.put(name, Value.NOTHING);
    }
    bench.run(List.of(upsert("t0", cleared)));
    people.put("t0", Map.of());
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private void person(String key, Map<String, Value> values) {
    people.put(key, values);
  }

  @Test
  void comparisonsOfTextsMeanWhatOursMean() {
    for (String constant : TEXTS) {
      for (Comparison comparison : List.of(Comparison.EQUAL, Comparison.UNEQUAL)) {
        for (boolean exact : new boolean[] {false, true}) {
          agree(
              new MergeTest.Compare(field("t"), comparison, Value.text(constant), exact),
              value ->
                  comparison.holds(
                      form(((Value.Text) value).text(), exact).equals(form(constant, exact))
                          ? 0
                          : 1));
        }
      }
    }
  }

  @Test
  void comparisonsOfNumbersMeanWhatOursMean() {
    for (String constant : NUMBERS) {
      Value.Number number = (Value.Number) Value.number(constant);
      for (Comparison comparison : Comparison.values()) {
        agree(
            new MergeTest.Compare(field("n"), comparison, number, false),
            value -> comparison.holds(((Value.Number) value).number().compareTo(number.number())));
      }
    }
  }

  @Test
  void comparisonsOfBooleansMeanWhatOursMean() {
    for (boolean constant : new boolean[] {true, false}) {
      for (Comparison comparison : List.of(Comparison.EQUAL, Comparison.UNEQUAL)) {
        agree(
            new MergeTest.Compare(field("b"), comparison, Value.flag(constant), false),
            value -> comparison.holds(((Value.Flag) value).flag() == constant ? 0 : 1));
      }
    }
  }

  @Test
  void existingIsHavingAValue() {
    for (String name : List.of("t", "n", "b", "d", "m", "l")) {
      agree(new MergeTest.Exists(field(name)), value -> true);
    }
  }

  @Test
  void flagIsYesAndNothingElse() {
    agree(
        new MergeTest.Flag(field("flag")),
        value -> Cased.fold(((Value.Text) value).text()).equals("yes"));
  }

  @Test
  void joinedConditionsMeanWhatTheySay() {
    String yes = language.test(new MergeTest.Exists(field("b"))).orElseThrow();
    String no = language.test(new MergeTest.Exists(field("t"))).orElseThrow();
    assertEquals("ab", chosen("yes", language.or(List.of(no, yes)), yes));
    assertEquals("-b", chosen("yes", language.and(List.of(yes, no)), yes));
    assertEquals("--", chosen("yes", language.not(yes).orElseThrow(), no));
    String both = language.and(List.of(yes, language.not(no).orElseThrow()));
    assertEquals("ab", chosen("yes", both, language.or(List.of(no, no, both))));
  }

  private String chosen(String key, String first, String second) {
    return render(
        key, choice(first, "a", "-") + choice(second, "b", "-"), List.of(field("b"), field("t")));
  }

  @Test
  void onlyTheChosenBranchIsSeen() {
    String test = language.test(new MergeTest.Exists(field("t"))).orElseThrow();
    String flag = language.test(new MergeTest.Exists(field("b"))).orElseThrow();
    String document =
        "<"
            + language.open(test)
            + "text"
            + language.orElse(flag)
            + "flag"
            + language.otherwise()
            + "other"
            + language.end()
            + ">";
    List<Field> fields = List.of(field("t"), field("b"));
    assertEquals("<text>", render("t1", document, fields));
    assertEquals("<flag>", render("no", document, fields));
    assertEquals("<other>", render("nothing", document, fields));
  }

  @Test
  void valuesArePrintedPlain() {
    assertEquals("1000.000000001", printed("n4", "n", Context.PLAIN));
    assertEquals("5", printed("n2", "n", Context.HTML));
    assertEquals("0", printed("n0", "n", Context.HTML));
    assertEquals("99999999999999999999.999999999", printed("n5", "n", Context.HTML));
    assertEquals("false", printed("no", "b", Context.HTML));
    assertEquals("2024-02-29", printed("dates", "d", Context.HTML));
    assertEquals("2011-11-30T13:59:58Z", printed("dates", "m", Context.HTML));
    assertEquals("a,b", printed("dates", "l", Context.HTML));
    assertEquals("", printed("nothing", "n", Context.HTML));
  }

  @Test
  void hostileValuesStayTextInEveryContext() {
    for (int i = 1; i < TEXTS.size(); i++) {
      String text = TEXTS.get(i);
      assertEquals(text, unescaped(printed("t" + i, "t", Context.HTML)));
      assertEquals(text, unescaped(printed("t" + i, "t", Context.ATTRIBUTE)));
      assertEquals(text, printed("t" + i, "t", Context.PLAIN));
      assertEquals(text, json(printed("t" + i, "t", Context.JSON)));
      assertEquals(
          text,
          java.net.URLDecoder.decode(
              printed("t" + i, "t", Context.URL), java.nio.charset.StandardCharsets.UTF_8));
    }
  }

  @Test
  void hostileFallbacksStayTextInEveryContext() {
    for (String text : TEXTS) {
      assertEquals(text, unescaped(fallback(text, Context.HTML)));
      assertEquals(text, fallback(text, Context.PLAIN));
      assertEquals(text, json(fallback(text, Context.JSON)));
      assertEquals(
          text,
          java.net.URLDecoder.decode(
              fallback(text, Context.URL), java.nio.charset.StandardCharsets.UTF_8));
    }
  }

  @Test
  void hostileCopyStaysTextInEveryContext() {
    List<String> copies = new ArrayList<>(TEXTS);
    copies.addAll(
        List.of("100%", "%", "%%", "%%%", "{", "{{", "{{{", "%%unsub_center_url%%", "%%[[", "{%x"));
    for (String copy : copies) {
      // Beside code that begins and ends with the signs.
      String beside = "%%=v('<')=%%";
      String html = copy.replace("&", "&amp;");
      assertEquals(
          "<" + copy + "<",
          unescaped(
              render("nothing", beside + language.copy(html, Context.HTML) + beside, List.of())));
      assertEquals(
          "<" + copy + "<",
          render("nothing", beside + language.copy(copy, Context.PLAIN) + beside, List.of()));
    }
  }

  @Test
  void unsubscribeAndAddressAreFilledIn() {
    String url = render("nothing", language.unsubscribeUrl(), List.of());
    assertEquals(-1, url.indexOf("%%"));
    assertEquals(
        -1, render("nothing", language.postalAddress(Context.HTML), List.of()).indexOf("%%"));
  }

  private void agree(MergeTest test, java.util.function.Predicate<Value> ours) {
    Optional<String> condition = language.test(test);
    if (condition.isEmpty()) {
      return;
    }
    people.forEach(
        (key, values) -> {
          Value value = values.getOrDefault(test.field().attribute(), Value.NOTHING);
          boolean expected = value.exists() && ours.test(value);
          String document = choice(condition.get(), "yes", "no");
          String negated = choice(language.not(condition.get()).orElseThrow(), "no", "yes");
          assertEquals(
              expected ? "yes yes" : "no no",
              render(key, document + " " + negated, List.of(test.field())),
              () -> condition.get() + " for " + key + " " + values);
        });
  }

  private static String form(String text, boolean exact) {
    return exact ? Cased.nfc(text) : Cased.fold(text);
  }

  private String choice(String condition, String then, String otherwise) {
    return language.open(condition) + then + language.otherwise() + otherwise + language.end();
  }

  private String printed(String key, String name, Context context) {
    return render(
        key, language.output(field(name), Optional.empty(), context), List.of(field(name)));
  }

  private String fallback(String text, Context context) {
    return render(
        "nothing", language.output(field("t"), Optional.of(text), context), List.of(field("t")));
  }

  /** In the sandbox, and with every disputed point of AMPscript read the other way round. */
  private String render(String key, String document, List<Field> fields) {
    String template = language.prologue(fields, false) + document;
    String usual = bench.sandbox.render(template, email(key));
    if (!template.contains("%%member") && !template.contains("%%unsub")) {
      Recipient recipient = new Recipient(key, people.getOrDefault(key, Map.of()));
      Disputed opposite = Disputed.usual().opposite();
      assertEquals(usual, Ampscript.render(template, recipient, opposite), template);
    }
    return usual;
  }

  private Field field(String name) {
    return bench.fields.field(name).orElseThrow();
  }

  private static String json(String text) {
    return JsonParser.parseString("\"" + text + "\"").getAsString();
  }

  private static String unescaped(String html) {
    return html.replace("&#37;", "%")
        .replace("&#123;", "{")
        .replace("&#39;", "'")
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
  }
}
