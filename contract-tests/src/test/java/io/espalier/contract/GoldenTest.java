package io.espalier.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.model.Attribute;
import io.espalier.rule.Issue;
import io.espalier.rule.Origin;
import io.espalier.rule.Place;
import io.espalier.rule.RuleParser;
import io.espalier.spi.Esp;
import io.espalier.spi.FieldMap;
import io.espalier.template.Context;
import io.espalier.template.Derived;
import io.espalier.template.Lowering;
import io.espalier.template.MergeLanguage;
import io.espalier.template.Requirements;
import io.espalier.template.Template;
import io.espalier.template.TemplatePrinter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * d06, d07 and d08: a golden file for each case and ESP, named by the case and the ESP's id; a
 * missing one fails, and so does one too many. To write them anew: {@code
 * -Despalier.goldens=write}.
 */
class GoldenTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("espalier.root", ".."))
          .resolve("contract-tests/src/test/resources/io/espalier/contract/golden");

  static List<Subject> subjects() {
    return Languages.SUBJECTS;
  }

  private static Map<String, Template> cases() {
    Map<String, Template> cases = new LinkedHashMap<>();
    cases.put("comparison", choice("points >= 100"));
    cases.put("missing", choice("not (size == \"M\")"));
    cases.put("partly-synced", choice("points > 5 and in_segment regulars"));
    cases.put("clock", choice("last_order >= now - 30d"));
    cases.put("day", choice("today >= 2026-12-01 and today <= 2026-12-24"));
    cases.put(
        "two-flags",
        new Template.Choose(
            List.of(branch("count(order, 30d) > 1", "a"), branch("count(order, 90d) > 1", "b")),
            text("c")));
    cases.put(
        "hostile-copy",
        text("{{ x }} {% if %} *|FNAME|* *|IF:X|* %%=v(@x)=%% %%[ x ]%% 100%% <!-- ]]> -->"));
    return cases;
  }

  private static Template text(String html) {
    return new Template.Text(html, Context.HTML);
  }

  private static Template.Branch branch(String rule, String shown) {
    return new Template.Branch(
        RuleParser.parse(rule, Origin.of("case", rule)).value().orElseThrow(),
        text(shown),
        Place.file("case"));
  }

  private static Template choice(String rule) {
    return new Template.Choose(List.of(branch(rule, "yes")), text("no"));
  }

  private static String printed(Esp esp, Template template) {
    return printed(esp, template, language -> language);
  }

  private static String printed(Esp esp, Template template, UnaryOperator<MergeLanguage> twin) {
    List<Attribute> attributes = new ArrayList<>(ModuleMaker.SCHEMA.attributes().values());
    List<Issue> issues = new ArrayList<>();
    FieldMap declared = esp.map(attributes, issues);
    Requirements needs =
        Lowering.requirements(
            List.of(template),
            List.of(),
            esp.mergeLanguage(declared),
            ModuleMaker.SCHEMA,
            declared::field,
            ZoneOffset.UTC);
    needs.derived().values().stream().map(Derived::attribute).forEach(attributes::add);
    FieldMap fields = esp.map(attributes, issues);
    return new TemplatePrinter(
            twin.apply(esp.mergeLanguage(fields)),
            ModuleMaker.SCHEMA,
            fields::field,
            ZoneOffset.UTC)
        .print(template)
        .text()
        .orElseThrow();
  }

  /** d06 and d07: what the folder lacks and has too much, by the cases and the ESPs' ids. */
  private static Set<String> amiss(Set<String> cases, Set<String> esps, Set<String> files) {
    Set<String> wanted = new TreeSet<>();
    esps.forEach(esp -> cases.forEach(name -> wanted.add(name + "." + esp + ".txt")));
    Set<String> amiss = new TreeSet<>(wanted);
    amiss.removeAll(files);
    files.stream().filter(f -> !wanted.contains(f)).forEach(amiss::add);
    return amiss;
  }

  private static Set<String> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(f -> f.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Set<String> ids() {
    return subjects().stream().map(s -> s.esp().id()).collect(Collectors.toSet());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void everyCaseIsPrintedAsItsGoldenFileHasIt(Subject subject) throws IOException {
    String id = subject.esp().id();
    for (Map.Entry<String, Template> one : cases().entrySet()) {
      Path golden = FOLDER.resolve(one.getKey() + "." + id + ".txt");
      String text = printed(subject.esp(), one.getValue());
      if ("write".equals(System.getProperty("espalier.goldens"))) {
        Files.createDirectories(FOLDER);
        Files.writeString(golden, text + "\n");
      }
      assertEquals(
          Optional.of(text + "\n"),
          Files.exists(golden) ? Optional.of(Files.readString(golden)) : Optional.empty(),
          golden.getFileName() + " is missing or another");
    }
  }

  @Test
  void thereIsAGoldenFileForEveryCaseAndNoOther() throws IOException {
    assertEquals(Set.of(), amiss(cases().keySet(), ids(), files()));
  }

  /** The twins of d06: each file lost in turn, and one that belongs to nothing. */
  @Test
  void aGoldenFileThatIsMissingOrOneTooManyIsSeen() throws IOException {
    for (String file : files()) {
      Set<String> fewer = new TreeSet<>(files());
      fewer.remove(file);
      assertEquals(Set.of(file), amiss(cases().keySet(), ids(), fewer), "d06");
    }
    Set<String> more = new TreeSet<>(files());
    more.add("nothing.klaviyo.txt");
    assertEquals(Set.of("nothing.klaviyo.txt"), amiss(cases().keySet(), ids(), more), "d06");
  }

  private static String names(Esp esp, MergeLanguage language) {
    return esp.id().equals(language.id()) ? "" : "d07: " + esp.id() + " speaks " + language.id();
  }

  /** The twin of d07: a language, and a suffix, by another name. */
  @ParameterizedTest
  @MethodSource("subjects")
  void theIdTheLanguageAndTheSuffixAgree(Subject subject) throws IOException {
    Esp esp = subject.esp();
    MergeLanguage good = esp.mergeLanguage(esp.map(List.of(), new ArrayList<>()));
    assertEquals("", names(esp, good));
    MergeLanguage renamed =
        new Faulty(good) {
          @Override
          public String id() {
            return good.id() + "2";
          }
        };
    assertEquals("d07: " + esp.id() + " speaks " + esp.id() + "2", names(esp, renamed));
    Set<String> other = new TreeSet<>(ids());
    other.remove(esp.id());
    other.add(esp.id() + "2");
    assertEquals(2 * cases().size(), amiss(cases().keySet(), other, files()).size(), "d07");
  }

  /** What would repeat its bodies without end is one flag, and as long as that. */
  @ParameterizedTest
  @MethodSource("subjects")
  void theSizeBudgetHolds(Subject subject) {
    String many =
        IntStream.range(0, 30)
            .mapToObj(i -> "(points == " + i + " or spent == " + i + ")")
            .collect(Collectors.joining(" and "));
    Template large =
        new Template.Choose(List.of(branch(many, "x".repeat(3_000))), text("y".repeat(3_000)));
    assertEquals(Optional.empty(), overBudget(subject.esp(), large, l -> l));
    // The twin of d08 says its bodies once more each time.
    Optional<String> twin =
        overBudget(
            subject.esp(),
            large,
            good ->
                new Faulty(good) {
                  @Override
                  public String copy(String copy, Context context) {
                    return good.copy(copy, context).repeat(2);
                  }
                });
    assertEquals(true, twin.isPresent(), subject.esp().id());
  }

  private static Optional<String> overBudget(
      Esp esp, Template large, UnaryOperator<MergeLanguage> twin) {
    int length = printed(esp, large, twin).length();
    return length < 3_000 + 3_000 + 4_000
        ? Optional.empty()
        : Optional.of("d08: " + esp.id() + " prints " + length);
  }
}
