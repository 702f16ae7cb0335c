package io.espalier.sync.watch;

import io.espalier.sync.watch.Health.Job;
import io.espalier.sync.watch.Health.Status;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes the end of every job; tells people where it is another one than they know of. */
public final class Watch {
  private final String project;
  private final Health health;
  private final Optional<Messenger> messenger;
  private final Consumer<String> log;

  /**
   * @param messenger empty where nobody wants to be told
   * @param log told of messages that did not arrive
   */
  public Watch(String project, Health health, Optional<Messenger> messenger, Consumer<String> log) {
    this.project = project;
    this.health = health;
    this.messenger = messenger;
    this.log = log;
  }

  /** Carries a notice to people. */
  @FunctionalInterface
  public interface Messenger {
    /**
     * @return why it did not arrive, without addresses and secrets; empty where it did
     */
    Optional<String> send(Notice notice);
  }

  /**
   * A job has ended. What did not arrive is told at the next end, if it is still so.
   *
   * @param reason why it is not well; empty where it is
   */
  public void ended(String job, Status status, String reason, Instant at) {
    Job before = health.of(job);
    Status told = status(before.told());
    String since = status.name().equals(before.status()) ? before.since() : at.toString();
    Optional<String> lost =
        status == told
            ? Optional.empty()
            : messenger.flatMap(m -> m.send(new Notice(project, job, kind(status), reason, at)));
    lost.ifPresent(why -> log.accept("the notification did not arrive: " + why));
    Status known = lost.isPresent() ? told : status;
    try {
      health.keep(job, new Job(status.name(), since, at.toString(), reason, known.name()));
    } catch (UncheckedIOException e) {
      // What it ended with is the news; that it could not be noted is a word more.
      log.accept("how the job ended could not be noted: " + e.getMessage());
    }
  }

  private static Notice.Kind kind(Status status) {
    return switch (status) {
      case OK -> Notice.Kind.RECOVERY;
      case DEGRADED -> Notice.Kind.DEGRADATION;
      case FAILED -> Notice.Kind.FAILURE;
    };
  }

  private static Status status(String name) {
    try {
      return Status.valueOf(name);
    } catch (IllegalArgumentException e) {
      return Status.OK;
    }
  }
}
