package io.espalier.sync.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "init", mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {
  InitCommand(Context context) {}

  @Override
  public Integer call() {
    return Exit.DONE;
  }
}
