package io.espalier.sync.cli;

import com.google.gson.JsonObject;
import io.espalier.rule.Names;
import io.espalier.sync.deliver.Delivery;
import io.espalier.sync.deliver.Delivery.Delivered;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.TargetSpec;
import io.espalier.sync.source.Rejects;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "deliver",
    description = {
      "Writes the rows of a source or a model to the files that 'targets:' names, as JSON Lines.",
      "Each file is replaced whole, once what was written has been read back and proved; it is left",
      "alone where nothing has changed. For other systems, not for mailing: consent is not asked."
    },
    mixinStandardHelpOptions = true)
final class DeliverCommand implements Callable<Integer> {
  private final Context context;

  @Mixin Options options = new Options();

  @Parameters(
      paramLabel = "TARGET",
      arity = "0..*",
      description = "Only these. Default: all of the project's targets.")
  @Nullable List<String> names;

  DeliverCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Project project = context.project(options.project);
    List<TargetSpec> targets = targets(project.operations().targets());
    return Watched.run(
        context, project, options, "deliver", reasons -> run(project, targets, reasons));
  }

  private List<TargetSpec> targets(Map<String, TargetSpec> all) {
    if (all.isEmpty()) {
      throw new Wrong(
          "the project has no targets",
          "name one in espalier.yaml: targets: {copy: {from: people, path: out/people.jsonl}}");
    }
    if (names == null || names.isEmpty()) {
      return List.copyOf(all.values());
    }
    List<TargetSpec> targets = new ArrayList<>();
    for (String name : names) {
      TargetSpec target = all.get(name);
      if (target == null) {
        throw new Wrong("there is no target '" + name + "'", Names.suggestion(name, all.keySet()));
      }
      targets.add(target);
    }
    return targets;
  }

  private int run(Project project, List<TargetSpec> targets, List<String> reasons) {
    JsonObject document = new JsonObject();
    int exit = Exit.DONE;
    String id = PlanIds.next(context.clock());
    Path state = options.stateDir();
    try (Rejects rejects =
        new Rejects(Optional.of(state.resolve("rejects/" + id + "-deliver.jsonl")))) {
      for (TargetSpec target : targets) {
        Delivered done = Delivery.run(project, target, state, rejects, context.clock());
        context.terminal().say(options.json, line(done));
        document.add(done.target(), json(done));
      }
      context.tell(rejects);
      rejects.counts().forEach((reason, count) -> reasons.add(count + " x " + reason));
      exit = rejects.total() > 0 ? Exit.REJECTED : exit;
    }
    if (options.json) {
      context.terminal().json(document);
    }
    return exit;
  }

  private static String line(Delivered done) {
    return String.format(
        Locale.ROOT,
        "%-14s %,d rows, %,d rejected%s; %,d bytes%s, sha-256 %s",
        done.target(),
        done.rows(),
        done.rejected(),
        done.withheld() > 0
            ? String.format(Locale.ROOT, ", %,d of erased people withheld", done.withheld())
            : "",
        done.bytes(),
        done.unchanged() ? " as before" : "",
        done.sha256());
  }

  private static JsonObject json(Delivered done) {
    JsonObject one = new JsonObject();
    one.addProperty("file", done.file().toString());
    one.addProperty("rows", done.rows());
    one.addProperty("rejected", done.rejected());
    one.addProperty("withheld", done.withheld());
    one.addProperty("bytes", done.bytes());
    one.addProperty("sha256", done.sha256());
    one.addProperty("unchanged", done.unchanged());
    return one;
  }
}
