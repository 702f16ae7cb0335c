package io.espalier.sync.schedule;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the jobs of this process have done, for health and metrics. */
public final class JobLog {
  private static final class Line {
    private final Map<Integer, Long> exits = new TreeMap<>();
    private boolean running;
    private @Nullable Instant started;
    private @Nullable Instant ended;
    private int exit;
  }

  private final Map<String, Line> lines = new TreeMap<>();

  public JobLog(Collection<String> jobs) {
    jobs.forEach(job -> lines.put(job, new Line()));
  }

  private Line line(String job) {
    return lines.computeIfAbsent(job, j -> new Line());
  }

  public synchronized void started(String job, Instant at) {
    Line line = line(job);
    line.running = true;
    line.started = at;
  }

  /**
   * @param exit the command's exit code
   */
  public synchronized void ended(String job, int exit, Instant at) {
    Line line = line(job);
    line.running = false;
    line.ended = at;
    line.exit = exit;
    line.exits.merge(exit, 1L, Long::sum);
  }

  /** How a job ended before this process began; no end of this process's own. */
  public synchronized void endedBefore(String job, JobStore.End end) {
    Line line = line(job);
    line.ended = end.at();
    line.exit = end.exit();
  }

  /** Whether every job ended well when it last ended, as far as is known. */
  public synchronized boolean isWell() {
    return lines.values().stream().allMatch(line -> line.exit <= 1);
  }

  /** Whether a job is at work. */
  public synchronized boolean isBusy() {
    return lines.values().stream().anyMatch(line -> line.running);
  }

  /** Job → how it fared. */
  public synchronized JsonObject json() {
    JsonObject document = new JsonObject();
    lines.forEach(
        (job, line) -> {
          JsonObject one = new JsonObject();
          one.addProperty("running", line.running);
          if (line.started != null) {
            one.addProperty("started", line.started.toString());
          }
          if (line.ended != null) {
            one.addProperty("ended", line.ended.toString());
            one.addProperty("exit", line.exit);
          }
          document.add(job, one);
        });
    return document;
  }

  /** In the text format of Prometheus, version 0.0.4. */
  public synchronized String metrics() {
    StringBuilder text = new StringBuilder();
    head(text, "espalier_job_runs_total", "counter", "Ends of a job, by exit code.");
    lines.forEach(
        (job, line) ->
            line.exits.forEach(
                (exit, count) ->
                    text.append("espalier_job_runs_total{job=\"")
                        .append(job.replace("\\", "\\\\").replace("\"", "\\\""))
                        .append("\",exit=\"")
                        .append(exit)
                        .append("\"} ")
                        .append(count)
                        .append('\n')));
    head(text, "espalier_job_running", "gauge", "1 while a job is at work.");
    lines.forEach((job, line) -> sample(text, "espalier_job_running", job, line.running ? 1 : 0));
    head(text, "espalier_job_last_exit", "gauge", "The exit code of the last end.");
    lines.forEach((job, line) -> sample(text, "espalier_job_last_exit", job, line.exit));
    head(
        text,
        "espalier_job_last_end_seconds",
        "gauge",
        "When it last ended, Unix time; 0 for never.");
    lines.forEach(
        (job, line) ->
            sample(
                text,
                "espalier_job_last_end_seconds",
                job,
                line.ended == null ? 0 : line.ended.getEpochSecond()));
    return text.toString();
  }

  private static void head(StringBuilder text, String name, String type, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private static void sample(StringBuilder text, String name, String job, long value) {
    String label = job.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    text.append(name).append("{job=\"").append(label).append("\"} ").append(value).append('\n');
  }
}
