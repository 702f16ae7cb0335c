package io.espalier.sync.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.mjml.MjmlEmail;
import io.espalier.rule.Issue;
import io.espalier.sync.plan.Needs;
import io.espalier.sync.project.Project;
import io.espalier.sync.run.AssetManifest;
import io.espalier.sync.run.Connections;
import io.espalier.sync.run.ContentAudit;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Population;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "audit",
    description = {
      "Finds what has gone bad in the emails: expired offers, variants that nobody gets, values",
      "without a default that somebody lacks, images without alt; and, where assets.csv says what",
      "addresses lead to (url,state: ok, dead, out-of-stock), dead images and sold-out products.",
      "Exits with 1 where there is anything."
    },
    mixinStandardHelpOptions = true)
final class ContentAuditCommand implements Callable<Integer> {
  private final Context context;

  @Mixin Options options = new Options();

  ContentAuditCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Project project = context.project(options.project);
    List<MjmlEmail> emails =
        Needs.of(project, Connections.esps().values(), new ArrayList<>()).emails();
    Optional<AssetManifest> assets = AssetManifest.read(project.dir());
    if (assets.isEmpty()) {
      context.terminal().note("there is no assets.csv: images and products are not looked at");
    }
    Instant now = options.now(context.clock());
    Set<ContentAudit.Defect> defects = new LinkedHashSet<>();
    try (Engine engine = Engine.inMemory(project.store().memoryMiB());
        Rejects rejects = new Rejects(Optional.empty())) {
      Population population =
          Population.load(project, engine, rejects, now, EmailLints.rules(project, emails), true);
      ContentAudit audit =
          new ContentAudit(population, LocalDate.ofInstant(now, project.zone()), assets);
      for (MjmlEmail email : emails) {
        defects.addAll(audit.audit(email, EmailLints.sources(project, email)));
      }
    }
    if (options.json) {
      context.terminal().json(json(defects));
    } else {
      defects.forEach(
          d ->
              context.terminal().result(Issue.warning(d.place(), d.message(), d.mend()).display()));
      context
          .terminal()
          .result(
              emails.size()
                  + (emails.size() == 1 ? " email, " : " emails, ")
                  + defects.size()
                  + (defects.size() == 1 ? " defect" : " defects"));
    }
    return defects.isEmpty() ? Exit.DONE : Exit.REJECTED;
  }

  private static JsonObject json(Set<ContentAudit.Defect> defects) {
    JsonArray all = new JsonArray();
    for (ContentAudit.Defect defect : defects) {
      JsonObject one = new JsonObject();
      one.addProperty("kind", defect.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
      one.addProperty("file", defect.place().file());
      one.addProperty("line", defect.place().line());
      one.addProperty("message", defect.message());
      one.addProperty("mend", defect.mend());
      all.add(one);
    }
    JsonObject document = new JsonObject();
    document.add("defects", all);
    return document;
  }
}
