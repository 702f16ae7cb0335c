package io.espalier.sync.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "identity",
    description = "How rows of several tables became one person, and what to do about it.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
final class IdentityCommand implements Callable<Integer> {
  @Spec @org.jspecify.annotations.Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (spec != null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "which? e.g. espalier identity explain PERSON");
    }
    return Exit.WRONG_INPUT;
  }
}
