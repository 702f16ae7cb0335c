package io.espalier.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is printed for Klaviyo, executed by Django itself on what Klaviyo holds. */
class StockDjangoTest {
  private static final int MODULES = 30;
  private static final int PEOPLE = 25;

  @Test
  void stockDjangoSaysWhatTheEvaluatorSays() throws IOException, InterruptedException {
    Optional<String> python = python();
    assumeTrue(python.isPresent(), "no Python with Django here");
    Subject klaviyo = Languages.SUBJECTS.get(0);
    try (Equality equality = EqualityLawTest.equality(klaviyo, 11, MODULES, 10, PEOPLE)) {
      List<Equality.Pair> pairs = equality.pairsToRender();
      JsonArray jobs = new JsonArray();
      Map<String, JsonObject> people = new HashMap<>();
      for (Equality.Pair pair : pairs) {
        JsonObject job = new JsonObject();
        job.addProperty("template", pair.printed());
        if (!people.containsKey(pair.email())) {
          people.put(pair.email(), person(equality.address(), pair.email()));
        }
        job.add("person", people.get(pair.email()));
        jobs.add(job);
      }
      JsonObject document = new JsonObject();
      document.add("jobs", jobs);
      document.addProperty("now", Equality.NOW.getEpochSecond());
      List<String> rendered = run(python.get(), document.toString());
      assertEquals(pairs.size(), rendered.size());
      for (int i = 0; i < pairs.size(); i++) {
        Equality.Pair pair = pairs.get(i);
        String seen = pair.line() ? Seen.ofLine(rendered.get(i)) : Seen.of(rendered.get(i));
        String wanted = pair.line() ? Seen.ofLine(pair.meant()) : Seen.of(pair.meant());
        assertEquals(wanted, seen, pair::toString);
      }
      assertTrue(pairs.size() > 1_000, "only " + pairs.size());
    }
  }

  private static Optional<String> python() {
    for (String python : List.of("python3", "/usr/bin/python3")) {
      try {
        Process process = new ProcessBuilder(python, "-c", "import django").start();
        if (process.waitFor() == 0) {
          return Optional.of(python);
        }
      } catch (IOException absent) {
        continue;
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    return Optional.empty();
  }

  private static List<String> run(String python, String input)
      throws IOException, InterruptedException {
    Path script = Files.createTempFile("stock_django", ".py");
    Path out = Files.createTempFile("stock_django", ".json");
    try (InputStream source = StockDjangoTest.class.getResourceAsStream("stock_django.py")) {
      Files.write(script, source.readAllBytes());
      Process process =
          new ProcessBuilder(python, script.toString())
              .redirectOutput(out.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (OutputStream stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      assertEquals(0, process.waitFor());
      List<String> texts = new ArrayList<>();
      JsonParser.parseString(Files.readString(out))
          .getAsJsonArray()
          .forEach(e -> texts.add(e.getAsString()));
      return texts;
    } finally {
      Files.deleteIfExists(script);
      Files.deleteIfExists(out);
    }
  }

  /** What the account holds about a person, as a template sees it. */
  private static JsonObject person(String address, String email)
      throws IOException, InterruptedException {
    String query = URLEncoder.encode(email, StandardCharsets.UTF_8);
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(address + "/__sandbox/people?email=" + query))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    JsonObject fields =
        JsonParser.parseString(answer.body()).getAsJsonObject().getAsJsonObject("fields");
    JsonObject person = fields.getAsJsonObject("properties").deepCopy();
    for (String name : List.of("first_name", "last_name", "email")) {
      if (fields.has(name) && !fields.get(name).isJsonNull()) {
        person.add(name, fields.get(name));
      }
    }
    return person;
  }
}
