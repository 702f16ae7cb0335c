package io.espalier.sync.cli;

import io.espalier.mjml.Library;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "init",
    description = {
      "Writes a small project to start from: twelve people, their orders, two segments, one email.",
      "Refuses to overwrite a file.",
      "",
      "With --library it adds modules for emails (header, hero, product grid, footer ...) to the",
      "project that is there, or to the new one; a module that is there already is left alone."
    },
    mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      description = "Where; made if it is not there. Default: the current folder.")
  Path dir = Path.of(".");

  @Option(
      names = "--library",
      description = "Add the library of modules to modules/, in light and dark, yours to change.")
  boolean library;

  InitCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (library && Files.exists(dir.resolve("espalier.yaml"))) {
      modules();
      return Exit.DONE;
    }
    LocalDate today = LocalDate.ofInstant(context.clock().instant(), ZoneOffset.UTC);
    Terminal terminal = context.terminal();
    Starter.write(dir, today)
        .forEach(file -> terminal.result("wrote " + dir.resolve(file).normalize()));
    if (library) {
      modules();
    }
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

  private void modules() {
    Path folder = dir.resolve("modules");
    try {
      Files.createDirectories(folder);
      for (String name : Library.names()) {
        Path file = folder.resolve(name + ".mjml");
        boolean there = Files.exists(file);
        if (!there) {
          Files.writeString(file, Library.text(name));
        }
        context.terminal().result((there ? "kept " : "wrote ") + file.normalize());
      }
    } catch (IOException e) {
      throw new Wrong("the folder " + folder + " cannot be written", "give another one");
    }
  }
}
