package io.espalier.sync.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.espalier.sandbox.DisputedFact;
import io.espalier.sandbox.FaultPlan;
import io.espalier.sandbox.Faults;
import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import io.espalier.sandbox.SandboxProvider;
import io.espalier.sandbox.Sandboxes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "sandbox",
    description = {
      "Starts a sandbox of each ESP on loopback ports and runs until it is stopped (Ctrl-C).",
      "",
      "  espalier sandbox --ready-file ready.json &",
      "  espalier sync --target sandbox:ready.json"
    },
    mixinStandardHelpOptions = true)
final class SandboxCommand implements Callable<Integer> {
  private final Context context;

  @Option(
      names = "--ready-file",
      paramLabel = "FILE",
      description = "Write URLs and credentials here as JSON once all are ready.")
  @Nullable Path readyFile;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description =
          "The first of as many consecutive ports as there are sandboxes. Default: any free ones.")
  int port;

  @Option(names = "--json", description = "The ready file's content on standard output.")
  boolean json;

  @Option(
      names = "--crm",
      description = "Starts a sandbox of each CRM too, with no record in it; see its README.")
  boolean crm;

  @Option(
      names = "--switch",
      paramLabel = "ESP:SWITCH=on|off",
      description = "Takes a side on what a vendor's documents leave open; may be repeated.")
  List<String> switches = new ArrayList<>();

  @Option(
      names = "--list-switches",
      description = "Lists what the vendors' documents leave open, and starts nothing.")
  boolean listSwitches;

  @Option(
      names = "--faults",
      paramLabel = "PLAN",
      description = {
        "What goes wrong, e.g. \"5%% throttle 7; 1%% cut on POST /api/*\". A rule is",
        "[P%%] KIND [NUMBER] [on METHOD PATH]; kinds: throttle, throttle-silently, error,",
        "bare, edge-page, edge-json, cut, slow, reset, drop, twice, shift, stuck.",
        "PUT /__sandbox/faults changes it."
      })
  String faults = "";

  @Option(
      names = "--no-quotas",
      description = "Counts calls over the vendors' quotas and lets them pass.")
  boolean noQuotas;

  @Option(names = "--seed", paramLabel = "N", description = "Of the faults' dice. Default: 1.")
  long seed = 1;

  SandboxCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    List<SandboxProvider> providers = new ArrayList<>(Sandboxes.all());
    if (crm) {
      providers.addAll(Sandboxes.crms());
    }
    if (port < 0 || port > 65_535 - providers.size()) {
      throw new Wrong(
          "there is no port " + port, "give one from 1 to 65500, or 0 for any free ones");
    }
    SwitchWords.check(providers, switches);
    if (listSwitches) {
      listSwitches(providers);
      return Exit.DONE;
    }
    List<Sandbox> running = new ArrayList<>();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running)));
    try {
      int next = port;
      for (SandboxProvider provider : providers) {
        running.add(
            provider.start(
                SandboxOptions.fresh()
                    .onPort(next)
                    .with(SwitchWords.of(provider, switches))
                    .with(faults())
                    .withQuotas(!noQuotas)));
        next = port == 0 ? 0 : next + 1;
      }
      announce(running);
      new CountDownLatch(1).await();
      return Exit.DONE;
    } catch (InterruptedException stopped) {
      // Not handed on: a server that is stopped by an interrupted thread fails.
      return Exit.DONE;
    } finally {
      stop(running);
    }
  }

  private Faults faults() {
    Faults made = new Faults();
    try {
      made.become(FaultPlan.parse(faults, new SplittableRandom(seed)));
    } catch (IllegalArgumentException e) {
      throw new Wrong(String.valueOf(e.getMessage()), "espalier sandbox --help has an example");
    }
    return made;
  }

  private void listSwitches(List<SandboxProvider> providers) {
    for (SandboxProvider provider : providers) {
      for (DisputedFact fact : provider.disputed()) {
        String usual = fact.usual() ? "on" : "off";
        context.terminal().result(provider.id() + ":" + fact.word() + "=" + usual);
        context.terminal().result("  on   " + fact.on());
        context.terminal().result("  off  " + fact.off());
      }
    }
  }

  private void announce(List<Sandbox> running) {
    JsonObject document = new JsonObject();
    for (Sandbox sandbox : running) {
      JsonObject settings = new JsonObject();
      sandbox.settings().forEach(settings::addProperty);
      document.add(sandbox.id(), settings);
    }
    if (readyFile != null) {
      write(
          readyFile,
          new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(document));
    }
    if (json) {
      context.terminal().json(document);
    } else {
      for (Sandbox sandbox : running) {
        sandbox
            .settings()
            .forEach(
                (name, value) ->
                    context.terminal().result(sandbox.id() + "  " + name + "  " + value));
      }
    }
    context.terminal().note("ready; stop with Ctrl-C");
  }

  /** Whole or not at all: who waits for the file must never read half of it. */
  private static void write(Path file, String text) {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.writeString(part, text + "\n");
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new Wrong("the ready file " + file + " cannot be written", "does its folder exist?");
    }
  }

  private static synchronized void stop(List<Sandbox> running) {
    running.forEach(Sandbox::close);
    running.clear();
  }
}
