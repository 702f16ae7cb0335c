package io.espalier.salesforcemc;

import io.espalier.salesforcemc.SalesforceMcSubscribers.Known;
import io.espalier.spi.Change.SetConsent;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A few looks at a time for all that need one: who comes while they are under way shares the next.
 * So a look costs a call for many small rounds, whose writes follow it closely.
 */
final class SharedLook {
  private final int atOnce;
  private final int most;
  private final Function<List<SetConsent>, List<Known>> look;
  private final List<Request> waiting = new ArrayList<>();
  private int running;

  private static final class Request {
    private final List<SetConsent> changes;
    private @Nullable List<Known> found;
    private @Nullable RuntimeException failed;

    private Request(List<SetConsent> changes) {
      this.changes = changes;
    }

    private boolean isOpen() {
      return found == null && failed == null;
    }

    private List<Known> result() {
      if (failed != null) {
        throw failed;
      }
      return found == null ? List.of() : found;
    }
  }

  /**
   * @param atOnce looks that are under way side by side
   * @param most people of one look, unless one alone asks for more
   * @param look made by whoever comes first
   */
  SharedLook(int atOnce, int most, Function<List<SetConsent>, List<Known>> look) {
    this.atOnce = atOnce;
    this.most = most;
    this.look = look;
  }

  /** What a look finds that begins after this was called: of these people, and of others. */
  List<Known> of(List<SetConsent> changes) {
    Request own = new Request(changes);
    List<Request> together = turn(own);
    if (together.isEmpty()) {
      return own.result();
    }
    List<SetConsent> all = together.stream().flatMap(one -> one.changes.stream()).toList();
    @Nullable List<Known> found = null;
    @Nullable RuntimeException failed = null;
    try {
      found = look.apply(all);
    } catch (RuntimeException e) {
      failed = e;
    }
    synchronized (this) {
      for (Request one : together) {
        one.found = found;
        one.failed = failed;
      }
      running--;
      notifyAll();
    }
    return own.result();
  }

  /** Waits for an answer, or for the turn to ask: then with those that ask along. */
  private synchronized List<Request> turn(Request own) {
    waiting.add(own);
    while (running >= atOnce && own.isOpen()) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        waiting.remove(own);
        throw new EspException(Failure.of(FailureKind.TRANSIENT, "interrupted"), e);
      }
    }
    if (!own.isOpen()) {
      return List.of();
    }
    running++;
    waiting.remove(own);
    List<Request> together = new ArrayList<>(List.of(own));
    int people = own.changes.size();
    for (Iterator<Request> others = waiting.iterator(); others.hasNext(); ) {
      Request other = others.next();
      if (people + other.changes.size() <= most) {
        people += other.changes.size();
        together.add(other);
        others.remove();
      }
    }
    return together;
  }
}
