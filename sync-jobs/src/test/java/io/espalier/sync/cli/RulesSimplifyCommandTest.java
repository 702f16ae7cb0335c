package io.espalier.sync.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.sync.shop.Shop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RulesSimplifyCommandTest {
  @TempDir Path dir;

  private CommandLineRun simplify(String... more) {
    String[] arguments = new String[4 + more.length];
    arguments[0] = "rules";
    arguments[1] = "simplify";
    arguments[2] = "--project";
    arguments[3] = dir.toString();
    System.arraycopy(more, 0, arguments, 4, more.length);
    return CommandLineRun.of(arguments);
  }

  @Test
  void aRuleGetsSmallerAndTheProofIsPrinted() {
    Shop.in(dir);

    CommandLineRun run =
        simplify(
            "(country == \"France\" and age > 3) or (country == \"Spain\" and age > 3)"
                + " or (age > 3 and age > 2 and country == \"spain\")");

    assertEquals("", run.err());
    assertEquals(
        """
        query: 7 conditions, 3 deep -> 2 conditions, 2 deep
          before: country == "France" and age > 3 or country == "Spain" and age > 3 or age > 3 and age > 2 and country == "spain"
          after:  age > 3 and country in ["France", "Spain"]
          - 'age > 3 and age > 2 and country == "spain"' adds nobody to the rest
          - 'country == "France" and age > 3' and 'country == "Spain" and age > 3' are one: 'age > 3 and (country == "France" or country == "Spain")'
          - 'country == "France"' and 'country == "Spain"' are one: 'country in ["France", "Spain"]'
          equal: the same answer in all 24 cases that 4 questions tell apart, each looked at; and for 200 made-up people
        """,
        run.out());
    assertEquals(0, run.exit());
  }

  @Test
  void writeKeepsTheFormAndAllElseOfTheFile() throws IOException {
    Shop.in(dir)
        .with(
            "segments/buyers.yaml",
            "segment: buyers\n# those who buy\nwhere:\n  all:\n    - {attr: age, gt: 3}\n"
                + "    - {attr: age, gt: 5}\n    - {count: order, gte: 0}\npriority: 4\n")
        .with("segments/french.yaml", "segment: french\nwhere: not (missing age)\n");

    CommandLineRun run = simplify("--write");

    assertEquals("", run.err());
    assertEquals(
        """
        buyers: 3 conditions, 2 deep -> 1 condition, 1 deep
          before: age > 3 and age > 5 and count(order) >= 0
          after:  age > 5
          - 'count(order) >= 0' changes nothing beside the rest
          - 'age > 3' changes nothing beside the rest
          equal: the same answer in all 12 cases that 3 questions tell apart, each looked at; and for 200 made-up people
          written: segments/buyers.yaml
        french: 1 condition, 2 deep -> 1 condition, 1 deep
          before: not missing age
          after:  exists age
          equal: the same answer in all 2 cases that 1 question tells apart, each looked at; and for 200 made-up people
          written: segments/french.yaml
        """,
        run.out());
    assertEquals(
        "segment: buyers\n# those who buy\nwhere: {attr: age, gt: 5}\npriority: 4\n",
        Files.readString(dir.resolve("segments/buyers.yaml")));
    assertEquals(
        "segment: french\nwhere: exists age\n",
        Files.readString(dir.resolve("segments/french.yaml")));
    assertEquals("", CommandLineRun.of("check", "--no-sources", "--project", dir.toString()).err());
  }

  @Test
  void anUnknownSegmentIsNamed() {
    Shop.in(dir);

    CommandLineRun run = simplify("--segment", "frnch");

    assertEquals("error: there is no segment 'frnch'\n  did you mean 'french'?\n", run.err());
    assertEquals(2, run.exit());
  }
}
