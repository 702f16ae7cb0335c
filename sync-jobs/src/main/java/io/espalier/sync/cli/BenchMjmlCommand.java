package io.espalier.sync.cli;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.espalier.sync.bench.MjmlBench;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "mjml",
    description = {
      "Renders emails of about 40 kB from files, beside the official MJML command line where that",
      "is there (npm install mjml). Both read and write the same files; with --at-once N ours"
          + " works",
      "in N threads, and N processes of theirs share the files."
    },
    mixinStandardHelpOptions = true)
final class BenchMjmlCommand implements Callable<Integer> {
  private final Context context;

  @Option(names = "--emails", description = "Default: ${DEFAULT-VALUE}.")
  int emails = 1_000;

  @Option(names = "--rounds", description = "Turns of each side. Default: ${DEFAULT-VALUE}.")
  int rounds = 3;

  @Option(
      names = "--at-once",
      paramLabel = "N",
      description = "Our threads, and their processes. Default: ${DEFAULT-VALUE}.")
  int atOnce = 1;

  @Option(
      names = "--mjml",
      paramLabel = "FILE",
      description = "The official command, e.g. node_modules/.bin/mjml. Default: the one in PATH.")
  @Nullable Path mjml;

  @Option(names = "--json", description = "One JSON document on standard output.")
  boolean json;

  BenchMjmlCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (emails < 1 || rounds < 1 || atOnce < 1) {
      throw new Wrong(
          "a benchmark needs 1 email, 1 round and 1 thread at least", "e.g. --emails 1000");
    }
    Path given = mjml;
    if (given != null && !Files.isExecutable(given)) {
      throw new Wrong(given + " cannot be executed", "npm install mjml makes one");
    }
    Optional<Path> official = given == null ? inPath() : Optional.of(given.toAbsolutePath());
    if (official.isEmpty()) {
      context.terminal().note("mjml is not in PATH; only ours is measured (npm install mjml)");
    }
    BenchCommand.Size size = new BenchCommand.Size();
    size.in(
        dir -> {
          List<MjmlBench.Round> all = new MjmlBench(dir, emails, official, atOnce).run(rounds);
          for (MjmlBench.Round round : all) {
            tell(round);
          }
          if (official.isPresent() && !json) {
            context
                .terminal()
                .result(
                    String.format(
                        Locale.ROOT,
                        "median, %d at once: espalier %.0f, mjml %.0f emails a second, ratio %.2f",
                        atOnce,
                        median(all, "espalier"),
                        median(all, "mjml"),
                        median(all, "espalier") / median(all, "mjml")));
          }
        });
    return Exit.DONE;
  }

  private void tell(MjmlBench.Round round) {
    JsonObject one = new JsonObject();
    one.addProperty("side", round.side());
    one.addProperty("seconds", round.seconds());
    one.addProperty("per_second", round.perSecond());
    one.addProperty("kb_each", round.bytes() / 1024.0 / round.emails());
    context
        .terminal()
        .result(
            json
                ? new Gson().toJson(one)
                : String.format(
                    Locale.ROOT,
                    "%-9s %6.2f s  %6.0f emails a second  %.1f kB each",
                    round.side(),
                    round.seconds(),
                    round.perSecond(),
                    round.bytes() / 1024.0 / round.emails()));
  }

  private static double median(List<MjmlBench.Round> all, String side) {
    double[] sorted =
        all.stream()
            .filter(r -> r.side().equals(side))
            .mapToDouble(MjmlBench.Round::perSecond)
            .sorted()
            .toArray();
    return sorted[sorted.length / 2];
  }

  private Optional<Path> inPath() {
    String path = context.environment().get("PATH");
    return path == null
        ? Optional.empty()
        : Stream.of(path.split(File.pathSeparator, -1))
            .map(folder -> Path.of(folder, "mjml"))
            .filter(Files::isExecutable)
            .findFirst();
  }
}
