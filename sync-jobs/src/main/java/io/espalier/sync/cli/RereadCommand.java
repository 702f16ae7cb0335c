package io.espalier.sync.cli;

import io.espalier.rule.Names;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.SourceSpec;
import io.espalier.sync.source.KeptSources;
import io.espalier.sync.store.Engine;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "reread",
    description = {
      "Lets the next run read the whole of a source that is read by its watermark. Sends nothing."
    },
    mixinStandardHelpOptions = true)
final class RereadCommand implements Callable<Integer> {
  private final Context context;

  @Mixin Options options = new Options();

  @Parameters(paramLabel = "SOURCE", description = "As it is named in espalier.yaml.")
  String source = "";

  RereadCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Project project = context.project(options.project);
    Map<String, SourceSpec> sources = project.sources();
    SourceSpec spec = sources.get(source);
    if (spec == null) {
      throw new Wrong(
          "there is no source '" + source + "'", Names.suggestion(source, sources.keySet()));
    }
    if (!spec.kept()) {
      throw new Wrong(
          "source '" + source + "' has no watermark: every run reads the whole of it", "");
    }
    try (Engine engine = Stores.at(context, project, options)) {
      boolean kept = KeptSources.reread(engine, source);
      context
          .terminal()
          .result(
              source
                  + (kept
                      ? ": the next run reads the whole of it"
                      : ": nothing of it is kept; the next run reads the whole of it anyway"));
    }
    return Exit.DONE;
  }
}
