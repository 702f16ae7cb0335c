package io.espalier.sandbox.klaviyo;

import io.espalier.sandbox.Switches;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

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
  final TreeMap<String, UniversalContent> universal = new TreeMap<>();
  final TreeMap<String, Campaign> campaigns = new TreeMap<>();
  final TreeMap<String, CampaignMessage> messages = new TreeMap<>();
  final TreeMap<String, Webhook> webhooks = new TreeMap<>();
  final TreeMap<String, Coupon> coupons = new TreeMap<>();
  final TreeMap<String, CouponCode> couponCodes = new TreeMap<>();
  final TreeMap<String, CatalogEntry> items = new TreeMap<>();
  final TreeMap<String, CatalogEntry> variants = new TreeMap<>();
  final TreeMap<String, CatalogEntry> categories = new TreeMap<>();
  final TreeMap<String, BulkJob> bulkJobs = new TreeMap<>();
  final TreeMap<String, Flow> flows = new TreeMap<>();
  final TreeMap<String, StoredImage> images = new TreeMap<>();
  final TreeMap<String, WebFeed> feeds = new TreeMap<>();
  final TreeMap<String, Form> forms = new TreeMap<>();
  final TreeMap<String, FormVersion> formVersions = new TreeMap<>();

  /** How links are tracked, as it was set; the usual where it never was. */
  final TreeMap<String, String> tracking = new TreeMap<>();

  /** Apps by client id, and codes and tokens by themselves. */
  final TreeMap<String, OAuthGrant> grants = new TreeMap<>();

  /** Keys besides the account's own, which may do everything: what each of them may. */
  final TreeMap<String, TreeSet<String>> keys = new TreeMap<>();

  final Happenings happenings = new Happenings();

  /** What is done later, by the millisecond at which it is due. */
  final TreeMap<Long, List<Later>> later = new TreeMap<>();

  private final Switches switches;

  Holdings(Account account, Clock clock, Ids ids, Switches switches) {
    this.account = account;
    this.clock = clock;
    this.ids = ids;
    this.switches = switches;
  }

  static Holdings fresh(Clock clock, Ids ids, Switches switches) {
    Holdings fresh = new Holdings(Account.fresh(ids), clock, ids, switches);
    TagGroup group = new TagGroup(ids.uuid(), "Uncategorized", false, true);
    fresh.tagGroups.put(group.id(), group);
    return fresh;
  }

  /** The side taken on what no source is sure of. */
  boolean on(KlaviyoFact fact) {
    return switches.on(fact);
  }

  /** The present, as the wire writes it: whole seconds, with an offset. */
  String now() {
    return stamp(clock.instant());
  }

  static Instant instant(String stamp) {
    return OffsetDateTime.parse(stamp).toInstant();
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

  Campaign campaign(String id) {
    Campaign campaign = campaigns.get(id);
    if (campaign == null) {
      throw ApiError.noResource("campaign", id).thrown();
    }
    return campaign;
  }

  Flow flow(String id) {
    Flow flow = flows.get(id);
    if (flow == null) {
      throw ApiError.noResource("flow", id).thrown();
    }
    return flow;
  }

  /** Whether a campaign can be sent to it. */
  boolean isAudience(String id) {
    return lists.containsKey(id) || segments.containsKey(id);
  }

  /** Who is in a list or segment now; nobody where it is gone. */
  List<Person> audience(String id, SegmentMembers segmentMembers) {
    StoredSegment segment = segments.get(id);
    if (segment != null) {
      return List.copyOf(segmentMembers.of(segment).values());
    }
    List<Person> inside = new ArrayList<>();
    MemberList list = lists.get(id);
    if (list != null) {
      list.members.keySet().forEach(member -> inside.add(person(member)));
    }
    return inside;
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
    return happenings.metrics.containsKey(id);
  }

  /** What a person did, as conditions of segments see it. */
  List<SegmentSubject.Occurrence> occurrences(Person person) {
    List<SegmentSubject.Occurrence> occurrences = new ArrayList<>();
    for (StoredEvent event : happenings.events.values()) {
      if (event.profile().equals(person.id)) {
        occurrences.add(SegmentSubject.Occurrence.of(event));
      }
    }
    return occurrences;
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
