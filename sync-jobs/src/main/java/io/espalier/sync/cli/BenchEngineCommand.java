package io.espalier.sync.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.espalier.sync.bench.EngineBench;
import io.espalier.sync.bench.EngineBench.Measured;
import io.espalier.sync.bench.EngineBench.Way;
import io.espalier.sync.bench.SegmentsBench;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "engine",
    description = {
      "Rows a second without a network: a SQLite database of --profiles rows, in batches of 100, to",
      "JSON Lines, as 'espalier deliver' does it; beside a loop by hand and SQLite's own command line."
    },
    mixinStandardHelpOptions = true)
final class BenchEngineCommand implements Callable<Integer> {
  private final Context context;

  @Mixin BenchCommand.Size size = new BenchCommand.Size();

  BenchEngineCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    List<Measured> measured = new ArrayList<>();
    size.in(
        dir ->
            measured.add(
                new EngineBench(System::nanoTime, context.clock(), size.rounds)
                    .run(dir, size.profiles)));
    Measured m = measured.get(0);
    if (size.json) {
      JsonObject document = new GsonBuilder().create().toJsonTree(m).getAsJsonObject();
      context.terminal().json(document);
    } else {
      print(m);
    }
    return m.proved() && m.same() ? Exit.DONE : Exit.WRONG_INPUT;
  }

  private void print(Measured m) {
    Terminal out = context.terminal();
    out.result(
        String.format(
            Locale.ROOT,
            "%,d rows of 8 columns out of SQLite, batches of %d, %,d bytes of JSON Lines; %d rounds",
            m.rows(),
            m.batch(),
            m.bytes(),
            size.rounds));
    double product = m.ways().get(0).rate(m.rows());
    for (Way way : m.ways()) {
      String cpu =
          way.cpuSeconds().isEmpty()
              ? ""
              : String.format(
                  Locale.ROOT, ", %.2f s of processor", SegmentsBench.median(way.cpuSeconds()));
      out.result(
          String.format(
              Locale.ROOT,
              "  %-8s %,9.0f rows/s (median; best %,.0f): %.2f s%s; the product is %.2f times as fast",
              way.name(),
              way.rate(m.rows()),
              m.rows() / way.seconds().stream().mapToDouble(d -> d).min().orElse(1),
              SegmentsBench.median(way.seconds()),
              cpu,
              product / way.rate(m.rows())));
    }
    out.result(
        "  the product's rows were "
            + (m.proved() ? "all counted and hashed in the file, on the disk" : "NOT ALL THERE")
            + "; by hand: "
            + (m.same() ? "the same rows" : "OTHER ROWS"));
  }
}
