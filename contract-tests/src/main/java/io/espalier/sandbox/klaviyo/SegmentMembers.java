package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Who is in a segment at this moment. One that was just made, or changed, is not filled yet. */
final class SegmentMembers {
  private final Holdings holdings;
  private final Duration lag;

  /**
   * Those of an account.
   *
   * @param lag how long a segment is being filled
   */
  SegmentMembers(Holdings holdings, Duration lag) {
    this.holdings = holdings;
    this.lag = lag;
  }

  SegmentDefinition parse(JsonObject definition, String at) {
    return SegmentDefinition.parse(
        definition,
        at,
        new SegmentReading(
            holdings.on(KlaviyoFact.SEGMENTS_MIND_CASE),
            holdings.on(KlaviyoFact.SEGMENTS_AFTER_INCLUDES),
            holdings.on(KlaviyoFact.SEGMENTS_DENY_WHAT_IS_ABSENT)),
        id -> holdings.lists.containsKey(id) || holdings.segments.containsKey(id),
        holdings::isMetric);
  }

  boolean isProcessing(StoredSegment segment) {
    return Holdings.instant(segment.updated).plus(lag).isAfter(holdings.clock.instant());
  }

  TreeMap<String, Person> of(StoredSegment segment) {
    TreeMap<String, Person> members = new TreeMap<>();
    if (isProcessing(segment)) {
      return members;
    }
    SegmentDefinition definition = parse(segment.definition, "");
    for (Person person : holdings.people.byId().values()) {
      if (definition.holds(subject(person), holdings.clock.instant())) {
        members.put(person.id, person);
      }
    }
    note(segment, members.keySet());
    return members;
  }

  private void note(StoredSegment segment, Set<String> inside) {
    int before = segment.joined.size();
    segment.joined.keySet().retainAll(inside);
    int removed = before - segment.joined.size();
    String now = holdings.now();
    inside.forEach(id -> segment.joined.putIfAbsent(id, now));
    int added = segment.joined.size() - before + removed;
    if (added > 0 || removed > 0) {
      segment.movements.add(
          new StoredSegment.Movement(
              holdings.clock.instant().getEpochSecond(), added, removed, segment.joined.size()));
    }
  }

  /** The segments that hold a person. */
  List<StoredSegment> holding(Person person) {
    List<StoredSegment> holding = new ArrayList<>();
    SegmentSubject subject = subject(person);
    for (StoredSegment segment : holdings.segments.values()) {
      if (!isProcessing(segment)
          && parse(segment.definition, "").holds(subject, holdings.clock.instant())) {
        holding.add(segment);
      }
    }
    return holding;
  }

  private SegmentSubject subject(Person person) {
    return subject(person, Set.of());
  }

  /** The person; a segment that asks after itself, by way of others too, does not hold them. */
  private SegmentSubject subject(Person person, Set<String> asking) {
    JsonObject attributes = person.attributes();
    Json.put(attributes, "email", person.email);
    Json.put(attributes, "phone_number", person.phone);
    Json.put(attributes, "external_id", person.externalId);
    Json.put(attributes, "created", person.created);
    return new SegmentSubject(
        attributes,
        person.consents,
        id -> joined(person, id, asking),
        holdings.occurrences(person));
  }

  private @Nullable Instant joined(Person person, String id, Set<String> asking) {
    MemberList list = holdings.lists.get(id);
    if (list != null) {
      String joined = list.members.get(person.id);
      return joined == null ? null : Holdings.instant(joined);
    }
    StoredSegment segment = holdings.segments.get(id);
    if (segment == null || asking.contains(id) || isProcessing(segment)) {
      return null;
    }
    Set<String> more = new HashSet<>(asking);
    more.add(id);
    Instant now = holdings.clock.instant();
    if (!parse(segment.definition, "").holds(subject(person, more), now)) {
      return null;
    }
    String joined = segment.joined.get(person.id);
    return joined == null ? now : Holdings.instant(joined);
  }
}
