package io.espalier.sync.project;

import io.espalier.model.Attribute;
import io.espalier.model.Event;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.rule.Issue;
import io.espalier.rule.Names;
import io.espalier.rule.Origin;
import io.espalier.rule.Parsed;
import io.espalier.rule.Rule;
import io.espalier.rule.RuleParser;
import io.espalier.rule.RulePrinter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code tests/*.yaml}:
 *
 * <pre>
 * now: 2026-11-20T08:00:00Z          # left out: the clock
 * tests:
 *   - name: a jacket wants wax
 *     email: accessories
 *     person:                        # made up; or profile: KEY, somebody of the sources
 *       first_name: Ada
 *       events:
 *         - {type: order, at: 2026-11-01T10:00:00Z, amount: 189, categories: [jackets]}
 *     subject: Something that goes with it
 *     sees: [For your jacket]
 *     never: [For your boots]
 *     takes: ["points &gt;= 500"]
 * </pre>
 */
public final class VariantTestsReader {
  private final Project project;

  private VariantTestsReader(Project project) {
    this.project = project;
  }

  /**
   * All tests of a project, in the order of the files.
   *
   * @throws WrongInput with all mistakes
   */
  public static List<VariantTest> read(Project project) {
    List<Issue> issues = new ArrayList<>();
    List<VariantTest> tests = new ArrayList<>();
    Path folder = project.dir().resolve("tests");
    for (Path file : ProjectReader.list(folder, ".yaml", ".yml")) {
      YamlFile.read(file, "tests/" + file.getFileName(), issues)
          .ifPresent(map -> new VariantTestsReader(project).file(map, tests));
    }
    if (issues.stream().anyMatch(i -> i.severity() == Issue.Severity.ERROR)) {
      throw new WrongInput(issues);
    }
    return tests;
  }

  private void file(YamlMap map, List<VariantTest> tests) {
    Optional<Instant> now = map.text("now").flatMap(text -> instant(map, "now", text));
    if (!map.has("tests")) {
      map.error(
          "tests", "'tests' is missing", "tests: [{email: hello, person: {...}, sees: [...]}]");
    }
    for (YamlMap test : map.maps("tests")) {
      test(test, now).ifPresent(tests::add);
      test.refuseOthers();
    }
    map.refuseOthers();
  }

  private Optional<VariantTest> test(YamlMap map, Optional<Instant> now) {
    Optional<String> email = map.required("email", "email: hello, its file under emails/");
    List<String> known =
        project.emails().stream()
            .map(f -> f.getFileName().toString().replaceFirst("\\.[^.]*$", ""))
            .toList();
    email
        .filter(e -> !known.contains(e))
        .ifPresent(
            e -> map.error("email", "there is no email '" + e + "'", Names.suggestion(e, known)));
    Optional<String> profile = map.text("profile");
    Map<String, Value> values = new HashMap<>();
    List<Event> events = new ArrayList<>();
    if (map.has("person") && profile.isPresent()) {
      map.error("profile", "a test has one person", "give 'profile' or 'person'");
    } else if (!map.has("person") && profile.isEmpty()) {
      map.error("person", "a test needs a person", "person: {first_name: Ada}, or profile: KEY");
    }
    map.map("person").ifPresent(person -> person(person, values, events));
    List<String> takes = new ArrayList<>();
    map.texts("takes").forEach(text -> takes.add(rule(map, text)));
    Optional<String> subject = map.text("subject");
    List<String> sees = map.texts("sees");
    List<String> never = map.texts("never");
    if (subject.isEmpty() && sees.isEmpty() && never.isEmpty() && takes.isEmpty()) {
      map.error("sees", "the test expects nothing", "give subject, sees, never or takes");
    }
    String name = map.text("name").or(() -> email).orElse("");
    return email.map(
        e ->
            new VariantTest(
                map.place(), name, e, now, profile, values, events, subject, sees, never, takes));
  }

