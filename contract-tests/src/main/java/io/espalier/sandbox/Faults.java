package io.espalier.sandbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What goes wrong at one sandbox, now; may be changed while it runs. */
public final class Faults {
  private final Map<String, Integer> times = new HashMap<>();
  private final Map<String, Boolean> stalled = new HashMap<>();
  private final List<String> reached = new ArrayList<>();
  private Mood mood = Mood.CALM;
  private int disturbed;

  /** From now on; what was counted is forgotten, jobs that never end do so still. */
  public synchronized void become(Mood next) {
    mood = next;
    times.clear();
    reached.clear();
    disturbed = 0;
  }

  public synchronized Mood mood() {
    return mood;
  }

  /** Calls that the ESP was asked since the mood changed, in their order. */
  public synchronized List<String> reached() {
    return List.copyOf(reached);
  }

  /** Calls that did not go well since the mood changed. */
  public synchronized int disturbed() {
    return disturbed;
  }

  /** How often each call came since the mood changed. */
  public synchronized Map<String, Integer> counts() {
    return new LinkedHashMap<>(times);
  }

  /**
   * Whether a job is one of those that never end. A sandbox asks before it lets a job get on.
   *
   * @param call that started it, as {@link Mood#about} has it
   */
  public synchronized boolean stalls(String call, String job) {
    return stalled.computeIfAbsent(job, id -> mood.stalls(call));
  }

  /** How often a webhook is delivered: once, or twice. */
  public synchronized int deliveries(String webhook) {
    return decide("WEBHOOK " + webhook) instanceof Fault.Twice ? 2 : 1;
  }

  synchronized Fault decide(String call) {
    Fault fault = mood.about(call, times.merge(call, 1, Integer::sum));
    if (!(fault instanceof Fault.None)) {
      disturbed++;
    }
    if (!(fault instanceof Fault.Refusal
        || fault instanceof Fault.Edge
        || fault instanceof Fault.Drop)) {
      reached.add(call);
    }
    return fault;
  }

  /** A part of a path with a digit in it that is no version, such as {@code v1} or {@code 3.0}. */
  private static final Pattern ID =
      Pattern.compile("(?<=/)(?!(?:v[0-9]+|[0-9]+\\.[0-9]+)(?:/|$))[^/]*[0-9][^/]*");

  /** Method and path, as a mood knows them. */
  static String call(Exchange exchange) {
    // Clients that put two addresses together write two slashes, and are answered all the same.
    String path = exchange.path().replaceAll("/{2,}", "/");
    return exchange.method() + " " + ID.matcher(path).replaceAll("*");
  }
}
