package io.espalier.sync.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FmtCommandTest {
  @TempDir Path project;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void makeFolder() throws IOException {
    Files.createDirectory(project.resolve("segments"));
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(project.resolve("segments").resolve(file), text);
  }

  private String read(String file) throws IOException {
    return Files.readString(project.resolve("segments").resolve(file));
  }

  private int fmt(String... more) {
    String[] arguments = new String[3 + more.length];
    arguments[0] = "fmt";
    arguments[1] = "--project";
    arguments[2] = project.toString();
    System.arraycopy(more, 0, arguments, 3, more.length);
    out.reset();
    err.reset();
    return Espalier.run(
        arguments,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        false,
        name -> null,
        Clock.systemUTC(),
        duration -> {});
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void expressionBecomesYamlAndBackAndAllElseStays() throws IOException {
    String expression =
        """
        # Who buys no more.
        segment: lapsed   # for ever
        where: count(order, 30d) >= 1 and not (country in ["GB", "IE"] or vip == true)

        # Lower wins.
        priority: 40
        """;
    write("a.yaml", expression);
    assertEquals(Exit.DONE, fmt("--to", "yaml"));
    assertEquals("segments/a.yaml\n1 of 1 file formatted\n", said());
    assertEquals(
        """
        # Who buys no more.
        segment: lapsed   # for ever
        where:
          all:
            - {exists_event: order, within: 30d}
            - not:
                any:
                  - {attr: country, in: [GB, IE]}
                  - {attr: vip, eq: true}

        # Lower wins.
        priority: 40
        """,
        read("a.yaml"));
    assertEquals(Exit.DONE, fmt("--to", "expression"));
    assertEquals(expression, read("a.yaml"));
    assertEquals(Exit.DONE, fmt());
    assertEquals("0 of 1 file formatted\n", said());
  }

  @Test
  void checkTellsAndChangesNothing() throws IOException {
    String text = "segment: a\nwhere: |\n\n  vip==true   and\n   (country=='GB')\n\nname: A\n";
    write("a.yaml", text);
    assertEquals(Exit.WRONG_INPUT, fmt("--check"));
    assertEquals("segments/a.yaml\n1 of 1 file to be formatted\n", said());
    assertEquals(text, read("a.yaml"));
    assertEquals(Exit.DONE, fmt());
    assertEquals(
        "segment: a\nwhere: vip == true and country == \"GB\"\n\nname: A\n", read("a.yaml"));
    assertEquals(Exit.DONE, fmt("--check"));
  }

  @Test
  void ruleWithACommentIsLeftAlone() throws IOException {
    String text = "segment: a\nwhere:\n  all:\n    - {attr: vip, eq: true}  # dear\n";
    write("a.yaml", text);
    assertEquals(Exit.DONE, fmt());
    assertEquals(text, read("a.yaml"));
    assertEquals(
        """
        segments/a.yaml:3:3: warning: the rule is left as it is: formatting would lose what stands beside it
          all:
          ^^^^
          move the comment above 'where'
        """,
        err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void wrongRuleIsToldAndTheOthersAreFormatted() throws IOException {
    write("a.yaml", "segment: a\nwhere: {atr: vip, eq: true}\n");
    write("b.yaml", "segment: b\nwhere: (vip == true)\n");
    assertEquals(Exit.WRONG_INPUT, fmt());
    assertEquals("segment: b\nwhere: vip == true\n", read("b.yaml"));
    assertEquals(
        """
        segments/a.yaml:2:9: error: 'atr' begins no condition
          where: {atr: vip, eq: true}
                  ^^^
          did you mean 'attr'?
        nothing was sent
        """,
        err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void unknownFormIsRefused() {
    assertEquals(Exit.WRONG_INPUT, fmt("--to", "json"));
    assertEquals(
        "error: unknown form 'json'\n  use yaml or expression\n",
        err.toString(StandardCharsets.UTF_8));
  }
}
