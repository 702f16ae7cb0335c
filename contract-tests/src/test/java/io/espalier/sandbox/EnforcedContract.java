package io.espalier.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A module's {@code SANDBOX.md} says what is true: the tests that it names exist, its switches do,
 * and no heading of the vendor's list is left out.
 *
 * <p>A row of three cells is a line of the list: what must be, how it is enforced, and the tests
 * that show it, each as {@code Class#method}, {@code Class}, or one with its package. A row of four
 * cells is a switch.
 */
public abstract class EnforcedContract {
  private static final Path ROOT =
      Path.of(System.getProperty("espalier.root", "..")).toAbsolutePath();
  private static final Path TESTS = ROOT.resolve("contract-tests/src/test/java/io/espalier");
  private static final Pattern WORD = Pattern.compile("`([^`]+)`");
  private static final Pattern NUMBER = Pattern.compile("([0-9]+)\\.[0-9]+[a-z]? .*");

  private final SandboxProvider provider;
  private final String page;
  private final List<String> folders;
  private final int headings;

  /**
   * @param page from the project's root
   * @param headings how many the vendor's list has
   * @param folders of the tests that are named without a package, below {@code io/espalier}
   */
  protected EnforcedContract(
      SandboxProvider provider, String page, int headings, String... folders) {
    this.provider = provider;
    this.page = page;
    this.headings = headings;
    this.folders = List.of(folders);
  }

  /** The cells of each row of a table of so many columns. */
  private List<List<String>> rows(int columns) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (String line : Files.readAllLines(ROOT.resolve(page))) {
      if (line.startsWith("| ") && !line.startsWith("| line") && !line.startsWith("| switch")) {
        List<String> cells = List.of(line.substring(1, line.length() - 1).split("\\|", -1));
        if (cells.size() == columns) {
          rows.add(cells.stream().map(String::strip).toList());
        }
      }
    }
    return rows;
  }

  private static List<String> words(String cell) {
    return WORD.matcher(cell).results().map(found -> found.group(1)).toList();
  }

  @Test
  void everyLineIsProvedByATestThatIsThere() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (List<String> row : rows(3)) {
      List<String> tests = words(row.get(2));
      if (tests.isEmpty()) {
        wrong.add(row.get(0) + ": names no test");
      }
      for (String test : tests) {
        String fault = fault(test);
        if (!fault.isEmpty()) {
          wrong.add(row.get(0) + ": " + fault);
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  private String fault(String test) throws IOException {
    int hash = test.indexOf('#');
    String type = hash < 0 ? test : test.substring(0, hash);
    String name = type.substring(type.lastIndexOf('.') + 1) + ".java";
    List<String> places =
        type.contains(".")
            ? List.of(
                type.substring("io.espalier.".length(), type.lastIndexOf('.')).replace('.', '/'))
            : folders;
    for (String place : places) {
      Path file = TESTS.resolve(place).resolve(name);
      if (Files.exists(file)) {
        boolean there =
            hash < 0 || Files.readString(file).contains(" void " + test.substring(hash + 1) + "(");
        return there ? "" : "no such test: " + test;
      }
    }
    return "no such class: " + type;
  }

  @Test
  void allHeadingsOfTheListAreThere() throws IOException {
    Set<Integer> numbers = new TreeSet<>();
    for (List<String> row : rows(3)) {
      Matcher number = NUMBER.matcher(row.get(0));
      if (number.matches()) {
        numbers.add(Integer.parseInt(number.group(1)));
      }
    }
    assertEquals(
        IntStream.rangeClosed(1, headings).boxed().collect(Collectors.toCollection(TreeSet::new)),
        numbers);
  }

  @Test
  void everySwitchIsListedWithBothItsPositions() throws IOException {
    List<String> said = new ArrayList<>();
    for (List<String> row : rows(4)) {
      said.add(String.join(" | ", row));
    }
    List<String> real = new ArrayList<>();
    for (DisputedFact fact : provider.disputed()) {
      real.add(
          String.join(
              " | ",
              "`" + fact.word() + "`",
              fact.usual() ? "on" : "off",
              fact.on().replace("|", "/"),
              fact.off().replace("|", "/")));
    }
    assertEquals(String.join("\n", real), String.join("\n", said));
  }
}
