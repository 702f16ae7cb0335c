package io.espalier.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.rule.Comparison;
import io.espalier.template.Context;
import io.espalier.template.Field;
import io.espalier.template.MergeTest;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class KlaviyoMergeLanguageTest {
  private static final Field COUNTRY = field("country", ValueType.TEXT);
  private static final Field TIER =
      new Field("tier", "tier", ValueType.TEXT, List.of("Gold", "Silver"));
  private static final Field SPENT = field("spent", ValueType.NUMBER);
  private static final Field VIP = field("vip", ValueType.BOOL);
  private static final Field SKUS = field("skus", ValueType.LIST);

  private final KlaviyoMergeLanguage language = new KlaviyoMergeLanguage();

  private static Field field(String name, ValueType type) {
    return new Field(name, name, type, List.of());
  }

  private Optional<String> compare(Field field, Comparison comparison, Value value) {
    return language.test(new MergeTest.Compare(field, comparison, value, false));
  }

  private Optional<String> exactly(Field field, Comparison comparison, String text) {
    return language.test(new MergeTest.Compare(field, comparison, Value.text(text), true));
  }

  @Test
  void flagIsTextYes() {
    assertEquals(
        Optional.of("person|lookup:'es_f1' == 'yes'"),
        language.test(new MergeTest.Flag(field("es_f1", ValueType.TEXT))));
  }

  @Test
  void zeroAndFalseExist() {
    assertEquals(
        Optional.of("person|lookup:'country'"), language.test(new MergeTest.Exists(COUNTRY)));
    assertEquals(
        Optional.of("person|lookup:'spent' >= -1000000000000000000000000000000"),
        language.test(new MergeTest.Exists(SPENT)));
    assertEquals(Optional.of("person|lookup:'vip' >= 0"), language.test(new MergeTest.Exists(VIP)));
    assertEquals(Optional.of("person|lookup:'skus'"), language.test(new MergeTest.Exists(SKUS)));
  }

  @Test
  void unequalMeansKnownAndDifferent() {
    assertEquals(
        Optional.of("person|lookup:'country' and person|lookup:'country' != 'Peru'"),
        exactly(COUNTRY, Comparison.UNEQUAL, "Peru"));
    assertEquals(
        Optional.of(
            "person|lookup:'spent' >= -1000000000000000000000000000000"
                + " and person|lookup:'spent' != 10"),
        compare(SPENT, Comparison.UNEQUAL, Value.number(10)));
    assertEquals(
        Optional.of("person|lookup:'vip' == 0"),
        compare(VIP, Comparison.UNEQUAL, Value.flag(true)));
  }

  @Test
  void textComparesInLowerCaseUnlessExactOrOfAClosedSet() {
    assertEquals(
        Optional.of("person|lookup:'country'|default:''|lower == 'peru'"),
        compare(COUNTRY, Comparison.EQUAL, Value.text("PERU")));
    assertEquals(
        Optional.of("person|lookup:'country' == 'PERU'"),
        exactly(COUNTRY, Comparison.EQUAL, "PERU"));
    assertEquals(
        Optional.of("person|lookup:'tier' == 'Gold'"),
        compare(TIER, Comparison.EQUAL, Value.text("Gold")));
  }

  @Test
  void theTwoLettersWithAnotherLowerCaseInPythonAreLoweredFirst() {
    assertEquals(
        Optional.of("person|lookup:'country'|default:''|find_replace:'İ|i'|lower == 'france is'"),
        compare(COUNTRY, Comparison.EQUAL, Value.text("France IS")));
    assertEquals(
        Optional.of("person|lookup:'country'|default:''|find_replace:'Σ|σ'|lower == 'κσ'"),
        compare(COUNTRY, Comparison.EQUAL, Value.text("ΚΣ")));
  }

  @Test
  void numbersAreBare() {
    assertEquals(
        Optional.of("person|lookup:'spent' > 1000.5"),
        compare(SPENT, Comparison.GREATER, Value.number("1000.50")));
    assertEquals(
        Optional.of("person|lookup:'spent' <= -0.000000001"),
        compare(SPENT, Comparison.AT_MOST, Value.number("-0.000000001")));
  }

  @Test
  void whatCannotBeSaidExactlyIsNotSaid() {
    Optional<String> none = Optional.empty();
    // A number that 64 bits do not hold.
    assertEquals(none, compare(SPENT, Comparison.EQUAL, Value.number("12345678901234.123456789")));
    // Order of texts, dates of any kind, lists.
    assertEquals(none, compare(COUNTRY, Comparison.LESS, Value.text("m")));
    assertEquals(
        none,
        compare(
            field("born", ValueType.DATE),
            Comparison.EQUAL,
            new Value.Day(LocalDate.parse("2000-02-29"))));
    assertEquals(none, compare(SKUS, Comparison.EQUAL, Value.list(List.of("a"))));
    // Text that no quotes hold, or that may have become a date.
    for (String text :
        List.of("a\nb", "a%}b", "a}}b", "{{ x", "{# x", "it's \"so\"", "a\\b", "2026-01-01")) {
      assertEquals(none, exactly(COUNTRY, Comparison.EQUAL, text), text);
    }
    // Letters whose case depends on the version of Unicode.
    assertEquals(none, compare(COUNTRY, Comparison.EQUAL, Value.text("\u019B")));
  }

  @Test
  void aQuoteIsHeldByTheOtherKind() {
    assertEquals(
        Optional.of("person|lookup:'country' == \"Côte d'Ivoire\""),
        exactly(COUNTRY, Comparison.EQUAL, "Co\u0302te d'Ivoire"));
  }

  @Test
  void ownFieldsOfKlaviyoAreReadByTheirOwnNames() {
    assertEquals(
        Optional.of("first_name == 'Ada'"),
        exactly(field("first_name", ValueType.TEXT), Comparison.EQUAL, "Ada"));
    assertEquals(
        Optional.of("person.title == 'Dr'"),
        exactly(field("title", ValueType.TEXT), Comparison.EQUAL, "Dr"));
  }

  @Test
  void notStandsBeforeASingleTestOnly() {
    assertEquals(
        Optional.of("not person|lookup:'spent' > 5"),
        language.not(compare(SPENT, Comparison.GREATER, Value.number(5)).orElseThrow()));
    assertEquals(
        Optional.of("not person|lookup:'country' == 'salt and pepper'"),
        language.not("person|lookup:'country' == 'salt and pepper'"));
    assertEquals(
        Optional.empty(), language.not(exactly(COUNTRY, Comparison.UNEQUAL, "Peru").orElseThrow()));
  }

  @Test
  void choiceIsWrittenWithTags() {
    assertEquals(
        "{% if a and b or c %}1{% elif d %}2{% else %}3{% endif %}",
        language.open(language.or(List.of(language.and(List.of("a", "b")), "c")))
            + "1"
            + language.orElse("d")
            + "2"
            + language.otherwise()
            + "3"
            + language.end());
  }

  @Test
  void outputFallsBackAndEscapesInEveryContext() {
    Field name = field("first_name", ValueType.TEXT);
    assertEquals(
        "{% if first_name %}{{ first_name }}{% else %}R&amp;D &lt;you&gt;{% endif %}",
        language.output(name, Optional.of("R&D <you>"), Context.HTML));
    assertEquals(
        "{% if first_name %}{{ first_name }}{% else %}a&quot;b{% endif %}",
        language.output(name, Optional.of("a\"b"), Context.ATTRIBUTE));
    assertEquals(
        "{% if first_name %}{{ first_name|urlencode:'' }}{% else %}a%20%26%20b{% endif %}",
        language.output(name, Optional.of("a & b"), Context.URL));
    assertEquals(
        "{% if first_name %}{{ first_name|urlencode }}{% else %}\\u0022\\u005c{% endif %}",
        language.output(name, Optional.of("\"\\"), Context.JSON));
    assertEquals(
        "{% if first_name %}{{ first_name|safe }}{% else %}R&D{% endif %}",
        language.output(name, Optional.of("R&D"), Context.PLAIN));
    assertEquals(
        "{% if first_name %}{{ first_name }}{% else %}{% templatetag openbrace %}{ x }}"
            + "{% endif %}",
        language.output(name, Optional.of("{{ x }}"), Context.HTML));
  }

  @Test
  void outputOfAFlagAndOfAListIsNotPythons() {
    assertEquals(
        "{% if person|lookup:'vip' >= 0 %}{% if person|lookup:'vip' == 1 %}true{% else %}false"
            + "{% endif %}{% endif %}",
        language.output(VIP, Optional.empty(), Context.HTML));
    assertEquals(
        "{% if person|lookup:'skus' %}{{ person|lookup:'skus'|join:',' }}{% endif %}",
        language.output(SKUS, Optional.empty(), Context.HTML));
  }

  @Test
  void copyOfOtherLanguagesIsLeftAlone() {
    String copy = "50 %% *|MERGE|* %%[ SET @a=1 ]%% a{color:red} }} %}";
    assertEquals(copy, language.copy(copy, Context.HTML));
  }

  private static final String BRACE = "{% templatetag openbrace %}";

  /** What Django takes for a tag, a variable or a comment: django/template/base.py, tag_re. */
  private static final Pattern TAG = Pattern.compile("\\{%.*?%\\}|\\{\\{.*?\\}\\}|\\{#.*?#\\}");

  @Property(tries = 2_000)
  void copyOpensNothingAndPrintsAsItWas(
      @ForAll @StringLength(max = 12) @Chars({'{', '}', '%', '#', ' ', 'a', '\n', '\''})
          String left,
      @ForAll @StringLength(max = 12) @CharRange(from = '#', to = '}') String right) {
    String printed =
        language.copy(left, Context.HTML) + "{% if x %}" + language.copy(right, Context.HTML);

    assertTrue(
        TAG.matcher(printed)
            .results()
            .allMatch(tag -> tag.group().equals(BRACE) || tag.group().equals("{% if x %}")));
    assertEquals(left + "{% if x %}" + right, printed.replace(BRACE, "{"));
    assertEquals(1, printed.replace(BRACE, "").split(Pattern.quote("{% if x %}"), -1).length - 1);
  }

  @Property(tries = 1_000)
  void printedTextNeverLeavesItsQuotes(@ForAll @StringLength(min = 1, max = 10) String text) {
    if (text.isBlank()) {
      return;
    }
    exactly(COUNTRY, Comparison.EQUAL, text)
        .ifPresent(
            condition -> {
              String literal = condition.substring("person|lookup:'country' == ".length());
              char quote = literal.charAt(0);
              assertEquals(quote, literal.charAt(literal.length() - 1));
              String inside = literal.substring(1, literal.length() - 1);
              assertEquals(-1, inside.indexOf(quote));
              assertFalse(inside.contains("%}") || inside.contains("\n"));
            });
  }
}
