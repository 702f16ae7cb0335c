package io.espalier.sync.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  void whatSomebodyEditedThereIsLeftAloneUnlessAskedFor() throws IOException {
    Path shop = dir.resolve("shop");
    assertEquals(0, CommandRun.of("init", shop).exit());
    assertEquals(0, run("publish").exit());
    String[] esps = {"klaviyo", "mailchimp", "salesforce-mc"};
    for (String esp : esps) {
      Path file = shop.resolve(".espalier/sandbox/" + esp + ".json");
      String held = Files.readString(file);
      assertTrue(held.contains("Unsubscribe"), esp);
      Files.writeString(file, held.replace("Unsubscribe", "Leave us"));
    }
    Path email = shop.resolve("emails/hello.mjml");
    Files.writeString(email, Files.readString(email).replace("</mj-text>", " new</mj-text>"));

    CommandRun refused = run("publish");
    assertEquals(1, refused.exit(), refused.out());
    assertEquals(
        3,
        refused.out().lines().filter(l -> l.contains("hello: edited there, left alone; ")).count(),
        refused.out());
    for (String esp : esps) {
      assertTrue(held(esp).contains("Leave us"), esp);
    }

    CommandRun asked = run("publish", "--overwrite");
    assertEquals(0, asked.exit(), asked.out());
    assertEquals(
        3, asked.out().lines().filter(l -> l.endsWith("(edited there)")).count(), asked.out());
    for (String esp : esps) {
      assertEquals(-1, held(esp).indexOf("Leave us"), esp);
    }
  }
}