  /** As a rule is printed, however it was written. */
  private String rule(YamlMap map, String text) {
    if (text.strip().equals("otherwise")) {
      return "otherwise";
    }
    Parsed<Rule> parsed = RuleParser.parse(text, Origin.of(map.file().name(), text));
    if (parsed.value().isEmpty()) {
      map.error("takes", "'" + text + "' is no test", "write it as the email does, or 'otherwise'");
    }
    return parsed.value().map(RulePrinter::print).orElse(text);
  }

  private void person(YamlMap map, Map<String, Value> values, List<Event> events) {
    Map<String, Attribute> attributes = project.profile().all();
    for (String key : map.keys()) {
      if (key.equals("events")) {
        int number = 0;
        for (YamlMap event : map.maps("events")) {
          event(event, "e" + ++number).ifPresent(events::add);
        }
        continue;
      }
      Attribute attribute = attributes.get(key);
      if (attribute == null) {
        map.keyError(
            key, "unknown attribute '" + key + "'", Names.suggestion(key, attributes.keySet()));
      } else {
        value(map, key, attribute.type()).ifPresent(value -> values.put(key, value));
      }
    }
  }

  private Optional<Event> event(YamlMap map, String id) {
    Optional<String> type = map.required("type", "type: order");
    Optional<Instant> at =
        map.required("at", "at: 2026-11-01T10:00:00Z").flatMap(text -> instant(map, "at", text));
    EventSpec spec = type.map(t -> project.events().get(t)).orElse(null);
    if (spec == null) {
      type.ifPresent(
          t ->
              map.error(
                  "type",
                  "unknown event '" + t + "'",
                  Names.suggestion(t, project.events().keySet())));
      return Optional.empty();
    }
    Map<String, Value> properties = new LinkedHashMap<>();
    for (String key : map.keys()) {
      if (key.equals("type") || key.equals("at")) {
        continue;
      }
      ValueType property = spec.type().properties().get(key);
      if (property == null) {
        map.keyError(
            key,
            "'" + spec.type().name() + "' has no property '" + key + "'",
            Names.suggestion(key, spec.type().properties().keySet()));
      } else {
        value(map, key, property).ifPresent(value -> properties.put(key, value));
      }
    }
    return at.map(time -> new Event(spec.type().name(), id, time, properties));
  }

  private Optional<Value> value(YamlMap map, String key, ValueType type) {
    if (type == ValueType.LIST) {
      return Optional.of(Value.list(map.texts(key)));
    }
    Optional<String> text = map.text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String word = text.get().strip();
    try {
      return Optional.of(
          switch (type) {
            case TEXT, LIST -> Value.text(text.get());
            case NUMBER -> new Value.Number(new BigDecimal(word));
            case BOOL -> flag(word);
            case DATE -> new Value.Day(LocalDate.parse(word));
            case DATETIME -> new Value.Moment(Instant.parse(word));
          });
    } catch (DateTimeException | IllegalArgumentException e) {
      map.error(key, "'" + key + "' is no " + type.word(), example(type));
      return Optional.empty();
    }
  }

  private static Value flag(String word) {
    if (!word.equals("true") && !word.equals("false")) {
      throw new IllegalArgumentException(word);
    }
    return Value.flag(word.equals("true"));
  }

  private static String example(ValueType type) {
    return switch (type) {
      case TEXT, LIST -> "";
      case NUMBER -> "e.g. 12.5";
      case BOOL -> "true or false";
      case DATE -> "e.g. 2026-11-01";
      case DATETIME -> "e.g. 2026-11-01T10:00:00Z";
    };
  }

  private static Optional<Instant> instant(YamlMap map, String key, String text) {
    try {
      return Optional.of(Instant.parse(text.strip()));
    } catch (DateTimeException e) {
      map.error(key, "'" + text + "' is no instant", "write it as 2026-11-01T10:00:00Z");
      return Optional.empty();
    }
  }
}
