package io.espalier.sync.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import io.espalier.model.ProfileKey;
import io.espalier.spi.Account;
import io.espalier.spi.Change;
import io.espalier.spi.Connector;
import io.espalier.spi.Failure;
import io.espalier.spi.FieldMap;
import io.espalier.spi.Job;
import io.espalier.spi.Outcome;
import io.espalier.sync.shop.PassingTime;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What an ESP works on is asked after in turn. */
final class InFlightTest {
  private static final Instant START = Instant.parse("2026-06-01T00:00:00Z");
  private static final String ENDLESS = "endless";

  private final PassingTime time = new PassingTime(START);
  private final List<String> left = new ArrayList<>();
  private final Map<String, Integer> asked = new HashMap<>();
  private Instant lastFinished = START;
  private Duration asking = Duration.ZERO;

  private final InFlight inFlight =
      new InFlight(
          new JobWatch(
              new Connections.Open(
                  Objects.requireNonNull(Connections.esps().get("klaviyo")),
                  connector(),
                  FieldMap.empty(),
                  new Account("1", "one"),
                  new Connections.Calls(call -> {})),
              time.surroundings(call -> {})),
          time.surroundings(call -> {}),
          time.surroundings(call -> {}).sleeper().lanes(4),
          4,
          new InFlight.Exits() {
            @Override
            public void finished(InFlight.Batch batch) {
              left.add(batch.segment() + " " + batch.outcomes().get(0).getClass().getSimpleName());
              lastFinished = time.instant();
            }

            @Override
            public void aside(InFlight.Batch batch) {
              left.add(batch.segment() + " aside");
            }

            @Override
            public void unanswered(InFlight.Batch batch, Failure why) {
              left.add(batch.segment() + " " + why.message());
            }
          });

  /** Every job but the endless one has ended at the second question. */
  private Connector connector() {
    return (Connector)
        Proxy.newProxyInstance(
            Connector.class.getClassLoader(),
            new Class<?>[] {Connector.class},
            (proxy, method, arguments) -> {
              assertEquals("poll", method.getName());
              time.pass(asking);
              Job job = (Job) arguments[0];
              boolean ended =
                  asked.merge(job.handle(), 1, Integer::sum) > 1 && !job.handle().equals(ENDLESS);
              return List.of(ended ? Outcome.APPLIED : new Outcome.Pending(job));
            });
  }

  private void add(Change.Kind kind, String name) {
    ProfileKey key = new ProfileKey(name);
    EmailAddress email = new EmailAddress(name + "@example.net");
    Change change = new Change.Upsert(key, email, Map.of(), Consent.unknown(Consent.EMAIL));
    inFlight.room(kind, 1);
    inFlight.send(
        () -> List.of(new Outcome.Pending(new Job(name))),
        outcomes ->
            new InFlight.Batch(
                kind,
                name,
                List.of(
                    new PlanRow(1, name, email.address(), "", "", false, new JsonObject(), change)),
                new ArrayList<>(outcomes),
                time.instant(),
                List.of()));
  }

  @Test
  void oneJobWithoutAnEndKeepsNoOtherBatchAndIsSetAside() {
    add(Change.Kind.UPSERT, ENDLESS);
    List<String> others = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      add(Change.Kind.UPSERT, "b" + i);
      others.add("b" + i + " Applied");
    }
    inFlight.drain();

    List<String> expected = new ArrayList<>(others);
    expected.add(ENDLESS + " aside");
    assertEquals(expected, left);
    assertTrue(
        Duration.between(START, lastFinished).compareTo(Duration.ofSeconds(10)) < 0,
        () -> "the others took until " + lastFinished);
  }

  @Test
  void fieldsAreWaitedForUntilNobodyCanBeExpectedToWait() {
    add(Change.Kind.DEFINE_FIELD, ENDLESS);
    inFlight.drain();

    assertEquals(List.of(ENDLESS + " Pending"), left);
    assertTrue(Duration.between(START, lastFinished).compareTo(JobWatch.DEADLINE) >= 0);
  }

  @Test
  void askingMayTakeLongerThanThePauseAfterIt() {
    asking = Duration.ofMillis(80);
    add(Change.Kind.UPSERT, "one");
    add(Change.Kind.UPSERT, "two");
    inFlight.drain();

    assertEquals(List.of("one Applied", "two Applied"), left);
  }
}
