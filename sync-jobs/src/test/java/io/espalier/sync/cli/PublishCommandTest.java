package io.espalier.sync.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publishing into the sandboxes that a project keeps. */
class PublishCommandTest {
  @TempDir Path dir;

  private CommandRun run(String... words) {
    Object[] all = new Object[words.length + 4];
    System.arraycopy(words, 0, all, 0, words.length);
    all[words.length] = "--project";
    all[words.length + 1] = dir.resolve("shop");
    all[words.length + 2] = "--target";
    all[words.length + 3] = "sandbox";
    return CommandRun.of(all);
  }

  /** What each ESP's sandbox holds, as one text. */
  private String held(String esp) throws IOException {
    return Files.readString(dir.resolve("shop/.espalier/sandbox/" + esp + ".json"));
  }

  @Test
  void publishedOnceThenOnlyWhatChangedAndBackByteForByte() throws IOException {
    assertEquals(0, CommandRun.of("init", dir.resolve("shop")).exit());
    CommandRun first = run("publish");
    assertEquals(0, first.exit(), first.err() + first.out());
    assertEquals(
        3,
        first.out().lines().filter(l -> l.contains("published ") && l.endsWith("(new)")).count(),
        first.out());
    CommandRun again = run("publish");
    assertEquals(
        3, again.out().lines().filter(l -> l.endsWith(": unchanged")).count(), again.out());

    Path email = dir.resolve("shop/emails/hello.mjml");
    String before = Files.readString(email);
    Files.writeString(email, before.replace("</mj-text>", " and a postscript</mj-text>"));
    CommandRun diff = run("publish", "diff");
    assertEquals(0, diff.exit(), diff.err());
    assertTrue(diff.out().contains("hello: changed\n"), diff.out());
    assertTrue(diff.out().contains("\n  + "), diff.out());
    CommandRun second = run("publish");
    assertEquals(
        3, second.out().lines().filter(l -> l.endsWith("(changed)")).count(), second.out());
    for (String esp : new String[] {"klaviyo", "mailchimp", "salesforce-mc"}) {
      assertTrue(held(esp).contains("and a postscript"), esp);
    }

    CommandRun back = run("publish", "rollback");
    assertEquals(0, back.exit(), back.err() + back.out());
    Files.writeString(email, before);
    CommandRun same = run("publish", "diff");
    assertEquals(
        3,
        same.out().lines().filter(l -> l.endsWith(": unchanged")).count(),
        "the ESPs hold what was first published: " + same.out());
    JsonObject history =
        JsonParser.parseString(run("publish", "history", "--json").out()).getAsJsonObject();
    history
        .getAsJsonArray("contents")
        .forEach(
            c -> {
              var versions = c.getAsJsonObject().getAsJsonArray("versions");
              assertEquals(3, versions.size());
              assertEquals(versions.get(2), versions.get(0));
            });
  }

  @Test
  void theVersionWithANumberIsPutBack() throws IOException {
    assertEquals(0, CommandRun.of("init", dir.resolve("shop")).exit());
    Path email = dir.resolve("shop/emails/hello.mjml");
    String first = Files.readString(email);
    for (String more : new String[] {"", " second", " third"}) {
      Files.writeString(email, first.replace("</mj-text>", more + "</mj-text>"));
      assertEquals(0, run("publish").exit());
    }
    CommandRun history = run("publish", "history", "hello", "--esp", "mailchimp");
    assertEquals(
        List.of("3", "2", "1"),
        history.out().lines().map(l -> l.replaceAll(".*: ([0-9]+)  .*", "$1")).toList());

    assertEquals(0, run("rollback", "hello", "--to", "1").exit());
    Files.writeString(email, first);
    CommandRun diff = run("publish", "diff");
    assertEquals(3, diff.out().lines().filter(l -> l.endsWith(": unchanged")).count(), diff.out());

    CommandRun none = run("rollback", "hello", "--to", "9", "--esp", "klaviyo");
    assertEquals(1, none.exit());
    assertEquals("klaviyo        hello: there is no version 9\n", none.out());
    CommandRun wrong = run("publish", "--to", "1");
    assertEquals(2, wrong.exit());
    assertTrue(wrong.err().contains("--to is for rollback\n"), wrong.err());
  }

