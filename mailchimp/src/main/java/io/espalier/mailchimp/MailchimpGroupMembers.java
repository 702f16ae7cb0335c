package io.espalier.mailchimp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.espalier.http.Answer;
import io.espalier.http.HttpStack;
import io.espalier.model.Segment;
import io.espalier.spi.Change;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Job;
import io.espalier.spi.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who is in a group. There is no call for a group's members: each person's own record is changed,
 * many of them in a batch, and its answer must show the group as it was asked for.
 */
final class MailchimpGroupMembers implements MailchimpKeeping {
  /** Up to so many are sent one by one: a batch may wait for minutes behind another's. */
  private static final int FEW = 10;

  private final HttpStack http;
  private final MailchimpApi api;
  private final MailchimpGroupApi groupApi;
  private final MailchimpAudience audience;
  private final MailchimpGroups groups;
  private final MailchimpBatches batches;
  private final MailchimpErrors errors;

  MailchimpGroupMembers(
      HttpStack http,
      MailchimpApi api,
      MailchimpAudience audience,
      MailchimpGroups groups,
      MailchimpBatches batches,
      MailchimpErrors errors) {
    this.http = http;
    this.api = api;
    this.groupApi = http.api(MailchimpGroupApi.class);
    this.audience = audience;
    this.groups = groups;
    this.batches = batches;
    this.errors = errors;
  }

  /** The groups that each person is put in or taken out of, by hash. */
  private record Sorted(Map<String, Map<String, Boolean>> people, Map<Integer, Outcome> refused) {}

  @Override
  public List<Outcome> define(List<Change.DefineSegment> changes) {
    return groups.define(changes);
  }

  @Override
  public void found(Segment segment, String reference) {
    groups.found(segment, reference);
  }

  @Override
  public List<Outcome> push(List<Row> rows, boolean join) {
    Sorted sorted = sort(rows, join);
    if (sorted.people().size() > FEW) {
      Outcome pending = new Outcome.Pending(submit(sorted.people()));
      return outcomes(rows, sorted, hash -> group -> pending, join);
    }
    Map<String, Answer<JsonObject>> answers = new HashMap<>();
    sorted
        .people()
        .forEach(
            (hash, wanted) ->
                answers.put(
                    hash,
                    http.call(
                        groupApi.change(
                            audience.id(),
                            hash,
                            true,
                            new MailchimpGroupApi.MemberGroups(wanted)))));
    return outcomes(
        rows,
        sorted,
        hash -> {
          Answer<JsonObject> answer = answers.get(hash);
          return group -> outcome(answer, group, join);
        },
        join);
  }

  private Job submit(Map<String, Map<String, Boolean>> people) {
    String path = "/lists/" + audience.id() + "/members/";
    List<MailchimpWire.Operation> operations = new ArrayList<>();
    people.forEach(
        (hash, wanted) ->
            operations.add(
                batches.operation(
                    "PATCH", path + hash, hash, new MailchimpGroupApi.MemberGroups(wanted))));
    return batches.submit(operations);
  }

  @Override
  public List<Outcome> poll(Job job, List<Row> rows, boolean join) {
    Optional<Map<String, MailchimpBatches.Result>> results = batches.results(job);
    Outcome pending = new Outcome.Pending(job);
    return outcomes(
        rows,
        sort(rows, join),
        hash ->
            group -> results.isEmpty() ? pending : outcome(results.get().get(hash), group, join),
        join);
  }

  /** What became of one group of one person. */
  private interface Said {
    Outcome of(String group);
  }

  /** What became of each person. */
  private interface SaidOf {
    Said person(String hash);
  }

