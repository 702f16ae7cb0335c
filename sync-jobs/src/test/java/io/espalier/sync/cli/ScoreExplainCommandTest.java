package io.espalier.sync.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScoreExplainCommandTest {
  @TempDir Path dir;

  @BeforeEach
  void project() {
    Shop.in(dir)
        .with(
            "scores.yaml",
            """
            scores:
              spender:
                purposes: [marketing]
                half_life: 10d
                points:
                  - {event: order, where: amount >= 10, points: 4, cap_per_day: 6}
                  - {event: order, points: -0.5}
            """)
        .with(
            "orders.csv",
            """
            order_id,customer,at,amount
            o1,c1,2024-05-22T00:00:00Z,20.50
            o2,c1,2024-05-22T00:00:00Z,10
            o3,c1,2024-05-12T00:00:00Z,9.99
            mail@example.net,c2,2024-05-22T00:00:00Z,9
            """);
  }

  @Test
  void everyItemIsToldAndTheSumIsTheAttribute() {
    CommandLineRun run =
        CommandLineRun.of("score", "explain", "--profile", "c1", "--project", dir.toString());

    assertEquals(
        """
        score.spender of c1 is 2.375 as of 2024-06-01T00:00:00Z; half-life 10d
          1. 4 x count(order where amount >= 10), at most 6 a day
          2. -0.5 x count(order)
          time                  event     line  points  cap cut  decay  counted
          2024-05-12T00:00:00Z  order o3     2    -0.5        0   0.25   -0.125
          2024-05-22T00:00:00Z  order o1     1       4        0    0.5        2
          2024-05-22T00:00:00Z  order o1     2    -0.5        0    0.5    -0.25
          2024-05-22T00:00:00Z  order o2     1       4        2    0.5        1
          2024-05-22T00:00:00Z  order o2     2    -0.5        0    0.5    -0.25
          sum                                                             2.375
        """,
        run.out());
    assertEquals(0, run.exit());
  }

  @Test
  void theSumIsWhatRulesSee() {
    assertEquals("1 of 3 profiles\n", query("score.spender == 2.375"));
    assertEquals("1 of 3 profiles\n", query("score.spender == -0.25"));
    assertEquals("1 of 3 profiles\n", query("score.spender == 0"));
  }

  private String query(String rule) {
    return CommandLineRun.of("query", rule, "--project", dir.toString()).out();
  }

  @Test
  void asJsonItIsOneDocumentAndAnIdThatIsAnAddressIsMasked() {
    CommandLineRun run =
        CommandLineRun.of(
            "score", "explain", "--profile", "c2", "--json", "--project", dir.toString());

    JsonObject score =
        JsonParser.parseString(run.out())
            .getAsJsonObject()
            .getAsJsonArray("scores")
            .get(0)
            .getAsJsonObject();
    assertEquals("-0.25", score.get("sum").getAsString());
    assertEquals(
        "{\"event\":\"order\",\"id\":\"m***@e***.net\",\"time\":\"2024-05-22T00:00:00Z\",\"day\":\"2024-05-22\",\"line\":2,\"points\":\"-0.5\",\"cap_cut\":\"0\",\"decay\":\"0.5\",\"counted\":\"-0.25\"}",
        score.getAsJsonArray("items").get(0).toString());
  }

  @Test
  void aPersonWhoIsNotThereIsNotShownInClear() {
    CommandLineRun run =
        CommandLineRun.of(
            "score", "explain", "--profile", "ada@example.net", "--project", dir.toString());

    assertEquals(
        """
        error: there is no person with the key 'a***@e***.net'
          keys are those of the column 'id'; was the row rejected?
        """,
        run.err());
    assertEquals(2, run.exit());
  }

  @Test
  void anUnknownScoreNamesTheNearest() {
    CommandLineRun run =
        CommandLineRun.of(
            "score",
            "explain",
            "--profile",
            "c1",
            "--score",
            "spendr",
            "--project",
            dir.toString());

    assertEquals("error: there is no score 'spendr'\n  did you mean 'spender'?\n", run.err());
  }
}
