package io.espalier.sync.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.sync.project.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncrementalLawTest {
  private static final Instant START = BuyMaker.START;

  @Property(tries = 3, shrinking = ShrinkingMode.OFF)
  void incrementalResultIsTheFullResult(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    BuyMaker maker = new BuyMaker(random);
    Path dir = Files.createTempDirectory("espalier-law");
    try {
      int people = 60;
      IncrementalShop shop = new IncrementalShop(dir, people);
      shop.buys(0, maker.batch(people, 200, 2000));
      Project project = shop.project(maker.rules());
      Instant now = START;
      for (int run = 1; run <= 4; run++) {
        assertEquals(
            IncrementalShop.full(project, now), shop.incremental(project, now), "run " + run);
        now = now.plus(random.nextInt(40) - 6, ChronoUnit.HOURS);
        if (random.nextInt(3) == 0) {
          shop.people(people - random.nextInt(3), run);
        }
        if (run == 3 && random.nextInt(2) == 0) {
          shop.withoutBuys(1);
        }
        int choice = random.nextInt(6);
        if (choice > 0) {
          // At times an old file is written anew, with a line more.
          shop.buys(choice == 5 ? 0 : run, maker.batch(people, 1 + random.nextInt(6), 2000));
        }
        project = random.nextInt(5) == 0 ? shop.project(maker.rules()) : project;
      }
    } finally {
      try (var files = Files.walk(dir)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Test
  void onlyPeopleWithANewEventOrOneAtAnEdgeAreCountedAgain(@TempDir Path dir) throws IOException {
    IncrementalShop shop = new IncrementalShop(dir, 30);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      lines.add("e" + i + ",c" + i + ",2026-03-01T00:00:00Z,5,a,");
    }
    lines.add("edge,c7,2026-02-18T12:00:00Z,5,a,");
    shop.buys(0, lines);
    Project project = shop.project(List.of("count(buy, 30d) >= 2"));
    shop.incremental(project, START);
    shop.buys(1, List.of("late,c3,2026-02-20T00:00:00Z,5,a,", "e4,c5,2026-02-20T00:00:00Z,5,a,"));
    Instant next = START.plus(1, ChronoUnit.DAYS);
    assertEquals(IncrementalShop.full(project, next), shop.incremental(project, next));
    // c3: a new one, and late; c4 and c5: one moved; c7: one left the window.
    assertEquals(4L, shop.made().get(0));
  }
}
