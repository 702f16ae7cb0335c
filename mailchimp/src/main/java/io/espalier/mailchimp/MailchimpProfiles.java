package io.espalier.mailchimp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.espalier.http.Answer;
import io.espalier.http.HttpStack;
import io.espalier.model.Consent;
import io.espalier.model.ProfileKey;
import io.espalier.spi.Change;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Job;
import io.espalier.spi.Outcome;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Upserts, as a batch of PUTs with {@code status_if_new} and never {@code status}: the only form
 * that leaves an existing person's consent alone even when they opt out at the same moment. The
 * faster POST of 500 members has no {@code status_if_new}. Source: OpenAPI 3.0.55.
 */
final class MailchimpProfiles {
  /** Up to so many are sent one by one: a batch may wait for minutes behind another's. */
  static final int FEW = 10;

  private final HttpStack http;
  private final MailchimpApi api;
  private final MailchimpAddresses addresses;
  private final MailchimpMapper mapper;
  private final MailchimpAudience audience;
  private final MailchimpFields fields;
  private final MailchimpStatuses statuses;
  private final MailchimpBatches batches;
  private final MailchimpErrors errors;
  private final Clock clock;

  MailchimpProfiles(
      HttpStack http,
      MailchimpApi api,
      MailchimpAddresses addresses,
      MailchimpMapper mapper,
      MailchimpAudience audience,
      MailchimpFields fields,
      MailchimpStatuses statuses,
      MailchimpBatches batches,
      MailchimpErrors errors,
      Clock clock) {
    this.http = http;
    this.api = api;
    this.addresses = addresses;
    this.mapper = mapper;
    this.audience = audience;
    this.fields = fields;
    this.statuses = statuses;
    this.batches = batches;
    this.errors = errors;
    this.clock = clock;
  }

  /** All that a batch says of one member. */
  private record Member(
      ProfileKey key,
      String address,
      Consent consent,
      JsonObject mergeFields,
      List<Integer> rows) {}

  /** What a batch comes to: members by hash, and the rows that cannot be sent. */
  private record Sorted(Map<String, Member> members, Map<Integer, Outcome> refused) {}

  List<Outcome> push(List<Change.Upsert> rows) {
    fields.defineKeyField();
    Sorted sorted = sort(rows);
    Outcome[] outcomes = new Outcome[rows.size()];
    sorted.refused().forEach((row, outcome) -> outcomes[row] = outcome);
    addresses.move(rows);
    if (sorted.members().size() <= FEW) {
      sorted.members().forEach((hash, one) -> put(hash, one, outcomes));
    } else {
      Outcome pending = new Outcome.Pending(submit(sorted.members()));
      sorted.members().values().forEach(m -> m.rows().forEach(row -> outcomes[row] = pending));
    }
    return List.of(outcomes);
  }

  private void put(String hash, Member member, Outcome[] outcomes) {
    Instant at = clock.instant();
    Answer<JsonObject> answer = http.call(api.upsert(audience.id(), hash, true, wire(member)));
    Optional<Failure> failure = answer.failure();
    Outcome outcome;
    if (failure.isEmpty()) {
      JsonObject body = answer.require();
      outcome = outcome(hash, member, new MailchimpBatches.Result(answer.status(), body, "", at));
    } else {
      outcome =
          switch (failure.get().kind()) {
            case INVALID, MISSING_TARGET, UNSUPPORTED -> new Outcome.Rejected(failure.get());
            case TRANSIENT -> new Outcome.Unknown(failure.get());
            default -> throw new EspException(failure.get());
          };
    }
    member.rows().forEach(row -> outcomes[row] = outcome);
  }

  private Job submit(Map<String, Member> members) {
    String path = "/lists/" + audience.id() + "/members/";
    List<MailchimpWire.Operation> operations = new ArrayList<>();
    members.forEach(
        (hash, member) ->
            operations.add(batches.operation("PUT", path + hash, hash, wire(member))));
    return batches.submit(operations);
  }

