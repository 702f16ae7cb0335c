package io.espalier.sync.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.sandbox.RequestCheck;
import io.espalier.sync.shop.Folders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real command in a process of its own, killed at a random instant as {@code kill -9} does it,
 * and run again: the ledger and the three ESPs end as after one clean run, and no call has had an
 * effect that a clean run has not, or one more often. Five hundred with {@code
 * -Despalier.long=true}.
 */
final class RandomKillTest {
  private static final int KILLS =
      Integer.getInteger("espalier.kills", Boolean.getBoolean("espalier.long") ? 500 : 1);
  private static final long SEED = Long.getLong("espalier.seed", 20261127);

  @TempDir static Path dir;

  /** What the run is about that is killed. */
  private enum Night {
    /** Nothing is anywhere yet. */
    FIRST,
    /** Everybody is there, and some have changed. */
    SECOND,
    /** As the second; before it is run again some have changed once more. */
    SECOND_AND_THIRD
  }

  /** Where the instant is taken from. */
  private enum Moment {
    /** Anywhere in the life of the process. */
    LIFE,
    /** When an ESP has done what a call asked for, and its answer is not yet on its way. */
    DONE_UNANSWERED,
    /** Within a few milliseconds after such a call. */
    SOON_AFTER
  }

  /** How one clean run ends. */
  private record End(
      List<String> ledger, Map<String, Integer> held, Map<String, Integer> effects) {}

  private static final int AT_ONCE = Integer.getInteger("espalier.kills.at.once", 3);
  private static final AtomicInteger DONE = new AtomicInteger();
  private static final Map<String, Integer> MOMENTS = new ConcurrentSkipListMap<>();
  private static final Map<String, Integer> AGAIN = new ConcurrentSkipListMap<>();
  private static final Map<Night, End> CLEAN = new EnumMap<>(Night.class);
  private static final Map<Night, Integer> REQUESTS = new EnumMap<>(Night.class);

  /** About how long a process lives, which spends most of it at the vendors' quotas. */
  private static final long LIFE = TimeUnit.SECONDS.toNanos(Long.getLong("espalier.life", 10));

  /** Shop, state and accounts as the first night leaves them; made when first asked for. */
  private static synchronized Path afterFirst() {
    Path first = dir.resolve("first");
    if (!Files.isDirectory(first)) {
      try (Trial trial = Trial.fresh(first)) {
        run(trial);
        trial.settle();
      }
    }
    return first;
  }

  private static void run(Trial trial) {
    trial
        .resume()
        .forEach(
            report -> assertEquals(List.of(), report.stopped().stream().toList(), report.esp()));
  }

  /** How a night ends that nobody disturbs. */
  private static synchronized End clean(Night night) {
    if (!CLEAN.containsKey(night)) {
      try (Trial trial = trial(night, dir.resolve(night.name()))) {
        run(trial);
        REQUESTS.put(night, trial.effects().requests());
        if (night == Night.SECOND_AND_THIRD) {
          NightShop.night(trial.shop(), 3);
          run(trial);
        }
        CLEAN.put(night, end(trial));
      }
    }
    return CLEAN.get(night);
  }

  private static Trial trial(Night night, Path at) {
    if (night == Night.FIRST) {
      return Trial.fresh(at);
    }
    Trial trial = Trial.after(afterFirst(), at);
    NightShop.night(trial.shop(), 2);
    return trial;
  }

  /** After a further run, in which everything that an ESP tells of our own acts has come back. */
  private static End end(Trial trial) {
    trial.settle();
    trial.resume();
    trial.settle();
    return new End(trial.ledger(), trial.held(), trial.effects().all());
  }

