package io.espalier.sync.project;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wherever YAML lets a rule stand, the caret stands under the wrong word. */
final class RulePlaceTest {
  @TempDir Path dir;

  @Test
  void plain() {
    assertEquals(
        """
        segments/french.yaml:2:20: error: unknown attribute 'contry'
          where: age > 3 and contry == 3
                             ^^^^^^
          did you mean 'country'?""",
        Shop.in(dir)
            .with("segments/french.yaml", "segment: french\nwhere: age > 3 and contry == 3\n")
            .mistakes());
  }

  @Test
  void plainOverTwoLines() {
    assertEquals(
        """
        segments/french.yaml:3:7: error: unknown attribute 'contry'
          and contry == 3
              ^^^^^^
          did you mean 'country'?""",
        Shop.in(dir)
            .with("segments/french.yaml", "segment: french\nwhere: age > 3\n  and contry == 3\n")
            .mistakes());
  }

  @Test
  void singleQuoted() {
    assertEquals(
        """
        segments/french.yaml:2:21: error: unknown attribute 'contry'
          where: 'age > 3 and contry == "x"'
                              ^^^^^^
          did you mean 'country'?""",
        Shop.in(dir)
            .with("segments/french.yaml", "segment: french\nwhere: 'age > 3 and contry == \"x\"'\n")
            .mistakes());
  }

  @Test
  void doubleQuoted() {
    assertEquals(
        """
        segments/french.yaml:2:21: error: unknown attribute 'contry'
          where: "age > 3 and contry > 1"
                              ^^^^^^
          did you mean 'country'?""",
        Shop.in(dir)
            .with("segments/french.yaml", "segment: french\nwhere: \"age > 3 and contry > 1\"\n")
            .mistakes());
  }

  @Test
  void doubleQuotedWithEscapesMeansTheWhole() {
    assertEquals(
        """
        segments/french.yaml:2:8: error: unknown attribute 'contry'
          where: "age > 3 and contry == \\"x\\""
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          did you mean 'country'?""",
        Shop.in(dir)
            .with(
                "segments/french.yaml",
                "segment: french\nwhere: \"age > 3 and contry == \\\"x\\\"\"\n")
            .mistakes());
  }

  @Test
  void literalWithAnEmptyLine() {
    assertEquals(
        """
        segments/french.yaml:5:5: error: unknown attribute 'contry'
          contry == "x"
          ^^^^^^
          did you mean 'country'?""",
        Shop.in(dir)
            .with(
                "segments/french.yaml",
                "segment: french\nwhere: |\n  age > 3 and\n\n    contry == \"x\"\n")
            .mistakes());
  }

  @Test
  void literalWithCarriageReturns() {
    assertEquals(
        """
        segments/french.yaml:4:3: error: unknown attribute 'contry'
          contry == "x"
          ^^^^^^
          did you mean 'country'?""",
        Shop.in(dir)
            .with(
                "segments/french.yaml",
                "segment: french\r\nwhere: |\r\n  age > 3 and\r\n  contry == \"x\"\r\n")
            .mistakes());
  }

  @Test
  void literalThatEndsTooSoon() {
    assertEquals(
        """
        segments/french.yaml:4:6: error: found the end, expected a value
          and
             ^""",
        Shop.in(dir)
            .with("segments/french.yaml", "segment: french\nwhere: |\n  age > 3\n  and\n\n")
            .mistakes());
  }

  @Test
  void folded() {
    assertEquals(
        """
        segments/french.yaml:4:7: error: unknown attribute 'contry'
          and contry == "x"
              ^^^^^^
          did you mean 'country'?""",
        Shop.in(dir)
            .with(
                "segments/french.yaml",
                "segment: french\nwhere: >\n  age > 3\n  and contry == \"x\"\n")
            .mistakes());
  }

  @Test
  void foldedWithCarriageReturns() {
    assertEquals(
        """
        segments/french.yaml:4:7: error: unknown attribute 'contry'
          and contry == "x"
              ^^^^^^
          did you mean 'country'?""",
        Shop.in(dir)
            .with(
                "segments/french.yaml",
                "segment: french\r\nwhere: >-\r\n  age > 3\r\n  and contry == \"x\"\r\n")
            .mistakes());
  }

  @Test
  void foldedWithDeeperAndEmptyLines() {
    assertEquals(
        """
        segments/french.yaml:6:3: error: unknown attribute 'contry'
          contry == "x"
          ^^^^^^
          did you mean 'country'?""",
        Shop.in(dir)
            .with(
                "segments/french.yaml",
                "segment: french\nwhere: >\n  age > 3\n\n    and\n  contry == \"x\"\n")
            .mistakes());
  }

  @Test
  void foldedThatEndsTooSoon() {
    assertEquals(
        """
        segments/french.yaml:4:6: error: found the end, expected a value
          and
             ^""",
        Shop.in(dir)
            .with("segments/french.yaml", "segment: french\nwhere: >-\n  age > 3\n  and\n")
            .mistakes());
  }

  @Test
  void aggregateInAFlowMapping() {
    assertEquals(
        """
        profile.yaml:14:88: error: unknown event 'ordr'
          orders_90d: {type: number, class: purchase, purposes: [marketing], compute: "count(ordr, 90d)"}
                                                                                             ^^^^
          did you mean 'order'?""",
        Shop.in(dir).edit("profile.yaml", "count(order, 90d)", "count(ordr, 90d)").mistakes());
  }

  @Test
  void umlautsBeforeIt() {
    assertEquals(
        """
        segments/french.yaml:2:36: error: unknown attribute 'contry'
          where: country == "Österreich" and contry == "x"
                                             ^^^^^^
          did you mean 'country'?""",
        Shop.in(dir)
            .with(
                "segments/french.yaml",
                "segment: french\nwhere: country == \"Österreich\" and contry == \"x\"\n")
            .mistakes());
  }
}
