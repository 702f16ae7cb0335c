package io.espalier.sync.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.sync.bench.LiveBench;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "live",
    description = {
      "Load on the live server, on this machine: cold and warm catalog, side by side with nginx and a",
      "static file where nginx is installed, and a catalog that hangs."
    },
    mixinStandardHelpOptions = true)
final class BenchLiveCommand implements Callable<Integer> {
  private final Context context;

  @Option(names = "--connections", description = "Default: ${DEFAULT-VALUE}.")
  int connections = 64;

  @Option(names = "--seconds", description = "Of each turn. Default: ${DEFAULT-VALUE}.")
  double seconds = 5;

  @Option(names = "--rounds", description = "Turns of each side. Default: ${DEFAULT-VALUE}.")
  int rounds = 3;

  @Option(names = "--dir", description = "Where the data goes. Default: a temporary folder.")
  @Nullable Path dir;

  @Option(names = "--json", description = "One JSON document on standard output.")
  boolean json;

  BenchLiveCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    JsonArray all = new JsonArray();
    context
        .terminal()
        .say(
            json,
            String.format(
                Locale.ROOT,
                "%-22s %12s %9s %9s %9s  %s",
                "",
                "answers/s",
                "p50 ms",
                "p99 ms",
                "max ms",
                "status"));
    try {
      Path data = dir == null ? Files.createTempDirectory("espalier-bench-live") : dir;
      new LiveBench(data, connections, seconds, rounds, row -> tell(row, all)).run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (json) {
      JsonObject document = new JsonObject();
      document.addProperty("connections", connections);
      document.add("rows", all);
      context.terminal().json(document);
    }
    return Exit.DONE;
  }

  private void tell(LiveBench.Row row, JsonArray all) {
    JsonObject one = new JsonObject();
    one.addProperty("what", row.what());
    one.addProperty("per_second", row.perSecond());
    one.addProperty("p50_ms", row.p50Millis());
    one.addProperty("p99_ms", row.p99Millis());
    one.addProperty("max_ms", row.maxMillis());
    one.addProperty("statuses", row.statuses());
    one.addProperty("note", row.note());
    all.add(one);
    context
        .terminal()
        .say(
            json,
            String.format(
                Locale.ROOT,
                "%-22s %,12.0f %9.2f %9.2f %9.2f  %s %s",
                row.what(),
                row.perSecond(),
                row.p50Millis(),
                row.p99Millis(),
                row.maxMillis(),
                row.statuses(),
                row.note()));
  }
}
