package io.espalier.sync.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What {@code --help} says is read as a format, so that a percent sign must be doubled. */
final class HelpTest {
  private final List<String> wrong = new ArrayList<>();
  private int read;

  @Test
  void everyLineThatDescribesACommandIsAFormat() {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    Context context =
        new Context(
            new Terminal(nowhere, nowhere, false), name -> null, Clock.systemUTC(), pause -> {});

    read(Espalier.commands(context));

    assertEquals(List.of(), wrong);
    assertTrue(read > 100, "lines read: " + read);
  }

  private void read(CommandLine command) {
    CommandLine.Model.CommandSpec spec = command.getCommandSpec();
    lines(spec, spec.usageMessage().description());
    lines(spec, spec.usageMessage().footer());
    lines(spec, spec.usageMessage().header());
    command.getSubcommands().values().forEach(this::read);
  }

  private void lines(CommandLine.Model.CommandSpec spec, String[] lines) {
    for (String line : lines) {
      try {
        read += String.format(line).isEmpty() ? 0 : 1;
      } catch (java.util.IllegalFormatException e) {
        wrong.add(spec.qualifiedName() + ": " + line);
      }
    }
  }
}
