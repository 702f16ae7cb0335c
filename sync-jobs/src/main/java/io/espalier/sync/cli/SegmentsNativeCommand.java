package io.espalier.sync.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.rule.Issue;
import io.espalier.rule.Parsed;
import io.espalier.spi.Esp;
import io.espalier.spi.NativeSegment;
import io.espalier.sync.plan.Natives;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.SegmentSpec;
import io.espalier.sync.run.Connections;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "native",
    description = {
      "Each segment as each ESP would say it in its own terms, or why the ESP cannot say exactly",
      "this. Reads no source, sends nothing."
    },
    mixinStandardHelpOptions = true)
final class SegmentsNativeCommand implements Callable<Integer> {
  private final Context context;

  @Mixin Options options = new Options();

  @Option(names = "--segment", paramLabel = "ID", description = "Only this segment.")
  @Nullable String segment;

  @Option(names = "--esp", paramLabel = "ESP", description = "Only this ESP.")
  @Nullable String only;

  SegmentsNativeCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Project project = context.project(options.project);
    Collection<Esp> esps =
        Connections.esps().values().stream()
            .filter(
                e -> project.connections().isEmpty() || project.connections().containsKey(e.id()))
            .filter(e -> only == null || only.equals(e.id()))
            .toList();
    if (esps.isEmpty()) {
      throw new Wrong("there is no ESP '" + only + "' in this project", "");
    }
    List<SegmentSpec> specs =
        project.segments().values().stream()
            .filter(spec -> segment == null || segment.equals(spec.segment().id()))
            .toList();
    if (specs.isEmpty() && segment != null) {
      throw new Wrong(
          "there is no segment '" + segment + "'",
          io.espalier.rule.Names.suggestion(segment, project.segments().keySet()));
    }
    JsonArray document = new JsonArray();
    for (Esp esp : esps) {
      Natives natives = Natives.all(project, esp);
      for (SegmentSpec spec : specs) {
        Parsed<NativeSegment> said = natives.define(spec);
        if (options.json) {
          document.add(json(esp, spec, said));
        } else {
          print(esp, spec, said);
        }
      }
    }
    if (options.json) {
      context.terminal().json(document);
    }
    return Exit.DONE;
  }

  private static JsonObject json(Esp esp, SegmentSpec spec, Parsed<NativeSegment> said) {
    JsonObject one = new JsonObject();
    one.addProperty("segment", spec.segment().id());
    one.addProperty("esp", esp.id());
    one.addProperty("wished", spec.isNativeAt(esp.id()));
    said.value()
        .ifPresent(
            definition -> {
              one.addProperty("definition", definition.text());
              if (!definition.isSent()) {
                one.addProperty("by_hand", definition.byHand());
              }
            });
    JsonArray reasons = new JsonArray();
    for (Issue issue : said.issues()) {
      JsonObject reason = new JsonObject();
      reason.addProperty("place", issue.place().toString());
      reason.addProperty("reason", issue.message());
      reason.addProperty("mend", issue.mend());
      reasons.add(reason);
    }
    one.add("reasons", reasons);
    return one;
  }

  private void print(Esp esp, SegmentSpec spec, Parsed<NativeSegment> said) {
    Terminal terminal = context.terminal();
    terminal.result(
        "-- "
            + spec.segment().id()
            + " in "
            + esp.label()
            + (spec.isNativeAt(esp.id()) ? "" : " (its members are sent; 'native' is off)"));
    said.value()
        .ifPresentOrElse(
            definition -> {
              terminal.result(definition.text());
              if (!definition.isSent()) {
                terminal.result("By hand: " + definition.byHand());
              }
            },
            () -> said.issues().forEach(issue -> terminal.result(issue.display())));
    terminal.result("");
  }
}
