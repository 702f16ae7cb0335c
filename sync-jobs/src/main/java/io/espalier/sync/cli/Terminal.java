package io.espalier.sync.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import io.espalier.rule.Issue;
import java.io.PrintStream;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Where the command speaks: results on standard output, everything else on standard error. With
 * {@code --json}, standard output holds one document and nothing more.
 */
final class Terminal {
  private static final Gson GSON =
      new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

  private final PrintStream out;
  private final PrintStream err;
  private final boolean interactive;

  Terminal(PrintStream out, PrintStream err, boolean interactive) {
    this.out = out;
    this.err = err;
    this.interactive = interactive;
  }

  void say(boolean json, String line) {
    (json ? err : out).println(line);
  }

  void note(String line) {
    err.println(line);
  }

  void result(String text) {
    out.println(text);
  }

  void json(JsonElement document) {
    out.println(GSON.toJson(document));
  }

  void issues(Collection<Issue> issues) {
    issues.forEach(issue -> err.println(issue.display()));
  }

  /** A bar on a terminal; elsewhere only what is said. */
  Progress progress(String task, long total) {
    if (!interactive || total <= 0) {
      return new Progress(rows -> {}, this::note, () -> {});
    }
    ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(total)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(250)
            .continuousUpdate()
            .build();
    return new Progress(bar::stepBy, bar::setExtraMessage, bar::close);
  }

  /** How far something is. */
  static final class Progress implements AutoCloseable {
    private final LongConsumer step;
    private final Consumer<String> words;
    private final Runnable end;

    private Progress(LongConsumer step, Consumer<String> words, Runnable end) {
      this.step = step;
      this.words = words;
      this.end = end;
    }

    synchronized void step(long rows) {
      step.accept(rows);
    }

    /** Beside the bar; a line of its own where there is none. */
    synchronized void say(String line) {
      words.accept(line);
    }

    @Override
    public void close() {
      end.run();
    }
  }
}
