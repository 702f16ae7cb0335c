package io.espalier.sync.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.mjml.Compiled;
import io.espalier.mjml.MjmlEmail;
import io.espalier.rule.Issue;
import io.espalier.spi.Esp;
import io.espalier.spi.FieldMap;
import io.espalier.sync.plan.Needs;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.WrongInput;
import io.espalier.sync.run.Arrivals;
import io.espalier.sync.run.Connections;
import io.espalier.template.Derived;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "build",
    description = {
      "Compiles every email to each ESP's own merge language.",
      "Writes DIR/<esp>/<email>.html, .txt and .subject, and DIR/requirements.json: the fields and flags",
      "that the emails need in each ESP, which a sync then delivers.",
      "Emails with an AMP part are judged as they arrive: sent to made-up people, one for each branch,",
      "in sandboxes of the connected ESPs; an AMP part that no client would show is an error."
    },
    mixinStandardHelpOptions = true)
final class BuildCommand implements Callable<Integer> {
  private final Context context;

  @Mixin Options options = new Options();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write. Default: build in the project.")
  @Nullable Path out;

  @Option(
      names = "--explain",
      description = "Say of each condition and ESP what is native and what is synced, and why.")
  boolean explain;

  BuildCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Project project = context.project(options.project);
    if (project.emails().isEmpty()) {
      throw new Wrong("the project has no emails", "write one: emails/hello.mjml");
    }
    Collection<Esp> esps =
        Connections.esps().values().stream()
            .filter(
                e -> project.connections().isEmpty() || project.connections().containsKey(e.id()))
            .toList();
    List<Issue> issues = new ArrayList<>();
    Needs needs = Needs.of(project, esps, issues);
    Map<Esp, List<Compiled>> compiled = compile(esps, needs, issues);
    if (issues.stream().anyMatch(i -> i.severity() == Issue.Severity.ERROR)) {
      throw new WrongInput(issues);
    }
    Arrivals.Verdict arrived = Arrivals.of(project, context.clock().instant(), context.clock());
    issues.addAll(arrived.issues());
    if (issues.stream().anyMatch(i -> i.severity() == Issue.Severity.ERROR)) {
      throw new WrongInput(issues);
    }
    context.terminal().issues(issues);
    if (arrived.messages() > 0) {
      context
          .terminal()
          .note(
              "judged as they arrive: "
                  + arrived.messages()
                  + " messages for "
                  + arrived.people()
                  + " made-up people");
    }
    Path dir = out == null ? project.dir().resolve("build") : out;
    write(dir, compiled, requirements(esps, needs));
    tell(dir, compiled);
    return Exit.DONE;
  }

  private static Map<Esp, List<Compiled>> compile(
      Collection<Esp> esps, Needs needs, List<Issue> issues) {
    Map<Esp, List<Compiled>> all = new LinkedHashMap<>();
    for (Esp esp : esps) {
      FieldMap fields = esp.map(needs.attributes(esp.id()), issues);
      List<Compiled> emails = new ArrayList<>();
      for (MjmlEmail email : needs.emails()) {
        Compiled compiled = email.compile(esp.mergeLanguage(fields), fields::field);
        issues.addAll(compiled.issues());
        emails.add(compiled);
      }
      all.put(esp, emails);
    }
    return all;
  }

  private static JsonObject requirements(Collection<Esp> esps, Needs needs) {
    JsonObject document = new JsonObject();
    Map<String, Derived> derived = needs.derived();
    for (Esp esp : esps) {
      FieldMap fields = esp.map(needs.attributes(esp.id()), new ArrayList<>());
      JsonArray all = new JsonArray();
      fields
          .attributes()
          .forEach(
              attribute -> {
                JsonObject one = new JsonObject();
                one.addProperty("attribute", attribute.name());
                one.addProperty("field", fields.vendorName(attribute.name()));
                one.addProperty("type", attribute.type().word());
                one.addProperty("label", attribute.label());
                one.addProperty("made_for_emails", derived.containsKey(attribute.name()));
                all.add(one);
              });
      document.add(esp.id(), all);
    }
    return document;
  }

  private void write(Path dir, Map<Esp, List<Compiled>> compiled, JsonObject requirements) {
    try {
      for (Map.Entry<Esp, List<Compiled>> entry : compiled.entrySet()) {
        Path folder = dir.resolve(entry.getKey().id());
        Files.createDirectories(folder);
        for (Compiled email : entry.getValue()) {
          Files.writeString(folder.resolve(email.name() + ".html"), email.html().orElse(""));
          Files.writeString(folder.resolve(email.name() + ".txt"), email.text().orElse(""));
          Files.writeString(folder.resolve(email.name() + ".subject"), email.subject().orElse(""));
          AmpFiles.write(folder, email, entry.getKey());
        }
      }
      Files.writeString(
          dir.resolve("requirements.json"),
          new com.google.gson.GsonBuilder()
              .setPrettyPrinting()
              .disableHtmlEscaping()
              .create()
              .toJson(requirements));
    } catch (IOException e) {
      throw new Wrong("the folder " + dir + " cannot be written", "give another one: --out DIR");
    }
  }

  private void tell(Path dir, Map<Esp, List<Compiled>> compiled) {
    JsonObject document = new JsonObject();
    compiled.forEach(
        (esp, emails) -> {
          JsonArray files = new JsonArray();
          for (Compiled email : emails) {
            Path file = dir.resolve(esp.id()).resolve(email.name() + ".html");
            files.add(file.toString());
            context.terminal().say(options.json, file.toString());
            if (email.amp().isPresent()) {
              Path amp = file.resolveSibling(AmpFiles.name(email));
              files.add(amp.toString());
              context.terminal().say(options.json, amp.toString());
            }
            if (explain) {
              email
                  .explanation()
                  .forEach(line -> context.terminal().say(options.json, "  " + line));
            }
          }
          document.add(esp.id(), files);
        });
    if (options.json) {
      context.terminal().json(document);
    }
  }
}