  @Test
  void aProcessThatIsKilledAtAnyInstantIsFinishedByTheNextAndNoEffectIsRepeated() {
    ExecutorService hands = Executors.newFixedThreadPool(AT_ONCE);
    List<Future<?>> tries = new ArrayList<>();
    try {
      for (int n = 0; n < KILLS; n++) {
        int number = n;
        tries.add(hands.submit(() -> killed(number)));
      }
      List<String> failures = new ArrayList<>();
      for (Future<?> one : tries) {
        try {
          one.get();
        } catch (ExecutionException e) {
          failures.add(String.valueOf(e.getCause()));
          System.out.println(e.getCause());
        }
      }
      assertEquals("", String.join("\n", failures));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      hands.shutdownNow();
    }
    System.out.println(KILLS + " kills: " + MOMENTS + "; sent again, without effect: " + AGAIN);
  }

  private static void killed(int number) {
    SplittableRandom random = new SplittableRandom(SEED + number);
    Night night = Night.values()[(number + 1) % 3];
    End clean = clean(night);
    Moment moment = Moment.values()[random.nextInt(3)];
    String point = "kill " + number + " of seed " + SEED + ", " + night + ", " + moment;
    Folders.with(
        place -> {
          try (Trial trial = trial(night, place.resolve("trial"))) {
            boolean alive = kill(trial, night, moment, random);
            MOMENTS.merge(moment + (alive ? "" : " (had ended)"), 1, Integer::sum);
            if (night == Night.SECOND_AND_THIRD) {
              NightShop.night(trial.shop(), 3);
            }
            run(trial);
            trial.effects().againByPath().forEach((path, t) -> AGAIN.merge(path, t, Integer::sum));
            judge(night, clean, end(trial), point);
          }
        });
    int done = DONE.incrementAndGet();
    if (done % 25 == 0) {
      System.out.println(
          done + " kills ended as one clean run: " + MOMENTS + "; sent again: " + AGAIN);
    }
  }

  private static void judge(Night night, End clean, End end, String point) {
    assertEquals(Map.of(), differences(clean.held(), end.held()), point + ": held");
    assertEquals(
        Map.of(), differences(times(clean.ledger()), times(end.ledger())), point + ": ledger");
    if (night != Night.SECOND_AND_THIRD) {
      assertEquals(Map.of(), differences(clean.effects(), end.effects()), point + ": effects");
    }
  }

  private static Map<String, Integer> times(List<String> lines) {
    Map<String, Integer> times = new TreeMap<>();
    lines.forEach(line -> times.merge(line, 1, Integer::sum));
    return times;
  }

  private static Map<String, Integer> differences(
      Map<String, Integer> clean, Map<String, Integer> end) {
    Map<String, Integer> differences = new TreeMap<>();
    TreeSet<String> all = new TreeSet<>(clean.keySet());
    all.addAll(end.keySet());
    for (String one : all) {
      int more = end.getOrDefault(one, 0) - clean.getOrDefault(one, 0);
      if (more != 0) {
        differences.put(one, more);
      }
    }
    return differences;
  }

  /** True where the process was alive until then. */
  private static boolean kill(Trial trial, Night night, Moment moment, SplittableRandom random) {
    if (moment == Moment.LIFE) {
      try (Child child = trial.start()) {
        child.endsWithin(random.nextLong(LIFE));
        return child.kill();
      }
    }
    int last = 1 + random.nextInt(REQUESTS.get(night));
    long later = moment == Moment.SOON_AFTER ? random.nextLong(20_000) : 0;
    CompletableFuture<Child> started = new CompletableFuture<>();
    CompletableFuture<Boolean> killed = new CompletableFuture<>();
    AtomicInteger seen = new AtomicInteger();
    RequestCheck killer =
        (esp, exchange, status) -> {
          trial.effects().about(esp, exchange, status);
          if (seen.incrementAndGet() != last) {
            return;
          }
          if (later == 0) {
            killed.complete(started.join().kill());
          } else {
            CompletableFuture.delayedExecutor(later, TimeUnit.MICROSECONDS)
                .execute(() -> killed.complete(started.join().kill()));
          }
        };
    trial.watch(killer);
    try (Child child = trial.start()) {
      started.complete(child);
      child.await();
      child.kill();
      // Two runs of the same night need not have the same number of calls.
      return killed.completeOnTimeout(false, 1, TimeUnit.SECONDS).join();
    } finally {
      trial.watch(trial.effects());
    }
  }
}
