package io.espalier.official;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import io.espalier.sandbox.SandboxProvider;
import io.espalier.sandbox.Sandboxes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The vendors' own published client libraries, pointed at the sandboxes. They are fetched by
 * nobody: {@code ESPALIER_CLIENTS} names the folder {@code node_modules} of one who has them.
 */
class PublishedClientsTest {
  private static final List<String> ALL =
      List.of(
          "authenticate",
          "see a refused key",
          "create",
          "see a conflict",
          "upsert",
          "import",
          "page",
          "tag",
          "remove",
          "see a missing thing",
          "see wrong input",
          "see throttling");

  @Test
  void klaviyosOwnClientWorks() throws Exception {
    assertEquals(ALL, done("klaviyo", "klaviyo-api", "klaviyo.mjs", "base_url", "api_key"));
  }

  @Test
  void mailchimpsOwnClientWorks() throws Exception {
    assertEquals(
        ALL,
        done(
            "mailchimp", "@mailchimp/mailchimp_marketing", "mailchimp.mjs", "base_url", "api_key"));
  }

  @Test
  void salesforcesClientsWork() throws Exception {
    assertEquals(
        List.of(
            "authenticate",
            "see a refused secret",
            "create",
            "see a conflict",
            "upsert",
            "import",
            "page",
            "subscribe",
            "remove",
            "see a missing thing",
            "see wrong input",
            "see throttling",
            "fuel-rest",
            "fuel-soap",
            "sfmc-fuelsdk-node"),
        done(
            "salesforce-mc",
            "sfmc-sdk",
            "sfmc.mjs",
            "rest_url",
            "client_id",
            "client_secret",
            "account_id"));
  }

  /** Runs a script against a fresh sandbox, with these settings as its arguments. */
  private static List<String> done(String esp, String needs, String script, String... settings)
      throws IOException, InterruptedException {
    String folder = System.getenv("ESPALIER_CLIENTS");
    assumeTrue(
        folder != null && Files.isDirectory(Path.of(folder, needs)),
        "skipped: ESPALIER_CLIENTS names no folder with " + needs);
    Path source =
        Path.of(System.getProperty("espalier.root", "."))
            .resolve("contract-tests/src/test/resources/clients")
            .resolve(script);
    SandboxProvider provider =
        Sandboxes.all().stream().filter(p -> p.id().equals(esp)).findFirst().orElseThrow();
    try (Sandbox sandbox = provider.start(SandboxOptions.fresh())) {
      List<String> command = new ArrayList<>(List.of("node", source.toString(), folder));
      for (String setting : settings) {
        command.add(sandbox.settings().get(setting));
      }
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor() == 0, said);
      return said.lines().map(line -> line.replaceFirst("^done ", "")).toList();
    }
  }
}
