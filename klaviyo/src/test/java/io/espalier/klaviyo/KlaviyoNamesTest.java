package io.espalier.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Attribute;
import io.espalier.model.ValueType;
import io.espalier.rule.Issue;
import io.espalier.spi.FieldMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KlaviyoNamesTest {
  private final List<Issue> issues = new ArrayList<>();

  private static Attribute named(String attribute, String vendorName) {
    Attribute plain = Attribute.of(attribute, ValueType.TEXT);
    return new Attribute(
        attribute,
        plain.type(),
        plain.label(),
        plain.classification(),
        false,
        plain.purposes(),
        List.of(),
        null,
        Map.of("klaviyo", vendorName, "mailchimp", "OTHER"));
  }

  @Test
  void attributeKeepsItsName() {
    FieldMap fields =
        KlaviyoNames.map(
            List.of(
                Attribute.of("spent_365d", ValueType.NUMBER),
                Attribute.of("loyalty.tier", ValueType.TEXT),
                named("shoe_size", "Shoe Size")),
            issues);
    assertEquals("spent_365d", fields.vendorName("spent_365d"));
    assertEquals("loyalty.tier", fields.vendorName("loyalty.tier"));
    assertEquals("Shoe Size", fields.vendorName("shoe_size"));
    assertTrue(issues.isEmpty());
  }

  @Test
  void klaviyosOwnFieldsAreUsedForTextsAndKeptClearOfOthers() {
    FieldMap fields =
        KlaviyoNames.map(
            List.of(
                Attribute.of("first_name", ValueType.TEXT),
                Attribute.of("title", ValueType.NUMBER),
                Attribute.of("id", ValueType.TEXT)),
            issues);
    assertEquals("first_name", fields.vendorName("first_name"));
    assertEquals("custom_title", fields.vendorName("title"));
    assertEquals("custom_id", fields.vendorName("id"));
    assertTrue(issues.isEmpty());
  }

  @Test
  void clashAndIllegalNamesAreSaidAndLeftOut() {
    FieldMap fields =
        KlaviyoNames.map(
            List.of(
                Attribute.of("size", ValueType.TEXT),
                named("shoe", "size"),
                named("hat", "it's"),
                named("coat", "$consent")),
            issues);
    assertEquals(
        List.of(
            """
            profile.yaml: error: 'shoe' and 'size' would both be 'size' in Klaviyo
              give one of them another name for klaviyo""",
            """
            profile.yaml: error: 'hat' cannot be called 'it's' in Klaviyo
              use letters, digits, spaces, '_', '-' and '.'""",
            """
            profile.yaml: error: 'coat' cannot be called '$consent': that is a field of Klaviyo's own
              give it another name for klaviyo"""),
        issues.stream().map(Issue::display).toList());
    assertEquals(1, fields.fields().size());
  }
}
