package io.espalier.sync.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.mjml.MjmlEmail;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.VariantTest;
import io.espalier.sync.project.VariantTestsReader;
import io.espalier.sync.run.Previews;
import io.espalier.sync.run.Showing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "test",
    description = {
      "Asserts what people see: runs tests/*.yaml in every connected ESP's sandbox, and by what the",
      "email means. Exits with 1 where an expectation does not hold.",
      "",
      "  tests:",
      "    - {email: hello, person: {first_name: Ada}, sees: [Ada], takes: [otherwise]}"
    },
    mixinStandardHelpOptions = true)
final class TestCommand implements Callable<Integer> {
  private final Context context;

  @Mixin Options options = new Options();

  TestCommand(Context context) {
    this.context = context;
  }

  /** A test, and what does not hold of it. */
  private record Outcome(VariantTest test, List<String> failures) {}

  @Override
  public Integer call() {
    Project project = context.project(options.project);
    List<VariantTest> tests = VariantTestsReader.read(project);
    if (tests.isEmpty()) {
      throw new Wrong("the project has no tests", "write one: tests/hello.yaml");
    }
    Map<Instant, List<VariantTest>> times = new LinkedHashMap<>();
    Instant standard = options.now(context.clock());
    tests.forEach(
        test ->
            times.computeIfAbsent(test.now().orElse(standard), now -> new ArrayList<>()).add(test));
    List<Outcome> outcomes = new ArrayList<>();
    times.forEach((now, some) -> outcomes.addAll(run(project, now, some)));
    long failed = outcomes.stream().filter(o -> !o.failures().isEmpty()).count();
    if (options.json) {
      context.terminal().json(json(outcomes));
    } else {
      outcomes.forEach(this::print);
      context
          .terminal()
          .result(
              outcomes.size()
                  + (outcomes.size() == 1 ? " test, " : " tests, ")
                  + failed
                  + " failed");
    }
    return failed > 0 ? Exit.REJECTED : Exit.DONE;
  }

  private List<Outcome> run(Project project, Instant now, List<VariantTest> tests) {
    try (Showing showing = Showing.open(project, now)) {
      Map<VariantTest, String> people = new LinkedHashMap<>();
      for (VariantTest test : tests) {
        people.put(
            test,
            test.profile().isPresent()
                ? showing.known(test.profile().get())
                : showing.madeUp(test.values(), test.events(), test.name()));
      }
      List<MjmlEmail> emails =
          showing.emails().stream()
              .filter(email -> tests.stream().anyMatch(t -> t.email().equals(email.name())))
              .toList();
      List<String> notes = new ArrayList<>();
      List<Showing.Row> rows = showing.rows(emails, notes);
      notes.forEach(context.terminal()::note);
      List<Outcome> outcomes = new ArrayList<>();
      people.forEach(
          (test, key) ->
              rows.stream()
                  .filter(r -> r.person().equals(key) && r.email().equals(test.email()))
                  .findFirst()
                  .ifPresent(row -> outcomes.add(new Outcome(test, failures(test, row)))));
      return outcomes;
    }
  }

  private static List<String> failures(VariantTest test, Showing.Row row) {
    List<String> failures = new ArrayList<>();
    List<String> taken = row.taken().stream().map(Showing.Step::test).toList();
    for (String expected : test.takes()) {
      if (!taken.contains(expected)) {
        failures.add("does not get the branch " + expected + "; gets " + String.join(", ", taken));
      }
    }
    for (Previews.Preview seen : row.seen()) {
      String where = seen.label() + ": ";
      if (seen.problem().isPresent()) {
        failures.add(where + "would not be sent: " + seen.problem().get());
        continue;
      }
      String all = seen.subject() + "\n" + VisibleText.of(seen.html());
      test.subject()
          .filter(subject -> !subject.equals(seen.subject()))
          .ifPresent(
              s ->
                  failures.add(where + "the subject is '" + seen.subject() + "', not '" + s + "'"));
      test.sees().stream()
          .filter(text -> !flat(all).contains(flat(text)))
          .forEach(text -> failures.add(where + "does not see '" + text + "'"));
      test.never().stream()
          .filter(text -> flat(all).contains(flat(text)))
          .forEach(text -> failures.add(where + "sees '" + text + "'"));
    }
    return failures;
  }

  private static String flat(String text) {
    return text.replaceAll("[\\s\\u00a0]+", " ");
  }

  private void print(Outcome outcome) {
    boolean good = outcome.failures().isEmpty();
    context
        .terminal()
        .result(
            (good ? "ok      " : "FAILED  ")
                + outcome.test().name()
                + " ("
                + outcome.test().place()
                + ")");
    outcome.failures().forEach(failure -> context.terminal().result("          " + failure));
  }

  private static JsonObject json(List<Outcome> outcomes) {
    JsonArray all = new JsonArray();
    for (Outcome outcome : outcomes) {
      JsonObject one = new JsonObject();
      one.addProperty("name", outcome.test().name());
      one.addProperty("place", outcome.test().place().toString());
      one.addProperty("ok", outcome.failures().isEmpty());
      JsonArray failures = new JsonArray();
      outcome.failures().forEach(failures::add);
      one.add("failures", failures);
      all.add(one);
    }
    JsonObject document = new JsonObject();
    document.add("tests", all);
    return document;
  }
}
