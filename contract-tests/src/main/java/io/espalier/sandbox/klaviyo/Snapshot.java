package io.espalier.sandbox.klaviyo;

import io.espalier.sandbox.Switches;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@link Holdings} as one JSON document, and back. */
record Snapshot(
    int version,
    Account account,
    List<Person> people,
    TreeMap<String, MemberList> lists,
    TreeMap<String, ImportJob> imports,
    TreeMap<String, SuppressionJob> suppressions,
    TreeMap<String, Tag> tags,
    TreeMap<String, TagGroup> tagGroups,
    TreeMap<String, StoredTemplate> templates,
    @Nullable TreeMap<String, StoredSegment> segments,
    @Nullable TreeMap<String, UniversalContent> universal,
    @Nullable TreeMap<String, Campaign> campaigns,
    @Nullable TreeMap<String, CampaignMessage> messages,
    @Nullable TreeMap<String, Webhook> webhooks,
    @Nullable TreeMap<String, Coupon> coupons,
    @Nullable TreeMap<String, CouponCode> couponCodes,
    @Nullable TreeMap<String, CatalogEntry> items,
    @Nullable TreeMap<String, CatalogEntry> variants,
    @Nullable TreeMap<String, CatalogEntry> categories,
    @Nullable TreeMap<String, BulkJob> bulkJobs,
    @Nullable TreeMap<String, Flow> flows,
    @Nullable TreeMap<String, StoredImage> images,
    @Nullable TreeMap<String, WebFeed> feeds,
    @Nullable TreeMap<String, Form> forms,
    @Nullable TreeMap<String, FormVersion> formVersions,
    @Nullable TreeMap<String, String> tracking,
    @Nullable TreeMap<String, OAuthGrant> grants,
    @Nullable TreeMap<String, TreeSet<String>> keys,
    @Nullable List<Metric> metrics,
    @Nullable List<StoredEvent> events,
    @Nullable TreeMap<Long, List<Later>> later) {

  // What was added since is absent from an older snapshot, and that is no other version.
  private static final int VERSION = 1;

  static String write(Holdings holdings) {
    return Json.GSON.toJson(
        new Snapshot(
            VERSION,
            holdings.account,
            new ArrayList<>(holdings.people.byId().values()),
            holdings.lists,
            holdings.imports,
            holdings.suppressions,
            holdings.tags,
            holdings.tagGroups,
            holdings.templates,
            holdings.segments,
            holdings.universal,
            holdings.campaigns,
            holdings.messages,
            holdings.webhooks,
            holdings.coupons,
            holdings.couponCodes,
            holdings.items,
            holdings.variants,
            holdings.categories,
            holdings.bulkJobs,
            holdings.flows,
            holdings.images,
            holdings.feeds,
            holdings.forms,
            holdings.formVersions,
            holdings.tracking,
            holdings.grants,
            holdings.keys,
            List.copyOf(holdings.happenings.metrics.values()),
            List.copyOf(holdings.happenings.events.values()),
            holdings.later));
  }

  static Holdings read(String json, Clock clock, Ids ids, Switches switches) {
    Snapshot snapshot = Json.GSON.fromJson(json, Snapshot.class);
    if (snapshot.version != VERSION) {
      throw new IllegalArgumentException(
          "the snapshot is of version " + snapshot.version + ", this sandbox reads " + VERSION);
    }
    Holdings holdings = new Holdings(snapshot.account, clock, ids, switches);
    holdings.people.addAll(snapshot.people);
    holdings.lists.putAll(snapshot.lists);
    holdings.imports.putAll(snapshot.imports);
    holdings.suppressions.putAll(snapshot.suppressions);
    holdings.tags.putAll(snapshot.tags);
    holdings.tagGroups.putAll(snapshot.tagGroups);
    holdings.templates.putAll(snapshot.templates);
    restore(snapshot.segments, holdings.segments);
    restore(snapshot.universal, holdings.universal);
    restore(snapshot.campaigns, holdings.campaigns);
    restore(snapshot.messages, holdings.messages);
    restore(snapshot.webhooks, holdings.webhooks);
    restore(snapshot.coupons, holdings.coupons);
    restore(snapshot.couponCodes, holdings.couponCodes);
    restore(snapshot.items, holdings.items);
    restore(snapshot.variants, holdings.variants);
    restore(snapshot.categories, holdings.categories);
    restore(snapshot.bulkJobs, holdings.bulkJobs);
    restore(snapshot.flows, holdings.flows);
    restore(snapshot.images, holdings.images);
    restore(snapshot.feeds, holdings.feeds);
    restore(snapshot.forms, holdings.forms);
    restore(snapshot.formVersions, holdings.formVersions);
    restore(snapshot.tracking, holdings.tracking);
    restore(snapshot.grants, holdings.grants);
    restore(snapshot.keys, holdings.keys);
    if (snapshot.metrics != null) {
      snapshot.metrics.forEach(holdings.happenings::restore);
    }
    if (snapshot.events != null) {
      snapshot.events.forEach(holdings.happenings::restore);
    }
    restore(snapshot.later, holdings.later);
    snapshot.people.forEach(person -> ids.after(person.id));
    return holdings;
  }

  private static <K, V> void restore(@Nullable Map<K, V> from, Map<K, V> to) {
    if (from != null) {
      to.putAll(from);
    }
  }
}
