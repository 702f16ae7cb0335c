package io.espalier.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Attribute;
import io.espalier.model.ValueType;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldMapTest {
  private static final Attribute CITY = Attribute.of("city", ValueType.TEXT);
  private static final Attribute SPENT = Attribute.of("spent", ValueType.NUMBER);
  private final FieldMap fields = FieldMap.empty();

  @Test
  void aNameGoesBothWays() {
    fields.put(SPENT, "SPENT_1");
    fields.put(CITY, "CITY");
    assertEquals("SPENT_1", fields.vendorName("spent"));
    assertEquals(SPENT, fields.attribute("SPENT_1").orElseThrow());
    assertEquals(ValueType.NUMBER, fields.field("spent").orElseThrow().type());
    assertEquals(
        List.of("SPENT_1", "CITY"), fields.fields().stream().map(f -> f.vendorName()).toList());
    assertEquals(List.of(SPENT, CITY), List.copyOf(fields.attributes()));
  }

  @Test
  void twoAttributesNeverShareOneName() {
    fields.put(CITY, "X");
    assertEquals(
        "'spent' and 'city' would both be X",
        assertThrows(IllegalArgumentException.class, () -> fields.put(SPENT, "X")).getMessage());
    assertTrue(fields.field("spent").isEmpty());
    assertEquals(CITY, fields.attribute("X").orElseThrow());
  }

  @Test
  void oneAttributeNeverHasTwoNames() {
    fields.put(CITY, "X");
    fields.put(CITY, "X");
    assertEquals(
        "'city' is X already and cannot be Y too",
        assertThrows(IllegalArgumentException.class, () -> fields.put(CITY, "Y")).getMessage());
    assertTrue(fields.attribute("Y").isEmpty());
  }

  @Test
  void whatIsNotMappedIsSaid() {
    assertTrue(fields.attribute("CITY").isEmpty());
    assertEquals(
        "no field for attribute 'city'",
        assertThrows(IllegalArgumentException.class, () -> fields.vendorName("city")).getMessage());
  }
}
