package io.espalier.sandbox.klaviyo;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** All that the account holds. Whoever touches it holds its monitor. */
final class Holdings {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss+00:00").withZone(ZoneOffset.UTC);

  final Account account;
  final Clock clock;
  final Ids ids;
  final People people = new People();
  final TreeMap<String, MemberList> lists = new TreeMap<>();
  final TreeMap<String, StoredSegment> segments = new TreeMap<>();
  final TreeMap<String, ImportJob> imports = new TreeMap<>();
  final TreeMap<String, SuppressionJob> suppressions = new TreeMap<>();
  final TreeMap<String, Tag> tags = new TreeMap<>();
  final TreeMap<String, TagGroup> tagGroups = new TreeMap<>();
  final TreeMap<String, StoredTemplate> templates = new TreeMap<>();

  Holdings(Account account, Clock clock, Ids ids) {
    this.account = account;
    this.clock = clock;
    this.ids = ids;
  }

  static Holdings fresh(Clock clock, Ids ids) {
    Holdings fresh = new Holdings(Account.fresh(ids), clock, ids);
    TagGroup group = new TagGroup(ids.uuid(), "Uncategorized", false, true);
    fresh.tagGroups.put(group.id(), group);
    return fresh;
  }

  /** The present, as the wire writes it: whole seconds, with an offset. */
  String now() {
    return stamp(clock.instant());
  }

  static String stamp(Instant instant) {
    return STAMP.format(instant);
  }

  MemberList list(String id) {
    MemberList list = lists.get(id);
    if (list == null) {
      throw ApiError.noResource("list", id).thrown();
    }
    return list;
  }

  Person person(String id) {
    Person person = people.withId(id);
    if (person == null) {
      throw ApiError.noResource("profile", id).thrown();
    }
    return person;
  }

  /** Whether an event of this metric was ever recorded: only then it has an id. */
  boolean isMetric(String id) {
    return false;
  }

  /** What a person did, as conditions of segments see it. */
  List<SegmentSubject.Occurrence> occurrences(Person person) {
    return List.of();
  }

  /** The lists that a person is on. */
  List<MemberList> listsOf(Person person) {
    List<MemberList> on = new ArrayList<>();
    for (MemberList list : lists.values()) {
      if (list.members.containsKey(person.id)) {
        on.add(list);
      }
    }
    return on;
  }
}
