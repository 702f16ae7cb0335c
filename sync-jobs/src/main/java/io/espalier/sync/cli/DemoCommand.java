package io.espalier.sync.cli;

import io.espalier.sync.demo.Demonstration;
import io.espalier.sync.demo.OutfitterShop;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    description = {
      "Makes an example shop, syncs it into sandboxes of every ESP, and writes a page to look at.",
      "Three syncs: into empty ESPs, of unchanged data, and after 1 %% has changed. Then every segment",
      "is read back from each ESP and compared, and each ESP renders one email for three people.",
      "Takes less than half a minute and sends nothing to anybody.",
      "Exits with 1 if anything that the page claims does not hold."
    },
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private final Context context;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the page and the shop go. Default: target/demo of the checkout.")
  @Nullable Path out;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Another shop. Default: ${DEFAULT-VALUE}.")
  long seed = OutfitterShop.SEED;

  @Option(names = "--json", description = "One JSON document on standard output.")
  boolean json;

  DemoCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    // The launcher says where the checkout is; without it we are taken to be there.
    Path home = Path.of(System.getProperty("espalier.home", "."));
    Path target = out == null ? home.resolve("target/demo") : out;
    Demonstration.Outcome outcome =
        new Demonstration(home.resolve("examples/outfitter"), target, context.clock())
            .run(
                seed,
                OutfitterShop.PEOPLE,
                line -> context.terminal().say(json, line),
                PlanText::lines);
    if (json) {
      context.terminal().json(outcome.document());
    }
    outcome.failed().forEach(claim -> context.terminal().note("does not hold: " + claim));
    return outcome.failed().isEmpty() ? Exit.DONE : Exit.REJECTED;
  }
}
