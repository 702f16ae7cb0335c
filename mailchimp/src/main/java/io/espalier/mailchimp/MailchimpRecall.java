package io.espalier.mailchimp;

import io.espalier.http.HttpStack;
import io.espalier.model.Consent;
import io.espalier.spi.Change;
import io.espalier.spi.EspException;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Job;
import io.espalier.spi.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What became of changes whose answer nobody has seen. There is no idempotency key, but batches are
 * listed by the time of their submission, and each result names the operation that we called it by:
 * those of that time are waited for, whosever they are, and the one that did our rows is taken at
 * its word. What was sent without a batch was done at once, and may be sent twice. Source: OpenAPI
 * 3.0.55, {@code GET /batches}.
 */
final class MailchimpRecall {
  /** {@code recall/<epoch second>}. */
  static final String HANDLE = "recall/";

  /** Their clock and ours. */
  private static final Duration SLACK = Duration.ofMinutes(2);

  private final HttpStack http;
  private final MailchimpApi api;
  private final MailchimpBatches batches;

  MailchimpRecall(HttpStack http, MailchimpApi api, MailchimpBatches batches) {
    this.http = http;
    this.api = api;
    this.batches = batches;
  }

  /** Tells the outcomes of a batch that has ended. */
  interface Poll {
    List<Outcome> poll(Job job, List<Change> rows);
  }

  /**
   * @param poll how a batch of these rows is asked after
   */
  List<Outcome> recall(List<Change> rows, Instant since, Poll poll) {
    List<Outcome> outcomes = new ArrayList<>(all(rows, Outcome.NOT_FOUND));
    Map<String, Integer> ours = new HashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      int place = i;
      operation(rows.get(i)).ifPresent(id -> ours.put(id, place));
    }
    if (ours.isEmpty()) {
      return outcomes;
    }
    for (MailchimpWire.Batch batch : since(since.minus(SLACK))) {
      Job job = new Job("batch/" + batch.id());
      Optional<Map<String, MailchimpBatches.Result>> results;
      try {
        results = batches.results(job);
      } catch (EspException e) {
        // One whose results are gone or unreadable has ended all the same; of one that may still be
        // at work nobody may say that its rows never arrived.
        if (!"finished".equals(batch.status())
            && e.failure().kind() != FailureKind.MISSING_TARGET) {
          throw e;
        }
        continue;
      }
      if (results.isEmpty()) {
        return all(rows, new Outcome.Pending(new Job(HANDLE + since.getEpochSecond())));
      }
      List<Integer> done = results.get().keySet().stream().flatMap(id -> place(ours, id)).toList();
      List<Outcome> told = poll.poll(job, done.stream().map(rows::get).toList());
      for (int i = 0; i < done.size(); i++) {
        // An older batch of the same people may be within the slack: what it holds against the row
        // of today is no refusal of that.
        if (told.get(i) instanceof Outcome.Applied) {
          outcomes.set(done.get(i), told.get(i));
        }
      }
    }
    return outcomes;
  }

  private static Stream<Integer> place(Map<String, Integer> ours, String id) {
    return Optional.ofNullable(ours.get(id)).stream();
  }

  /** What a row is called in a batch; empty for what goes into none. */
  private static Optional<String> operation(Change row) {
    if (row instanceof Change.Upsert upsert) {
      return Optional.of(SubscriberHash.of(upsert.email()));
    }
    return row instanceof Change.SetConsent set && set.consent().state() != Consent.State.SUBSCRIBED
        ? Optional.of(MailchimpConsents.operation(set.email()))
        : Optional.empty();
  }

  private List<MailchimpWire.Batch> since(Instant from) {
    return Pages.all(
            offset -> http.call(api.batches(offset)).require(),
            page -> MailchimpWire.list(page.batches()),
            MailchimpWire.Batches::total)
        .stream()
        .filter(
            batch -> {
              Optional<Instant> at = MailchimpTime.parse(batch.submitted());
              return at.isEmpty() || !at.get().isBefore(from);
            })
        .toList();
  }

  private static List<Outcome> all(List<Change> rows, Outcome outcome) {
    return Collections.nCopies(rows.size(), outcome);
  }
}
