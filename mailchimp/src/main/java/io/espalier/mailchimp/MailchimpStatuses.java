package io.espalier.mailchimp;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.espalier.http.Answer;
import io.espalier.http.HttpStack;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Lanes;
import io.espalier.spi.Surroundings.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What Mailchimp says of people's consent. Whoever was written a moment ago came back with it; for
 * a few others it asks one by one; for many it reads all members' status by pages, once, and after
 * that only what changed since.
 */
final class MailchimpStatuses {
  /** Our clock and Mailchimp's may differ by so much. */
  private static final Duration SLACK = Duration.ofMinutes(2);

  /** Within this, what was read is as good as new: nobody is made mailable on its word. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  /**
   * What an answer said of a person, as a rule to a write of ours, is not asked again for so long.
   */
  private static final Duration TOLD = Duration.ofMinutes(15);

  /** Up to so many people are asked after one by one. */
  static final int FEW = 20;

  private final HttpStack http;
  private final MailchimpApi api;
  private final MailchimpAudience audience;
  private final Clock clock;
  private final Sleeper sleeper;
  private final Map<String, Status> snapshot = new ConcurrentHashMap<>();
  private @Nullable Instant taken;
  private @Nullable Reading reading;

  MailchimpStatuses(
      HttpStack http, MailchimpApi api, MailchimpAudience audience, Clock clock, Sleeper sleeper) {
    this.http = http;
    this.api = api;
    this.audience = audience;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /**
   * @param word Mailchimp's: subscribed, unsubscribed, cleaned, pending, transactional, archived
   * @param source how the person came into the audience, e.g. {@code API - Generic}
   * @param at when it was so, in seconds of the epoch
   */
  record Status(String word, String source, long at) {}

  /** A person's status and all that tells how it came about; empty for whom it does not know. */
  Optional<MailchimpWire.Member> now(String hash) {
    Answer<MailchimpWire.Member> answer =
        http.call(
            api.member(audience.id(), hash, "id,status,source,unsubscribe_reason,timestamp_opt"));
    if (answer.failure().filter(f -> f.kind() == FailureKind.MISSING_TARGET).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(answer.require());
  }

  /** Whether reading everybody takes fewer calls than asking after so many one by one. */
  synchronized boolean isCheaper(int people) {
    if (people <= FEW) {
      return false;
    }
    if (taken != null || reading != null) {
      return true;
    }
    int all =
        http.call(api.members(audience.id(), 1, 0, "members.id,total_items", Map.of()))
            .require()
            .total();
    return all / Pages.SIZE < people;
  }

  /**
   * Somebody was written, and their status came with the answer.
   *
   * @param at the earliest moment of which it may speak; by Mailchimp's clock, perhaps, which may
   *     be ahead of ours, and nothing that is read later may count as older
   */
  void saw(String hash, JsonObject member, Instant at) {
    if (member.get("status") instanceof JsonPrimitive status) {
      String source = member.get("source") instanceof JsonPrimitive told ? told.getAsString() : "";
      Instant now = clock.instant();
      keep(hash, status(status.getAsString(), source, at.isAfter(now) ? now : at));
    }
  }

  /** A batch's results may be read after what somebody did in the meantime was. */
  private void keep(String hash, Status status) {
    snapshot.merge(hash, status, (old, other) -> other.at() >= old.at() ? other : old);
  }

  /**
   * What an answer, as a rule to a write, told of a person a while ago; empty for whom none did.
   */
  Optional<Status> told(String hash) {
    long since = clock.instant().minus(TOLD).getEpochSecond();
    return Optional.ofNullable(snapshot.get(hash)).filter(status -> status.at() >= since);
  }

  /** A person's status is about to be set: what was told of it is no longer so. */
  void changes(String hash) {
    snapshot.computeIfPresent(hash, (id, old) -> new Status(old.word(), old.source(), 0));
  }

  /**
   * Everybody's status by member id, at most a minute old: read side by side, and who asks
   * meanwhile helps.
   */
  Map<String, Status> all() {
    Instant start = clock.instant();
    Reading current;
    boolean begins;
    synchronized (this) {
      if (taken != null && Duration.between(taken, start).compareTo(FRESH) < 0) {
        return snapshot;
      }
      begins = reading == null;
      if (reading == null) {
        reading = new Reading(start);
      }
      current = reading;
    }
    try {
      if (begins) {
        current.begin();
      }
      current.help();
      synchronized (this) {
        if (reading == current) {
          taken = current.start;
        }
      }
    } finally {
      synchronized (this) {
        if (reading == current) {
          reading = null;
        }
      }
    }
    return snapshot;
  }

  /** Pages of the audience, each read by whoever comes for the next one. */
  private final class Reading {
    private final Instant start;
    private final Map<String, String> since;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition given = lock.newCondition();
    private int next;
    private int total = Pages.SIZE;
    private int open;
    private @Nullable RuntimeException failure;

    private Reading(Instant start) {
      this.start = start;
      since =
          taken == null
              ? Map.of()
              : Map.of(
                  "since_last_changed",
                  MailchimpTime.print(taken.minus(SLACK).truncatedTo(ChronoUnit.SECONDS)));
    }

    /** The first page tells how many there are; those are read in as many lanes as there may be. */
    private void begin() {
      int first = take();
      if (first >= 0) {
        one(first);
      }
      int left = pages() - 1;
      List<Supplier<Boolean>> helpers =
          Collections.nCopies(Math.max(0, Math.min(MailchimpLanes.MOST, left)), this::help);
      Lanes.all(sleeper, MailchimpLanes.MOST, helpers);
    }

    /** Reads pages as long as there are any; returns when all have been read, by whomever. */
    private boolean help() {
      for (int offset = take(); offset >= 0; offset = take()) {
        one(offset);
      }
      return true;
    }

    private void one(int offset) {
      @Nullable RuntimeException problem = null;
      int seen = 0;
      try {
        seen = read(offset);
      } catch (RuntimeException e) {
        problem = e;
      }
      give(seen, problem);
    }

    private int pages() {
      lock.lock();
      try {
        return (total + Pages.SIZE - 1) / Pages.SIZE;
      } finally {
        lock.unlock();
      }
    }

    /** The offset of a page that nobody reads; -1 when all is read. How many tells the first. */
    private int take() {
      lock.lock();
      try {
        while (failure == null && next >= total && open > 0) {
          given.await();
        }
        if (failure != null) {
          throw failure;
        }
        if (next >= total) {
          return -1;
        }
        open++;
        next += Pages.SIZE;
        return next - Pages.SIZE;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new EspException(Failure.of(FailureKind.TRANSIENT, "interrupted"), e);
      } finally {
        lock.unlock();
      }
    }

    private void give(int seen, @Nullable RuntimeException problem) {
      lock.lock();
      try {
        open--;
        total = Math.max(total, seen);
        if (problem != null && failure == null) {
          failure = problem;
        }
        given.signalAll();
      } finally {
        lock.unlock();
      }
    }

    private int read(int offset) {
      Instant at = clock.instant();
      MailchimpWire.Members page =
          http.call(
                  api.members(
                      audience.id(),
                      Pages.SIZE,
                      offset,
                      "members.id,members.status,members.source,total_items",
                      since))
              .require();
      for (MailchimpWire.Member member : MailchimpWire.list(page.members())) {
        if (member.id() != null) {
          keep(member.id(), status(member, at));
        }
      }
      return page.total();
    }
  }

  /** What a person is who was just read. */
  Status status(MailchimpWire.Member member) {
    return status(member, clock.instant());
  }

  private static Status status(MailchimpWire.Member member, Instant at) {
    return status(
        member.status() == null ? "" : member.status(),
        member.source() == null ? "" : member.source(),
        at);
  }

  /** Two strings are shared by all: a large audience has few of either. */
  private static Status status(String word, String source, Instant at) {
    return new Status(word.intern(), source.intern(), at.getEpochSecond());
  }
}
