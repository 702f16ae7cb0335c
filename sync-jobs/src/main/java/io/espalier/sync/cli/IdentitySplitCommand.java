package io.espalier.sync.cli;

import io.espalier.sync.project.IdentitySpec;
import io.espalier.sync.project.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "split",
    description = {
      "Writes into identity-splits.yaml that two rows are never one person. Sends nothing; the next",
      "run sees to it. Taking the entry out again undoes it."
    },
    mixinStandardHelpOptions = true)
final class IdentitySplitCommand implements Callable<Integer> {
  private final Context context;

  @Mixin Options options = new Options();

  @Parameters(arity = "2", paramLabel = "ROW", description = "Each as TABLE:KEY, e.g. crm:7.")
  List<String> rows = List.of();

  IdentitySplitCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Project project = context.project(options.project);
    IdentitySpec spec = IdentityExplainCommand.declared(project);
    for (String row : rows) {
      int colon = row.indexOf(':');
      if (colon < 0 || spec.table(row.substring(0, colon)).isEmpty()) {
        throw new Wrong(
            "'" + row + "' names no row",
            "write TABLE:KEY; the tables are "
                + String.join(", ", spec.tables().stream().map(t -> t.name()).toList()));
      }
    }
    String one = rows.get(0);
    String other = rows.get(1);
    if (one.equals(other)) {
      throw new Wrong("a row cannot be split from itself", "give two rows");
    }
    boolean there =
        spec.splits().stream()
            .anyMatch(s -> List.of(s.one(), s.other()).containsAll(List.of(one, other)));
    if (!there) {
      write(options.project.resolve(IdentitySpec.SPLITS), one, other);
    }
    context
        .terminal()
        .result(
            one
                + " and "
                + other
                + (there ? " were split already" : " are never one person, from the next run on"));
    return Exit.DONE;
  }

  private static void write(Path file, String one, String other) {
    try {
      String text = Files.isRegularFile(file) ? Files.readString(file) : "splits:\n";
      String line = "  - {apart: [" + quoted(one) + ", " + quoted(other) + "]}\n";
      Path next = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(next, text + (text.endsWith("\n") ? "" : "\n") + line);
      Files.move(next, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String quoted(String row) {
    return "\"" + row.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
