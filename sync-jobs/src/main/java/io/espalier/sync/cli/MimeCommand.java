package io.espalier.sync.cli;

import io.espalier.rule.Names;
import io.espalier.sync.mail.MailParts;
import io.espalier.sync.mail.Mailing;
import io.espalier.sync.mail.MimeMail;
import io.espalier.sync.project.LiveSpec;
import io.espalier.sync.project.Project;
import io.espalier.sync.run.Previews;
import io.espalier.sync.serve.LiveUnsubscribe;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "mime",
    description = {
      "Puts one person's email together as text, AMP and HTML, and writes or sends it: a test send.",
      "An ESP's engine, in a sandbox, renders the parts; no ESP sends anything.",
      "",
      "  espalier mime --email today --profile 12346 --from hello@shop.example --to me@example.com \\",
      "    --smtp localhost:2525"
    },
    mixinStandardHelpOptions = true)
final class MimeCommand implements Callable<Integer> {
  private final Context context;

  @Mixin Options options = new Options();

  @Option(names = "--email", required = true, paramLabel = "EMAIL", description = "The email.")
  String email = "";

  @Option(names = "--profile", required = true, paramLabel = "KEY", description = "The person.")
  String profile = "";

  @Option(
      names = "--esp",
      paramLabel = "ESP",
      description = "Whose engine renders. Default: the first that carries AMP.")
  @Nullable String esp;

  @Option(names = "--from", required = true, paramLabel = "ADDRESS", description = "The sender.")
  String from = "";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "ADDRESS",
      description = "Who gets it: you, not the person.")
  String to = "";

  @Option(
      names = "--unsubscribe",
      paramLabel = "URL",
      description =
          "Takes a POST that unsubscribes (RFC 8058). Default: the live server's, where there is one.")
  @Nullable String unsubscribe;

  @Option(names = "--out", paramLabel = "FILE", description = "Write the message here.")
  @Nullable Path out;

  @Option(names = "--smtp", paramLabel = "HOST:PORT", description = "Send it by this server.")
  @Nullable String smtp;

  @Option(names = "--smtp-user-env", paramLabel = "NAME", description = "The user's variable.")
  @Nullable String userVariable;

  @Option(
      names = "--smtp-password-env",
      paramLabel = "NAME",
      description = "The password's variable.")
  @Nullable String passwordVariable;

  @Option(names = "--no-tls", description = "Send without encryption: on this machine only.")
  boolean plain;

  MimeCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Project project = context.project(options.project);
    if (esp != null && !project.connections().containsKey(esp)) {
      throw new Wrong(
          "the project has no connection '" + esp + "'",
          Names.suggestion(esp, project.connections().keySet()));
    }
    if (out == null && smtp == null) {
      throw new Wrong("the message goes nowhere", "give --out FILE or --smtp HOST:PORT");
    }
    Instant now = options.now(context.clock());
    List<String> notes = new ArrayList<>();
    List<Previews.Preview> previews =
        Previews.of(
            project,
            new Previews.Email(email),
            profile,
            Optional.ofNullable(esp),
            now,
            context.clock(),
            notes);
    notes.forEach(context.terminal()::note);
    Previews.Preview preview =
        previews.stream()
            .filter(p -> p.amp().isPresent())
            .findFirst()
            .or(() -> previews.stream().findFirst())
            .orElseThrow(() -> new Wrong("the project has no connections", "name an ESP"));
    if (preview.problem().isPresent()) {
      context.terminal().note(preview.esp() + " would not send this: " + preview.problem().get());
      return Exit.REJECTED;
    }
    byte[] message = message(project, preview, now);
    write(message);
    send(message);
    context
        .terminal()
        .result(
            "text"
                + (preview.amp().isPresent() ? ", AMP" : "")
                + " and HTML, "
                + message.length
                + " bytes");
    return Exit.DONE;
  }

  private byte[] message(Project project, Previews.Preview preview, Instant now) {
    MailParts parts =
        new MailParts(preview.subject(), preview.text(), preview.amp(), preview.html());
    Optional<String> leave = Optional.ofNullable(unsubscribe);
    Optional<LiveSpec> live = project.live().filter(l -> !l.keys().isEmpty());
    if (leave.isEmpty() && live.isPresent()) {
      leave = Optional.of(LiveUnsubscribe.address(live.get(), profile, email, now));
    }
    if (leave.filter(l -> !l.startsWith("https://")).isPresent()) {
      throw new Wrong("one click needs an https address", "--unsubscribe https://…");
    }
    String id = "espalier-" + now.toEpochMilli() + "-" + Integer.toHexString(profile.hashCode());
    try {
      return new MimeMail(from, to, leave, context.clock(), id).of(parts);
    } catch (MessagingException e) {
      throw new Wrong("an address is none: " + e.getMessage(), "look at --from and --to");
    }
  }

  private void write(byte[] message) {
    if (out != null) {
      try {
        Files.write(out, message);
      } catch (IOException e) {
        throw new Wrong("the file " + out + " cannot be written", "does its folder exist?");
      }
    }
  }

  private void send(byte[] message) {
    if (smtp == null) {
      return;
    }
    if (!smtp.matches("[^:\\s]+:[0-9]{1,5}")) {
      throw new Wrong("'" + smtp + "' is no server", "write --smtp HOST:PORT");
    }
    String host = smtp.substring(0, smtp.indexOf(':'));
    int port = Integer.parseInt(smtp.substring(smtp.indexOf(':') + 1));
    Mailing mailing =
        new Mailing(host, port, secret(userVariable), secret(passwordVariable), !plain);
    try {
      mailing.send(message);
    } catch (MessagingException e) {
      throw new Wrong(
          "the server " + smtp + " did not take it: " + e.getMessage(),
          "is it there? Does it speak TLS? (--no-tls on this machine only)");
    }
  }

  private Optional<String> secret(@Nullable String variable) {
    if (variable == null) {
      return Optional.empty();
    }
    String value = context.environment().get(variable);
    if (value == null) {
      throw new Wrong("the variable " + variable + " is not set", "export it first");
    }
    return Optional.of(value);
  }
}
