package io.espalier.sync.project;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be wrong in scores.yaml. */
final class ScoreMistakesTest {
  @TempDir Path dir;

  private String mistakes(String scores) {
    return Shop.in(dir).with("scores.yaml", scores).mistakes();
  }

  @Test
  void allMistakesOfAFileAreTold() {
    assertEquals(
        """
        scores.yaml:3:5: error: 'loyal' has no purposes
          half_life: 1mo
          ^^^^^^^^^^^^^^
          e.g. purposes: [marketing]
        scores.yaml:3:16: error: '1mo' is no half-life
          half_life: 1mo
                     ^^^
          write hours, days or weeks, e.g. half_life: 30d, or none
        scores.yaml:4:13: error: found the number 36, expected a window such as 30d, 90d..30d, since 2026-01-01T00:00:00Z or all
          window: 36
                  ^^
          write 36d for the last 36 days
        scores.yaml:6:17: error: unknown event 'ordr'
          - {event: ordr, points: 2}
                    ^^^^
          did you mean 'order'?
        scores.yaml:7:31: error: event 'order' has no property 'amuont'
          - {event: order, where: amuont > 5, points: 0}
                                  ^^^^^^
          did you mean 'amount'?
        scores.yaml:7:51: error: an event of no points counts for nothing
          - {event: order, where: amuont > 5, points: 0}
                                                      ^
          take the line out
        scores.yaml:8:32: error: 'points' must be a number of at most 9 decimals, not 'many'
          - {event: order, points: many, cap: 3}
                                   ^^^^
        scores.yaml:8:38: error: unknown key 'cap'
          - {event: order, points: many, cap: 3}
                                         ^^^
          known: cap_per_day, event, points, where
        scores.yaml:9:48: error: a cap is more than 0
          - {event: order, points: 1, cap_per_day: -3}
                                                   ^^
          it caps negative points by their amount""",
        mistakes(
            """
            scores:
              loyal:
                half_life: 1mo
                window: 36
                points:
                  - {event: ordr, points: 2}
                  - {event: order, where: amuont > 5, points: 0}
                  - {event: order, points: many, cap: 3}
                  - {event: order, points: 1, cap_per_day: -3}
            """));
  }

  @Test
  void aWindowDoesNotStandInAWhere() {
    assertEquals(
        """
        scores.yaml:5:31: error: a window does not stand in 'where'
          - {event: order, where: "amount > 5, 30d", points: 2}
                                  ^^^^^^^^^^^^^^^^^
          write window: 30d""",
        mistakes(
            """
            scores:
              loyal:
                purposes: [marketing]
                points:
                  - {event: order, where: "amount > 5, 30d", points: 2}
            """));
  }

  @Test
  void aNameOfAnAttributeIsTaken() {
    Shop.in(dir)
        .edit(
            "profile.yaml",
            "    country: {",
            "    score.loyal: {type: number, purposes: [marketing]}\n    country: {")
        .edit("customers.csv", "id,email,country", "id,email,country");
    assertEquals(
        """
        scores.yaml:2:3: error: profile.yaml has an attribute 'score.loyal' already
          loyal: {purposes: [marketing], points: [{event: order, points: 1}]}
          ^^^^^
          give one of them another name""",
        Shop.empty(dir)
            .with(
                "scores.yaml",
                "scores:\n  loyal: {purposes: [marketing], points: [{event: order, points: 1}]}\n")
            .mistakes());
  }

  @Test
  void aRuleMayNotUseAScoreForAPurposeThatItDoesNotAllow() {
    assertEquals(
        """
        segments/french.yaml:3:8: error: attribute 'score.loyal' may not be used for the purpose 'marketing'
          where: score.loyal > 3
                 ^^^^^^^^^^^
          its purposes: analytics""",
        Shop.in(dir)
            .edit("segments/french.yaml", "country == \"France\"", "score.loyal > 3")
            .with(
                "scores.yaml",
                "scores:\n  loyal: {purposes: [analytics], points: [{event: order, points: 1}]}\n")
            .mistakes());
  }

  @Test
  void aHalfLifeIsAtMostTenYears() {
    assertEquals(
        """
        scores.yaml:4:16: error: a half-life is at most 3650d
          half_life: 600w
                     ^^^^
          write none for points that stay""",
        mistakes(
            """
            scores:
              loyal:
                purposes: [marketing]
                half_life: 600w
                points: [{event: order, points: 1}]
            """));
  }
}
