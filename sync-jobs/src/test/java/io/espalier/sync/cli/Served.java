package io.espalier.sync.cli;

import io.espalier.sync.shop.PassingTime;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code espalier serve} at work in a thread, until it is closed. */
final class Served implements AutoCloseable {
  private static final int PATIENCE = 60;
  private static final Pattern LISTENING = Pattern.compile("listening on (http://[^,]+), .*");

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> said = new ArrayList<>();
  private final AtomicInteger exit = new AtomicInteger(-1);
  private final Thread thread;
  private final String address;

  private Served(String[] words, Map<String, String> environment, PassingTime time) {
    PrintStream out = new PrintStream(new Lines(), true, StandardCharsets.UTF_8);
    thread =
        new Thread(
            () ->
                exit.set(Espalier.run(words, out, out, false, environment::get, time, time::pass)),
            "served");
    thread.start();
    Matcher listening = LISTENING.matcher(await(LISTENING.pattern()));
    if (!listening.matches()) {
      throw new AssertionError(said.toString());
    }
    address = listening.group(1);
  }

  static Served start(Map<String, String> environment, PassingTime time, Object... more) {
    List<String> words = new ArrayList<>(List.of("serve"));
    for (Object word : more) {
      words.add(word.toString());
    }
    return new Served(words.toArray(String[]::new), environment, time);
  }

  /** E.g. {@code http://127.0.0.1:40123}. */
  String address() {
    return address;
  }

  /** Waits until it says a line that this pattern matches whole; gives that line. */
  String await(String pattern) {
    try {
      while (true) {
        String line = lines.poll(PATIENCE, TimeUnit.SECONDS);
        if (line == null) {
          throw new AssertionError("'" + pattern + "' was never said: " + said);
        }
        said.add(line);
        if (line.matches(pattern)) {
          return line;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What it said until it was last waited for. */
  List<String> said() {
    lines.drainTo(said);
    return List.copyOf(said);
  }

  /** Stops it, and waits for its end. */
  int stop() {
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(PATIENCE));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return exit.get();
  }

  @Override
  public void close() {
    stop();
  }

  private final class Lines extends OutputStream {
    private final java.io.ByteArrayOutputStream line = new java.io.ByteArrayOutputStream();

    @Override
    public synchronized void write(int letter) {
      if (letter == '\n') {
        lines.add(line.toString(StandardCharsets.UTF_8));
        line.reset();
      } else {
        line.write(letter);
      }
    }
  }
}
