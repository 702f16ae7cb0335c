package io.espalier.sync.cli;

import com.google.gson.JsonObject;
import io.espalier.sync.evidence.Export;
import io.espalier.sync.project.Project;
import io.espalier.sync.store.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "export",
    description = {
      "Writes runs, history (what each ESP was told of whom, and answered), refused rows and",
      "statements of consent as Parquet files. People are named by their keys."
    },
    mixinStandardHelpOptions = true)
final class RunsExportCommand implements Callable<Integer> {
  private final Context context;

  @Mixin Options options = new Options();

  @Option(names = "--parquet", paramLabel = "DIR", required = true, description = "Where to.")
  Path dir = Path.of(".");

  RunsExportCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Project project = context.project(options.project);
    try (Engine engine = Stores.open(context, project, options)) {
      Map<String, Long> files = Export.parquet(engine, dir);
      JsonObject document = new JsonObject();
      files.forEach(
          (file, rows) -> {
            document.addProperty(file, rows);
            context
                .terminal()
                .say(
                    options.json,
                    String.format(Locale.ROOT, "%s: %,d rows", dir.resolve(file), rows));
          });
      if (options.json) {
        context.terminal().json(document);
      }
      return Exit.DONE;
    } catch (IOException e) {
      throw new Wrong("the folder " + dir + " cannot be written", "give another: --parquet DIR");
    }
  }
}
