package io.espalier.sync.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "bench",
    description =
        "Measures the engine, the live server and the renderer on generated data. Touches no project.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class BenchCommand {
  private BenchCommand() {}

  static CommandLine line(Context context) {
    return new CommandLine(new BenchCommand())
        .addSubcommand("live", new BenchLiveCommand(context))
        .addSubcommand("mjml", new BenchMjmlCommand(context))
        .addSubcommand("segments", new BenchSegmentsCommand(context))
        .addSubcommand("incremental", new BenchIncrementalCommand(context))
        .addSubcommand("plan", new BenchPlanCommand(context))
        .addSubcommand("engine", new BenchEngineCommand(context));
  }

  /** What every benchmark is told. */
  static final class Size {
    @Option(names = "--profiles", description = "Default: ${DEFAULT-VALUE}.")
    long profiles = 1_000_000;

    @Option(names = "--events", description = "Default: ${DEFAULT-VALUE}.")
    long events = 2_000_000;

    @Option(names = "--rules", description = "How many of the 50. Default: ${DEFAULT-VALUE}.")
    int rules = 50;

    @Option(names = "--rounds", description = "Turns of each side. Default: ${DEFAULT-VALUE}.")
    int rounds = 3;

    @Option(
        names = "--memory-limit",
        paramLabel = "MIB",
        description =
            "The engine's memory in MiB, Java's not counted; what is more goes to disk. Default: ${DEFAULT-VALUE}.")
    long memoryMiB = 3072;

    @Option(
        names = "--dir",
        description = "Where the data is generated, and left. Default: a temporary folder.")
    @Nullable Path dir;

    @Option(names = "--json", description = "One JSON document on standard output.")
    boolean json;

    /** Works in the folder; removes it afterwards if it is a temporary one. */
    void in(Consumer<Path> work) {
      if (profiles < 1 || events < 10 || rounds < 1 || rules < 1 || rules > 50) {
        throw new Wrong(
            "a benchmark needs 1 profile, 10 events, 1 round and 1 to 50 rules at least",
            "e.g. --profiles 100000 --events 200000 --rounds 3 --rules 50");
      }
      try {
        if (dir != null) {
          work.accept(Files.createDirectories(dir).toRealPath());
          return;
        }
        Path temporary = Files.createTempDirectory("espalier-bench");
        try {
          work.accept(temporary);
        } finally {
          delete(temporary);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void delete(Path dir) throws IOException {
      try (Stream<Path> files = Files.walk(dir)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
