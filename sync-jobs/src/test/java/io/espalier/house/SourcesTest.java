package io.espalier.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What only the source files tell: their length, what was put off, and vendor words in texts. */
class SourcesTest {
  private static final Path ROOT = Path.of(System.getProperty("espalier.root"));
  private static final int LONGEST = 500;

  // Put together here, so that this file does not find itself.
  private static final Pattern PUT_OFF =
      Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b|@Dis" + "abled\\b");
  private static final Pattern VENDOR =
      Pattern.compile("(?i)klaviyo|mailchimp|salesforce|sfmc|ampscript");
  private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");

  private static final Map<Path, List<String>> SOURCES = new TreeMap<>();

  @BeforeAll
  static void readAll() throws IOException {
    for (String module : modules()) {
      Path sources = ROOT.resolve(module).resolve("src");
      try (Stream<Path> files = Files.walk(sources)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          SOURCES.put(ROOT.relativize(file), Files.readAllLines(file));
        }
      }
    }
  }

  private static List<String> modules() throws IOException {
    return Pattern.compile("<module>(.*?)</module>")
        .matcher(Files.readString(ROOT.resolve("pom.xml")))
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  @Test
  void everyModuleHasSources() throws IOException {
    TreeSet<String> found = new TreeSet<>();
    SOURCES.keySet().forEach(file -> found.add(file.getName(0).toString()));
    assertEquals(new TreeSet<>(modules()), found);
    assertTrue(found.size() >= 8, found.toString());
  }

  @Test
  void noFileIsLong() {
    List<String> tooLong =
        SOURCES.entrySet().stream()
            .filter(source -> source.getValue().size() > LONGEST)
            .map(source -> source.getKey() + " has " + source.getValue().size() + " lines")
            .toList();
    assertEquals(List.of(), tooLong);
  }

  @Test
  void nothingIsPutOff() {
    assertEquals(List.of(), lines("", line -> PUT_OFF.matcher(line).find()));
  }

  @Test
  void theCoreSaysNoVendorWord() {
    assertEquals(
        List.of(),
        lines(
            "connector-core/src/main",
            line ->
                !line.strip().startsWith("*")
                    && TEXT.matcher(line)
                        .results()
                        .anyMatch(t -> VENDOR.matcher(t.group()).find())));
  }

  private static List<String> lines(String below, Predicate<String> wrong) {
    return SOURCES.entrySet().stream()
        .filter(source -> below.isEmpty() || source.getKey().startsWith(below))
        .flatMap(
            source ->
                source.getValue().stream()
                    .filter(wrong)
                    .map(line -> source.getKey() + ": " + line.strip()))
        .toList();
  }
}
