package io.espalier.sync.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.model.Segment;
import io.espalier.rule.Issue;
import io.espalier.rule.Rule;
import io.espalier.spi.Esp;
import io.espalier.sync.plan.Needs;
import io.espalier.sync.plan.SegmentReach;
import io.espalier.sync.project.Project;
import io.espalier.sync.run.Connections;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Ledger;
import io.espalier.sync.store.Population;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "size",
    description = {
      "How large each segment is, whom it shares with each other, and how many of its members",
      "each ESP can reach: those who consented and whose values fit there. Sends nothing."
    },
    mixinStandardHelpOptions = true)
final class SegmentsSizeCommand implements Callable<Integer> {
  private final Context context;

  @Mixin Options options = new Options();

  SegmentsSizeCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Project project = context.project(options.project);
    Collection<Esp> esps =
        Connections.esps().values().stream()
            .filter(
                e -> project.connections().isEmpty() || project.connections().containsKey(e.id()))
            .toList();
    List<Issue> warnings = new ArrayList<>();
    Needs needs = Needs.of(project, esps, warnings);
    context.terminal().issues(warnings);
    List<Rule> rules = new ArrayList<>(needs.rules());
    project.segments().values().forEach(spec -> rules.add(spec.rule()));
    Instant now = options.now(context.clock());
    try (Engine engine = Engine.inMemory(project.store().memoryMiB());
        Rejects rejects = new Rejects(Optional.empty())) {
      Ledger.prepare(engine);
      Population population = Population.load(project, engine, rejects, now, rules, true);
      context.terminal().issues(population.warnings());
      SegmentReach reach = SegmentReach.of(project, engine, population, needs, esps);
      if (options.json) {
        context.terminal().json(json(population, reach, esps));
      } else {
        print(project, population, reach, esps);
      }
      context.tell(rejects);
    }
    return Exit.DONE;
  }

  private static JsonObject json(Population population, SegmentReach reach, Collection<Esp> esps) {
    JsonObject document = new JsonObject();
    document.addProperty("profiles", population.profiles());
    document.addProperty("now", population.moment().now().toString());
    JsonObject fields = new JsonObject();
    reach.fields().forEach(fields::addProperty);
    document.add("fields", fields);
    JsonArray segments = new JsonArray();
    for (SegmentReach.Row row : reach.rows()) {
      JsonObject one = new JsonObject();
      one.addProperty("id", row.segment().id());
      one.addProperty("name", row.segment().name());
      one.addProperty("members", row.members());
      one.addProperty("consented", row.consented());
      one.addProperty("unknown", row.unknown());
      one.addProperty("opted_out", row.optedOut());
      one.addProperty("min_size", row.segment().minSize());
      one.addProperty("sent", row.sent());
      if (!row.note().isEmpty()) {
        one.addProperty("note", row.note());
      }
      JsonObject at = new JsonObject();
      for (Esp esp : esps) {
        SegmentReach.At there = row.esps().get(esp.id());
        if (there != null) {
          JsonObject counts = new JsonObject();
          counts.addProperty("reach", there.reach());
          counts.addProperty("over_limits", there.overLimits());
          at.add(esp.id(), counts);
        }
      }
      one.add("esps", at);
      one.add("overlap", overlap(row.segment(), row.members(), reach));
      segments.add(one);
    }
    document.add("segments", segments);
    return document;
  }

  private static JsonObject overlap(Segment segment, long members, SegmentReach reach) {
    JsonObject overlap = new JsonObject();
    for (SegmentReach.Row other : reach.rows()) {
      if (!other.segment().id().equals(segment.id())) {
        long both = reach.overlap(segment.id(), other.segment().id());
        JsonObject one = new JsonObject();
        one.addProperty("members", both);
        one.addProperty("share", members == 0 ? 0 : Math.round(1000.0 * both / members) / 1000.0);
        overlap.add(other.segment().id(), one);
      }
    }
    return overlap;
  }

  private void print(
      Project project, Population population, SegmentReach reach, Collection<Esp> esps) {
    Terminal terminal = context.terminal();
    long profiles = population.profiles();
    terminal.result(
        String.format(
            Locale.ROOT,
            "%,d profiles in %s as of %s",
            profiles,
            project.name(),
            population.moment().now()));
    terminal.result("");
    List<String> head =
        new ArrayList<>(
            List.of(
                "segment", ">members", ">share", ">consented", ">unknown", ">opted out", ">sent"));
    esps.forEach(esp -> head.add(">" + esp.id()));
    TextTable table = new TextTable(head);
    for (SegmentReach.Row row : reach.rows()) {
      List<String> cells =
          new ArrayList<>(
              List.of(
                  row.segment().id(),
                  number(row.members()),
                  share(row.members(), profiles),
                  number(row.consented()),
                  number(row.unknown()),
                  number(row.optedOut()),
                  number(row.sent())));
      esps.forEach(esp -> cells.add(at(row.esps().get(esp.id()))));
      table.row(cells);
    }
    table.lines().forEach(terminal::result);
    for (SegmentReach.Row row : reach.rows()) {
      if (!row.note().isEmpty()) {
        terminal.result(row.segment().id() + ": " + row.note());
      }
    }
    matrix(reach).forEach(terminal::result);
  }

  private static List<String> matrix(SegmentReach reach) {
    List<SegmentReach.Row> rows = reach.rows();
    if (rows.size() < 2) {
      return List.of();
    }
    List<String> head = new ArrayList<>(List.of("members of both"));
    for (int i = 1; i <= rows.size(); i++) {
      head.add(">" + i);
    }
    TextTable table = new TextTable(head);
    for (int i = 0; i < rows.size(); i++) {
      SegmentReach.Row row = rows.get(i);
      List<String> cells = new ArrayList<>(List.of((i + 1) + " " + row.segment().id()));
      for (SegmentReach.Row other : rows) {
        long both = reach.overlap(row.segment().id(), other.segment().id());
        boolean same = other.equals(row);
        cells.add(same ? "." : both == 0 ? "0" : number(both) + " " + share(both, row.members()));
      }
      table.row(cells);
    }
    List<String> lines = new ArrayList<>(List.of(""));
    lines.addAll(table.lines());
    lines.add("(shares are of the row's segment)");
    return lines;
  }

  private static String at(SegmentReach.@org.jspecify.annotations.Nullable At there) {
    if (there == null) {
      return "-";
    }
    return number(there.reach())
        + (there.overLimits() == 0 ? "" : " (" + number(there.overLimits()) + " over limits)");
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String share(long part, long whole) {
    return whole == 0 ? "" : String.format(Locale.ROOT, "%.1f%%", 100.0 * part / whole);
  }
}
