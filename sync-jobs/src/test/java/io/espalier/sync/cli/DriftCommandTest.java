package io.espalier.sync.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.sync.run.Target;
import io.espalier.sync.shop.Marketer;
import io.espalier.sync.shop.PassingTime;
import io.espalier.sync.shop.Session;
import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code espalier drift}, as somebody types it. */
final class DriftCommandTest {
  @TempDir Path dir;

  private CommandLineRun run(String... words) {
    String[] all = new String[words.length + 4];
    System.arraycopy(words, 0, all, 0, words.length);
    all[words.length] = "--project";
    all[words.length + 1] = dir.toString();
    all[words.length + 2] = "--target";
    all[words.length + 3] = "sandbox";
    return CommandLineRun.of(all);
  }

  @Test
  void driftIsReadThenPlannedThenRepaired() {
    Shop.in(dir)
        .with(
            "espalier.yaml", Shop.ESPALIER.replaceAll("(?m)^  (mailchimp|salesforce-mc): .*\n", ""))
        .edit("profile.yaml", "profile:\n", "profile:\n  drift: {fields: ours}\n");
    assertEquals(
        "error: there is no state in "
            + dir.resolve(".espalier")
            + " yet\n"
            + "  run espalier sync first, or give the folder: --state DIR\n",
        run("drift").err());
    assertEquals(0, run("sync").exit());
    CommandLineRun none = run("drift");
    assertEquals("Klaviyo: 3 people and 4 memberships read, no drift\n", none.out());
    assertEquals(0, none.exit());

    try (Target target =
        Target.sandboxes(
            Optional.of(dir.resolve(".espalier/sandbox")), new PassingTime(Session.NOW))) {
      new Marketer(esp -> target.sandbox(esp).orElseThrow())
          .sets("klaviyo", "ada@example.net", "c1", "country", "Spain");
    }
    CommandLineRun found = run("drift", "--repair");

    assertEquals(1, found.exit(), found.err());
    assertTrue(
        found
            .out()
            .startsWith(
                """
                Klaviyo: 3 people and 4 memberships read, 1 thing was changed there
                  ! field country: another value of 1 person  [ours]
                      c1 (a***@e***.net): confirmed "France", there now "Spain"

                plan """),
        found.out());
    String plan = found.out().replaceAll("(?s).*\nplan (\\S+):.*", "$1");
    assertEquals(
        "read it, then: espalier sync --plan " + plan + "; nothing was sent yet\n", found.err());

    CommandLineRun json = run("drift", "--json");
    assertEquals(0, json.exit(), "the ledger knows what was read: the plan repairs it");
    assertEquals(0, run("sync", "--plan", plan).exit());
    JsonObject after = JsonParser.parseString(run("drift", "--json").out()).getAsJsonObject();
    assertEquals(0, after.get("drift").getAsInt());
    assertFalse((found.out() + found.err() + json.out()).contains("ada@example"));
  }
}
