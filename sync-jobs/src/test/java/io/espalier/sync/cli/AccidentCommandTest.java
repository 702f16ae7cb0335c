package io.espalier.sync.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.sync.shop.PassingTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accidents of a night, each from its beginning, met by the command that runs at night. */
final class AccidentCommandTest {
  @TempDir Path dir;
  private final PassingTime time = new PassingTime(CommandRun.NOW);

  @BeforeEach
  void aNightThatWentWell() throws IOException {
    CommandRun.of("init", dir);
    String main = Files.readString(dir.resolve("espalier.yaml"));
    Files.writeString(
        dir.resolve("espalier.yaml"),
        main.replaceAll("(?m)^ +(mailchimp|salesforce-mc): .*\n", "")
            .replaceAll("(?m)^guards: .*", "guards: {}"));
    people(100, i -> "City" + i % 5);
    orders(120);
    assertEquals(0, sync().exit());
  }

  /** Each an hour after the one before. */
  private CommandRun sync() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    time.pass(Duration.ofHours(1));
    int exit =
        Espalier.run(
            new String[] {
              "sync",
              "--project",
              dir.toString(),
              "--target",
              "sandbox",
              "--calls",
              dir.resolve("calls.jsonl").toString()
            },
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            variable -> null,
            time,
            time::pass);
    return new CommandRun(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private void people(int count, IntFunction<String> city) throws IOException {
    Files.writeString(
        dir.resolve("data/people.csv"),
        "customer_id,email,first_name,city,newsletter,newsletter_since,newsletter_proof\n"
            + IntStream.range(0, count)
                .mapToObj(
                    i ->
                        String.format(
                            Locale.ROOT,
                            "k%03d,k%03d@mail.example.net,N%d,%s,yes,2025-03-02,form\n",
                            i,
                            i,
                            i,
                            city.apply(i)))
                .collect(Collectors.joining()));
  }

  private void orders(int count) throws IOException {
    Files.writeString(
        dir.resolve("data/orders.csv"),
        "order_id,customer_id,ordered_on,amount,status\n"
            + IntStream.range(0, count)
                .mapToObj(
                    i ->
                        String.format(
                            Locale.ROOT,
                            "%d,k%03d,2026-11-%02d,10.5,paid\n",
                            i,
                            i % 100,
                            1 + i % 18))
                .collect(Collectors.joining()));
  }

  private void edit(String file, String old, String now) throws IOException {
    String text = Files.readString(dir.resolve(file));
    assertTrue(text.contains(old), text);
    Files.writeString(dir.resolve(file), text.replace(old, now));
  }

  /** Stopped with these words, after nothing but questions. */
  private void stopped(String... words) throws IOException {
    CommandRun run = sync();
    assertEquals(3, run.exit(), run.err());
    assertEquals(
        String.join("\n", words) + "\n",
        run.out()
            .lines()
            .dropWhile(line -> !line.startsWith("STOP "))
            .map(line -> line + "\n")
            .collect(Collectors.joining()));
    assertEquals("stopped by a guard; nothing was sent\n", run.err());
    assertEquals(List.of(), writes());
  }

  private List<String> writes() throws IOException {
    Path calls = dir.resolve("calls.jsonl");
    return Files.exists(calls)
        ? Files.readAllLines(calls).stream().filter(l -> l.contains("\"write\":true")).toList()
        : List.of();
  }

  @Test
  void eachStopsTheSyncWithWordsAndWithoutASingleWrite() throws IOException {
    people(0, i -> "");
    CommandRun empty = sync();
    assertEquals(2, empty.exit());
    assertEquals(
        "espalier.yaml:9:29: error: source 'people' is empty: it has not one usable row\n"
            + "  people: {kind: csv, path: data/people.csv}\n"
            + "                            ^^^^^^^^^^^^^^^\n"
            + "  look at where it comes from; if it may be empty, write allow_empty: true\n"
            + "nothing was sent\n",
        empty.err());
    assertEquals(List.of(), writes());

    people(30, i -> "City" + i % 5);
    stopped(
        "STOP people: 30 rows, 100 at the run before (70% less, max_shrink is 50%)",
        "  look at the source; if it is right, run with --allow max_shrink",
        "",
        "STOP events 'order': 50 rows, 120 at the run before (58% less, max_shrink is 50%)",
        "  look at the source; if it is right, run with --allow max_shrink",
        "",
        "STOP klaviyo: 70 of 100 profiles are no longer in the source (70%, max_leave is 30%)",
        "  look at the source; if it is right, run with --allow max_leave");

    people(100, i -> i < 40 ? "" : "City" + i % 5);
    stopped(
        "STOP attribute 'city' is missing for 40 of 100 people (40%), at the run before for 0%;"
            + " missing_jump is 20 points",
        "  look at its column in the source; if it is right, run with --allow missing_jump");

    people(100, i -> "City" + i % 5);
    orders(220);
    stopped(
        "STOP segment 'regulars' has 100 members, 20 at the run before (a change of 80%;"
            + " segment_change is 50%)",
        "  look at its rule and its data; if they are right, run with --allow segment_change");

    orders(120);
    edit("segments/regulars.yaml", ">= 2", ">= 200");
    stopped(
        "STOP klaviyo: segment 'regulars' would lose 20 of 20 members (100%, max_leave is 30%)",
        "  look at its rule and its data; if they are right, run with --allow max_leave");
    edit("segments/regulars.yaml", ">= 200", ">= 2");

    edit("espalier.yaml", "guards: {}", "guards: {max_time: 1s}");
    for (int i = 0; i < 5; i++) {
      Files.writeString(
          dir.resolve("segments/town" + i + ".yaml"),
          "segment: town" + i + "\nwhere: city == \"City" + i + "\"\n");
    }
    CommandRun quota = sync();
    assertEquals(3, quota.exit(), quota.err());
    assertTrue(
        quota
            .out()
            .matches(
                "(?s).*STOP klaviyo: [0-9]+ rows need about [0-9]+ calls, at least [2-9] s at the"
                    + " quota of Klaviyo; max_time is 1 s\\R  send fewer fields or segments, or ask"
                    + " the vendor for a larger quota; to start all the same, run with --allow"
                    + " max_time\\R.*"),
        quota.out());
    assertEquals(List.of(), writes());

    // Nothing of all that has left a trace: the morning after, nothing is to be done.
    edit("espalier.yaml", "guards: {max_time: 1s}", "guards: {}");
    for (int i = 0; i < 5; i++) {
      Files.delete(dir.resolve("segments/town" + i + ".yaml"));
    }
    CommandRun morning = sync();
    assertEquals(0, morning.exit(), morning.err());
    assertTrue(morning.out().contains("Klaviyo: nothing to do"), morning.out());
    assertFalse(morning.out().contains("STOP"), morning.out());
  }
}
