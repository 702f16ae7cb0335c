package io.espalier.sync.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.sync.evidence.Audit;
import io.espalier.sync.project.Project;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.source.Tables;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Ledger;
import io.espalier.sync.store.Population;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "audit",
    description = {
      "The hygiene of the data, column by column and attribute by attribute: completeness, validity,",
      "uniqueness, freshness, and the project's own checks (audit: in espalier.yaml), with masked",
      "examples, each beside what it was at the audit before. Sends nothing."
    },
    mixinStandardHelpOptions = true)
final class AuditCommand implements Callable<Integer> {
  private final Context context;

  @Mixin Options options = new Options();

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description = "Only these sources and models. Default: all, and the people's attributes.")
  List<String> tables = List.of();

  AuditCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Project project = context.project(options.project);
    List<String> names = new ArrayList<>(project.sources().keySet());
    names.addAll(project.models().keySet());
    for (String table : tables) {
      if (!names.contains(table)) {
        throw new Wrong(
            "there is no source or model '" + table + "'",
            "there are: " + String.join(", ", names));
      }
    }
    Instant now = options.now(context.clock());
    try (Engine state = Stores.at(context, project, options);
        Rejects rejects = new Rejects(Optional.empty())) {
      Ledger.prepare(state);
      Audit audit = new Audit(project, state, now);
      try (Engine raw = Engine.inMemory(project.store().memoryMiB());
          Rejects unread = new Rejects(Optional.empty())) {
        Tables all = new Tables(project, raw, unread);
        for (String name : names) {
          if (tables.isEmpty() || tables.contains(name)) {
            audit.table(raw, all, name);
          }
        }
      }
      if (tables.isEmpty()) {
        try (Engine people = Engine.inMemory(project.store().memoryMiB())) {
          Population.load(project, people, rejects, now, List.of(), true);
          audit.people(people);
        }
      }
      audit.keep();
      if (options.json) {
        context.terminal().json(json(audit.findings()));
      } else {
        print(audit.findings());
      }
      context.tell(rejects);
    }
    return Exit.DONE;
  }

  private void print(List<Audit.Finding> findings) {
    List<String> tabs = findings.stream().map(Audit.Finding::table).distinct().toList();
    for (String tab : tabs) {
      context.terminal().result(tab);
      TextTable table =
          new TextTable("column", "aspect", "figure", ">rows", ">share", ">change", "examples");
      findings.stream()
          .filter(f -> f.table().equals(tab))
          .forEach(
              f ->
                  table.row(
                      f.column().isEmpty() ? "(row)" : f.column(),
                      RunsShowCommand.words(f.aspect().name()),
                      f.aspect() == Audit.Aspect.FRESHNESS ? "age of the latest" : f.what(),
                      amount(f),
                      share(f),
                      change(f),
                      String.join(", ", f.examples())));
      table.lines().forEach(line -> context.terminal().result("  " + line));
      context.terminal().result("");
    }
  }

  private static String amount(Audit.Finding finding) {
    return finding.aspect() == Audit.Aspect.FRESHNESS
        ? age(finding.amount())
        : String.format(Locale.ROOT, "%,d", finding.amount());
  }

  private static String age(long seconds) {
    return seconds < 3600
        ? seconds / 60 + " min"
        : seconds < 172_800 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
  }

  private static String share(Audit.Finding finding) {
    boolean none =
        finding.of() == 0
            || finding.aspect() == Audit.Aspect.FRESHNESS
            || finding.aspect() == Audit.Aspect.ROWS;
    return none
        ? ""
        : String.format(Locale.ROOT, "%.1f%%", 100.0 * finding.amount() / finding.of());
  }

  private static String change(Audit.Finding finding) {
    if (finding.before().isEmpty() || finding.aspect() == Audit.Aspect.FRESHNESS) {
      return "";
    }
    long change = finding.amount() - finding.before().get();
    return change == 0 ? "=" : String.format(Locale.ROOT, "%+,d", change);
  }

  private static JsonObject json(List<Audit.Finding> findings) {
    JsonArray all = new JsonArray();
    for (Audit.Finding finding : findings) {
      JsonObject one = new JsonObject();
      one.addProperty("table", finding.table());
      one.addProperty("column", finding.column());
      one.addProperty("aspect", RunsShowCommand.words(finding.aspect().name()));
      one.addProperty("figure", finding.what());
      one.addProperty("amount", finding.amount());
      one.addProperty("of", finding.of());
      finding.before().ifPresent(before -> one.addProperty("before", before));
      JsonArray examples = new JsonArray();
      finding.examples().forEach(examples::add);
      one.add("examples", examples);
      all.add(one);
    }
    JsonObject document = new JsonObject();
    document.add("findings", all);
    return document;
  }
}
