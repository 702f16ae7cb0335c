package io.espalier.sync.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SegmentsSizeCommandTest {
  @TempDir Path dir;

  private Shop shop() {
    String city = "é".repeat(128);
    return Shop.in(dir)
        .without("segments/buyers.yaml")
        .with("segments/french.yaml", "segment: french\nwhere: country == \"France\"\n")
        .with(
            "segments/grown.yaml", "segment: grown\nsync: [klaviyo, mailchimp]\nwhere: age >= 18\n")
        .edit(
            "profile.yaml",
            "    country: {",
            "    city: {type: text, class: demographic, purposes: [marketing]}\n    country: {")
        .with(
            "customers.csv",
            """
            id,email,country,age,opt_in,opt_in_at,proof,city
            c1,ada@example.net,France,36,subscribed,2024-01-01T00:00:00Z,form 1,%s
            c2,bob@example.net,Spain,41,subscribed,2024-01-01T00:00:00Z,form 2,Lugo
            c3,cleo@example.net,France,20,unknown,,,
            c4,dan@example.net,France,,unsubscribed,2024-01-01T00:00:00Z,form 4,
            """
                .formatted(city));
  }

  @Test
  void membersReachAndOverlapAreCounted() {
    shop();

    CommandLineRun run = CommandLineRun.of("segments", "size", "--project", dir.toString());

    assertEquals(
        """
        4 profiles in shop as of 2024-06-01T00:00:00Z

        segment  members  share  consented  unknown  opted out  sent  klaviyo          mailchimp  salesforce-mc
        french         3  75.0%          1        1          1     2        1  0 (1 over limits)              1
        grown          3  75.0%          2        1          0     3        2  1 (1 over limits)              -

        members of both        1        2
        1 french               .  2 66.7%
        2 grown          2 66.7%        .
        (shares are of the row's segment)
        """,
        run.out());
    assertEquals("", run.err());
  }

  @Test
  void asJsonItSaysTheSame() {
    shop();

    JsonArray segments =
        JsonParser.parseString(
                CommandLineRun.of("segments", "size", "--json", "--project", dir.toString()).out())
            .getAsJsonObject()
            .getAsJsonArray("segments");

    JsonObject grown = segments.get(1).getAsJsonObject();
    assertEquals(
        "{\"klaviyo\":{\"reach\":2,\"over_limits\":0},\"mailchimp\":{\"reach\":1,\"over_limits\":1}}",
        grown.get("esps").toString());
    assertEquals("{\"french\":{\"members\":2,\"share\":0.667}}", grown.get("overlap").toString());
  }

  @Test
  void aSmallSegmentIsTold() {
    shop()
        .with(
            "segments/french.yaml",
            "segment: french\nwhere: country == \"France\"\nmin_size: {members: 3, otherwise: {merge_into: everybody}}\n")
        .with(
            "segments/grown.yaml",
            "segment: grown\nwhere: age >= 40\nmin_size: {members: 2, otherwise: warn}\n")
        .with("segments/everybody.yaml", "segment: everybody\nwhere: age >= 20\nmin_size: 3\n");

    CommandLineRun run = CommandLineRun.of("segments", "size", "--project", dir.toString());

    assertEquals(
        """
        everybody: among its members are 2 of 'french'
        french: 2 members, fewer than min_size 3: sent as members of 'everybody'
        grown: 1 member, fewer than min_size 2: sent all the same""",
        run.out()
            .lines()
            .filter(l -> l.contains(": "))
            .collect(java.util.stream.Collectors.joining("\n")));
  }

  @Test
  void aTieIsAnErrorWithAPersonWhoWouldShowItBeforeAnyRowIsRead() {
    shop()
        .without("customers.csv")
        .with(
            "segments/french.yaml",
            "segment: french\nexclusive_group: g\npriority: 7\nwhere: country == \"France\"\n")
        .with(
            "segments/grown.yaml",
            "segment: grown\nexclusive_group: g\npriority: 7\nwhere: age == 21 and count(order, 90d) == 2\n");

    CommandLineRun run = CommandLineRun.of("check", "--no-sources", "--project", dir.toString());

    assertEquals(
        """
        segments/grown.yaml:3:11: error: 'french' and 'grown' both have the priority 7 in the exclusive group 'g', and this person would match both: country = "france", age = 21, count(order, 90d) = 2
          priority: 7
                    ^
          give one of them another priority, or make their rules exclude each other
        nothing was sent
        """,
        run.err());
    assertEquals(2, run.exit());
  }

  /** A pattern of which nothing is known but that it is one. */
  private static final String FRENCH =
      "segment: french\nexclusive_group: g\npriority: 7\nwhere: country matches \"^F.{4}e$\"\n";

  @Test
  void aTieThatOnlyTheDataShowIsAnErrorWithAKeyWhoseAddressIsMasked() {
    shop()
        .edit("profile.yaml", "key: id", "key: email")
        .with("segments/french.yaml", FRENCH)
        .with(
            "segments/grown.yaml",
            "segment: grown\nexclusive_group: g\npriority: 7\nwhere: age >= 21\n");

    CommandLineRun run = CommandLineRun.of("segments", "--project", dir.toString());

    assertEquals(
        """
        segments/grown.yaml:3:11: error: 'french' and 'grown' both have the priority 7 in the exclusive group 'g', and somebody matches both: key a***@e***.net
          priority: 7
                    ^
          give one of them another priority, or make their rules exclude each other
        nothing was sent
        """,
        run.err());
    assertEquals(2, run.exit());
  }

  @Test
  void aTieThatNobodyShowsIsAWarning() {
    shop()
        .with("segments/french.yaml", FRENCH)
        .with(
            "segments/grown.yaml",
            "segment: grown\nexclusive_group: g\npriority: 7\nwhere: age >= 41\n");
    String head =
        "segments/grown.yaml:3:11: warning: 'french' and 'grown' both have the priority 7 in the exclusive group 'g'; ";
    String tail =
        "\n  priority: 7\n            ^\n  give one of them another priority, or make their rules exclude each other\n";

    CommandLineRun looked = CommandLineRun.of("check", "--project", dir.toString());
    CommandLineRun unlooked =
        CommandLineRun.of("check", "--no-sources", "--project", dir.toString());

    assertEquals(head + "nobody matches both today, but somebody could" + tail, looked.err());
    assertEquals(head + "whether somebody matches both was not looked at" + tail, unlooked.err());
    assertEquals(0, looked.exit());
  }

  @Test
  void aSegmentThatTheOnesBeforeItEmptyIsToldOf() {
    shop()
        .with(
            "segments/french.yaml",
            "segment: french\nexclusive_group: g\npriority: 7\nwhere: age >= 18\n")
        .with(
            "segments/grown.yaml",
            "segment: grown\nexclusive_group: g\npriority: 8\nwhere: age between 20 and 30\n");

    assertEquals(
        """
        segments/grown.yaml:3:11: warning: 'grown' never has a member: in the exclusive group 'g' the segments before it take everybody who matches it
          priority: 8
                    ^
          give it a lower number, or take it out
        """,
        CommandLineRun.of("check", "--no-sources", "--project", dir.toString()).err());
  }

  @Test
  void rulesThatExcludeEachOtherAreNoTie() {
    shop()
        .with(
            "segments/french.yaml",
            "segment: french\nexclusive_group: g\npriority: 7\nwhere: country == \"France\"\n")
        .with(
            "segments/grown.yaml",
            "segment: grown\nexclusive_group: g\npriority: 7\nwhere: country == \"Spain\" and age > 3\n");

    assertEquals("", CommandLineRun.of("check", "--project", dir.toString()).err());
  }
}
