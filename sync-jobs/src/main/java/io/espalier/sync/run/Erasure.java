package io.espalier.sync.run;

import com.google.gson.JsonObject;
import io.espalier.model.EmailAddress;
import io.espalier.model.ProfileKey;
import io.espalier.spi.Change;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.Outcome;
import io.espalier.spi.Surroundings;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Erasures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Has the ESPs forget whom {@link Erasures} knows to be forgotten. Each adapter reads back: applied
 * means that nobody is there. May be repeated at any time, by any process.
 */
final class Erasure {
  private final Engine engine;
  private final Surroundings surroundings;

  Erasure(Engine engine, Surroundings surroundings) {
    this.engine = engine;
    this.surroundings = surroundings;
  }

  /** Asks one ESP for all that it has not proved yet. */
  void run(Connections.Open open) {
    for (Erasures.Target target : Erasures.open(engine, open.ledgerAccount())) {
      Instant sent = surroundings.clock().instant();
      Change change =
          new Change.Erase(
              // Somebody known by the address alone is nobody of ours: no key of ours is like this.
              new ProfileKey(target.key().isEmpty() ? target.email() : target.key()),
              new EmailAddress(target.email()));
      PlanRow row =
          new PlanRow(1, target.key(), target.email(), "", "", true, new JsonObject(), change);
      List<Outcome> outcomes;
      try {
        outcomes = new ArrayList<>(open.connector().push(List.of(change)));
        Optional<Failure> unanswered =
            new JobWatch(open, surroundings).await(List.of(row), outcomes, sent);
        if (unanswered.isPresent()) {
          outcomes = JobWatch.unknown(outcomes, unanswered.get());
        }
      } catch (EspException e) {
        outcomes = List.of(new Outcome.Unknown(e.failure()));
      }
      Outcome outcome = outcomes.get(0);
      Erasures.answered(
          engine, target, word(outcome), reason(outcome), surroundings.clock().instant());
    }
  }

  private static String word(Outcome outcome) {
    return outcome instanceof Outcome.Applied
        ? History.APPLIED
        : outcome instanceof Outcome.Rejected ? History.REJECTED : History.UNKNOWN;
  }

  private static String reason(Outcome outcome) {
    if (outcome instanceof Outcome.Rejected no) {
      return no.failure().message();
    }
    return outcome instanceof Outcome.Unknown dark
        ? dark.failure().message()
        : outcome instanceof Outcome.Pending ? "the ESP has not finished in time" : "";
  }
}
