package io.espalier.sync.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.mjml.MjmlEmail;
import io.espalier.rule.Names;
import io.espalier.spi.Content;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.sync.project.Project;
import io.espalier.sync.run.Connections;
import io.espalier.sync.run.Publisher;
import io.espalier.sync.run.SyncJob;
import io.espalier.sync.run.Target;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Publications.Publication;
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
import picocli.CommandLine.Parameters;

@Command(
    name = "publish",
    description = {
      "Puts every email into each ESP as a template, and every <mjml kind=\"block\"> as a block",
      "where the ESP has such, under a stable key, with its version.",
      "What somebody edited there since is reported and left alone (exit code 1)."
    },
    mixinStandardHelpOptions = true)
final class PublishCommand implements Callable<Integer> {
  private static final String ROLLBACK =
      "Puts back the version before, or the one with a number, byte for byte.";

  private final Context context;
  private final Action action;

  @Mixin Options options = new Options();
  @Mixin Options.To to = new Options.To();

  @Option(names = "--email", paramLabel = "EMAIL", description = "The same as EMAIL.")
  @Nullable String email;

  @Option(names = "--esp", paramLabel = "ESP", description = "One ESP only.")
  @Nullable String esp;

  @Option(names = "--overwrite", description = "Write also over what somebody edited there.")
  boolean overwrite;

  @Parameters(
      arity = "0..1",
      paramLabel = "EMAIL",
      description = "One email only: its file under emails/, without its ending.")
  @Nullable String named;

  @Option(
      names = "--to",
      paramLabel = "N",
      description = "For rollback: a number that history shows. Default: the version before.")
  @Nullable Integer number;

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
    sub(line, context, Action.ROLLBACK, ROLLBACK);
    sub(line, context, Action.HISTORY, "Lists what was published, by number, the newest first.");
    return line;
  }

  /** {@code rollback EMAIL [--to N]}: the same as {@code publish rollback}. */
  static CommandLine rollback(Context context) {
    CommandLine line = new CommandLine(new PublishCommand(context, Action.ROLLBACK));
    line.getCommandSpec().usageMessage().description(ROLLBACK);
    return line;
  }

  private static void sub(CommandLine line, Context context, Action action, String description) {
    CommandLine sub = new CommandLine(new PublishCommand(context, action));
    sub.getCommandSpec().usageMessage().description(description);
    line.addSubcommand(action.name().toLowerCase(Locale.ROOT), sub);
  }

  @Override
  public Integer call() {
    if (named != null && email != null && !named.equals(email)) {
      throw new Wrong("two emails are named", "give one, or none for all of them");
    }
    if (number != null && action != Action.ROLLBACK) {
      throw new Wrong("--to is for rollback", "espalier rollback EMAIL --to " + number);
    }
    email = email == null ? named : email;
    Project project = context.project(options.project);
    if (esp != null && !project.connections().containsKey(esp)) {
      throw new Wrong(
          "the project has no connection '" + esp + "'",
          Names.suggestion(esp, project.connections().keySet()));
    }
    JsonArray all = new JsonArray();
    int exit = Exit.DONE;
    try (Engine engine = Stores.at(context, project, options);
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
            publisher.earlier(Publisher.key(one.name()), Optional.ofNullable(number));
        if (earlier.isEmpty()) {
          json.addProperty("state", "nothing earlier");
          String what = number == null ? "earlier version" : "version " + number;
          context.terminal().say(options.json, label + "there is no " + what);
          yield number == null ? Exit.DONE : Exit.REJECTED;
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
      Failure failure = result.failure().get();
      String why = failure.message() + "\n  " + failure.mend();
      json.addProperty("failure", why);
      if (failure.kind() == FailureKind.UNSUPPORTED
          && result.standing().wanted().shape() == Content.Shape.BLOCK) {
        context.terminal().say(options.json, label + "not there: " + failure.message());
        return Exit.DONE;
      }
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
    List<Publication> all = publisher.history(Publisher.key(one.name()));
    for (int i = 0; i < all.size(); i++) {
      Publication past = all.get(i);
      versions.add(past.content().version());
      String line =
          (all.size() - i)
              + "  "
              + shortened(past.content().version())
              + " at "
              + past.publishedAt();
      context.terminal().say(options.json, label + line);
    }
    json.add("versions", versions);
    return Exit.DONE;
  }

  private static String shortened(String version) {
    return version.substring(0, 12);
  }
}
