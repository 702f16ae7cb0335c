package io.espalier.sync.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "demo", mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  DemoCommand(Context context) {}

  @Override
  public Integer call() {
    return Exit.DONE;
  }
}
