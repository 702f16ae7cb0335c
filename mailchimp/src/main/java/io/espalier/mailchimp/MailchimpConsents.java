package io.espalier.mailchimp;

import io.espalier.http.Answer;
import io.espalier.http.HttpStack;
import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import io.espalier.spi.Change;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Job;
import io.espalier.spi.Outcome;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Consent. Reach is widened only for a person whom Mailchimp knows as never having decided ({@code
 * transactional}), read in the very moment before; it is reduced for anyone, in bulk.
 */
final class MailchimpConsents {
  private static final String OPERATION = "consent-";

  private final HttpStack http;
  private final MailchimpApi api;
  private final MailchimpAudience audience;
  private final MailchimpStatuses statuses;
  private final MailchimpHoldBacks holdBacks;
  private final MailchimpBatches batches;
  private final MailchimpErrors errors;

  MailchimpConsents(
      HttpStack http,
      MailchimpApi api,
      MailchimpAudience audience,
      MailchimpStatuses statuses,
      MailchimpHoldBacks holdBacks,
      MailchimpBatches batches,
      MailchimpErrors errors) {
    this.http = http;
    this.api = api;
    this.audience = audience;
    this.statuses = statuses;
    this.holdBacks = holdBacks;
    this.batches = batches;
    this.errors = errors;
  }

