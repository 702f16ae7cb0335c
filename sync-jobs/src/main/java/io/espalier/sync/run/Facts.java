package io.espalier.sync.run;

import io.espalier.spi.ConsentFact;
import io.espalier.spi.Page;
import io.espalier.spi.Since;
import io.espalier.spi.Surroundings;
import io.espalier.sync.store.ConsentLedger;
import io.espalier.sync.store.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads what each ESP has learned about consent since the last time, so that an opt-out at one of
 * them reaches the others with the next plan.
 */
final class Facts {
  /**
   * Read again each time: an ESP's own reports lag behind its clock by hours, and the two clocks
   * differ. Statements read twice count once.
   */
  private static final Duration OVERLAP = Duration.ofHours(48);

  private Facts() {}

  /** Gives how many statements were new. */
  static long read(Engine engine, Connections.Open open, Surroundings surroundings) {
    String account = open.ledgerAccount();
    Instant now = surroundings.clock().instant();
    // By the ESP's clock: ours may have been wrong once, and what happened meanwhile would be
    // missed.
    Instant newest = ConsentLedger.readUntil(engine, account).orElse(Instant.EPOCH);
    Since since =
        Since.of(
            ConsentLedger.readUntil(engine, account)
                .map(until -> until.minus(OVERLAP))
                .orElse(Instant.EPOCH));
    long news = 0;
    Optional<String> next = Optional.of(since.position());
    while (next.isPresent()) {
      Page<ConsentFact> page = open.connector().facts(since.at(next.get()));
      news += ConsentLedger.learn(engine, open.esp().id(), account, page.items(), now);
      for (ConsentFact fact : page.items()) {
        Instant at = fact.at();
        if (at != null && at.isAfter(newest) && !at.isAfter(now)) {
          newest = at;
        }
      }
      next = page.next().map(cursor -> cursor.position());
    }
    ConsentLedger.readUntil(engine, account, newest);
    return news;
  }
}
