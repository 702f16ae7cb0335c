package io.espalier.sandbox.salesforcemc.ampscript;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
  private final Recipient recipient = new Recipient();

  private boolean test(String condition) {
    return recipient
        .render("%%[ IF " + condition + " THEN ]%%T%%[ ELSE ]%%F%%[ ENDIF ]%%")
        .equals("T");
  }

  // Every row of the sheet's section 8.3; @n is a missing value.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "@n == 'a'|F",
        "@n != 'a'|T",
        "@n < 'a'|T",
        "@n > 'a'|T",
        "@n <= 'a'|F",
        "@n >= 'a'|F",
        "@n > 0|T",
        "0 > @n|T",
        "@n == @m|T",
        "@n != @m|F",
        "@n <= @m|T",
        "'a' == false|T",
        "true == 2|F",
        "false == 2|T",
        "true == 1.5|F",
        "true == 'true'|T",
        "true > false|T",
        "false < true|T",
        "true < false|T",
        "true >= true|T",
        "true == 1|T",
        "Now() > 'nothing'|T",
        "Now() > DateParse('2026-11-22')|T",
        "Now() == '11/23/2026 12:00:05 PM'|T",
        "'10/20/2024' < '10/21/2024'|T",
        "'9/1/2024' < '10/1/2024'|F",
        "DateParse('9/1/2024') < DateParse('10/1/2024')|T",
        "'a' < 1|T",
        "'4' < '50'|T",
        "'4' > 1|T",
        "'01/01/0001' == 0|T",
        "'a' == 0|T",
        "'' == 0|T",
        "'a' == '0'|T",
        "'007' == '7'|T",
        "' 5 ' == 5|T",
        "'1,234' == 1234|T",
        "'-3' < 0|T",
        "'1e3' == 1000|F",
        "10 > 9|T",
        "'10' > '9'|T",
        "1.50 == 1.5|T",
        "'Gold' == 'gOLD'|T",
        "'Gold' != 'gold'|F",
        "'Graßl' == 'Grassl'|F",
        "'Graßl' >= 'Grassl'|T",
        "'Graßl' <= 'Grassl'|T",
        "'école' < 'zoo'|T",
        "'é' == 'e'|F",
        "'é' >= 'e'|T",
        "'b' > 'A'|T",
        "'ÉCOLE' == 'école'|T",
        "'ı' == 'I'|F",
        "'\u212A' == 'k'|F",
        "'- 5' == 5|F",
        "'5-' < 0|T"
      })
  void comparisonIsAsTheSheetSays(String condition, String expected) {
    assertEquals(expected.equals("T"), test(condition), condition);
  }

  @Property(tries = 200)
  void wordsEqualThemselvesInAnyCase(
      @ForAll @AlphaChars @StringLength(min = 1, max = 12) String word) {
    assertEquals(
        true, Comparison.test("x" + word, "==", "X" + word.toUpperCase(java.util.Locale.ROOT)));
  }

  @Property(tries = 200)
  void numbersInTextCompareAsNumbers(@ForAll int left, @ForAll int right) {
    String text = Integer.toString(left);
    assertEquals(left < right, Comparison.test(text, "<", BigDecimal.valueOf(right)));
    assertEquals(left >= right, Comparison.test(text, ">=", Integer.toString(right)));
  }

  @Property(tries = 300)
  void anyTextPrintsItselfThroughALiteral(@ForAll String text) {
    assertEquals(text, recipient.render("%%=v('" + text.replace("'", "''") + "')=%%"));
    assertEquals(text, recipient.render("%%=v(\"" + text.replace("\"", "\"\"") + "\")=%%"));
  }

  @Property(tries = 300)
  void anyAttributePrintsItself(@ForAll String text) {
    assertEquals(text, new Recipient().with("a", text).render("%%a%%"));
  }
}
