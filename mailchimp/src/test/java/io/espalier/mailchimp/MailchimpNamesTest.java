package io.espalier.mailchimp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Attribute;
import io.espalier.model.ValueType;
import io.espalier.rule.Issue;
import io.espalier.spi.FieldMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class MailchimpNamesTest {
  private final List<Issue> issues = new ArrayList<>();

  @Test
  void shortNamesStayReadable() {
    FieldMap map = map("country", "first_name", "last_name", "spent_365d", "home.city");

    assertEquals("COUNTRY", map.vendorName("country"));
    assertEquals("FNAME", map.vendorName("first_name"));
    assertEquals("LNAME", map.vendorName("last_name"));
    assertEquals("SPENT_365D", map.vendorName("spent_365d"));
    assertEquals("HOME_CITY", map.vendorName("home.city"));
  }

  @Test
  void derivedNameFitsWithoutItsUnderscore() {
    assertEquals("ES0A1B2C3D", map("es_0a1b2c3d").vendorName("es_0a1b2c3d"));
  }

  @Test
  void longNamesThatBeginAlikeAreToldApart() {
    FieldMap map = map("last_order_value_30d", "last_order_value_90d", "days_since_last_order");

    // Names are for ever: a change here renames fields in every account.
    assertEquals("LOV30D_", map.vendorName("last_order_value_30d").substring(0, 7));
    assertEquals("LOV90D_", map.vendorName("last_order_value_90d").substring(0, 7));
    assertEquals(10, map.vendorName("days_since_last_order").length());
    assertTrue(issues.isEmpty());
  }

  @Test
  void systemWordsAreNeverTaken() {
    for (String word :
        List.of(
            "email", "date", "address", "phone", "merge3", "mmerge12", "es_key", "mc_x", "if")) {
      String tag = map(word).vendorName(word);
      assertTrue(!MailchimpNames.isReserved(tag), tag);
      assertEquals(MailchimpNames.hashed(word), tag);
    }
  }

  @Test
  void dottedNameMovesAwayWhateverTheOrder() {
    FieldMap one = map("home.city", "home_city");
    FieldMap other = map("home_city", "home.city");

    assertEquals("HOME_CITY", one.vendorName("home_city"));
    assertEquals(MailchimpNames.hashed("home.city"), one.vendorName("home.city"));
    assertEquals(one.vendorName("home.city"), other.vendorName("home.city"));
    assertEquals(one.vendorName("home_city"), other.vendorName("home_city"));
  }

  @Test
  void wishIsGrantedAndTakesTheNameFromOthers() {
    FieldMap map =
        MailchimpNames.map(
            List.of(Attribute.of("city", ValueType.TEXT), wish("town", "CITY")), issues);

    assertEquals("CITY", map.vendorName("town"));
    assertEquals(MailchimpNames.hashed("city"), map.vendorName("city"));
    assertTrue(issues.isEmpty());
  }

  @Test
  void illegalWishesAndEqualWishesAreIssues() {
    MailchimpNames.map(
        List.of(wish("a", "lower"), wish("b", "EMAIL"), wish("c", "CITY"), wish("d", "CITY")),
        issues);

    assertEquals(
        List.of(
            "the attribute 'a' cannot be named 'lower' in Mailchimp: a merge tag is a capital letter and at most nine of A-Z, 0-9 and _",
            "the attribute 'b' cannot be named 'EMAIL' in Mailchimp: that word is Mailchimp's own",
            "the attributes 'c' and 'd' would both be CITY in Mailchimp"),
        issues.stream().map(Issue::message).toList());
  }

  @Property(tries = 500)
  void everyNameIsLegalAndItsOwn(@ForAll("names") Set<String> names) {
    List<Issue> found = new ArrayList<>();
    FieldMap map = MailchimpNames.map(attributes(names), found);
    Set<String> tags = new HashSet<>();
    map.fields()
        .forEach(
            field -> {
              assertTrue(field.vendorName().matches("[A-Z][A-Z0-9_]{0,9}"), field::vendorName);
              assertTrue(tags.add(field.vendorName()));
            });
    assertEquals(names.size(), map.fields().size() + found.size());
  }

  @Property(tries = 300)
  void orderOfAttributesChangesNoName(@ForAll("names") Set<String> names) {
    List<Attribute> forward = attributes(names);
    List<Attribute> backward = new ArrayList<>(forward);
    Collections.reverse(backward);
    FieldMap one = MailchimpNames.map(forward, new ArrayList<>());
    FieldMap other = MailchimpNames.map(backward, new ArrayList<>());
    for (Attribute attribute : forward) {
      if (one.field(attribute.name()).isPresent() && other.field(attribute.name()).isPresent()) {
        assertEquals(one.vendorName(attribute.name()), other.vendorName(attribute.name()));
      }
    }
  }

  @Provide
  Arbitrary<Set<String>> names() {
    Arbitrary<String> name =
        Arbitraries.strings()
            .withChars("abei_.39")
            .ofMinLength(1)
            .ofMaxLength(14)
            .map(tail -> "a" + tail);
    return name.set().ofMaxSize(25);
  }

  private FieldMap map(String... names) {
    return MailchimpNames.map(attributes(List.of(names)), issues);
  }

  private static List<Attribute> attributes(Iterable<String> names) {
    List<Attribute> attributes = new ArrayList<>();
    names.forEach(name -> attributes.add(Attribute.of(name, ValueType.TEXT)));
    return attributes;
  }

  private static Attribute wish(String name, String tag) {
    return new Attribute(
        name,
        ValueType.TEXT,
        name,
        "demographic",
        false,
        Set.of("marketing"),
        List.of(),
        null,
        Map.of("mailchimp", tag));
  }
}
