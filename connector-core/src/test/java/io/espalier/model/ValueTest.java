package io.espalier.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueTest {

  @Test
  void blankTextIsMissing() {
    assertSame(Value.NOTHING, Value.text(null));
    assertSame(Value.NOTHING, Value.text(""));
    assertSame(Value.NOTHING, Value.text(" \t\n "));
    assertSame(Value.NOTHING, Value.list(List.of()));
    assertEquals(
        "blank text is Nothing; use Value.text",
        assertThrows(IllegalArgumentException.class, () -> new Value.Text(" ")).getMessage());
  }

  @Test
  void textIsStripped() {
    assertEquals(new Value.Text("a b"), Value.text("  a b\n"));
  }

  @Test
  void zeroAndFalseAreValues() {
    assertTrue(Value.number(0).exists());
    assertTrue(Value.flag(false).exists());
    assertFalse(Value.NOTHING.exists());
  }

  @ParameterizedTest
  @CsvSource({
    "1.50,1.5",
    "1500,1500",
    "1.5E3,1500",
    "-0.000,0",
    "0.0000000005,0",
    "0.0000000015,0.000000002",
    "0.0000000025,0.000000002",
    "-0.0000000035,-0.000000004",
    "9007199254740993,9007199254740993",
    "12345678901234567890123456789.123456789,12345678901234567890123456789.123456789"
  })
  void aNumberHasOneForm(String written, String plain) {
    assertEquals(plain, Value.number(written).plain());
  }

  @Property
  void equalNumbersAreEqualValues(
      @ForAll @BigRange(min = "-1000000000000", max = "1000000000000") @Scale(9) BigDecimal number,
      @ForAll @IntRange(max = 12) int zeros) {
    Value one = new Value.Number(number);
    Value other = new Value.Number(number.setScale(number.scale() + zeros));
    assertEquals(one, other);
    assertEquals(one.hashCode(), other.hashCode());
    assertEquals(one, Value.number(one.plain()));
    assertEquals(0, number.compareTo(new BigDecimal(one.plain())));
  }

  @Test
  void aMomentIsCutToTheMicrosecond() {
    assertEquals(
        new Value.Moment(Instant.parse("2026-11-23T12:00:00.123456Z")),
        new Value.Moment(Instant.parse("2026-11-23T12:00:00.123456999Z")));
  }

  @Test
  void theNeutralTextIsPlain() {
    assertEquals("", Value.NOTHING.plain());
    assertEquals("true", Value.flag(true).plain());
    assertEquals("2024-02-29", new Value.Day(LocalDate.of(2024, 2, 29)).plain());
    assertEquals(
        "2026-11-23T12:00:00Z", new Value.Moment(Instant.parse("2026-11-23T12:00:00Z")).plain());
    assertEquals("a,b", Value.list(List.of("a", "b")).plain());
  }

  @Test
  void aListIsACopy() {
    List<String> texts = new ArrayList<>(List.of("a"));
    Value list = Value.list(texts);
    texts.add("b");
    assertEquals(new Value.TextList(List.of("a")), list);
  }

  @ParameterizedTest
  @CsvSource({
    "text,TEXT",
    "number,NUMBER",
    "bool,BOOL",
    "date,DATE",
    "datetime,DATETIME",
    "list,LIST"
  })
  void aTypeIsKnownByItsWord(String word, ValueType type) {
    assertEquals(type, ValueType.of(word).orElseThrow());
    assertEquals(word, type.word());
    assertTrue(ValueType.of(word.toUpperCase(java.util.Locale.ROOT)).isEmpty());
  }
}
