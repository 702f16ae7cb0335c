package io.espalier.sync.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "consent",
    description = "What people allowed.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
final class ConsentCommand implements Callable<Integer> {
  @Spec @org.jspecify.annotations.Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (spec != null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "which? e.g. espalier consent show PERSON");
    }
    return Exit.WRONG_INPUT;
  }
}
