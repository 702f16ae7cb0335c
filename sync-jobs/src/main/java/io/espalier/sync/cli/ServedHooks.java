package io.espalier.sync.cli;

import io.espalier.sync.project.Project;
import io.espalier.sync.run.Hooks;
import io.espalier.sync.run.Target;
import io.espalier.sync.serve.HookPart;
import io.espalier.sync.serve.ServeLog;
import io.espalier.sync.serve.ServePart;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.HookInbox;
import io.espalier.sync.store.Ledger;
import io.espalier.sync.store.StateInUseException;
import io.espalier.sync.store.StoreException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** The calls of ESPs to a running server, and their way into the consent ledger. */
final class ServedHooks implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Context context;
  private final Project project;
  private final Path state;
  private final HookInbox inbox;
  private final BooleanSupplier busy;
  private final ServeLog log;
  private final AtomicBoolean waiting = new AtomicBoolean();
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "hooks");
            thread.setDaemon(true);
            return thread;
          });
  private Optional<Target> target = Optional.empty();

  /**
   * @param busy whether a job of this process has the store: what comes meanwhile waits for its end
   */
  ServedHooks(Context context, Project project, Path state, BooleanSupplier busy, ServeLog log) {
    this.log = log;
    this.busy = busy;
    this.context = context;
    this.project = project;
    this.state = state;
    this.inbox = new HookInbox(state);
  }

  /** One part, or none where no ESP may call. */
  List<ServePart> parts(Options.To to) {
    if (project.operations().hooks().isEmpty()) {
      return List.of();
    }
    Target opened = to.open(state, context);
    target = Optional.of(opened);
    Hooks hooks =
        Hooks.open(project, opened, context.environment(), context.surroundings(call -> {}), inbox);
    // What a server before this one left.
    deliverSoon();
    return List.of(new HookPart(hooks, this::deliverSoon, log));
  }

  /** Several calls at once need one delivery. */
  void deliverSoon() {
    if (waiting.compareAndSet(false, true)) {
      try {
        writer.execute(
            () -> {
              waiting.set(false);
              deliver();
            });
      } catch (RejectedExecutionException e) {
        // The server stops: the next run takes over what was told.
        waiting.set(false);
      }
    }
  }

  private void deliver() {
    if (inbox.isEmpty() || busy.getAsBoolean()) {
      return;
    }
    try {
      long news = intoLedger();
      if (news > 0) {
        log.note(
            "what ESPs told is in the consent ledger: "
                + news
                + (news == 1 ? " new statement" : " new statements"));
      }
    } catch (StateInUseException e) {
      // Another process has the store: its run, or the next one, takes over what was told.
      return;
    } catch (StoreException | UncheckedIOException e) {
      // What was told stays on disk, and is taken over as soon as that can be.
      log.failed("the way into the consent ledger", e);
    }
  }

  private long intoLedger() {
    try (Engine engine = Engine.at(state.resolve("store.duckdb"), project.store().memoryMiB())) {
      Ledger.prepare(engine);
      return inbox.deliver(engine, context.clock().instant());
    }
  }

  @Override
  public void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        log.note("what was told last is taken over by the next run");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    target.ifPresent(Target::close);
  }
}
