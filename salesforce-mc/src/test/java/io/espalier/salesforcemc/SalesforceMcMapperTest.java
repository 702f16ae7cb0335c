package io.espalier.salesforcemc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import io.espalier.model.Attribute;
import io.espalier.model.Cased;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What goes into a row and comes back is the same value. */
final class SalesforceMcMapperTest {
  private static Value there(ValueType type, Value value) throws SalesforceMcMapper.Unfit {
    Attribute attribute = Attribute.of("a", type);
    JsonElement wire = new Gson().toJsonTree(SalesforceMcMapper.wire(attribute, value));
    return SalesforceMcMapper.value(attribute, new JsonPrimitive(wire.getAsString()));
  }

  @Property(tries = 300)
  void textIsKeptButForItsUnicodeForm(@ForAll("texts") String text) throws Exception {
    Value value = Value.text(text);
    assertEquals(Value.text(Cased.nfc(((Value.Text) value).text())), there(ValueType.TEXT, value));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().ofMaxLength(40).filter(t -> Value.text(t).exists());
  }

  @Property(tries = 300)
  void everyNumberOfTwentyDigitsAndNineDecimalsIsKept(@ForAll("numbers") BigDecimal number)
      throws Exception {
    Value value = new Value.Number(number);
    assertEquals(value, there(ValueType.NUMBER, value));
  }

  @Provide
  Arbitrary<BigDecimal> numbers() {
    BigDecimal most = new BigDecimal("99999999999999999999.999999999");
    return Arbitraries.bigDecimals().between(most.negate(), most).ofScale(9);
  }

  @Property(tries = 300)
  void everyDayAndSecondOfItsRangeIsKept(
      @ForAll("days") LocalDate day, @ForAll("seconds") int second) throws Exception {
    Value dayOnly = new Value.Day(day);
    assertEquals(dayOnly, there(ValueType.DATE, dayOnly));
    Instant moment = Instant.parse(day + "T00:00:00Z").plus(second, ChronoUnit.SECONDS);
    Value time = new Value.Moment(moment);
    assertEquals(time, there(ValueType.DATETIME, time));
  }

  @Provide
  Arbitrary<LocalDate> days() {
    return Arbitraries.longs()
        .between(LocalDate.of(1753, 1, 1).toEpochDay(), LocalDate.of(9999, 12, 31).toEpochDay())
        .map(LocalDate::ofEpochDay);
  }

  @Provide
  Arbitrary<Integer> seconds() {
    return Arbitraries.integers().between(0, 86_399);
  }

  @Test
  void falseAndZeroAreValuesAndNothingClears() throws Exception {
    Attribute flag = Attribute.of("a", ValueType.BOOL);
    assertEquals(false, SalesforceMcMapper.wire(flag, Value.flag(false)));
    assertEquals(Value.flag(false), SalesforceMcMapper.value(flag, new JsonPrimitive("False")));
    assertEquals(
        "0", SalesforceMcMapper.wire(Attribute.of("a", ValueType.NUMBER), Value.number(0)));
    assertNull(SalesforceMcMapper.wire(flag, Value.NOTHING));
    assertEquals(
        Value.list(List.of("a", "b")), there(ValueType.LIST, Value.list(List.of("a", "b"))));
  }
}
