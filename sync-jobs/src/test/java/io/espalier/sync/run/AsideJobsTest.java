package io.espalier.sync.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import io.espalier.model.ProfileKey;
import io.espalier.spi.Account;
import io.espalier.spi.Change;
import io.espalier.spi.Connector;
import io.espalier.spi.FieldMap;
import io.espalier.spi.Job;
import io.espalier.spi.Outcome;
import io.espalier.sync.shop.PassingTime;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What was set aside is asked after in turn. */
final class AsideJobsTest {
  private static final Instant START = Instant.parse("2026-06-01T00:00:00Z");

  private final PassingTime time = new PassingTime(START);
  private final List<String> asked = new ArrayList<>();

  private final JobWatch watch =
      new JobWatch(
          new Connections.Open(
              Objects.requireNonNull(Connections.esps().get("klaviyo")),
              connector(),
              FieldMap.empty(),
              new Account("1", "one"),
              new Connections.Calls(call -> {})),
          time.surroundings(call -> {}));

  /**
   * The endless one never ends; the other one goes on as a second job, which ends after a while.
   */
  private Connector connector() {
    return (Connector)
        Proxy.newProxyInstance(
            Connector.class.getClassLoader(),
            new Class<?>[] {Connector.class},
            (proxy, method, arguments) -> {
              String job = ((Job) arguments[0]).handle();
              asked.add(job);
              return List.of(
                  job.equals("first")
                      ? new Outcome.Pending(new Job("second"))
                      : job.equals("second") && time.instant().isAfter(START.plusSeconds(300))
                          ? Outcome.APPLIED
                          : new Outcome.Pending(new Job(job)));
            });
  }

  @Test
  void oneThatEndsIsNotKeptByOneThatDoesNot() {
    List<String> left = new ArrayList<>();
    new AsideJobs(watch, line -> rows(line.segment()), time.surroundings(call -> {}))
        .finish(
            List.of(line(1, "endless"), line(2, "first")),
            (line, rows, outcomes, answered) ->
                left.add(
                    line.segment()
                        + " "
                        + outcomes.get(0).getClass().getSimpleName()
                        + " "
                        + Duration.between(START, time.instant()).toMinutes()
                        + " "
                        + answered));

    assertEquals(List.of("first Applied 5 true", "endless Pending 60 true"), left);
    assertEquals(1, asked.stream().filter("first"::equals).count(), "a stage is begun once");
  }

  private static Outbox.Line line(long id, String name) {
    return new Outbox.Line(
        id, "p", Change.Kind.UPSERT, name, new BitSet(), Optional.of(new Job(name)), START);
  }

  private static List<PlanRow> rows(String name) {
    ProfileKey key = new ProfileKey(name);
    EmailAddress email = new EmailAddress(name + "@example.net");
    Change change = new Change.Upsert(key, email, Map.of(), Consent.unknown(Consent.EMAIL));
    return List.of(new PlanRow(1, name, email.address(), "", "", false, new JsonObject(), change));
  }
}
