package io.espalier.sync.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes rules about events named {@code buy}, and batches of such events. */
final class BuyMaker {
  static final Instant START = Instant.parse("2026-03-20T00:00:00Z");
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

  private final Random random;

  BuyMaker(Random random) {
    this.random = random;
  }

  private <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  String rule() {
    String window = pick(WINDOWS);
    String where = pick(WHERES);
    // From one: nobody counts fewer than none, and the checker says so.
    int n = 1 + random.nextInt(3);
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
      default -> "days_since_last(buy" + where + ", " + window + ") <= " + (5 + n);
    };
  }

  List<String> rules() {
    List<String> rules = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      rules.add(rule());
    }
    rules.add("in_segment s0 and not in_segment s1");
    return rules;
  }

  /** Of people who are there and others; late and in the future; now and then an id seen before. */
  List<String> batch(int people, int events, int ids) {
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
}
