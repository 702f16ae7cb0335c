package io.espalier.sync.demo;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.sync.plan.Plan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The whole way on one machine: a shop is made, synced three times into sandboxes of every ESP,
 * read back and compared, and a page is written that shows it.
 */
public final class Demonstration {
  private final Path example;
  private final Path out;
  private final Clock clock;

  /**
   * @param example the example project, without data; it is only read
   * @param out where the page and the copy of the project go; made where it is not there
   */
  public Demonstration(Path example, Path out, Clock clock) {
    this.example = example;
    this.out = out;
    this.clock = clock;
  }

  /**
   * What came of it.
   *
   * @param failed the claims that did not hold; empty where all is well
   * @param document the numbers, for a program
   */
  public record Outcome(Path page, List<String> failed, JsonObject document) {}

  /**
   * @param people customers before some of them are there twice
   * @param say takes each line of the progress
   * @param planLines a plan as a person reads it
   * @throws io.espalier.sync.project.WrongInput where the example is not there, or {@code out}
   *     holds something else
   */
  public Outcome run(
      long seed, int people, Consumer<String> say, Function<Plan, List<String>> planLines) {
    Teller teller = new Teller(say, planLines);
    Story story = Demo.tell(example, out.resolve("outfitter"), seed, people, clock, teller);
    Path page = out.resolve("index.html");
    teller.step("Write the page");
    try {
      Files.writeString(page, DemoPage.of(story));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    story
        .checks()
        .forEach(check -> teller.line("%s  %s", check.holds() ? "yes" : "NO ", check.says()));
    teller.line("%s", page);
    List<String> failed =
        story.checks().stream().filter(c -> !c.holds()).map(Story.Check::says).toList();
    return new Outcome(page, failed, json(story));
  }

  private static JsonObject json(Story story) {
    JsonObject document = new JsonObject();
    JsonArray segments = new JsonArray();
    for (Story.Count count : story.segments()) {
      JsonObject one = new JsonObject();
      one.addProperty("id", count.id());
      one.addProperty("name", count.name());
      one.addProperty("members", count.expected());
      count.held().forEach(one::addProperty);
      segments.add(one);
    }
    document.add("segments", segments);
    JsonArray runs = new JsonArray();
    for (Story.Run run : story.runs()) {
      JsonObject one = new JsonObject();
      run.reports().forEach(report -> one.addProperty(report.esp(), report.writes()));
      runs.add(one);
    }
    document.add("writes", runs);
    return document;
  }
}
