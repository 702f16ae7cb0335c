package io.espalier.sync.cli;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
@Command(name = "build", mixinStandardHelpOptions = true)
final class BuildCommand implements Callable<Integer> {
  BuildCommand(Context context) {}
  @Override public Integer call() { return Exit.DONE; }
}
