package io.espalier.sync.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.model.Segment;
import io.espalier.rule.Rule;
import io.espalier.sync.project.Project;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Population;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "segments",
    description = "Counts the members of every segment. Sends nothing, keeps nothing.",
    mixinStandardHelpOptions = true)
final class SegmentsCommand implements Callable<Integer> {
  private final Context context;

  @Mixin Options options = new Options();

  SegmentsCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Project project = context.project(options.project);
    Map<String, Rule> rules = new LinkedHashMap<>();
    project.segments().forEach((id, spec) -> rules.put(id, spec.rule()));
    try (Engine engine = Engine.inMemory(project.store().memoryMiB());
        Rejects rejects = new Rejects(Optional.empty())) {
      Population population =
          Population.load(
              project, engine, rejects, options.now(context.clock()), rules.values(), false);
      context.terminal().issues(population.warnings());
      Map<String, Long> counts = population.count(rules);
      long profiles = population.profiles();
      if (options.json) {
        context.terminal().json(json(project, profiles, counts));
      } else {
        print(project, profiles, counts);
      }
      context.tell(rejects);
    }
    return Exit.DONE;
  }

  private JsonObject json(Project project, long profiles, Map<String, Long> counts) {
    JsonObject document = new JsonObject();
    document.addProperty("profiles", profiles);
    document.addProperty("now", options.now(context.clock()).toString());
    JsonArray segments = new JsonArray();
    for (Segment segment : project.segmentList()) {
      JsonObject one = new JsonObject();
      one.addProperty("id", segment.id());
      one.addProperty("name", segment.name());
      one.addProperty("members", counts.getOrDefault(segment.id(), 0L));
      one.addProperty("description", segment.description());
      one.addProperty("min_size", segment.minSize());
      one.addProperty("priority", segment.priority());
      segments.add(one);
    }
    document.add("segments", segments);
    return document;
  }

  private void print(Project project, long profiles, Map<String, Long> counts) {
    Terminal terminal = context.terminal();
    terminal.result(String.format(Locale.ROOT, "%,d profiles in %s", profiles, project.name()));
    int width = project.segmentList().stream().mapToInt(s -> s.id().length()).max().orElse(0);
    for (Segment segment : project.segmentList()) {
      terminal.result(
          String.format(
              Locale.ROOT,
              "%,10d  %-" + Math.max(1, width) + "s  %s",
              counts.getOrDefault(segment.id(), 0L),
              segment.id(),
              segment.name()));
    }
  }
}
