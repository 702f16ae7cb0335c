package io.espalier.mailchimp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.espalier.model.Attribute;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.rule.Comparison;
import io.espalier.spi.FieldMap;
import io.espalier.template.Context;
import io.espalier.template.Field;
import io.espalier.template.MergeLanguage;
import io.espalier.template.MergeTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MailchimpMergeLanguageTest {
  private static final Field COUNTRY = field("COUNTRY", ValueType.TEXT);
  private static final Field TIER =
      new Field("tier", "TIER", ValueType.TEXT, List.of("Gold", "Silver"));
  private static final Field SPENT = field("SPENT", ValueType.NUMBER);
  private static final Field VIP = field("VIP", ValueType.BOOL);

  private final MergeLanguage language =
      new MailchimpMergeLanguage(
          MailchimpNames.map(List.of(Attribute.of("country", ValueType.TEXT)), new ArrayList<>()));

  @Test
  void flagIsAlwaysSaid() {
    assertEquals(
        Optional.of("ES0A=yes"), language.test(new MergeTest.Flag(field("ES0A", ValueType.TEXT))));
  }

  @ParameterizedTest
  @CsvSource({
    "EQUAL,5,SPENT=5",
    "EQUAL,0,SPENT=0",
    "EQUAL,-2.5,SPENT=-2.5",
    "GREATER,1000,SPENT > 1000",
    "GREATER,0,SPENT > 0",
    "AT_LEAST,0.01,SPENT >= 0.01",
    "GREATER,-1,",
    "AT_LEAST,0,",
    "LESS,5,",
    "LESS,-5,",
    "AT_MOST,-5,",
    "UNEQUAL,5,",
    "EQUAL,9007199254740993,",
  })
  void numbersAreComparedOnlyWhereAMissingOneCannotMatch(
      Comparison comparison, String number, String printed) {
    assertEquals(
        Optional.ofNullable(printed),
        language.test(new MergeTest.Compare(SPENT, comparison, Value.number(number), false)));
  }

  @ParameterizedTest
  @CsvSource({
    "EQUAL,gold,false,TIER=Gold",
    "EQUAL,gold,true,",
    "EQUAL,Gold,true,TIER=Gold",
    "UNEQUAL,gold,false,TIER=Silver",
    "EQUAL,Bronze,false,",
    "LESS,Gold,false,",
  })
  void closedValuesAreTestedInTheirOneSpelling(
      Comparison comparison, String text, boolean exact, String printed) {
    assertEquals(
        Optional.ofNullable(printed),
        language.test(new MergeTest.Compare(TIER, comparison, Value.text(text), exact)));
  }

  @ParameterizedTest
  @CsvSource({
    "EQUAL,United Kingdom,true,COUNTRY=United Kingdom",
    "EQUAL,Österreich,true,COUNTRY=Österreich",
    "EQUAL,France,false,",
    "UNEQUAL,France,true,",
    "EQUAL,AT&T,true,",
    "EQUAL,a|*b,true,",
    "EQUAL,12,true,",
    "EQUAL,COUNTRY,true,",
    "EQUAL,EMAIL,true,",
    "EQUAL,a  b,true,",
  })
  void openTextIsTestedOnlyExactlyAndByPlainWords(
      Comparison comparison, String text, boolean exact, String printed) {
    assertEquals(
        Optional.ofNullable(printed),
        language.test(new MergeTest.Compare(COUNTRY, comparison, Value.text(text), exact)));
  }

  @Test
  void decomposedConstantIsPrintedComposed() {
    assertEquals(
        Optional.of("COUNTRY=Z\u00fcrich"),
        language.test(
            new MergeTest.Compare(COUNTRY, Comparison.EQUAL, Value.text("Zu\u0308rich"), true)));
  }

  @Test
  void boolIsTrueOrFalseAndUnequalIsTheOther() {
    assertEquals(
        Optional.of("VIP=true"),
        language.test(new MergeTest.Compare(VIP, Comparison.EQUAL, Value.flag(true), false)));
    assertEquals(
        Optional.of("VIP=false"),
        language.test(new MergeTest.Compare(VIP, Comparison.UNEQUAL, Value.flag(true), false)));
  }

  @Test
  void presenceIsSaidOnlyWhereNoZeroCanOccur() {
    assertEquals(Optional.of("TIER"), language.test(new MergeTest.Exists(TIER)));
    assertEquals(Optional.of("VIP"), language.test(new MergeTest.Exists(VIP)));
    assertEquals(Optional.empty(), language.test(new MergeTest.Exists(COUNTRY)));
    assertEquals(Optional.empty(), language.test(new MergeTest.Exists(SPENT)));
    assertEquals(
        Optional.empty(),
        language.test(
            new MergeTest.Exists(new Field("n", "N", ValueType.TEXT, List.of("0", "1")))));
  }

  @Test
  void jointsAreMailchimps() {
    assertEquals(
        "*|IF:A=b|**|ELSEIF:C=d|**|ELSE:|**|END:IF|*",
        language.open("A=b") + language.orElse("C=d") + language.otherwise() + language.end());
    assertEquals(MergeLanguage.Grouping.ONE_TEST, language.grouping());
    assertEquals(Optional.empty(), language.not("A=b"));
    assertThrows(IllegalStateException.class, () -> language.and(List.of("A=b", "C=d")));
    assertThrows(IllegalStateException.class, () -> language.or(List.of("A=b", "C=d")));
  }

  @Test
  void outputIsEncodedForItsPlace() {
    assertEquals("*|COUNTRY|*", language.output(COUNTRY, Optional.empty(), Context.HTML));
    assertEquals("*|URL:COUNTRY|*", language.output(COUNTRY, Optional.empty(), Context.URL));
    assertEquals(
        "*|IF:TIER|**|TIER|**|ELSE:|*&lt;b&gt; *&#124;UNSUB&#124;* &quot;you&quot;*|END:IF|*",
        language.output(TIER, Optional.of("<b> *|UNSUB|* \"you\""), Context.ATTRIBUTE));
    assertEquals(
        "*|IF:SPENT|**|SPENT|**|ELSEIF:SPENT=0|*0*|ELSE:|*none*|END:IF|*",
        language.output(SPENT, Optional.of("none"), Context.HTML));
    assertEquals(
        "*|IF:TIER|**|URL:TIER|**|ELSE:|*a%20b%26*|END:IF|*",
        language.output(TIER, Optional.of("a b&"), Context.URL));
  }

  @Test
  void copyThatOnlyLooksLikeCodeIsLeftAlone() {
    assertEquals("a | b * c {{ d }} %%e%%", language.copy("a | b * c {{ d }} %%e%%", Context.HTML));
    assertEquals("*&#124;FNAME&#124;*", language.copy("*|FNAME|*", Context.HTML));
    assertEquals("*%7CFNAME%7C*", language.copy("*|FNAME|*", Context.URL));
  }

  @ParameterizedTest
  @EnumSource(Context.class)
  void barBetweenTwoOutputsStartsNothing(Context context) {
    String page =
        language.output(COUNTRY, Optional.empty(), context)
            + language.copy("|", context)
            + language.output(COUNTRY, Optional.empty(), context);

    assertEquals(2, page.split("\\*\\|[A-Z:]+\\|\\*", -1).length - 1);
    assertFalse(page.contains("|*|*"), page);
  }

  @Property(tries = 1000)
  void copyStartsNoCodeEvenPieceByPiece(
      @ForAll("hostile") String one, @ForAll("hostile") String two, @ForAll Context context) {
    String page = language.copy(one, context) + language.copy(two, context);
    assertFalse(page.contains("*|") || page.contains("|*"), page);
  }

  @Provide
  Arbitrary<String> hostile() {
    return Arbitraries.strings().withChars("*|A:").ofMaxLength(8);
  }

  @Test
  void footerIsWhatTheLawAsksFor() {
    assertEquals("*|UNSUB|*", language.unsubscribeUrl());
    assertEquals("*|HTML:LIST_ADDRESS_HTML|*", language.postalAddress(Context.HTML));
    assertEquals("", language.prologue(List.of(COUNTRY), false));
    assertEquals("mailchimp", new MailchimpEsp().mergeLanguage(FieldMap.empty()).id());
  }

  private static Field field(String tag, ValueType type) {
    return new Field(tag.toLowerCase(java.util.Locale.ROOT), tag, type, List.of());
  }
}
