package io.espalier.sync.serve;

import com.google.gson.JsonObject;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * What is told of requests: one JSON object a line, of refusals and failures only, without tokens,
 * queries and addresses of people.
 */
public final class ServeLog {
  private final Clock clock;
  private final Consumer<String> lines;
  private final AtomicLong gone = new AtomicLong();

  public ServeLog(Clock clock, Consumer<String> lines) {
    this.clock = clock;
    this.lines = lines;
  }

  /**
   * @param path without its query
   * @param why e.g. {@code EXPIRED}
   */
  void refused(String path, int status, String why) {
    JsonObject line = line("refused", path);
    line.addProperty("status", status);
    line.addProperty("why", why);
    lines.accept(line.toString());
  }

  /** Something of ours failed; the answer was the last good one, or the fallback. */
  public void failed(String what, Throwable e) {
    JsonObject line = line("failed", what);
    line.addProperty("why", e.getClass().getSimpleName());
    lines.accept(line.toString());
  }

  public void note(String what) {
    lines.accept(line("note", what).toString());
  }

  void gone() {
    gone.incrementAndGet();
  }

  private JsonObject line(String event, String path) {
    JsonObject line = new JsonObject();
    line.addProperty("at", clock.instant().toString());
    line.addProperty("event", event);
    line.addProperty("path", path);
    return line;
  }
}
