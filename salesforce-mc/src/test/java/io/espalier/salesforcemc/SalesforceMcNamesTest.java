package io.espalier.salesforcemc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Attribute;
import io.espalier.model.ValueType;
import io.espalier.rule.Issue;
import io.espalier.spi.FieldMap;
import io.espalier.template.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class SalesforceMcNamesTest {
  private final List<Issue> issues = new ArrayList<>();

  @Test
  void dotBecomesUnderscore() {
    assertEquals("score_outdoor", map("score.outdoor").vendorName("score.outdoor"));
  }

  @Test
  void namesThatWouldMeetAreToldApart() {
    FieldMap map = map("a.b", "a_b");
    assertNotEquals(map.vendorName("a.b"), map.vendorName("a_b"));
    assertEquals(List.of(), issues);
  }

  @Test
  void ourOwnColumnsAreNotGiven() {
    FieldMap map = map("subscriberkey", "emailaddress", "espalierheldback");
    for (Field field : map.fields()) {
      assertTrue(field.vendorName().startsWith(field.attribute() + "_"), field.vendorName());
    }
  }

  @Property(tries = 300)
  void everyNameIsLegalAndItsOwn(@ForAll("names") Set<String> names) {
    FieldMap map = map(names.toArray(String[]::new));
    long distinct =
        map.fields().stream().map(f -> f.vendorName().toLowerCase(Locale.ROOT)).distinct().count();
    assertEquals(names.size(), distinct);
    map.fields().forEach(f -> assertTrue(f.vendorName().matches("[A-Za-z][A-Za-z0-9_]{0,49}")));
  }

  @Provide
  Arbitrary<Set<String>> names() {
    return Arbitraries.strings().withChars("ab._é1").ofMinLength(1).ofMaxLength(60).set();
  }

  @Test
  void illegalNameOfTheUsersIsAnIssue() {
    Attribute own =
        new Attribute(
            "city",
            ValueType.TEXT,
            "City",
            "",
            false,
            Set.of(),
            List.of(),
            null,
            Map.of("salesforce-mc", "_City"));
    SalesforceMcNames.map(List.of(own), issues);
    assertEquals(
        "the attribute 'city' cannot be '_City' in Salesforce Marketing Cloud",
        issues.get(0).message());
  }

  @Test
  void twoOfOneNameByTheUserAreAnIssue() {
    List<Attribute> attributes = new ArrayList<>();
    for (String name : List.of("city", "town")) {
      attributes.add(
          new Attribute(
              name,
              ValueType.TEXT,
              name,
              "",
              false,
              Set.of(),
              List.of(),
              null,
              Map.of("salesforce-mc", "City")));
    }
    SalesforceMcNames.map(attributes, issues);
    assertEquals(
        "the attributes 'city' and 'town' would both be 'City' in Salesforce Marketing Cloud",
        issues.get(0).message());
  }

  @Test
  void longSegmentIdsGetShortKeysOfTheirOwn() {
    String one = SalesforceMcNames.segmentKey("a".repeat(40) + "1");
    String other = SalesforceMcNames.segmentKey("a".repeat(40) + "2");
    assertEquals(36, one.length());
    assertNotEquals(one, other);
    assertEquals("espalier_bag-fans", SalesforceMcNames.segmentKey("bag-fans"));
  }

  @Test
  void noSegmentHasTheProfilesKeyOrAnEventsKey() {
    assertNotEquals(SalesforceMcNames.PROFILES_KEY, SalesforceMcNames.segmentKey("profiles"));
    assertEquals("espalier_event-order", SalesforceMcNames.segmentKey("event-order"));
    assertEquals("espalier_event_order", SalesforceMcNames.eventKey("order"));
  }

  @Test
  void propertiesThatWouldShareAColumnAreToldApart() {
    List<String> columns =
        List.of("total", "Total", "order total", "order_total", "EventId", "", "é").stream()
            .map(SalesforceMcNames::propertyColumn)
            .map(c -> c.toLowerCase(java.util.Locale.ROOT))
            .toList();
    assertEquals(columns.size(), Set.copyOf(columns).size(), columns.toString());
    assertEquals("total", columns.get(0));
    assertEquals("order_total", columns.get(3));
  }

  @Test
  void extensionNameLosesWhatIsForbidden() {
    assertEquals(
        "Fans 50 off A B – größer",
        SalesforceMcNames.extensionName(" Fans (50%) off: A/B – größer! ", "x"));
    assertEquals("x", SalesforceMcNames.extensionName("!?", "x"));
  }

  private FieldMap map(String... names) {
    List<Attribute> attributes = new ArrayList<>();
    for (String name : names) {
      attributes.add(Attribute.of(name, ValueType.TEXT));
    }
    return SalesforceMcNames.map(attributes, issues);
  }
}
