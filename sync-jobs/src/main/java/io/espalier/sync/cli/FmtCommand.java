package io.espalier.sync.cli;

import io.espalier.rule.Issue;
import io.espalier.sync.project.RuleFile;
import io.espalier.sync.project.WrongInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "fmt",
    description = {
      "Formats the rules in segments/*.yaml, and turns them from one written form into the other.",
      "Comments and everything else in the files stay as they are."
    },
    mixinStandardHelpOptions = true)
final class FmtCommand implements Callable<Integer> {
  private final Context context;

  @Option(
      names = "--project",
      paramLabel = "DIR",
      description = "The folder with espalier.yaml. Default: the current one.")
  Path project = Path.of(".");

  @Option(
      names = "--to",
      paramLabel = "FORM",
      description = "The form to write: yaml or expression. Default: the one that a file has.")
  String to = "";

  @Option(
      names = "--check",
      description = "Change nothing; exit with 2 where a file is not formatted.")
  boolean check;

  FmtCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    RuleFile.Form form = form();
    List<Issue> errors = new ArrayList<>();
    int changed = 0;
    int files = 0;
    for (Path file : segments()) {
      String name = "segments/" + file.getFileName();
      RuleFile.Formatted formatted = RuleFile.format(file, name, form);
      for (Issue issue : formatted.issues()) {
        if (issue.severity() == Issue.Severity.ERROR) {
          errors.add(issue);
        } else {
          context.terminal().issues(List.of(issue));
        }
      }
      files++;
      if (formatted.changed()) {
        changed++;
        write(file, name, formatted.after());
      }
    }
    if (!errors.isEmpty()) {
      throw new WrongInput(errors);
    }
    String of = " of " + files + (files == 1 ? " file" : " files");
    context.terminal().result(changed + of + (check ? " to be formatted" : " formatted"));
    return check && changed > 0 ? Exit.WRONG_INPUT : Exit.DONE;
  }

  private RuleFile.Form form() {
    return switch (to) {
      case "" -> RuleFile.Form.AS_IT_IS;
      case "yaml" -> RuleFile.Form.YAML;
      case "expression" -> RuleFile.Form.EXPRESSION;
      default -> throw new Wrong("unknown form '" + to + "'", "use yaml or expression");
    };
  }

  private List<Path> segments() {
    Path dir = project.resolve("segments");
    if (!Files.isDirectory(dir)) {
      throw new Wrong(
          "there is no folder segments in " + project,
          "give the folder of a project: --project DIR");
    }
    try (Stream<Path> files = Files.list(dir)) {
      return files.filter(f -> f.getFileName().toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(Path file, String name, String text) {
    context.terminal().result(name);
    if (check) {
      return;
    }
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new Wrong(name + " cannot be written", "see to the file's permissions");
    }
  }
}
