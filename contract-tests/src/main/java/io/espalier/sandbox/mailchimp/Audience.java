package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One audience ("list") with its fields, contacts and segments. */
final class Audience {
  private static final Duration LATE = Duration.ofSeconds(30);
  private static final int MOST_LISTINGS = 8;

  String id = "";
  long webId;
  Instant dateCreated = Instant.EPOCH;

  /** Name, contact, campaign defaults and flags, as they were sent. */
  JsonObject settings = new JsonObject();

  int lastMergeId;
  Map<Integer, MergeField> fields = new LinkedHashMap<>();

  /** Deleted fields by their tags, the last of each. */
  Map<String, MergeField> deletedFields = new LinkedHashMap<>(0);

  /** By contact id, in the order they came. */
  Map<String, Member> members = new LinkedHashMap<>();

  /** Hashes of addresses that were permanently deleted. */
  Set<String> forgotten = new HashSet<>();

  /** In the order they came. */
  List<AbuseReport> abuseReports = new ArrayList<>(0);

  Map<String, Webhook> webhooks = new LinkedHashMap<>(0);

  /** The figures as they were last counted, and when that was. */
  transient @Nullable JsonObject stats;

  transient Instant statsAt = Instant.EPOCH;

  /** Text by id, as a marketer wrote them; only where the audience asks for permissions. */
  Map<String, String> permissions = new LinkedHashMap<>(0);

  Map<Long, Segment> segments = new LinkedHashMap<>();
  Map<String, InterestCategory> categories = new LinkedHashMap<>();

  /** How its saved segments read what is disputed. */
  transient SavedConditions.BlankReading reading = SavedConditions.BlankReading.USUAL;

  /** The account's campaigns, for segments by what was sent. */
  transient Collection<Campaign> campaigns = List.of();

  /** The account's shops, for segments by what was bought. */
  transient Collection<Store> stores = List.of();

  /** The moment of the request, for segments by age. */
  transient Instant now = Instant.EPOCH;

  private transient boolean tagsShowLate;

  /** Who is listed under what was asked, until anything changes; for one page after another. */
  private transient Map<String, List<Member>> listings = new LinkedHashMap<>();

  private transient long changes;

  private transient Map<String, Member> memberByHash = new HashMap<>();
  private transient Map<String, Long> segmentByName = new HashMap<>();

  /** Makes the indexes anew, after a snapshot was read. */
  void index() {
    memberByHash = new HashMap<>();
    for (Member member : members.values()) {
      member.settleIn();
      memberByHash.put(member.id(), member);
    }
    segmentByName = new HashMap<>();
    segments.values().stream().filter(s -> s.isStatic).forEach(this::indexName);
  }

  /** Shows the tags whose time has come. */
  void settle(Instant now, boolean showLate) {
    if (!showLate && !tagsShowLate) {
      return;
    }
    tagsShowLate = showLate;
    for (Segment segment : segments.values()) {
      if (segment.settle(now)) {
        changed();
      }
    }
  }

  /** What was listed or counted before is to be looked up anew. */
  void changed() {
    listings.clear();
    changes++;
  }

  /** Goes up with every change. */
  long changes() {
    return changes;
  }

  /**
   * Contacts in an order, the same list again as long as nothing changed.
   *
   * @param asked all that they depend on
   */
  List<Member> listing(String asked, Supplier<List<Member>> look) {
    List<Member> there = listings.get(asked);
    if (there == null) {
      there = look.get();
      if (listings.size() == MOST_LISTINGS) {
        listings.clear();
      }
      listings.put(asked, there);
    }
    return there;
  }

  void add(Member member) {
    members.put(member.contactId, member);
    memberByHash.put(member.id(), member);
  }

  void rename(Member member, String email) {
    memberByHash.remove(member.id());
    member.readdress(email);
    memberByHash.put(member.id(), member);
  }

  /** Erases a contact for good; its address can never be imported again. */
  void forget(Member member) {
    memberByHash.remove(member.id());
    members.remove(member.contactId);
    // Whoever is erased shows nowhere, however late a tag is otherwise.
    segments.values().forEach(segment -> segment.drop(member));
    forgotten.add(member.id());
  }

  /** A contact by id; the id must be known. */
  Member contact(String contactId) {
    Member member = members.get(contactId);
    if (member == null) {
      throw new IllegalStateException("a segment holds a contact that the audience does not");
    }
    return member;
  }

  Optional<Member> byEmail(String email) {
    return byHash(Member.hash(email));
  }

  /** By what a path may hold: the address's hash, the address itself, or a contact id. */
  Optional<Member> byKey(String key) {
    if (key.indexOf('@') >= 0) {
      return byEmail(key);
    }
    String lower = key.toLowerCase(Locale.ROOT);
    @Nullable Member byContact = members.get(lower);
    return byContact != null ? Optional.of(byContact) : byHash(lower);
  }

  Optional<Member> byHash(String hash) {
    return Optional.ofNullable(memberByHash.get(hash));
  }

  Optional<MergeField> field(String tag) {
    return fields.values().stream().filter(field -> field.tag.equals(tag)).findFirst();
  }

  /** A segment by id; the id must be known. */
  Segment segment(long segmentId) {
    Segment segment = segments.get(segmentId);
    if (segment == null) {
      throw new IllegalStateException("a contact holds a tag that the audience does not");
    }
    return segment;
  }

  /** A tag by name: case does not matter. */
  Optional<Segment> tag(String name) {
    return Optional.ofNullable(segmentByName.get(name.toLowerCase(Locale.ROOT))).map(this::segment);
  }

  void add(Segment segment) {
    segments.put(segment.id, segment);
    if (segment.isStatic) {
      indexName(segment);
    }
  }

  void rename(Segment segment, String name) {
    segmentByName.remove(segment.name.toLowerCase(Locale.ROOT), segment.id);
    segment.name = name;
    if (segment.isStatic) {
      indexName(segment);
    }
  }

  void remove(Segment segment) {
    for (String contactId : segment.held()) {
      contact(contactId).tags.leave(segment.id);
    }
    segmentByName.remove(segment.name.toLowerCase(Locale.ROOT), segment.id);
    segments.remove(segment.id);
  }

  /** Returns whether the contact was not in before. */
  boolean join(Member member, Segment segment, Instant now) {
    boolean was = member.tags.has(segment.id);
    member.tags.join(segment.id, now);
    if (!tagsShowLate) {
      segment.members.add(member.contactId);
    } else if (segment.leaving.remove(member.contactId) == null && !was) {
      segment.late.put(member.contactId, now.plus(LATE));
    }
    return !was;
  }

  /** Returns whether the contact was in before. */
  boolean leave(Member member, Segment segment) {
    boolean was = member.tags.has(segment.id);
    member.tags.leave(segment.id);
    if (!tagsShowLate) {
      segment.drop(member);
    } else if (segment.late.remove(member.contactId) == null && was) {
      segment.leaving.put(member.contactId, now.plus(LATE));
    }
    return was;
  }

  private void indexName(Segment segment) {
    segmentByName.put(segment.name.toLowerCase(Locale.ROOT), segment.id);
  }
}
