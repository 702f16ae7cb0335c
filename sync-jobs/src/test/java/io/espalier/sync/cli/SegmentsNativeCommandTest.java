package io.espalier.sync.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SegmentsNativeCommandTest {
  @TempDir Path dir;

  private CommandLineRun run(String... more) {
    String[] all = new String[more.length + 2];
    System.arraycopy(more, 0, all, 0, more.length);
    all[more.length] = "--project";
    all[more.length + 1] = dir.toString();
    return CommandLineRun.of(all);
  }

  private Shop shop() {
    return Shop.in(dir)
        .edit(
            "profile.yaml",
            "country: {type: text,",
            "country: {type: text, values: [France, Spain],");
  }

  @Test
  void eachEspSaysItInItsOwnTerms() {
    shop()
        .edit(
            "segments/french.yaml",
            "country == \"France\"",
            "country == \"france\" and not age < 18");

    CommandLineRun run = run("segments", "native", "--segment", "french");

    assertEquals("", run.err());
    assertEquals(
        """
        -- french in Klaviyo (its members are sent; 'native' is off)
        {
          "condition_groups": [
            {
              "conditions": [
                {
                  "type": "profile-property",
                  "property": "properties['country']",
                  "filter": {
                    "type": "string",
                    "operator": "equals",
                    "value": "France"
                  }
                }
              ]
            },
            {
              "conditions": [
                {
                  "type": "profile-property",
                  "property": "properties['age']",
                  "filter": {
                    "type": "numeric",
                    "operator": "greater-than-or-equal",
                    "value": 18
                  }
                },
                {
                  "type": "profile-property",
                  "property": "properties['age']",
                  "filter": {
                    "type": "existence",
                    "operator": "not-set"
                  }
                }
              ]
            }
          ]
        }

        -- french in Mailchimp (its members are sent; 'native' is off)
        segments/french.yaml:3:8: error: Mailchimp joins conditions by 'all' or by 'any', never by both, and this rule takes both
          where: country == "france" and not age < 18
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          split the rule, or leave 'native' off for mailchimp

        -- french in Salesforce Marketing Cloud (its members are sent; 'native' is off)
        SELECT p.[SubscriberKey], p.[EmailAddress]
        FROM [Espalier Profiles] p
        WHERE p.[country] COLLATE Latin1_General_BIN2 = N'France'
          AND (p.[age] >= 18 OR p.[age] IS NULL)
        By hand: In Automation Studio make an SQL Query activity of this text, with the target data extension 'French people', which the sync makes, and the data action Overwrite; let an automation run it as often as you like. The sync keeps the same members in it.

        """,
        run.out());
  }

  @Test
  void whatOneEspCannotSayStopsTheCheckAtThatPart() {
    Shop.in(dir)
        .edit(
            "segments/french.yaml",
            "country == \"France\"",
            "age > 18 and country == \"France\"\nnative: [klaviyo]");

    CommandLineRun run = run("check", "--no-sources");

    assertEquals(2, run.exit());
    assertEquals(
        """
        segments/french.yaml:3:21: error: whether Klaviyo tells upper from lower case in 'country' is said nowhere
          where: age > 18 and country == "France"
                              ^^^^^^^^^^^^^^^^^^^
          list its 'values' in profile.yaml: then it can be said exactly
        nothing was sent
        """,
        run.err());
  }

  @Test
  void everyPartThatCannotBeSaidIsNamedAtOnce() {
    Shop.in(dir)
        .edit(
            "segments/french.yaml",
            "country == \"France\"",
            "count(order, 90d) >= 2 and max(order.amount, 90d) > 5 or count(order, 3mo) > 1\nnative: [mailchimp]");

    assertEquals(
        """
        segments/french.yaml:3:14: error: nothing says that Mailchimp knows every 'order'
          where: count(order, 90d) >= 2 and max(order.amount, 90d) > 5 or count(order, 3mo) > 1
                       ^^^^^
          name the event there in profile.yaml, under 'names' of the event, or make this a computed attribute, whose value is sent
        segments/french.yaml:3:35: error: Mailchimp counts or sums events at most; it has no max
          where: count(order, 90d) >= 2 and max(order.amount, 90d) > 5 or count(order, 3mo) > 1
                                            ^^^^^^^^^^^^^^^^^^^^^^
          make it a computed attribute, whose value is sent, or leave 'native' off
        segments/french.yaml:3:71: error: nothing says that Mailchimp knows every 'order'
          where: count(order, 90d) >= 2 and max(order.amount, 90d) > 5 or count(order, 3mo) > 1
                                                                                ^^^^^
          name the event there in profile.yaml, under 'names' of the event, or make this a computed attribute, whose value is sent
        3 mistakes; nothing was sent
        """,
        run("check", "--no-sources").err());
  }

  @Test
  void aSizeThatDecidesIsNoDefinition() {
    Shop.in(dir)
        .edit(
            "segments/french.yaml",
            "country == \"France\"",
            "age > 18\nmin_size: 5\nnative: [klaviyo]");

    assertEquals(
        """
        segments/french.yaml:5:9: error: the size of 'french' decides who is sent, and Klaviyo does not know it
          native: [klaviyo]
                  ^^^^^^^^^
          take min_size away, or leave 'native' off
        nothing was sent
        """,
        run("check", "--no-sources").err());
  }

  @Test
  void anEspThatIsNoneIsNamed() {
    assertEquals(
        """
        segments/french.yaml:4:9: error: 'native' is true, false or ESPs, and 'klavyo' is no ESP
          native: klavyo
                  ^^^^^^
          did you mean 'klaviyo'?""",
        Shop.in(dir)
            .edit(
                "segments/french.yaml",
                "country == \"France\"",
                "country == \"France\"\nnative: klavyo")
            .mistakes());
  }
}
