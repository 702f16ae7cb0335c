package io.espalier.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.model.Attribute;
import io.espalier.model.EmailAddress;
import io.espalier.rule.Issue;
import io.espalier.sandbox.Faults;
import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import io.espalier.spi.CallRecord;
import io.espalier.spi.Change;
import io.espalier.spi.Connector;
import io.espalier.spi.Cursor;
import io.espalier.spi.Esp;
import io.espalier.spi.FieldMap;
import io.espalier.spi.Job;
import io.espalier.spi.Outcome;
import io.espalier.spi.Page;
import io.espalier.spi.RemoteProfile;
import io.espalier.spi.SettingSpec;
import io.espalier.spi.Settings;
import io.espalier.spi.Surroundings;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/** One adapter on a fresh account of its ESP's sandbox, and all that it said. */
final class Trial implements AutoCloseable {
  final TrialClock clock = new TrialClock();
  final List<CallRecord> calls = Collections.synchronizedList(new ArrayList<>());
  final Esp esp;
  final Sandbox sandbox;
  final FieldMap fields;
  private final Map<String, String> settings;
  private final Duration shownAfter;

  /** What a slow answer does. */
  volatile Consumer<Duration> pause = clock::sleep;

  private Connector connector;

  Trial(Subject subject, List<Attribute> attributes) {
    esp = subject.esp();
    shownAfter = subject.shownAfter();
    sandbox =
        subject
            .sandbox()
            .start(
                new SandboxOptions(0, Optional.empty(), clock, new Random(7))
                    .pausing(duration -> pause.accept(duration)));
    settings = new HashMap<>(sandbox.settings());
    settings.putAll(subject.settings());
    List<Issue> issues = new ArrayList<>();
    fields = esp.map(attributes, issues);
    assertEquals(List.of(), issues);
    connector = open(Map.of());
  }

  /** Where the sandbox is, without a path. */
  String address() {
    URI uri = URI.create(Objects.requireNonNull(settings.get("base_url")));
    return uri.getScheme() + "://" + uri.getAuthority();
  }

  /** Lifts the limit on fields where there is one, so that many modules are tried at once. */
  void anyNumberOfFields() {
    if (!esp.id().equals("mailchimp")) {
      return;
    }
    try {
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          URI.create(settings.get("base_url") + "/__sandbox/merge-field-limit"))
                      .POST(HttpRequest.BodyPublishers.ofString("2000"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertEquals(200, answer.statusCode(), answer.body());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A further connection to the same account. */
  Connector open(Map<String, String> changed) {
    Map<String, String> values = new HashMap<>(settings);
    values.putAll(changed);
    Map<String, String> variables = new HashMap<>();
    for (SettingSpec spec : esp.settings()) {
      if (spec.secret()) {
        variables.put(spec.name(), variable(spec.name()));
      }
    }
    return esp.open(
        new Settings(values, variables),
        fields,
        new Surroundings(clock, clock, new Random(1), calls::add));
  }

  /** The environment variable that a setting of the trial is said to come from. */
  static String variable(String setting) {
    return "TRIAL_" + setting.toUpperCase(Locale.ROOT);
  }

  /** What goes wrong between the adapter and its sandbox. */
  Faults faults() {
    return sandbox.faults();
  }

  /** A person leaves by the link in a mail: the ESP knows, and nobody else. */
  void optsOut(EmailAddress person) {
    String site =
        sandbox.settings().values().stream()
            .filter(value -> value.startsWith("http://"))
            .findFirst()
            .orElseThrow();
    URI control =
        URI.create(site)
            .resolve(
                "/__sandbox/unsubscribe?email="
                    + URLEncoder.encode(person.address(), StandardCharsets.UTF_8));
    try {
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(control).POST(HttpRequest.BodyPublishers.noBody()).build(),
                  HttpResponse.BodyHandlers.ofString());
      assertEquals(204, answer.statusCode(), answer.body());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  Connector connector() {
    return connector;
  }

  /** As after a restart: nothing remembered. */
  void reopen() {
    connector.close();
    connector = open(Map.of());
  }

  /** Pushes in batches and polls to the end, as the engine does. */
  List<Outcome> settle(List<? extends Change> changes) {
    List<Outcome> outcomes = new ArrayList<>();
    for (int from = 0; from < changes.size(); ) {
      int size = connector.limits().batch(changes.get(from).kind());
      int to = Math.min(changes.size(), from + size);
      List<Change> batch = List.copyOf(changes.subList(from, to));
      outcomes.addAll(finish(connector, batch, connector.push(batch)));
      from = to;
    }
    return outcomes;
  }

  /** Polls what is pending to its end. */
  List<Outcome> finish(Connector polled, List<Change> batch, List<Outcome> pushed) {
    assertEquals(batch.size(), pushed.size(), "one outcome a change");
    List<Outcome> outcomes = new ArrayList<>(pushed);
    for (int round = 0; round < 200; round++) {
      Map<Job, List<Integer>> jobs = new LinkedHashMap<>();
      for (int i = 0; i < outcomes.size(); i++) {
        if (outcomes.get(i) instanceof Outcome.Pending pending) {
          jobs.computeIfAbsent(pending.job(), job -> new ArrayList<>()).add(i);
        }
      }
      if (jobs.isEmpty()) {
        return outcomes;
      }
      clock.sleep(Duration.ofSeconds(5));
      jobs.forEach(
          (job, rows) -> {
            List<Outcome> now =
                polled.poll(new Job(job.handle()), rows.stream().map(batch::get).toList());
            assertEquals(rows.size(), now.size(), "one outcome a row of a job");
            for (int i = 0; i < rows.size(); i++) {
              outcomes.set(rows.get(i), now.get(i));
            }
          });
    }
    throw new AssertionError("still pending after 200 polls");
  }

  /** Every page, one after the other, when the ESP shows what it did. */
  List<RemoteProfile> read(Cursor from) {
    clock.sleep(shownAfter);
    List<RemoteProfile> people = new ArrayList<>();
    Optional<Cursor> cursor = Optional.of(from);
    while (cursor.isPresent()) {
      Page<RemoteProfile> page = connector.read(cursor.get());
      people.addAll(page.items());
      cursor = page.next();
    }
    return people;
  }

  long writes() {
    return calls.stream().filter(CallRecord::write).count();
  }

  /** Everything about the account that no text may show. */
  List<String> secrets() {
    return esp.settings().stream()
        .filter(SettingSpec::secret)
        .map(spec -> settings.get(spec.name()))
        .filter(value -> value != null && value.length() > 11)
        .toList();
  }

  @Override
  public void close() {
    connector.close();
    sandbox.close();
  }
}
