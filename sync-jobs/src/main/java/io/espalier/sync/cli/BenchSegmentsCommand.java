package io.espalier.sync.cli;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.sync.bench.GrowthFit;
import io.espalier.sync.bench.SegmentsBench;
import io.espalier.sync.bench.SegmentsBench.Measured;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "segments",
    description = {
      "Membership of 50 mixed rules, written to a table: through the product, and by hand as one",
      "statement over the same tables, turn by turn; both must have the same members."
    },
    mixinStandardHelpOptions = true)
final class BenchSegmentsCommand implements Callable<Integer> {
  private final Context context;

  @Mixin BenchCommand.Size size = new BenchCommand.Size();

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "PROFILES",
      description =
          "Smaller sizes, measured first with events in proportion. Default: 100000,300000.")
  List<Long> sizes = List.of(100_000L, 300_000L);

  BenchSegmentsCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    List<Measured> all = new ArrayList<>();
    size.in(dir -> measure(dir, all));
    if (size.json) {
      context.terminal().json(json(all));
    }
    return all.stream().allMatch(m -> m.differing().isEmpty()) ? Exit.DONE : Exit.WRONG_INPUT;
  }

  private void measure(Path dir, List<Measured> all) {
    SegmentsBench bench = new SegmentsBench(System::nanoTime, size.memoryMiB, size.rounds);
    context.terminal().say(size.json, size.rules + " rules, " + size.rounds + " rounds; medians");
    context
        .terminal()
        .say(
            size.json,
            "  profiles      events   load s  product s  by hand s   ratio  us/profile     members");
    List<Long> smallerFirst = new ArrayList<>(sizes);
    smallerFirst.removeIf(s -> s >= size.profiles);
    smallerFirst.add(size.profiles);
    for (long profiles : smallerFirst) {
      long events = Math.max(10, Math.round((double) size.events * profiles / size.profiles));
      Measured measured = bench.run(dir, profiles, events, size.rules);
      all.add(measured);
      context.terminal().say(size.json, row(measured));
      for (String differing : measured.differing()) {
        context.terminal().note("error: the members differ: " + differing);
      }
    }
    if (all.size() > 1) {
      context.terminal().say(size.json, growth(all));
    }
  }

  private static GrowthFit fit(List<Measured> all) {
    return GrowthFit.of(
        all.stream().mapToDouble(Measured::people).toArray(),
        all.stream().mapToDouble(m -> SegmentsBench.median(m.product())).toArray());
  }

  private static String growth(List<Measured> all) {
    GrowthFit fit = fit(all);
    return String.format(
        Locale.ROOT,
        "product s = %.3g * profiles ^ %.2f, fitted from %,d to %,d profiles; no word on other sizes",
        fit.factor(),
        fit.exponent(),
        all.get(0).people(),
        all.get(all.size() - 1).people());
  }

  private static String row(Measured m) {
    double product = SegmentsBench.median(m.product());
    return String.format(
        Locale.ROOT,
        "%,10d  %,10d  %7.2f  %9.3f  %9.3f  %5.2fx  %10.2f  %,10d",
        m.people(),
        m.events(),
        m.load(),
        product,
        SegmentsBench.median(m.expert()),
        m.ratio(),
        product * 1e6 / m.people(),
        m.members());
  }

  private static JsonObject json(List<Measured> all) {
    JsonObject document = new JsonObject();
    JsonArray sizes = new JsonArray();
    for (Measured m : all) {
      JsonObject one = new Gson().toJsonTree(m).getAsJsonObject();
      one.addProperty("ratio", m.ratio());
      sizes.add(one);
    }
    document.add("sizes", sizes);
    if (all.size() > 1) {
      document.add("growth", new Gson().toJsonTree(fit(all)));
    }
    return document;
  }
}
