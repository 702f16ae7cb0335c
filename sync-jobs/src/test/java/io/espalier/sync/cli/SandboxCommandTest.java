package io.espalier.sync.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Sandboxes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxCommandTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir Path dir;

  /** A command that runs until it is closed. */
  private final class Running implements AutoCloseable {
    private final Thread thread;
    private final JsonObject settings;
    private volatile int exit = -1;

    Running(String... more) throws IOException {
      Path ready = dir.resolve("ready.json");
      List<String> words = new ArrayList<>(List.of("sandbox", "--ready-file", ready.toString()));
      words.addAll(List.of(more));
      PipedInputStream told = new PipedInputStream();
      PrintStream notes =
          new PrintStream(new PipedOutputStream(told), true, StandardCharsets.UTF_8);
      thread =
          new Thread(
              () -> {
                exit =
                    Espalier.run(
                        words.toArray(String[]::new),
                        quiet(),
                        notes,
                        false,
                        variable -> null,
                        Clock.systemUTC(),
                        duration -> {});
                notes.close();
              });
      thread.start();
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(told, StandardCharsets.UTF_8));
      assertEquals("ready; stop with Ctrl-C", lines.readLine());
      settings = JsonParser.parseString(Files.readString(ready)).getAsJsonObject();
    }

    HttpResponse<String> klaviyo(String path, String key) throws Exception {
      JsonObject klaviyo = settings.getAsJsonObject("klaviyo");
      String given = key.isEmpty() ? klaviyo.get("api_key").getAsString() : key;
      return HTTP.send(
          HttpRequest.newBuilder(URI.create(klaviyo.get("base_url").getAsString() + path))
              .header("Authorization", "Klaviyo-API-Key " + given)
              .header("revision", "2026-07-15")
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() throws InterruptedException {
      thread.interrupt();
      thread.join();
      assertEquals(0, exit);
    }
  }

  private static PrintStream quiet() {
    return new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
  }

  @Test
  void callsFailAsTheFaultsSay() throws Exception {
    try (Running running = new Running("--faults", "throttle 7 on GET /api/accounts")) {
      HttpResponse<String> answer = running.klaviyo("/api/accounts", "");
      assertEquals(429, answer.statusCode());
      assertEquals("7", answer.headers().firstValue("Retry-After").orElse(""));
      assertEquals(200, running.klaviyo("/api/lists", "").statusCode());
      String told = running.klaviyo("/__sandbox/faults", "").body();
      assertTrue(told.startsWith("throttle 7 on GET /api/accounts"), told);
    }
  }

  @Test
  void sandboxTakesTheSideThatASwitchNames() throws Exception {
    String stranger = "pk_" + "0".repeat(34);
    try (Running running = new Running("--switch", "klaviyo:wrong-key-is-400=on")) {
      assertEquals(400, running.klaviyo("/api/accounts", stranger).statusCode());
    }
    try (Running running = new Running("--switch", "klaviyo:wrong-key-is-400=off")) {
      assertEquals(401, running.klaviyo("/api/accounts", stranger).statusCode());
    }
  }

  @Test
  void quotasBindUnlessTheyAreTurnedOff() throws Exception {
    try (Running running = new Running()) {
      assertTrue(statuses(running).contains(429));
    }
    try (Running running = new Running("--no-quotas")) {
      assertEquals(List.of(200), statuses(running).stream().distinct().toList());
    }
  }

  /** Twenty calls of an endpoint that takes fifteen a minute. */
  private static List<Integer> statuses(Running running) throws Exception {
    List<Integer> statuses = new ArrayList<>();
    for (int call = 0; call < 20; call++) {
      statuses.add(running.klaviyo("/api/accounts", "").statusCode());
    }
    return statuses;
  }

  @Test
  void everySwitchIsListedWithBothSides() {
    CommandRun run = CommandRun.of("sandbox", "--list-switches");
    assertEquals(0, run.exit());
    StringBuilder expected = new StringBuilder();
    Sandboxes.all()
        .forEach(
            provider ->
                provider
                    .disputed()
                    .forEach(
                        fact ->
                            expected
                                .append(provider.id() + ":" + fact.word())
                                .append(fact.usual() ? "=on\n" : "=off\n")
                                .append("  on   " + fact.on() + "\n")
                                .append("  off  " + fact.off() + "\n")));
    assertEquals(expected.toString(), run.out());
    assertTrue(run.out().lines().filter(line -> line.startsWith("klaviyo:")).count() > 5);
  }

  @Test
  void wrongWordsAreNamedBeforeAnythingStarts() {
    assertEquals(
        "error: there is no sandbox 'sendy' in 'sendy:x=on'\n"
            + "  name one of klaviyo, mailchimp, salesforce-mc\n",
        refused("--switch", "sendy:x=on"));
    assertEquals(
        "error: the sandbox of klaviyo has no switch 'x'\n  --list-switches tells all\n",
        refused("--switch", "klaviyo:x=on"));
    assertEquals(
        "error: 'klaviyo:x' is no switch\n  write ESP:SWITCH=on or =off; --list-switches tells all\n",
        refused("--switch", "klaviyo:x"));
    assertEquals(
        "error: there is no port 70000\n  give one from 1 to 65500, or 0 for any free ones\n",
        refused("--port", "70000"));
    assertEquals(
        "error: 'explode' is no fault; write [P%] KIND [NUMBER] [on METHOD PATH]; KIND is throttle"
            + " (NUMBER: Retry-After in seconds), throttle-silently, error (NUMBER: status),"
            + " bare (NUMBER: status), edge-page (NUMBER: status), edge-json (NUMBER: status), cut,"
            + " slow (NUMBER: seconds), reset, drop, twice, shift or stuck\n  espalier sandbox --help has an example\n",
        refused("--faults", "explode"));
    Path nowhere = dir.resolve("gone").resolve("ready.json");
    assertEquals(
        "error: the ready file " + nowhere + " cannot be written\n  does its folder exist?\n",
        refused("--ready-file", nowhere.toString()));
  }

  private static String refused(String option, String value) {
    CommandRun run = CommandRun.of("sandbox", option, value);
    assertEquals(2, run.exit());
    return run.err();
  }
}