  private List<Outcome> outcomes(List<Row> rows, Sorted sorted, SaidOf said, boolean join) {
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      Outcome refused = sorted.refused().get(i);
      if (refused != null) {
        outcomes.add(refused);
        continue;
      }
      Outcome outcome = said.person(SubscriberHash.of(row.email())).of(group(row.segment()));
      outcomes.add(join ? outcome : leaving(outcome));
    }
    return outcomes;
  }

  /** Whom the audience does not hold is in no group. */
  private static Outcome leaving(Outcome outcome) {
    return outcome instanceof Outcome.Rejected rejected
            && rejected.failure().kind() == FailureKind.MISSING_TARGET
        ? Outcome.APPLIED
        : outcome;
  }

  private Outcome outcome(@Nullable Answer<JsonObject> answer, String group, boolean join) {
    if (answer == null) {
      return new Outcome.Unknown(silent());
    }
    Optional<Failure> failure = answer.failure();
    if (failure.isEmpty()) {
      return shown(answer.require(), group, join);
    }
    return switch (failure.get().kind()) {
      case MISSING_TARGET -> new Outcome.Rejected(unknownPerson());
      case INVALID, UNSUPPORTED -> new Outcome.Rejected(failure.get());
      case TRANSIENT -> new Outcome.Unknown(failure.get());
      default -> throw new EspException(failure.get());
    };
  }

  private Outcome outcome(MailchimpBatches.@Nullable Result result, String group, boolean join) {
    if (result == null) {
      return new Outcome.Unknown(silent());
    }
    if (result.status() == 404) {
      return new Outcome.Rejected(unknownPerson());
    }
    return result.status() == 200
        ? shown(result.body(), group, join)
        : new Outcome.Rejected(errors.operation(result.status(), result.text()));
  }

  /** An id that Mailchimp does not know is passed over, with 200. */
  private static Outcome shown(JsonObject member, String group, boolean join) {
    JsonElement status = member.get("status");
    if (join
        && status != null
        && status.isJsonPrimitive()
        && status.getAsString().equals("archived")) {
      return new Outcome.Rejected(
          new Failure(
              FailureKind.INVALID,
              "this person is archived in Mailchimp, where nothing reaches them",
              "unarchive the person in Mailchimp"));
    }
    JsonElement held = member.get("interests");
    JsonElement is = held != null && held.isJsonObject() ? held.getAsJsonObject().get(group) : null;
    boolean inside = is != null && is.isJsonPrimitive() && is.getAsBoolean();
    if (inside == join) {
      return Outcome.APPLIED;
    }
    return new Outcome.Rejected(
        new Failure(
            FailureKind.MISSING_TARGET,
            "Mailchimp does not show the group that this person was "
                + (join ? "put in" : "taken out of"),
            "run the sync again: it defines its segments first"));
  }

  private static Failure unknownPerson() {
    return new Failure(
        FailureKind.MISSING_TARGET,
        "the audience does not hold this person, so that no group can",
        "run the sync again: it sends the person first");
  }

  private static Failure silent() {
    return Failure.of(FailureKind.TRANSIENT, "Mailchimp did not say what became of this person");
  }

  private Sorted sort(List<Row> rows, boolean join) {
    Map<String, Map<String, Boolean>> people = new LinkedHashMap<>();
    Map<Integer, Outcome> refused = new HashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      Optional<MailchimpGroupApi.Group> group = groups.find(audience.id(), row.segment());
      if (group.isEmpty()) {
        refused.put(i, new Outcome.Rejected(MailchimpGroups.goneFailure(row.segment())));
      } else {
        people
            .computeIfAbsent(SubscriberHash.of(row.email()), hash -> new TreeMap<>())
            .put(group.get().id(), join);
      }
    }
    return new Sorted(people, refused);
  }

  private String group(Segment segment) {
    return groups.find(audience.id(), segment).map(MailchimpGroupApi.Group::id).orElse("");
  }

  @Override
  public Optional<MailchimpWire.Members> page(
      String list, Segment segment, int offset, String fields) {
    return groups
        .find(list, segment)
        .map(
            group ->
                http.call(
                        api.members(
                            list,
                            Pages.SIZE,
                            offset,
                            fields,
                            Map.of(
                                "interest_category_id",
                                group.category(),
                                "interest_ids",
                                group.id(),
                                "interest_match",
                                "any")))
                    .require());
  }
}
