package io.espalier.sync.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.espalier.spi.Failure;
import io.espalier.sync.bench.PlanBench;
import io.espalier.sync.bench.PlanBench.Measured;
import io.espalier.sync.bench.SegmentsBench;
import io.espalier.sync.run.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "plan",
    description = {
      "A night's plan for three ESPs, 1 %% of the people changed, and by hand as one statement over",
      "the same tables, turn by turn; then what the run sends, and the night after without change."
    },
    mixinStandardHelpOptions = true)
final class BenchPlanCommand implements Callable<Integer> {
  private static final int RULES = 5;

  private final Context context;

  @Mixin BenchCommand.Size size = new BenchCommand.Size();

  BenchPlanCommand(Context context) {
    this.context = context;
    size.rules = RULES;
  }

  @Override
  public Integer call() {
    if (size.rules > PlanBench.MOST_RULES) {
      throw new Wrong(
          "this benchmark knows " + PlanBench.MOST_RULES + " rules by hand", "e.g. --rules 5");
    }
    List<Measured> measured = new ArrayList<>();
    size.in(
        dir ->
            measured.add(
                new PlanBench(System::nanoTime, size.memoryMiB, size.rounds)
                    .run(dir, size.profiles, size.rules)));
    Measured m = measured.get(0);
    if (size.json) {
      Gson gson = new GsonBuilder().create();
      JsonObject document = new JsonObject();
      document.addProperty("people", m.people());
      document.addProperty("changed", m.changed());
      document.addProperty("load", m.load());
      document.addProperty("learning", m.learning());
      document.add("product", gson.toJsonTree(m.product()));
      document.add("expert", gson.toJsonTree(m.expert()));
      document.addProperty("ratio", m.ratio());
      document.addProperty("planned", m.planned());
      document.addProperty("same", m.same());
      document.addProperty("exact", m.exact());
      context.terminal().json(document);
    } else {
      print(m);
    }
    return m.same() && m.exact() ? Exit.DONE : Exit.WRONG_INPUT;
  }

  private void print(Measured m) {
    Terminal out = context.terminal();
    out.result(
        String.format(
            Locale.ROOT,
            "%,d profiles at 3 ESPs, %,d of them changed, %d segments; %d rounds",
            m.people(),
            m.changed(),
            size.rules,
            m.product().size()));
    out.result(
        String.format(
            Locale.ROOT,
            "  reading the source %.2f s; the first plan over a new ledger %.2f s",
            m.load(),
            m.learning()));
    out.result(
        String.format(
            Locale.ROOT,
            "  planning %.3f s, by hand %.3f s (medians): %.2f times; %,d rows, by hand %,d: %s",
            SegmentsBench.median(m.product()),
            SegmentsBench.median(m.expert()),
            m.ratio(),
            m.planned(),
            m.byHand(),
            m.same() ? "the same" : "DIFFERENT"));
    for (PlanBench.Told told : m.told()) {
      out.result(
          String.format(
              Locale.ROOT,
              "  %-28s told of %,d people (%,d who have not changed), fields: %s",
              told.account(),
              told.people(),
              told.others(),
              told.fields()));
    }
    m.sent().forEach(report -> out.result("  the run:         " + line(report)));
    m.idle().forEach(report -> out.result("  the night after: " + line(report)));
  }

  private static String line(Report r) {
    return String.format(
        Locale.ROOT,
        "%-14s %,d applied, %,d rejected, %,d unknown; %,d calls, %,d of them writes%s",
        r.esp(),
        r.applied(),
        r.rejected(),
        r.unknown(),
        r.calls(),
        r.writes(),
        r.stopped().map(Failure::message).map(why -> "; stopped: " + why).orElse(""));
  }
}
