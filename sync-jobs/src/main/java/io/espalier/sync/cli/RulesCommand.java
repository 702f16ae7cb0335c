package io.espalier.sync.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "rules",
    description = "What can be said of rules without looking at anybody. Sends nothing.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
final class RulesCommand implements Callable<Integer> {
  @Spec @org.jspecify.annotations.Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (spec != null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "which? e.g. espalier rules simplify --segment ID");
    }
    return Exit.WRONG_INPUT;
  }
}
