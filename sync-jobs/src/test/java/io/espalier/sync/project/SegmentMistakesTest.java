package io.espalier.sync.project;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be wrong in a segment. */
final class SegmentMistakesTest {
  @TempDir Path dir;

  @Test
  void aMisspeltAttributeNamesTheNearest() {
    assertEquals(
        """
        segments/french.yaml:3:8: error: unknown attribute 'contry'
          where: contry == "France"
                 ^^^^^^
          did you mean 'country'?""",
        Shop.in(dir).edit("segments/french.yaml", "country ==", "contry ==").mistakes());
  }

  @Test
  void nothingIsConverted() {
    assertEquals(
        """
        segments/french.yaml:3:8: error: cannot compare age (number) with "old" (text)
          where: age == "old"
                 ^^^^^^^^^^^^
          nothing is converted: both sides must be of one type""",
        Shop.in(dir)
            .edit("segments/french.yaml", "country == \"France\"", "age == \"old\"")
            .mistakes());
  }

  @Test
  void aCircleNamesItsWay() {
    assertEquals(
        """
        segments/buyers.yaml:3:3: error: segments refer to each other in a circle: buyers -> french -> buyers
          in_segment french or age > 3
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          take one of these in_segment tests out""",
        Shop.in(dir)
            .with("segments/french.yaml", "segment: french\nwhere: in_segment buyers\n")
            .with(
                "segments/buyers.yaml",
                "segment: buyers\nwhere: |\n  in_segment french or age > 3\n")
            .mistakes());
  }

  @Test
  void aSegmentOfItselfIsACircle() {
    assertEquals(
        """
        segments/french.yaml:2:8: error: segments refer to each other in a circle: french -> french
          where: in_segment french
                 ^^^^^^^^^^^^^^^^^
          take one of these in_segment tests out""",
        Shop.in(dir)
            .with("segments/french.yaml", "segment: french\nwhere: in_segment french\n")
            .mistakes());
  }

  @Test
  void aSegmentThatIsNotThere() {
    assertEquals(
        """
        segments/french.yaml:2:19: error: unknown segment 'byers'
          where: in_segment byers
                            ^^^^^
          did you mean 'buyers'?""",
        Shop.in(dir)
            .with("segments/french.yaml", "segment: french\nwhere: in_segment byers\n")
            .mistakes());
  }

  @Test
  void idsAndNamesAreGivenOnce() {
    assertEquals(
        """
        segments/other.yaml:1:10: error: there is another segment 'french'
          segment: french
                   ^^^^^^
          give one of them another id
        segments/other.yaml:2:7: error: segment 'buyers' has the same name
          name: BUYERS
                ^^^^^^
          a marketer could not tell them apart""",
        Shop.in(dir)
            .with("segments/other.yaml", "segment: french\nname: BUYERS\nwhere: age > 3\n")
            .mistakes());
  }

  @Test
  void anAttributeHasItsPurposes() {
    assertEquals(
        """
        segments/french.yaml:3:8: error: attribute 'country' may not be used for the purpose 'marketing'
          where: country == "France"
                 ^^^^^^^
          its purposes: billing, service""",
        Shop.in(dir)
            .edit(
                "profile.yaml",
                "country: {type: text, class: demographic, purposes: [marketing]}",
                "country: {type: text, purposes: [service, billing]}")
            .mistakes());
  }

  @Test
  void idsEspsAndNamesHaveTheirForms() {
    assertEquals(
        """
        segments/x.yaml:1:10: error: 'Über' is no segment id
          segment: Über
                   ^^^^
          use lower-case letters, digits and -
        segments/x.yaml:3:7: error: unknown ESP 'mailchump'
          sync: [klaviyo, mailchump]
                ^^^^^^^^^^^^^^^^^^^^
          did you mean 'mailchimp'?
        segments/y.yaml:1:1: error: 'where' is missing
          segment: y
          ^^^^^^^^^^
          the rule, e.g. where: count(order, 90d) >= 2
        segments/y.yaml:2:7: error: the name has 101 characters
          name: nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          at most 100 fit every ESP""",
        Shop.in(dir)
            .with("segments/x.yaml", "segment: Über\nwhere: age > 3\nsync: [klaviyo, mailchump]\n")
            .with(
                "segments/y.yaml",
                "segment: y\nname: nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn\n")
            .mistakes());
  }

  @Test
  void numbersAndTexts() {
    assertEquals(
        """
        segments/french.yaml:2:7: error: 'name' must be one value
          name: [a]
                ^^^
        segments/french.yaml:3:11: error: 'min_size' must be a whole number, not 'many'
          min_size: many
                    ^^^^
        segments/french.yaml:4:11: error: 'priority' must be a whole number, not '-3'
          priority: -3
                    ^^""",
        Shop.in(dir)
            .edit(
                "segments/french.yaml",
                "name: French people",
                "name: [a]\nmin_size: many\npriority: -3")
            .mistakes());
  }

  @Test
  void anEmptyRule() {
    assertEquals(
        """
        segments/french.yaml:2:8: error: 'where' is empty
          where: ""
                 ^^
          the rule, e.g. where: count(order, 90d) >= 2""",
        Shop.in(dir).with("segments/french.yaml", "segment: french\nwhere: \"\"\n").mistakes());
  }

  @Test
  void severalAtOnceInSeveralFiles() {
    assertEquals(
        """
        espalier.yaml:1:1: error: unknown key 'projct'
          projct: shop
          ^^^^^^
          did you mean 'project'?
        profile.yaml:14:39: error: unknown class 'purchse'
          orders_90d: {type: number, class: purchse, purposes: [marketing], compute: "count(order, 90d)"}
                                            ^^^^^^^
          did you mean 'purchase'?
        segments/buyers.yaml:2:21: error: found the end, expected a value
          where: orders_90d >=
                              ^
        segments/french.yaml:3:8: error: unknown attribute 'contry'
          where: contry == "France"
                 ^^^^^^
          did you mean 'country'?""",
        Shop.in(dir)
            .edit("espalier.yaml", "project: shop", "projct: shop")
            .edit("profile.yaml", "class: purchase", "class: purchse")
            .edit("segments/french.yaml", "country ==", "contry ==")
            .with("segments/buyers.yaml", "segment: buyers\nwhere: orders_90d >= \n")
            .mistakes());
  }
}
