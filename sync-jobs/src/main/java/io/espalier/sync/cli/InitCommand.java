package io.espalier.sync.cli;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "init",
    description = {
      "Writes a small project to start from: twelve people, their orders, two segments, one email.",
      "Refuses to overwrite a file."
    },
    mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      description = "Where; made if it is not there. Default: the current folder.")
  Path dir = Path.of(".");

  InitCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    LocalDate today = LocalDate.ofInstant(context.clock().instant(), ZoneOffset.UTC);
    Terminal terminal = context.terminal();
    Starter.write(dir, today)
        .forEach(file -> terminal.result("wrote " + dir.resolve(file).normalize()));
    boolean here = dir.normalize().toString().isEmpty();
    String project = here ? "" : " --project " + dir;
    terminal.result("");
    terminal.result("Now try:");
    terminal.result("  espalier segments" + project);
    terminal.result("  espalier sync" + project + " --target sandbox");
    terminal.result(
        "Then put your own tables into " + dir.resolve("espalier.yaml").normalize() + ".");
    return Exit.DONE;
  }
}
