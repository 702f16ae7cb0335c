package io.espalier.sync.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.espalier.model.ValueType;
import io.espalier.spi.TextLimit;
import java.math.BigDecimal;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is only a vendor's own form of a value, and what somebody changed. */
final class FormTest {
  private static final Optional<TextLimit> TEN =
      Optional.of(new TextLimit(10, TextLimit.Unit.BYTES));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TEXT | France | france | LETTER_CASE",
        "TEXT | New  York | New York | SPACING",
        "TEXT | France | Spain | CHANGED",
        "TEXT | twelve letters | twelve let | CUT",
        "TEXT | twelve letters | twel | CHANGED",
        "TEXT | a letter é and more | a letter | CUT",
        "NUMBER | 36.000000000 | 36 | NUMBER_FORM",
        "NUMBER | 1234.500000000 | 1,234.50 | NUMBER_FORM",
        "NUMBER | 1.000000000 | 1e0 | NUMBER_FORM",
        "NUMBER | 36.000000000 | 37 | CHANGED",
        "NUMBER | 36.000000000 | many | CHANGED",
        "BOOL | true | TRUE | LETTER_CASE",
        "BOOL | true | 1 | LETTER_CASE",
        "BOOL | true | false | CHANGED",
        "DATE | 2024-02-29 | 2/29/2024 | DATE_FORM",
        "DATE | 2024-02-29 | 2024-02-29T00:00:00+00:00 | DATE_FORM",
        "DATE | 2024-02-29 | 2024-03-01 | CHANGED",
        "DATETIME | 2024-02-29T10:00:00.123456Z | 2024-02-29T10:00:00+00:00 | DATE_FORM",
        "DATETIME | 2024-02-29T10:00:00.000000Z | 2024-02-29 10:00:00 | DATE_FORM",
        "DATETIME | 2024-02-29T10:00:00.000000Z | 2024-02-29T11:00:00Z | CHANGED",
        "LIST | [\"a\",\"b\"] | [\"b\",\"a\"] | ORDER",
        "LIST | [\"a\",\"b\"] | [\"A\",\"b\"] | LETTER_CASE",
        "LIST | [\"a\",\"b\"] | [\"a\"] | CHANGED",
        "LIST | [\"a\"] | a | CHANGED",
      })
  void aForm(ValueType type, String ours, String theirs, Form form) {
    assertEquals(form, Form.of(type, ours, theirs, TEN));
  }

  @Test
  void nothingIsNothingAndNothingElse() {
    assertEquals(Form.SAME, Form.of(ValueType.TEXT, null, null, TEN));
    assertEquals(Form.CHANGED, Form.of(ValueType.TEXT, null, "a", TEN));
    assertEquals(Form.CHANGED, Form.of(ValueType.TEXT, "a", null, TEN));
  }

  @Property(tries = 200)
  void aNumberInAnyScaleIsTheSameNumberAndItsNeighbourIsNot(@ForAll int number) {
    String ours = new BigDecimal(number).setScale(9).toPlainString();
    assertNotEquals(
        Form.CHANGED, Form.of(ValueType.NUMBER, ours, Double.toString(number), Optional.empty()));
    assertEquals(
        Form.CHANGED,
        Form.of(ValueType.NUMBER, ours, Long.toString(number + 1L), Optional.empty()));
  }

  @Property(tries = 200)
  void anotherTextIsNeverAForm(@ForAll @AlphaChars @StringLength(min = 1, max = 20) String text) {
    assertEquals(Form.CHANGED, Form.of(ValueType.TEXT, text, text + "1", TEN));
    assertEquals(Form.CHANGED, Form.of(ValueType.TEXT, "1" + text, text, Optional.empty()));
  }
}
