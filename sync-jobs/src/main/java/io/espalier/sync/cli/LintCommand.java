package io.espalier.sync.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.mjml.MjmlEmail;
import io.espalier.mjml.lint.Clients;
import io.espalier.mjml.lint.EmailLint;
import io.espalier.rule.Issue;
import io.espalier.rule.Names;
import io.espalier.sync.plan.Needs;
import io.espalier.sync.project.Project;
import io.espalier.sync.run.Connections;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "lint",
    description = {
      "Looks at every branch of every email as people get it: what mail clients support, Gmail's",
      "clipping, accessibility, links and images, the legal parts, leftover merge code.",
      "Exits with 2 where there is an error; warnings are said only."
    },
    mixinStandardHelpOptions = true)
final class LintCommand implements Callable<Integer> {
  private final Context context;

  @Mixin Options options = new Options();

  @Option(
      names = "--email",
      paramLabel = "EMAIL",
      description = "One email only: its file under emails/, without its ending.")
  @Nullable String email;

  @Option(
      names = "--clients",
      split = ",",
      paramLabel = "CLIENT",
      description = "The mail clients that count, e.g. gmail,outlook-windows. Default: all known.")
  Set<String> clients = new LinkedHashSet<>();

  @Option(
      names = "--accept",
      split = ",",
      paramLabel = "FEATURE",
      description = "Features whose lack in some client is known, e.g. css-display-flex.")
  Set<String> accept = new LinkedHashSet<>();

  @Option(names = "--strict", description = "Say also what only makes an email plainer somewhere.")
  boolean strict;

  LintCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Clients known = Clients.shipped();
    clients.forEach(c -> known(c, "mail client", known.names()));
    accept.forEach(f -> known(f, "feature", known.features()));
    Project project = context.project(options.project);
    List<Issue> issues = new ArrayList<>();
    List<MjmlEmail> emails = Needs.of(project, Connections.esps().values(), issues).emails();
    List<MjmlEmail> wanted =
        emails.stream().filter(e -> email == null || e.name().equals(email)).toList();
    if (wanted.isEmpty() && email != null) {
      throw new Wrong(
          "there is no email '" + email + "'",
          Names.suggestion(email, emails.stream().map(MjmlEmail::name).toList()));
    }
    if (email != null) {
      issues.removeIf(i -> !i.place().file().equals("emails/" + email + ".mjml"));
    }
    Collection<String> targets = clients.isEmpty() ? known.names() : clients;
    issues.addAll(EmailLints.of(project, wanted, new EmailLint(known, targets, accept, strict)));
    long errors = issues.stream().filter(i -> i.severity() == Issue.Severity.ERROR).count();
    if (options.json) {
      context.terminal().json(json(issues));
    } else {
      issues.forEach(issue -> context.terminal().result(issue.display()));
      context
          .terminal()
          .result(
              counted(wanted.size(), "email")
                  + ": "
                  + counted(errors, "error")
                  + ", "
                  + counted(issues.size() - errors, "warning"));
    }
    return errors > 0 ? Exit.WRONG_INPUT : Exit.DONE;
  }

  private static void known(String word, String what, Collection<String> known) {
    if (!known.contains(word)) {
      throw new Wrong("unknown " + what + " '" + word + "'", Names.suggestion(word, known));
    }
  }

  private static String counted(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private static JsonObject json(List<Issue> issues) {
    JsonArray all = new JsonArray();
    for (Issue issue : issues) {
      JsonObject one = new JsonObject();
      one.addProperty("severity", issue.severity() == Issue.Severity.ERROR ? "error" : "warning");
      one.addProperty("file", issue.place().file());
      one.addProperty("line", issue.place().line());
      one.addProperty("column", issue.place().column());
      one.addProperty("message", issue.message());
      one.addProperty("mend", issue.mend());
      all.add(one);
    }
    JsonObject document = new JsonObject();
    document.add("findings", all);
    return document;
  }
}
