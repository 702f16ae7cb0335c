package io.espalier.sync.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.model.Consent;
import io.espalier.sync.shop.Shop;
import io.espalier.sync.store.ConsentLedger;
import io.espalier.sync.store.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code espalier consent show} and {@code espalier privacy export}, as somebody types them. */
final class ConsentCommandTest {
  @TempDir Path dir;

  private CommandLineRun run(String... words) {
    String[] all = new String[words.length + 2];
    System.arraycopy(words, 0, all, 0, words.length);
    all[words.length] = "--project";
    all[words.length + 1] = dir.toString();
    return CommandLineRun.of(all);
  }

  /** The time of what was told depends on how long the ESP took. */
  private static String plain(String text) {
    return text.replaceAll("2024-06-01T[0-9:.]+Z klaviyo", "(now) klaviyo");
  }

  @Test
  void theFoldIsExplainedAndEverythingKeptIsExported() throws Exception {
    Shop.in(dir)
        .with(
            "espalier.yaml",
            Shop.ESPALIER.replaceAll("(?m)^  (mailchimp|salesforce-mc): .*\n", ""));
    assertEquals(0, run("sync", "--target", "sandbox").exit());

    assertEquals(
        """
        c1, a***@e***.net
        subscribed since 2024-01-01T00:00:00Z, said by source: the source says so, and nobody has opted out since

        what was said:
          * 2024-01-01T00:00:00Z subscribed, by source through checkout (form 1), known since 2024-06-01T00:00:00Z
              holds

        what the ESPs were told:
            (now) klaviyo: subscribed since 2024-01-01T00:00:00Z, applied
        """,
        plain(run("consent", "show", "c1").out()));

    says(Consent.State.UNSUBSCRIBED, "klaviyo", "2023-05-01T00:00:00Z");
    says(Consent.State.SUPPRESSED, "mailchimp", "2024-04-01T00:00:00Z");
    assertEquals(
        """
        c1, a***@e***.net
        suppressed since 2024-04-01T00:00:00Z, said by mailchimp: no consent has evidence that is newer than this opt-out

        what was said:
            2023-05-01T00:00:00Z unsubscribed, by klaviyo (test), known since 2024-06-01T00:00:00Z
              ended by the consent of 2024-01-01T00:00:00Z, whose evidence is newer
            2024-01-01T00:00:00Z subscribed, by source through checkout (form 1), known since 2024-06-01T00:00:00Z
              outweighed by the opt-out of 2024-04-01T00:00:00Z
          * 2024-04-01T00:00:00Z suppressed, by mailchimp (test), known since 2024-06-01T00:00:00Z
              holds

        what the ESPs were told:
            (now) klaviyo: subscribed since 2024-01-01T00:00:00Z, applied
        """,
        plain(run("consent", "show", "ada@example.net").out()));
    says(Consent.State.COMPLAINED, "salesforce-mc", "2023-01-01T00:00:00Z");
    JsonObject story =
        JsonParser.parseString(run("consent", "show", "c1", "--json").out()).getAsJsonObject();
    assertEquals("complained", story.get("state").getAsString());
    assertEquals("a complaint is ended by nobody here", story.get("because").getAsString());
    assertFalse(story.toString().contains("ada@"));
    assertEquals(
        "error: nobody ever said anything of 'x***@e***.net'\n"
            + "  give a key of the column 'id', or an address\n",
        run("consent", "show", "xyz@example.net").err());

    CommandLineRun export = run("privacy", "export", "c1");
    assertEquals(0, export.exit(), export.err());
    assertFalse((export.out() + export.err()).contains("ada@"), export.out());
    Path file = Path.of(export.out().strip().replaceAll(".*: ", ""));
    JsonObject all = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    assertEquals("ada@example.net", all.get("email").getAsString());
    assertEquals("France", all.getAsJsonObject("profile").get("country").getAsString());
    assertTrue(
        all.getAsJsonObject("tables")
            .keySet()
            .containsAll(
                Set.of(
                    "consent_heard",
                    "consent_statement",
                    "es_people_kept",
                    "ledger_history",
                    "ledger_member",
                    "ledger_profile")),
        all.getAsJsonObject("tables").keySet().toString());
    assertEquals(4, all.getAsJsonObject("tables").getAsJsonArray("consent_statement").size());
    assertEquals(
        "rw-------",
        java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(
        "error: nothing is kept on 'nobody'\n" + "  give a key of the column 'id', or an address\n",
        run("privacy", "export", "nobody").err());
  }

  private void says(Consent.State state, String who, String at) {
    try (Engine engine = Engine.at(dir.resolve(".espalier/store.duckdb"), 256)) {
      ConsentLedger.state(
          engine,
          "ada@example.net",
          "c1",
          state,
          who,
          "test",
          Instant.parse(at),
          Instant.parse("2024-06-01T00:00:00Z"));
    }
  }
}
