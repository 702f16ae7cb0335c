package io.espalier.mailchimp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MailchimpEventNameTest {
  /** As project files allow them, and some that they do not. */
  @Provide
  Arbitrary<String> types() {
    return Arbitraries.strings()
        .withCharRange('a', 'z')
        .withChars("_- .é0")
        .ofMinLength(1)
        .ofMaxLength(60);
  }

  @Property
  void everyNameIsLegalAndFollowsFromItsTypeAlone(@ForAll("types") String type) {
    String name = MailchimpEvents.name(type);
    assertTrue(name.matches("[A-Za-z0-9_]{2,30}"), name);
    assertEquals(name, MailchimpEvents.name(type));
  }

  @Property
  void aLegalTypeKeepsItsName(@ForAll("types") String type) {
    if (type.matches("[A-Za-z0-9_]{2,30}")) {
      assertEquals(type, MailchimpEvents.name(type));
    }
  }

  @Example
  void longTypesThatBeginAlikeAreToldApart() {
    Map<String, String> names = new HashMap<>();
    for (int i = 0; i < 60; i++) {
      String type = "visited_the_returns_page_of_the_shop_number_" + i;
      String other = names.put(MailchimpEvents.name(type), type);
      assertEquals(null, other);
    }
  }

  @Property
  void aWishIsUnderstoodHoweverItIsTyped(
      @ForAll("dashes") String dash, @ForAll("spaces") String space, @ForAll boolean loud) {
    String typed = "espalier:" + space + "on" + space + dash + space + "Big" + space + " spenders";
    assertEquals(
        Optional.of("big spenders"),
        MailchimpWishes.wish(loud ? typed.toUpperCase(java.util.Locale.ROOT) : typed));
  }

  @Provide
  Arbitrary<String> dashes() {
    return Arbitraries.of("-", "–", "—", "−", ":");
  }

  @Provide
  Arbitrary<String> spaces() {
    return Arbitraries.of("", " ", "  ", "\t");
  }

  @Example
  void otherNamesAskForNothing() {
    for (String name :
        new String[] {
          "Big spenders",
          "espalier: off - Big spenders",
          "espalier: on",
          "espalier: on -",
          "not espalier: on - Big spenders",
          "espalier: held back"
        }) {
      assertEquals(Optional.empty(), MailchimpWishes.wish(name), name);
    }
  }
}
