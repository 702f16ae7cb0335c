package io.espalier.sync.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.mjml.MjmlEmail;
import io.espalier.rule.Names;
import io.espalier.spi.Content;
import io.espalier.sync.project.Project;
import io.espalier.sync.run.Connections;
import io.espalier.sync.run.Publisher;
import io.espalier.sync.run.SyncJob;
import io.espalier.sync.run.Target;
import io.espalier.sync.store.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "publish",
    description = {
      "Puts every email into each ESP as a template, under a stable key, with its version.",
      "What somebody edited there since is reported and left alone (exit code 1)."
    },
    mixinStandardHelpOptions = true)
final class PublishCommand implements Callable<Integer> {
  private final Context context;
  private final Action action;

  @Mixin Options options = new Options();
  @Mixin Options.To to = new Options.To();

  @Option(
      names = "--email",
      paramLabel = "EMAIL",
      description = "One email only: its file under emails/, without its ending.")
  @Nullable String email;

  @Option(names = "--esp", paramLabel = "ESP", description = "One ESP only.")
  @Nullable String esp;

  @Option(names = "--overwrite", description = "Write also over what somebody edited there.")
  boolean overwrite;

  @Option(
      names = "--version-to",
      paramLabel = "VERSION",
      description = "For rollback: the beginning of a version. Default: the one before.")
  @Nullable String version;

  /** What is done with each email in each ESP. */
  enum Action {
    PUBLISH,
    DIFF,
    ROLLBACK,
    HISTORY
  }

  private PublishCommand(Context context, Action action) {
    this.context = context;
    this.action = action;
  }

  /** The command with its own: {@code diff}, {@code rollback}, {@code history}. */
  static CommandLine line(Context context) {
    CommandLine line = new CommandLine(new PublishCommand(context, Action.PUBLISH));
    sub(
        line,
        context,
        Action.DIFF,
        "Shows what a publish would change, and what was edited there.");
    sub(line, context, Action.ROLLBACK, "Puts back the version before, byte for byte.");
    sub(line, context, Action.HISTORY, "Lists what was published, the newest first.");
    return line;
  }

  private static void sub(CommandLine line, Context context, Action action, String description) {
    CommandLine sub = new CommandLine(new PublishCommand(context, action));
    sub.getCommandSpec().usageMessage().description(description);
    line.addSubcommand(action.name().toLowerCase(Locale.ROOT), sub);
  }

  @Override
  public Integer call() {
    Project project = context.project(options.project);
    if (esp != null && !project.connections().containsKey(esp)) {
      throw new Wrong(
          "the project has no connection '" + esp + "'",
          Names.suggestion(esp, project.connections().keySet()));
    }
    JsonArray all = new JsonArray();
    int exit = Exit.DONE;
    try (Engine engine =
            Stores.at(context, project, options);
        Target target = to.open(options.stateDir(), context);
        SyncJob job = SyncJob.open(project, engine, target, context.surroundings(call -> {}))) {
      List<MjmlEmail> emails = wanted(job);
      for (Connections.Open open : job.connections().all()) {
        if (esp != null && !esp.equals(open.esp().id())) {
          continue;
        }
        Publisher publisher = new Publisher(engine, open, context.clock());
        for (MjmlEmail one : emails) {
          exit = Math.max(exit, act(publisher, open, one, all));
        }
      }
    }
    if (options.json) {
      JsonObject document = new JsonObject();
      document.add("contents", all);
      context.terminal().json(document);
    }
    return exit;
  }

  private List<MjmlEmail> wanted(SyncJob job) {
    List<MjmlEmail> emails =
        job.emails().stream().filter(e -> email == null || e.name().equals(email)).toList();
    if (emails.isEmpty()) {
      throw new Wrong(
          email == null ? "the project has no emails" : "there is no email '" + email + "'",
          email == null
              ? "write one: emails/hello.mjml"
              : Names.suggestion(email, job.emails().stream().map(MjmlEmail::name).toList()));
    }
    return emails;
  }

  private int act(Publisher publisher, Connections.Open open, MjmlEmail one, JsonArray all) {
    String label = String.format(Locale.ROOT, "%-14s %s: ", open.esp().id(), one.name());
    JsonObject json = new JsonObject();
    json.addProperty("esp", open.esp().id());
    json.addProperty("email", one.name());
    all.add(json);
    return switch (action) {
      case PUBLISH -> told(publisher.publish(publisher.content(one), overwrite), label, json);
      case DIFF -> diff(publisher.standing(publisher.content(one)), label, json);
      case HISTORY -> history(publisher, one, label, json);
      case ROLLBACK -> {
        Optional<Content> earlier =
            publisher.earlier(Publisher.key(one.name()), Optional.ofNullable(version));
        if (earlier.isEmpty()) {
          json.addProperty("state", "nothing earlier");
          context.terminal().say(options.json, label + "there is no earlier version");
          yield version == null ? Exit.DONE : Exit.REJECTED;
        }
        yield told(publisher.publish(earlier.get(), overwrite), label, json);
      }
    };
  }

  private int told(Publisher.Result result, String label, JsonObject json) {
    Publisher.State state = result.standing().state();
    json.addProperty("state", state.word());
    result.version().ifPresent(v -> json.addProperty("version", v));
    if (result.failure().isPresent()) {
      String why = result.failure().get().message() + "\n  " + result.failure().get().mend();
      json.addProperty("failure", why);
      context.terminal().say(options.json, label + "refused: " + why);
      return Exit.REJECTED;
    }
    boolean left = state == Publisher.State.EDITED && result.version().isEmpty();
    context
        .terminal()
        .say(
            options.json,
            label
                + (left
                    ? "edited there, left alone; publish diff shows it, --overwrite writes over it"
                    : result
                        .version()
                        .map(v -> "published " + shortened(v) + " (" + state.word() + ")")
                        .orElse(state.word())));
    return left ? Exit.REJECTED : Exit.DONE;
  }

  private int diff(Publisher.Standing standing, String label, JsonObject json) {
    json.addProperty("state", standing.state().word());
    context.terminal().say(options.json, label + standing.state().word());
    JsonArray lines = new JsonArray();
    if (standing.there().isPresent() && standing.state() != Publisher.State.SAME) {
      Content there = standing.there().get();
      Content wanted = standing.wanted();
      List<String> changed = new ArrayList<>();
      changed.addAll(LineDiff.of(there.subject(), wanted.subject()));
      changed.addAll(LineDiff.of(there.html(), wanted.html()));
      changed.addAll(LineDiff.of(there.text(), wanted.text()));
      changed.addAll(LineDiff.of(there.amp(), wanted.amp()));
      for (String line : changed) {
        lines.add(line);
        context.terminal().say(options.json, "  " + line);
      }
    }
    json.add("lines", lines);
    return standing.state() == Publisher.State.EDITED ? Exit.REJECTED : Exit.DONE;
  }

  private int history(Publisher publisher, MjmlEmail one, String label, JsonObject json) {
    JsonArray versions = new JsonArray();
    publisher
        .history(Publisher.key(one.name()))
        .forEach(
            past -> {
              versions.add(past.content().version());
              context
                  .terminal()
                  .say(
                      options.json,
                      label + shortened(past.content().version()) + " at " + past.publishedAt());
            });
    json.add("versions", versions);
    return Exit.DONE;
  }

  private static String shortened(String version) {
    return version.substring(0, 12);
  }
}
