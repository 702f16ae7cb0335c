package io.espalier.sync.kill;

import io.espalier.sandbox.RequestCheck;
import io.espalier.spi.Surroundings;
import io.espalier.sync.plan.Plan;
import io.espalier.sync.plan.Plans;
import io.espalier.sync.run.Report;
import io.espalier.sync.run.SyncJob;
import io.espalier.sync.run.Target;
import io.espalier.sync.shop.Remotes;
import io.espalier.sync.shop.Session;
import io.espalier.sync.shop.Shop;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.store.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A shop, its state, and three accounts that live on while processes come and go. */
final class Trial implements AutoCloseable {
  private static final AtomicInteger IDS = new AtomicInteger();

  private final Path dir;
  private final Shop shop;
  private final ShiftedClock clock = new ShiftedClock();
  private final Target target;
  private final Effects effects;

  private Trial(Path dir, Shop shop) {
    this.dir = dir;
    this.shop = shop;
    this.target = Target.sandboxes(Optional.of(dir.resolve("accounts")), clock);
    this.effects = new Effects(target);
    watch(effects);
  }

  /** Everything new. */
  static Trial fresh(Path dir) {
    return new Trial(dir, NightShop.in(dir.resolve("shop")));
  }

  /** After the first night, as another trial has left it. */
  static Trial after(Path earlier, Path dir) {
    copy(earlier, dir);
    return new Trial(dir, NightShop.in(dir.resolve("shop")));
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path there = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(there);
        } else {
          Files.copy(file, there);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has every request looked at by this one from now on. */
  void watch(RequestCheck check) {
    Onlooker.send(doors(), check);
  }

  private List<String> doors() {
    return Remotes.ESPS.stream()
        .map(esp -> target.sandbox(esp).orElseThrow().settings())
        .flatMap(settings -> settings.values().stream())
        .filter(value -> value.startsWith("http://"))
        .map(url -> URI.create(url).getAuthority())
        .distinct()
        .toList();
  }

  Shop shop() {
    return shop;
  }

  Effects effects() {
    return effects;
  }

  ShiftedClock clock() {
    return clock;
  }

  Child start() {
    return Child.sync(shop.dir(), target, dir.resolve("scratch"));
  }

  Child start(String command, String... more) {
    return Child.of(shop.dir(), dir.resolve("scratch"), command, more);
  }

  /** One run in this process, which is the same code and faster. */
  List<Report> resume() {
    Surroundings surroundings =
        new Surroundings(clock, clock::pass, new SplittableRandom(1), call -> {});
    try (Engine engine = Engine.at(store(), 256);
        Rejects rejects = new Rejects(Optional.empty());
        SyncJob job = SyncJob.open(shop.project(), engine, target, surroundings)) {
      Plan plan =
          job.plan("r" + IDS.incrementAndGet(), clock.instant(), job.load(rejects, Session.NOW));
      List<Report> reports = job.run(plan, rows -> {});
      Plans.ran(engine, plan, clock.instant());
      return reports;
    }
  }

  private Path store() {
    return shop.file(".espalier/store.duckdb");
  }

  /** Lets every job at the ESPs come to its end, also those that nobody asks after. */
  void settle() {
    clock.pass(Duration.ofMinutes(30));
    Leftovers.finish(target);
    effects.look();
  }

  List<String> ledger() {
    return Ledgers.dump(store());
  }

  Map<String, Integer> held() {
    return effects.heldNow();
  }

  @Override
  public void close() {
    Onlooker.callBack(doors());
    target.close();
  }
}