  private static MailchimpWire.Upsert wire(Member member) {
    return new MailchimpWire.Upsert(
        member.address(),
        member.consent().state() == Consent.State.SUBSCRIBED ? "subscribed" : "transactional",
        member.mergeFields());
  }

  List<Outcome> poll(Job job, List<Change.Upsert> rows) {
    Optional<Map<String, MailchimpBatches.Result>> results = batches.results(job);
    Outcome[] outcomes = new Outcome[rows.size()];
    Sorted sorted = sort(rows);
    sorted.refused().forEach((row, outcome) -> outcomes[row] = outcome);
    sorted
        .members()
        .forEach(
            (hash, member) -> {
              Outcome outcome =
                  results.isEmpty()
                      ? new Outcome.Pending(job)
                      : outcome(hash, member, results.get().get(hash));
              member.rows().forEach(row -> outcomes[row] = outcome);
            });
    return List.of(outcomes);
  }

  /** Sends the rows of a batch anew and stops it; empty for a job that is no batch. */
  Optional<List<Outcome>> repeat(Job job, List<Change.Upsert> rows) {
    if (!batches.isBatch(job)) {
      return Optional.empty();
    }
    // In this order: whatever fails, the rows are on their way.
    List<Outcome> outcomes = push(rows);
    try {
      batches.stop(job);
    } catch (EspException e) {
      // Mailchimp did not answer: the old one may come to its end, and is asked after for that.
    }
    return Optional.of(outcomes);
  }

  private Outcome outcome(
      String hash, Member sent, MailchimpBatches.@org.jspecify.annotations.Nullable Result result) {
    if (result == null) {
      return new Outcome.Unknown(
          Failure.of(FailureKind.TRANSIENT, "the batch's results do not speak of this person"));
    }
    if (result.status() != 200) {
      return new Outcome.Rejected(errors.operation(result.status(), result.text()));
    }
    statuses.saw(hash, result.body(), result.since());
    JsonElement status = result.body().get("status");
    if (status != null && status.isJsonPrimitive() && status.getAsString().equals("archived")) {
      return new Outcome.Rejected(
          new Failure(
              FailureKind.INVALID,
              "this person is archived in Mailchimp, where nothing reaches them",
              "unarchive the person in Mailchimp"));
    }
    JsonElement held = result.body().get("merge_fields");
    JsonObject heldFields = held != null && held.isJsonObject() ? held.getAsJsonObject() : null;
    return MailchimpMapper.unkept(sent.mergeFields(), heldFields)
        .<Outcome>map(tag -> new Outcome.Rejected(fields.unkept(tag, heldFields)))
        .orElse(Outcome.APPLIED);
  }

  private Sorted sort(List<Change.Upsert> rows) {
    Map<String, Member> members = new LinkedHashMap<>();
    Map<Integer, Outcome> refused = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      Change.Upsert row = rows.get(i);
      try {
        JsonObject mergeFields = mapper.mergeFields(row);
        Optional<Failure> missing = fields.missing(mergeFields);
        if (missing.isPresent()) {
          refused.put(i, new Outcome.Rejected(missing.get()));
          continue;
        }
        Member member =
            members.computeIfAbsent(
                SubscriberHash.of(row.email()),
                hash ->
                    new Member(
                        row.key(),
                        row.email().address(),
                        row.consent(),
                        new JsonObject(),
                        new ArrayList<>()));
        if (!member.key().equals(row.key())) {
          refused.put(i, new Outcome.Rejected(sharedAddress()));
          continue;
        }
        mergeFields.entrySet().forEach(e -> member.mergeFields().add(e.getKey(), e.getValue()));
        member.rows().add(i);
      } catch (MailchimpMapper.RefusedException e) {
        refused.put(i, new Outcome.Rejected(e.failure()));
      }
    }
    return new Sorted(members, refused);
  }

  private static Failure sharedAddress() {
    return new Failure(
        FailureKind.INVALID,
        "another profile has the same address, and Mailchimp keeps one person for an address",
        "merge the two profiles in the source");
  }
}