  List<Outcome> push(List<Change.SetConsent> rows) {
    Seen seen = look(rows);
    Outcome[] outcomes = new Outcome[rows.size()];
    Map<String, List<Integer>> reductions = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      Change.SetConsent row = rows.get(i);
      String hash = SubscriberHash.of(row.email());
      MailchimpStatuses.@Nullable Status status = seen.statuses().get(hash);
      Optional<Outcome> outcome =
          row.consent().state() == Consent.State.SUBSCRIBED
              ? Optional.of(widen(row, hash, status))
              : reduce(row.consent().state(), seen.asked().contains(hash), status);
      if (outcome.isPresent()) {
        outcomes[i] = outcome.get();
      } else {
        reductions.computeIfAbsent(hash, h -> new ArrayList<>()).add(i);
      }
    }
    // Who opts out is no longer held back by us alone.
    holdBacks.unmark(optedOut(rows));
    Map<String, EmailAddress> people = new LinkedHashMap<>();
    reductions.forEach((hash, some) -> people.put(hash, rows.get(some.get(0)).email()));
    Map<String, Outcome> reduced = unsubscribe(people, new HashSet<>(optedOut(rows)));
    reductions.forEach(
        (hash, some) -> some.forEach(row -> outcomes[row] = reduced.getOrDefault(hash, unmoved())));
    return List.of(outcomes);
  }

  /**
   * What Mailchimp holds of people.
   *
   * @param asked of whom it was asked by name, the archived ones, too
   */
  private record Seen(Map<String, MailchimpStatuses.Status> statuses, Set<String> asked) {}

  /**
   * What the answer to a write of a moment ago told is enough where nothing needs to be done;
   * nobody is changed on its word, and whoever is to be mailable is looked at once more, in that
   * moment.
   */
  private Seen look(List<Change.SetConsent> rows) {
    Map<String, MailchimpStatuses.Status> known = new HashMap<>();
    Map<String, Change.SetConsent> others = new LinkedHashMap<>();
    for (Change.SetConsent row : rows) {
      String hash = SubscriberHash.of(row.email());
      MailchimpStatuses.Status told = statuses.told(hash).orElse(null);
      if (told != null && isSo(row.consent().state(), told)) {
        known.put(hash, told);
      } else {
        others.put(hash, row);
      }
    }
    others.keySet().forEach(known::remove);
    if (statuses.isCheaper(others.size())) {
      return new Seen(statuses.all(), Set.of());
    }
    others.forEach(
        (hash, row) -> {
          if (row.consent().state() != Consent.State.SUBSCRIBED) {
            statuses.now(hash).ifPresent(member -> known.put(hash, statuses.status(member)));
          }
        });
    return new Seen(known, others.keySet());
  }

  private static boolean isSo(Consent.State wanted, MailchimpStatuses.Status told) {
    return wanted == Consent.State.SUBSCRIBED
        ? told.word().equals("subscribed")
        : reduce(wanted, true, told).filter(Outcome.APPLIED::equals).isPresent();
  }

  private static List<EmailAddress> optedOut(List<Change.SetConsent> rows) {
    return rows.stream()
        .filter(row -> row.consent().state().isOptedOut())
        .map(Change.SetConsent::email)
        .distinct()
        .toList();
  }

  private Outcome widen(
      Change.SetConsent row, String hash, MailchimpStatuses.@Nullable Status seen) {
    if (seen != null && seen.word().equals("subscribed")) {
      return Outcome.APPLIED;
    }
    MailchimpWire.Member now = statuses.now(hash).orElse(null);
    if (now == null) {
      return rejected(
          FailureKind.MISSING_TARGET,
          "the audience does not hold this person",
          "run the sync again: it sends the person first");
    }
    return switch (statuses.status(now).word()) {
      case "subscribed" -> Outcome.APPLIED;
      case "transactional" -> subscribe(row.consent(), hash);
      case "pending" ->
          rejected(
              FailureKind.INVALID,
              "Mailchimp waits for this person's own confirmation",
              "the person must follow the link in the confirmation email");
      case "cleaned" ->
          rejected(
              FailureKind.INVALID,
              "Mailchimp removed this person's address after it bounced",
              "correct the address in the source");
      case "archived" ->
          rejected(
              FailureKind.INVALID,
              "this person is archived in Mailchimp, where nothing reaches them",
              "unarchive the person in Mailchimp");
      default ->
          holdBacks.holds(hash, now)
              ? release(row, hash)
              : rejected(
                  FailureKind.INVALID,
                  "this person unsubscribed in Mailchimp, and when is not known",
                  "only the person can come back, through a Mailchimp sign-up form");
    };
  }

  /** Whom nobody but we held back is subscribed again; the mark goes after that. */
  private Outcome release(Change.SetConsent row, String hash) {
    Outcome outcome = subscribe(row.consent(), hash);
    if (outcome instanceof Outcome.Applied) {
      holdBacks.unmark(List.of(row.email()));
    }
    return outcome;
  }

  private Outcome subscribe(Consent consent, String hash) {
    statuses.changes(hash);
    Instant since = consent.since();
    String time = since == null ? null : since.truncatedTo(ChronoUnit.SECONDS).toString();
    return outcome(patch(hash, new MailchimpWire.Status("subscribed", time)), "subscribed");
  }

  /** What became of it; empty where the person has to be unsubscribed for it. */
  private static Optional<Outcome> reduce(
      Consent.State wanted, boolean asked, MailchimpStatuses.@Nullable Status seen) {
    if (seen == null) {
      // Nobody there is nobody mailed; but a snapshot shows no archived people.
      return asked || !wanted.isOptedOut() ? Optional.of(Outcome.APPLIED) : Optional.empty();
    }
    boolean mailable = seen.word().equals("subscribed");
    if (wanted.isOptedOut()) {
      boolean open =
          mailable || seen.word().equals("pending") || seen.word().equals("transactional");
      return open ? Optional.empty() : Optional.of(Outcome.APPLIED);
    }
    if (!mailable) {
      return Optional.of(Outcome.APPLIED);
    }
    // Our own doing, or another program's, proves nothing: without evidence it ends. A sign-up form
    // or an import is Mailchimp's own record, and undoing it could not be undone.
    boolean byProgram = seen.source().isEmpty() || seen.source().startsWith("API");
    return byProgram
        ? Optional.empty()
        : Optional.of(
            rejected(
                FailureKind.INVALID,
                "Mailchimp has this person as subscribed by its own record (%s), and here is no evidence of it; it was left"
                    .formatted(seen.source()),
                "record the consent in the source, or unsubscribe the person in Mailchimp"));
  }

  /**
   * @param optedOut those who opted out: they get no mark, so that nothing here ever brings them
   *     back
   */
  private Map<String, Outcome> unsubscribe(
      Map<String, EmailAddress> people, Set<EmailAddress> optedOut) {
    people.keySet().forEach(statuses::changes);
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    MailchimpWire.Status out = new MailchimpWire.Status("unsubscribed", null);
    if (people.size() <= MailchimpStatuses.FEW) {
      List<EmailAddress> held = new ArrayList<>();
      people.forEach(
          (hash, email) -> {
            Answer<MailchimpWire.Member> answer = patch(hash, out);
            outcomes.put(hash, reduced(answer));
            if (answer.failure().isEmpty() && !optedOut.contains(email)) {
              held.add(email);
            }
          });
      holdBacks.mark(held);
      return outcomes;
    }
    String path = "/lists/" + audience.id() + "/members/";
    List<MailchimpWire.Operation> operations =
        people.keySet().stream()
            .map(hash -> batches.operation("PATCH", path + hash, OPERATION + hash, out))
            .toList();
    Outcome pending = new Outcome.Pending(batches.submit(operations));
    people.keySet().forEach(hash -> outcomes.put(hash, pending));
    return outcomes;
  }

  List<Outcome> poll(Job job, List<Change.SetConsent> rows) {
    Set<EmailAddress> out = new HashSet<>(optedOut(rows));
    Optional<Map<String, MailchimpBatches.Result>> results = batches.results(job);
    results.ifPresent(
        all ->
            holdBacks.mark(
                rows.stream()
                    .map(Change.SetConsent::email)
                    .filter(email -> !out.contains(email))
                    .filter(email -> is(all.get(operation(email)), 200))
                    .distinct()
                    .toList()));
    return rows.stream()
        .map(
            row ->
                results.isEmpty()
                    ? new Outcome.Pending(job)
                    : polled(results.get().get(operation(row.email()))))
        .toList();
  }

  /**
   * Of a few changes whose answer nobody has seen: whoever opted out, and is out there, was told.
   * Asked before anybody reads what Mailchimp learned, or our own act would look like theirs.
   */
  List<Outcome> recall(List<Change.SetConsent> rows, List<Outcome> found) {
    if (rows.size() > MailchimpStatuses.FEW) {
      return found;
    }
    List<Outcome> outcomes = new ArrayList<>(found);
    for (int i = 0; i < rows.size(); i++) {
      Change.SetConsent row = rows.get(i);
      if (outcomes.get(i) instanceof Outcome.Unknown && row.consent().state().isOptedOut()) {
        boolean out =
            statuses
                .now(SubscriberHash.of(row.email()))
                .map(member -> statuses.status(member).word())
                .filter("unsubscribed"::equals)
                .isPresent();
        outcomes.set(i, out ? Outcome.APPLIED : outcomes.get(i));
      }
    }
    return outcomes;
  }

  /** What the change of somebody's consent is called in a batch. */
  static String operation(EmailAddress email) {
    return OPERATION + SubscriberHash.of(email);
  }

  private static boolean is(MailchimpBatches.@Nullable Result result, int status) {
    return result != null && result.status() == status;
  }

  private Outcome polled(MailchimpBatches.@Nullable Result result) {
    if (result == null) {
      return new Outcome.Unknown(
          Failure.of(FailureKind.TRANSIENT, "the batch's results do not speak of this person"));
    }
    if (result.status() == 404) {
      return Outcome.APPLIED;
    }
    if (result.status() != 200) {
      return new Outcome.Rejected(errors.operation(result.status(), result.text()));
    }
    var status = result.body().get("status");
    return status != null && status.isJsonPrimitive() && !status.getAsString().equals("subscribed")
        ? Outcome.APPLIED
        : unmoved();
  }

  private Answer<MailchimpWire.Member> patch(String hash, MailchimpWire.Status status) {
    return http.call(api.setStatus(audience.id(), hash, true, status));
  }

  private static Outcome reduced(Answer<MailchimpWire.Member> answer) {
    boolean gone = answer.failure().filter(f -> f.kind() == FailureKind.MISSING_TARGET).isPresent();
    return gone ? Outcome.APPLIED : outcome(answer, "unsubscribed");
  }

  private static Outcome outcome(Answer<MailchimpWire.Member> answer, String wanted) {
    Optional<Failure> failure = answer.failure();
    if (failure.isPresent()) {
      FailureKind kind = failure.get().kind();
      if (kind == FailureKind.INVALID || kind == FailureKind.MISSING_TARGET) {
        return new Outcome.Rejected(failure.get());
      }
      throw new EspException(failure.get());
    }
    return wanted.equals(answer.require().status()) ? Outcome.APPLIED : unmoved();
  }

  private static Outcome unmoved() {
    return new Outcome.Unknown(
        Failure.of(FailureKind.TRANSIENT, "Mailchimp answered, but kept the person's old status"));
  }

  private static Outcome rejected(FailureKind kind, String message, String mend) {
    return new Outcome.Rejected(new Failure(kind, message, mend));
  }
}
