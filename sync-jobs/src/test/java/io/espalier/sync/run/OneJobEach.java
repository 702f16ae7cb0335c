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
import io.espalier.spi.Surroundings;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Jobs of one row each, at an ESP of which nothing is asked but what became of them. */
final class OneJobEach {
  private OneJobEach() {}

  /**
   * @param poll what the ESP says of a job when asked
   */
  static JobWatch watch(Surroundings surroundings, Function<Job, Outcome> poll) {
    return watch(surroundings, poll, job -> Optional.empty());
  }

  /**
   * @param poll what the ESP says of a job when asked
   * @param repeat what it says when the row of a job is sent once more
   */
  static JobWatch watch(
      Surroundings surroundings,
      Function<Job, Outcome> poll,
      Function<Job, Optional<Outcome>> repeat) {
    return new JobWatch(open(poll, repeat), surroundings);
  }

  /** An account of that ESP. */
  static Connections.Open open(
      Function<Job, Outcome> poll, Function<Job, Optional<Outcome>> repeat) {
    Connector connector =
        (Connector)
            Proxy.newProxyInstance(
                Connector.class.getClassLoader(),
                new Class<?>[] {Connector.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("repeat")) {
                    return repeat.apply((Job) arguments[0]).map(List::of);
                  }
                  assertEquals("poll", method.getName());
                  return List.of(poll.apply((Job) arguments[0]));
                });
    return new Connections.Open(
        Objects.requireNonNull(Connections.esps().get("klaviyo")),
        connector,
        FieldMap.empty(),
        new Account("1", "one"),
        new Connections.Calls(call -> {}));
  }

  static List<PlanRow> rows(String name) {
    ProfileKey key = new ProfileKey(name);
    EmailAddress email = new EmailAddress(name + "@example.net");
    Change change = new Change.Upsert(key, email, Map.of(), Consent.unknown(Consent.EMAIL));
    return List.of(new PlanRow(1, name, email.address(), "", "", false, new JsonObject(), change));
  }
}
