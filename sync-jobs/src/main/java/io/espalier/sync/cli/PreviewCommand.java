package io.espalier.sync.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.mjml.MjmlEmail;
import io.espalier.rule.Names;
import io.espalier.sync.project.Project;
import io.espalier.sync.run.Previews;
import io.espalier.sync.run.Showing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "preview",
    description = {
      "Shows what each ESP renders of an email for one person.",
      "The person is synced into fresh sandboxes, whose own template engines do the rest.",
      "",
      "  espalier preview --email come-back --profile 12346 --out previews"
    },
    mixinStandardHelpOptions = true)
final class PreviewCommand implements Callable<Integer> {
  private final Context context;

  @Mixin Options options = new Options();

  @Option(
      names = "--email",
      paramLabel = "EMAIL",
      description = "The email's file under emails/, without its ending.")
  @Nullable String email;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description =
          "A template that somebody wrote in the ESP's own language, instead of --email; needs --esp.")
  @Nullable Path file;

  @Option(
      names = "--profile",
      paramLabel = "KEY",
      description = "The person's key or e-mail address.")
  String profile = "";

  @Option(
      names = "--all",
      description = {
        "One page, DIR/index.html, of people and ESPs: each branch of each condition is seen by",
        "somebody of the sources, or by a made-up person. --email for one email only."
      })
  boolean all;

  @Option(
      names = "--esp",
      paramLabel = "ESP",
      description = "One ESP only; its HTML goes to standard output.")
  @Nullable String esp;

  @Option(
      names = "--reference",
      description = "What the email means, said by the evaluator without any ESP.")
  boolean reference;

  @Option(
      names = "--part",
      paramLabel = "PART",
      description = "With --esp or --reference: html, text or subject. Default: html.")
  Part part = Part.html;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write DIR/<esp>/preview.html, .amp.html, .txt and .subject instead.")
  @Nullable Path out;

  /** As it is written on the command line. */
  enum Part {
    html,
    text,
    subject
  }

  PreviewCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Project project = context.project(options.project);
    if (all) {
      return page(project);
    }
    if (profile.isEmpty()) {
      throw new Wrong(
          "whose preview?", "give --profile KEY, or --all for one page of whoever shows something");
    }
    if (esp != null && !project.connections().containsKey(esp)) {
      throw new Wrong(
          "the project has no connection '" + esp + "'",
          Names.suggestion(esp, project.connections().keySet()));
    }
    List<String> notes = new ArrayList<>();
    List<Previews.Preview> previews =
        Previews.of(
            project,
            subject(),
            profile,
            Optional.ofNullable(esp),
            options.now(context.clock()),
            context.clock(),
            notes);
    notes.forEach(context.terminal()::note);
    if (out != null) {
      previews.forEach(p -> write(out, p));
    } else if (options.json) {
      context.terminal().json(json(previews));
    } else if (esp != null || reference) {
      previews.forEach(p -> context.terminal().result(part(p)));
    } else {
      previews.forEach(this::print);
    }
    boolean refused = previews.stream().anyMatch(p -> p.problem().isPresent());
    previews.forEach(
        p ->
            p.problem()
                .ifPresent(
                    why -> context.terminal().note(p.esp() + " would not send this: " + why)));
    return refused ? Exit.REJECTED : Exit.DONE;
  }

  private int page(Project project) {
    List<Showing.Unseen> unseen = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    List<Showing.Row> rows;
    try (Showing showing = Showing.open(project, options.now(context.clock()))) {
      List<MjmlEmail> emails =
          showing.emails().stream().filter(e -> email == null || e.name().equals(email)).toList();
      if (emails.isEmpty()) {
        throw new Wrong(
            email == null ? "the project has no emails" : "there is no email '" + email + "'",
            email == null
                ? "write one: emails/hello.mjml"
                : Names.suggestion(email, showing.emails().stream().map(MjmlEmail::name).toList()));
      }
      emails.forEach(one -> unseen.addAll(showing.cover(one)));
      rows = showing.rows(emails, notes);
    }
    notes.forEach(context.terminal()::note);
    unseen.forEach(
        one ->
            context
                .terminal()
                .note(one.place() + ": nobody was found, nor made up, who gets " + one.test()));
    Path dir = out == null ? project.dir().resolve("previews") : out;
    Path file = dir.resolve("index.html");
    try {
      Files.createDirectories(dir);
      Files.writeString(file, ShowingPage.of(project.name(), rows, unseen));
    } catch (IOException e) {
      throw new Wrong("the folder " + dir + " cannot be written", "give another one: --out DIR");
    }
    context.terminal().say(options.json, file.toString());
    boolean refused =
        rows.stream().flatMap(r -> r.seen().stream()).anyMatch(s -> s.problem().isPresent());
    return refused ? Exit.REJECTED : Exit.DONE;
  }

  private Previews.Subject subject() {
    String named = email;
    if (named != null && file == null) {
      return reference ? new Previews.Meaning(named) : new Previews.Email(named);
    }
    if (file == null || named != null) {
      throw new Wrong("one thing is shown at a time", "give --email EMAIL, or --file FILE");
    }
    if (esp == null || reference) {
      throw new Wrong("a template of an ESP's own needs to know whose it is", "give --esp ESP");
    }
    try {
      return new Previews.Own(Files.readString(file));
    } catch (IOException e) {
      throw new Wrong("the file " + file + " cannot be read", "is it there, and is it UTF-8?");
    }
  }

  private String part(Previews.Preview preview) {
    return switch (part) {
      case html -> preview.html();
      case text -> preview.text();
      case subject -> preview.subject();
    };
  }

  private void print(Previews.Preview preview) {
    context.terminal().result("== " + preview.label());
    context.terminal().result("subject: " + preview.subject());
    context.terminal().result(VisibleText.of(preview.html()));
    context.terminal().result("");
  }

  private JsonObject json(List<Previews.Preview> previews) {
    JsonObject document = new JsonObject();
    document.addProperty("email", email == null ? String.valueOf(file) : email);
    document.addProperty("profile", profile);
    JsonArray all = new JsonArray();
    for (Previews.Preview preview : previews) {
      JsonObject one = new JsonObject();
      one.addProperty("esp", preview.esp());
      one.addProperty("subject", preview.subject());
      one.addProperty("text", VisibleText.of(preview.html()));
      one.addProperty("html", preview.html());
      preview.amp().ifPresent(amp -> one.addProperty("amp", amp));
      one.addProperty("text_part", preview.text());
      preview.problem().ifPresent(p -> one.addProperty("problem", p));
      all.add(one);
    }
    document.add("previews", all);
    return document;
  }

  private static void write(Path out, Previews.Preview preview) {
    Path dir = out.resolve(preview.esp());
    try {
      Files.createDirectories(dir);
      Files.writeString(dir.resolve("preview.html"), preview.html());
      Files.writeString(dir.resolve("preview.txt"), preview.text());
      Files.writeString(dir.resolve("preview.subject"), preview.subject());
      if (preview.amp().isPresent()) {
        Files.writeString(dir.resolve("preview.amp.html"), preview.amp().get());
      }
    } catch (IOException e) {
      throw new Wrong("the folder " + dir + " cannot be written", "give another one: --out DIR");
    }
  }
}
