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
  private static final Instant START = Instant.parse("2026-03-20T00:00:00Z");
  private static final List<String> WINDOWS =
      List.of(
          "all",
          "1d",
          "7d",
          "30d",
          "20d..5d",
          "36h",
          "1mo",
          "since 2026-03-18T06:00:00Z",
          "between 2026-03-10T00:00:00Z and 2026-03-30T00:00:00Z");
  private static final List<String> WHERES =
      List.of(
          "",
          " where amount > 20",
          " where kind == \"A\"",
          " where tags has_any [\"x\"]",
          " where not amount > 20 and exists kind",
          " where ts > now - 3d",
          " where ts < today");

  private final Random random = new Random();

  private <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private String rule() {
    String window = pick(WINDOWS);
    String where = pick(WHERES);
    int n = random.nextInt(4);
    return switch (random.nextInt(11)) {
      case 0, 1 -> "count(buy" + where + ", " + window + ") >= " + n;
      case 2 -> "sum(buy.amount" + where + ", " + window + ") > " + n * 10;
      case 3 -> "avg(buy.amount" + where + ", " + window + ") > " + n * 10;
      case 4 -> "min(buy.amount" + where + ", " + window + ") < " + n * 10;
      case 5 -> "max(buy.amount" + where + ", " + window + ") > " + n * 10;
      case 6 -> "first(buy.kind" + where + ", " + window + ") == \"b\"";
      case 7 -> "last(buy.ts" + where + ", " + window + ") > now - 2d";
      case 8 -> "distinct(buy.tags" + where + ", " + window + ") >= " + n;
      case 9 -> "most_frequent(buy.kind" + where + ", " + window + ") == \"a\"";
      default -> "days_since_last(buy" + where + ", " + window + ") <= " + n;
    };
  }

  private List<String> rules() {
    List<String> rules = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      rules.add(rule());
    }
    rules.add("in_segment s0 and not in_segment s1");
    return rules;
  }

  /** Of people who are there and others; late and in the future; now and then an id seen before. */
  private List<String> batch(int people, int events, int ids) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      Instant at = START.plus(random.nextInt(60 * 24) - 40 * 24, ChronoUnit.HOURS);
      String kind = pick(List.of("a", "A", "b", ""));
      String amount = pick(List.of("", "7.5", "12", "30", "x"));
      String tags = pick(List.of("", "x", "\"x,y\"", "\"Y, z\""));
      lines.add(
          String.join(
              ",",
              "e" + random.nextInt(ids),
              "c" + random.nextInt(people + 3),
              at.toString(),
              amount,
              kind,
              tags));
      if (random.nextInt(8) == 0) {
        lines.add(pick(lines));
      }
    }
    return lines;
  }

  @Property(tries = 12, shrinking = ShrinkingMode.OFF)
  void incrementalResultIsTheFullResult(@ForAll long seed) throws IOException {
    random.setSeed(seed);
    Path dir = Files.createTempDirectory("espalier-law");
    try {
      int people = 60;
      IncrementalShop shop = new IncrementalShop(dir, people);
      shop.buys(0, batch(people, 200, 2000));
      Project project = shop.project(rules());
      Instant now = START;
      for (int run = 1; run <= 4; run++) {
        assertEquals(
            IncrementalShop.full(project, now), shop.incremental(project, now), "run " + run);
        now = now.plus(random.nextInt(40) - 6, ChronoUnit.HOURS);
        int choice = random.nextInt(6);
        if (choice > 0) {
          // At times an old file is written anew, with a line more.
          shop.buys(choice == 5 ? 0 : run, batch(people, 1 + random.nextInt(6), 2000));
        }
        project = random.nextInt(5) == 0 ? shop.project(rules()) : project;
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
