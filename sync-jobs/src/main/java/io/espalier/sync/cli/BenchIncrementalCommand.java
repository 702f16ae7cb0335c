package io.espalier.sync.cli;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.espalier.sync.bench.IncrementalBench;
import io.espalier.sync.bench.IncrementalBench.Day;
import io.espalier.sync.bench.SegmentsBench;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "incremental",
    description = {
      "A day's run from what the last one left, beside the same run from nothing; the events come",
      "in append-only files and grow by 1 %% a day. A round is a day."
    },
    mixinStandardHelpOptions = true)
final class BenchIncrementalCommand implements Callable<Integer> {
  private final Context context;

  @Mixin BenchCommand.Size size = new BenchCommand.Size();

  BenchIncrementalCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (size.rounds > 50) {
      throw new Wrong("a round is a day, and there are 50 at most", "e.g. --rounds 3");
    }
    List<Day> days = new ArrayList<>();
    size.in(
        dir ->
            days.addAll(
                new IncrementalBench(System::nanoTime, size.memoryMiB)
                    .run(dir, size.profiles, size.events, size.rules, size.rounds)));
    if (size.json) {
      JsonObject document = new JsonObject();
      document.add("days", new Gson().toJsonTree(days));
      context.terminal().json(document);
    } else {
      print(days);
    }
    return days.stream().allMatch(Day::same) ? Exit.DONE : Exit.WRONG_INPUT;
  }

  private void print(List<Day> days) {
    Terminal terminal = context.terminal();
    terminal.result(
        String.format(
            Locale.ROOT,
            "%,d profiles, %,d events and 1 %% more each day, %d rules; seconds, of them loading",
            size.profiles,
            size.events,
            size.rules));
    terminal.result("day      full   loading   incremental   loading   ratio  members");
    for (Day day : days) {
      terminal.result(
          String.format(
              Locale.ROOT,
              "%3d  %8.2f  %8.2f  %12.2f  %8.2f  %5.2fx  %s",
              day.day(),
              day.full(),
              day.fullLoad(),
              day.incremental(),
              day.incrementalLoad(),
              day.full() / day.incremental(),
              day.same() ? "the same" : "DIFFER"));
    }
    terminal.result(
        String.format(
            Locale.ROOT,
            "median of the ratios: the incremental run is %.2f times as fast",
            SegmentsBench.median(days.stream().map(d -> d.full() / d.incremental()).toList())));
  }
}
