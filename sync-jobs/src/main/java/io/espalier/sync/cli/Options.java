package io.espalier.sync.cli;

import io.espalier.sync.project.LengthOfTime;
import io.espalier.sync.run.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The options that most commands share. */
final class Options {
  @Option(
      names = "--project",
      paramLabel = "DIR",
      description = "The folder with espalier.yaml. Default: the current one.")
  Path project = Path.of(".");

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "Where the profile store and the ledger are kept. Default: .espalier in the project.")
  @Nullable Path state;

  @Option(
      names = "--now",
      paramLabel = "INSTANT",
      converter = InstantConverter.class,
      description =
          "The instant that 'now' means in rules, e.g. 2026-01-31T00:00:00Z. Default: the clock.")
  @Nullable Instant now;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description =
          "Wait so long, e.g. 15min, where another espalier is at work on the state. Default: refuse at once.")
  Duration wait = Duration.ZERO;

  @Option(
      names = "--debug",
      description = "Say where it happened, too, where a mistake of ours ends the command.")
  boolean debug;

  @Option(names = "--json", description = "One JSON document on standard output.")
  boolean json;

  Path stateDir() {
    return state == null ? project.resolve(".espalier") : state;
  }

  Instant now(java.time.Clock clock) {
    return now == null ? clock.instant() : now;
  }

  /** A length of time as espalier.yaml has it. */
  static final class TimeConverter implements CommandLine.ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      return LengthOfTime.parse(value)
          .orElseThrow(
              () ->
                  new CommandLine.TypeConversionException(
                      "'" + value + "' is no length of time; write it as 90s, 15min, 6h or 2d"));
    }
  }

  /** {@code --target}, for the commands that speak to an ESP. */
  static final class To {
    @Option(
        names = "--target",
        paramLabel = "TARGET",
        description = {
          "Where to go: 'real' (default), 'sandbox' (in this process; what it holds is kept in the",
          "state folder), or 'sandbox:FILE' (those that 'espalier sandbox --ready-file FILE' started)."
        })
    String target = "real";

    Target open(Path stateDir, Context context) {
      if (target.equals("real")) {
        return Target.real(context.environment());
      } else if (target.equals("sandbox")) {
        return Target.sandboxes(Optional.of(stateDir.resolve("sandbox")), context.clock());
      } else if (target.startsWith("sandbox:") && target.length() > "sandbox:".length()) {
        return Target.readyFile(Path.of(target.substring("sandbox:".length())));
      }
      throw new Wrong("unknown target '" + target + "'", "use real, sandbox or sandbox:FILE");
    }
  }

  /** An instant as ISO 8601 writes it. */
  static final class InstantConverter implements CommandLine.ITypeConverter<Instant> {
    @Override
    public Instant convert(String value) {
      try {
        return Instant.parse(value);
      } catch (DateTimeParseException e) {
        throw new CommandLine.TypeConversionException(
            "'" + value + "' is no instant; write it as 2026-01-31T00:00:00Z");
      }
    }
  }
}
