package io.espalier.sync.cli;

import io.espalier.rule.Names;
import io.espalier.sandbox.PortInUseException;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Surroundings;
import io.espalier.sync.deliver.DeliveryException;
import io.espalier.sync.project.WrongInput;
import io.espalier.sync.store.StateInUseException;
import io.espalier.sync.store.StoreException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code espalier} command: its subcommands, and what each failure says and exits with. */
@Command(
    name = "espalier",
    mixinStandardHelpOptions = true,
    version = "espalier 0.1.0",
    description = {
      "Takes people out of a CRM, builds segments, and makes Salesforce Marketing Cloud, Klaviyo",
      "and Mailchimp each execute the personalization natively.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "A first look:     espalier demo",
      "A first project:  espalier init shop && espalier segments --project shop",
      "A dry run:        espalier sync --project shop --target sandbox",
      "",
      "Exit codes: 0 done, 1 done with rejected rows, 2 wrong input,",
      "3 stopped by a guard, 4 an ESP could not be reached or refused the credentials,",
      "5 another espalier is at work on the state."
    })
public final class Espalier {
  private Espalier() {}

  public static void main(String[] arguments) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    int code =
        run(
            arguments,
            out,
            err,
            System.console() != null,
            System.getenv()::get,
            Clock.systemUTC(),
            Surroundings.real(call -> {}).sleeper());
    out.flush();
    err.flush();
    // Pools of the HTTP client and the sandboxes may have threads left that nobody waits for.
    System.exit(code);
  }

  /** Runs one command line; gives its exit code. */
  static int run(
      String[] arguments,
      PrintStream out,
      PrintStream err,
      boolean interactive,
      Function<String, @Nullable String> environment,
      Clock clock,
      Surroundings.Sleeper sleeper) {
    Terminal terminal = new Terminal(out, err, interactive);
    Context context = new Context(terminal, environment::apply, clock, sleeper);
    CommandLine commands = commands(context);
    commands.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    commands.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    if (arguments.length == 0) {
      commands.usage(out);
      return Exit.DONE;
    }
    int exit = commands.execute(arguments);
    return exit == Exit.MISTAKE || exit == Exit.STOPPED ? Exit.REJECTED : exit;
  }

  /** Runs one command line inside of another; a mistake of ours has an exit code of its own. */
  static int execute(Context context, java.util.List<String> words) {
    return commands(context).execute(words.toArray(String[]::new));
  }

  static CommandLine commands(Context context) {
    Terminal terminal = context.terminal();
    CommandLine commands = new CommandLine(new Espalier());
    Map<String, Object> subcommands = new java.util.LinkedHashMap<>();
    subcommands.put("demo", new DemoCommand(context));
    subcommands.put("init", new InitCommand(context));
    subcommands.put("check", new CheckCommand(context));
    subcommands.put("lint", new LintCommand(context));
    subcommands.put("fmt", new FmtCommand(context));
    subcommands.put(
        "segments",
        new CommandLine(new SegmentsCommand(context))
            .addSubcommand("size", new SegmentsSizeCommand(context))
            .addSubcommand("native", new SegmentsNativeCommand(context)));
    subcommands.put("query", new QueryCommand(context));
    subcommands.put("plan", new PlanCommand(context));
    subcommands.put("sync", new SyncCommand(context));
    subcommands.put("deliver", new DeliverCommand(context));
    subcommands.put(
        "runs",
        new CommandLine(new RunsCommand(context))
            .addSubcommand("show", new RunsShowCommand(context))
            .addSubcommand("export", new RunsExportCommand(context)));
    subcommands.put(
        "letters",
        new CommandLine(new LettersCommand(context))
            .addSubcommand("show", new LettersShowCommand(context))
            .addSubcommand("replay", new LettersReplayCommand(context)));
    subcommands.put("audit", new AuditCommand(context));
    subcommands.put("drift", new DriftCommand(context));
    subcommands.put("why", new WhyCommand(context));
    subcommands.put("build", new BuildCommand(context));
    subcommands.put("preview", new PreviewCommand(context));
    subcommands.put("mime", new MimeCommand(context));
    subcommands.put("serve", new ServeCommand(context));
    subcommands.put(
        "live",
        new CommandLine(new LiveCommand())
            .addSubcommand("token", new LiveTokenCommand(context))
            .addSubcommand("revoke", new LiveRevokeCommand(context)));
    subcommands.put("test", new TestCommand(context));
    subcommands.put("publish", PublishCommand.line(context));
    subcommands.put("rollback", PublishCommand.rollback(context));
    subcommands.put(
        "content",
        new CommandLine(new ContentCommand())
            .addSubcommand("audit", new ContentAuditCommand(context)));
    subcommands.put(
        "identity",
        new CommandLine(new IdentityCommand())
            .addSubcommand("explain", new IdentityExplainCommand(context))
            .addSubcommand("split", new IdentitySplitCommand(context)));
    subcommands.put("reread", new RereadCommand(context));
    subcommands.put("sandbox", new SandboxCommand(context));
    subcommands.put(
        "score",
        new CommandLine(new ScoreCommand())
            .addSubcommand("explain", new ScoreExplainCommand(context)));
    subcommands.put(
        "rules",
        new CommandLine(new RulesCommand())
            .addSubcommand("simplify", new RulesSimplifyCommand(context)));
    subcommands.put(
        "privacy",
        new CommandLine(new PrivacyCommand())
            .addSubcommand("erase", new PrivacyEraseCommand(context))
            .addSubcommand("export", new PrivacyExportCommand(context)));
    subcommands.put(
        "consent",
        new CommandLine(new ConsentCommand())
            .addSubcommand("show", new ConsentShowCommand(context)));
    subcommands.put("bench", BenchCommand.line(context));
    subcommands.forEach(commands::addSubcommand);
    commands.setExecutionExceptionHandler((e, line, parsed) -> failed(e, line, context));
    commands.setParameterExceptionHandler((e, words) -> misread(e, terminal));
    return commands;
  }

  /** A command line that cannot be read: what is wrong, and where help is; not all of the help. */
  private static int misread(CommandLine.ParameterException e, Terminal terminal) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    String mend = command + " --help tells what there is";
    if (e instanceof CommandLine.UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().isEmpty()) {
      String word = unmatched.getUnmatched().get(0);
      boolean option = word.startsWith("-");
      Set<String> known = new TreeSet<>(e.getCommandLine().getCommandSpec().optionsMap().keySet());
      if (!option) {
        known = e.getCommandLine().getSubcommands().keySet();
      }
      String kind = option ? "option" : known.isEmpty() ? "argument" : "command";
      say(
          terminal,
          "unknown " + kind + " '" + word + "'",
          Names.nearest(word, known).map(n -> "did you mean '" + n + "'?").orElse(mend));
    } else {
      say(terminal, e.getMessage(), mend);
    }
    return Exit.WRONG_INPUT;
  }

  private static int failed(Exception e, CommandLine line, Context context) {
    Terminal terminal = context.terminal();
    if (e instanceof WrongInput wrong) {
      terminal.issues(wrong.issues());
      long errors = wrong.issues().size();
      terminal.note(errors == 1 ? "nothing was sent" : errors + " mistakes; nothing was sent");
      return Exit.WRONG_INPUT;
    } else if (e instanceof Wrong wrong) {
      say(terminal, wrong.getMessage(), wrong.mend());
      return Exit.WRONG_INPUT;
    } else if (Thread.currentThread().isInterrupted()) {
      terminal.note(
          "stopped in the middle of its work; nothing is lost: the next run finishes what this one"
              + " has begun");
      return Exit.STOPPED;
    } else if (e instanceof StateInUseException busy) {
      say(terminal, busy.getMessage(), busy.mend());
      return Exit.BUSY;
    } else if (e instanceof StoreException store && !store.mend().isEmpty()) {
      say(terminal, store.getMessage(), store.mend());
      return Exit.WRONG_INPUT;
    } else if (e instanceof UncheckedIOException io
        && io.getCause() instanceof FileSystemException file) {
      say(
          terminal,
          file.getFile()
              + " cannot be read or written: "
              + (file.getReason() == null ? file.getClass().getSimpleName() : file.getReason()),
          "is there room on the disk, and may this user write there? Nothing is lost: the next run"
              + " finishes what this one has begun");
      return Exit.WRONG_INPUT;
    } else if (e instanceof DeliveryException undelivered) {
      say(terminal, undelivered.getMessage(), undelivered.mend());
      return Exit.WRONG_INPUT;
    } else if (e instanceof PortInUseException port) {
      say(terminal, port.getMessage(), "choose another with --port, or 0 for any free one");
      return Exit.WRONG_INPUT;
    } else if (e instanceof EspException esp) {
      return esp(esp.failure(), terminal);
    }
    // A mistake of ours: one line for the user, the rest for whoever mends it.
    say(
        terminal,
        "something unexpected went wrong ("
            + e.getClass().getSimpleName()
            + (e instanceof StoreException ? ": " + e.getMessage() : "")
            + ")",
        ErrorLog.write(e, stateDir(line), context.clock())
            .map(file -> "please report it, with " + file)
            .orElse("please report it"));
    if (isDebugged(line)) {
      terminal.note(ErrorLog.trace(e));
    }
    return Exit.MISTAKE;
  }

  private static boolean isDebugged(CommandLine line) {
    CommandLine.ParseResult parsed = line.getParseResult();
    return parsed != null && parsed.matchedOptionValue("--debug", false);
  }

  /** As the command line says it. */
  private static Path stateDir(CommandLine line) {
    CommandLine.ParseResult parsed = line.getParseResult();
    Path state = parsed == null ? null : parsed.matchedOptionValue("--state", (Path) null);
    Path project = parsed == null ? null : parsed.matchedOptionValue("--project", (Path) null);
    return state != null ? state : (project == null ? Path.of(".") : project).resolve(".espalier");
  }

  static int esp(Failure failure, Terminal terminal) {
    say(terminal, failure.message(), failure.mend());
    return failure.kind() == FailureKind.INVALID ? Exit.WRONG_INPUT : Exit.ESP;
  }

  private static void say(Terminal terminal, @Nullable String message, String mend) {
    terminal.note("error: " + message);
    if (!mend.isEmpty()) {
      terminal.note("  " + mend);
    }
  }
}
