package io.espalier.sync.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.sandbox.CrmSandboxProvider;
import io.espalier.sandbox.Fault;
import io.espalier.sandbox.FaultPlan;
import io.espalier.sandbox.Mood;
import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import io.espalier.sandbox.Sandboxes;
import io.espalier.sandbox.Switches;
import io.espalier.spi.CallRecord;
import io.espalier.sync.project.Crms;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.ProjectReader;
import io.espalier.sync.run.Connections;
import io.espalier.sync.shop.PassingTime;
import io.espalier.sync.shop.Shop;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a CRM promises besides, whichever it is: on its sandbox, on a clock that nobody waits for.
 */
abstract class CrmContract extends RowContract {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  final PassingTime time = new PassingTime(START);
  final Map<String, String> environment = new HashMap<>(Shop.ENVIRONMENT);
  final List<CallRecord> calls = new ArrayList<>();
  final Map<Integer, String> ids = new HashMap<>();
  private Instant lastReading = START;

  @SuppressWarnings("NullAway.Init")
  Sandbox sandbox;

  abstract String kind();

  /** Writes a record of our object: by id where it is there already; gives its id. */
  abstract String write(
      Optional<String> id, int number, @Nullable String name, @Nullable String points, Instant at);

  abstract void deleteRecord(String id);

  /** Past every recycle bin. */
  abstract void deleteForGood(String id);

  /** No page has more rows than so many, whatever is asked for. */
  abstract void pagesOf(int rows);

  /** Calls of a run that reads changes and finds none, the login included. */
  abstract int callsOfNothing();

  /** The fault that a page of rows is a call to; as a {@link FaultPlan} writes it. */
  abstract String pageCall();

  @BeforeEach
  @Override
  void rows() throws Exception {
    if (sandbox == null) {
      start(Switches.usual());
    }
    super.rows();
  }

  final void start(Switches switches) {
    CrmSandboxProvider provider =
        Sandboxes.crms().stream().filter(p -> p.id().equals(kind())).findFirst().orElseThrow();
    if (sandbox != null) {
      sandbox.close();
      ids.clear();
    }
    sandbox =
        provider.start(
            new SandboxOptions(
                0,
                Optional.empty(),
                time,
                new SplittableRandom(7),
                switches,
                time::pass,
                new io.espalier.sandbox.Faults()));
    prepare();
  }

  /** Makes the object that the rows are of. */
  abstract void prepare();

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Override
  Project project(String more) {
    ProjectReader.Result result =
        new ProjectReader(
                Connections.esps(), environment::get, Crms.onBoard(time.surroundings(calls::add)))
            .read(shop(more).dir());
    return result.project().orElseThrow(() -> new AssertionError(Shop.display(result.issues())));
  }

  @Override
  List<String> read(String more, List<String> columns) {
    calls.clear();
    // Whatever was written is to be found by now.
    time.pass(Duration.ofMinutes(2));
    lastReading = time.instant();
    return super.read(more, columns);
  }

  @Override
  void put(int id, @Nullable String name, @Nullable String points, Instant at) {
    until(at);
    ids.put(id, write(Optional.ofNullable(ids.get(id)), id, name, points, at));
  }

  private void until(Instant at) {
    if (time.instant().isBefore(at)) {
      time.pass(Duration.between(time.instant(), at));
    }
  }

  @Override
  void remove(int id) {
    deleteRecord(String.valueOf(ids.remove(id)));
  }

  @Override
  Instant tie() {
    return lastReading;
  }

  @Override
  String empty() {
    return "null";
  }

  String url() {
    return String.valueOf(sandbox.settings().get("url"));
  }

  final String control(String method, String path, String body) {
    try {
      HttpResponse<String> answer =
          HTTP.send(
              HttpRequest.newBuilder(URI.create(url() + "/__sandbox/" + path))
                  .method(method, HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new AssertionError(path + ": " + answer.body());
      }
      return answer.body();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  final void crowd(int rows) {
    for (int id = 10; id < 10 + rows; id++) {
      put(id, "n" + id, Integer.toString(id), time.instant());
    }
  }

  /** So many rows in one page, and one less, and one more. */
  @Test
  void aPageThatIsJustFullLosesNothing() {
    pagesOf(5);
    for (int rows = 4; rows <= 6; rows++) {
      crowd(rows - 3);
      assertEquals(rows, read("").size());
      forget();
    }
    crowd(7);
    assertEquals(10, read("").size());
  }

  final void forget() {
    KeptSources.reread(store, "it");
  }

  @Test
  void aReadingThatWasCutGoesOnWhereItEnded() {
    pagesOf(5);
    crowd(37);
    time.pass(Duration.ofHours(1));
    int whole = whole();
    forget();
    // The fifth page and all after it break off, however often they are asked for.
    int[] pages = new int[1];
    sandbox
        .faults()
        .become(
            new Mood() {
              @Override
              public Fault about(String call, int time) {
                return isPage(call) && ++pages[0] > 4 ? new Fault.Cut() : Fault.NONE;
              }
            });
    String wrong = wrong("");
    assertTrue(wrong.startsWith("source 'it': the connection to "), wrong);
    sandbox.faults().become(Mood.CALM);

    assertEquals(40, read("").size());
    assertTrue(pages() < whole, "of " + whole + " pages were read again " + pages());
  }

  private int whole() {
    assertEquals(40, read("").size());
    return pages();
  }

  private int pages() {
    return (int) calls.stream().filter(c -> isPage(c.method() + " " + c.path())).count();
  }

  boolean isPage(String call) {
    return call.matches(pageCall());
  }

  @Test
  void aConnectionThatBreaksOffNowAndThenLosesNothing() {
    pagesOf(4);
    crowd(37);
    sandbox
        .faults()
        .become(
            FaultPlan.parse(
                "8% cut; 5% reset; 5% drop; 5% error 503; 4% throttle 2",
                new SplittableRandom(11)));

    assertEquals(40, read("").size());
    assertTrue(sandbox.faults().disturbed() > 0);
  }

  @Test
  void aRunInWhichNothingChangedMakesFewCalls() {
    read("");
    time.pass(Duration.ofHours(1));

    assertEquals(first(), read(""));
    assertEquals(callsOfNothing(), calls.size(), calls.toString());
  }

  @Test
  void whatWasDeletedForGoodIsGone() {
    read("");
    time.pass(Duration.ofHours(1));
    deleteForGood(String.valueOf(ids.get(2)));

    assertEquals(List.of(first().get(0), first().get(2)), read(""));
  }

  @Test
  void afterALongTimeTheWholeIsRead() {
    read("");
    remove(2);
    time.pass(Duration.ofDays(100));

    assertEquals(List.of(first().get(0), first().get(2)), read(""));
  }

  @Test
  void noMessageHoldsASecretOrAnAddress() {
    sandbox.faults().become((call, time) -> new Fault.Refusal(400, Map.of()));
    String refused = wrong("");
    sandbox.faults().become(Mood.CALM);
    StringBuilder all = new StringBuilder(refused).append(project(""));
    read("");
    calls.forEach(all::append);

    sandbox
        .settings()
        .forEach(
            (name, value) -> {
              if (!name.equals("url")) {
                assertFalse(all.toString().contains(value), name);
              }
            });
    assertFalse(all.toString().contains("@example.net"));
  }
}
