package io.espalier.sync.cli;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
@Command(name = "preview", mixinStandardHelpOptions = true)
final class PreviewCommand implements Callable<Integer> {
  PreviewCommand(Context context) {}
  @Override public Integer call() { return Exit.DONE; }
}