  @Test
  void aBlockIsPublishedWhereTheEspHasBlocksAndEditsOfItAreSeen() throws IOException {
    Path shop = dir.resolve("shop");
    assertEquals(0, CommandRun.of("init", shop).exit());
    Path block = shop.resolve("emails/thanks.mjml");
    Files.writeString(
        block,
        """
        <mjml kind="block"><mj-body><mj-section><mj-column><mj-text>
        Thanks, {{ first_name | default: "friend" }}!
        </mj-text></mj-column></mj-section></mj-body></mjml>
        """);
    CommandRun first = run("publish", "thanks");
    assertEquals(0, first.exit(), first.err() + first.out());
    assertEquals(2, first.out().lines().filter(l -> l.endsWith("(new)")).count(), first.out());
    assertTrue(
        first
            .out()
            .contains(
                "thanks: not there: Mailchimp has no reusable blocks that an API could write"),
        first.out());
    for (String esp : new String[] {"klaviyo", "salesforce-mc"}) {
      String held = held(esp);
      int at = held.indexOf("Thanks, ");
      assertTrue(at > 0, esp);
      assertEquals(at, held.lastIndexOf("Thanks, "), esp + ": once, and in no whole document");
      Files.writeString(
          shop.resolve(".espalier/sandbox/" + esp + ".json"), held.replace("Thanks, ", "Cheers, "));
    }
    Files.writeString(block, Files.readString(block).replace("!", "!!"));
    CommandRun refused = run("publish", "thanks");
    assertEquals(1, refused.exit(), refused.out());
    assertEquals(
        2,
        refused.out().lines().filter(l -> l.contains("thanks: edited there, left alone; ")).count(),
        refused.out());
    CommandRun over = run("publish", "thanks", "--overwrite");
    assertEquals(0, over.exit(), over.out());
    assertEquals(0, run("rollback", "thanks").exit());
    Files.writeString(block, Files.readString(block).replace("!!", "!"));
    CommandRun same = run("publish", "diff", "thanks", "--esp", "klaviyo");
    assertTrue(same.out().endsWith("thanks: unchanged\n"), same.out());
  }

  @Test
  void whatSomebodyEditedThereIsLeftAloneUnlessAskedFor() throws IOException {
    Path shop = dir.resolve("shop");
    assertEquals(0, CommandRun.of("init", shop).exit());
    assertEquals(0, run("publish").exit());
    Path email = shop.resolve("emails/hello.mjml");
    Files.writeString(email, Files.readString(email).replace("</mj-text>", " new</mj-text>"));
    for (String esp : new String[] {"klaviyo", "mailchimp", "salesforce-mc"}) {
      Path file = shop.resolve(".espalier/sandbox/" + esp + ".json");
      Files.writeString(file, held(esp).replace("Unsubscribe", "Leave us"));

      CommandRun refused = run("publish", "--esp", esp);
      assertEquals(1, refused.exit(), esp + refused.out());
      assertTrue(refused.out().contains("hello: edited there, left alone; "), refused.out());
      assertTrue(held(esp).contains("Leave us"), esp);
      CommandRun diff = run("publish", "diff", "--esp", esp);
      assertEquals(1, diff.exit(), esp + diff.out());
      assertTrue(diff.out().contains("Leave us"), esp + diff.out());

      CommandRun asked = run("publish", "--esp", esp, "--overwrite");
      assertEquals(0, asked.exit(), asked.out());
      assertTrue(asked.out().contains("(edited there)"), asked.out());
      assertEquals(-1, held(esp).indexOf("Leave us"), esp);
    }
  }
}
