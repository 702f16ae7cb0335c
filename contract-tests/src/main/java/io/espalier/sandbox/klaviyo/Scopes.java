package io.espalier.sandbox.klaviyo;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which permissions of a key an operation needs. Source: {@code x-klaviyo-scopes} of the OpenAPI
 * document 2026-07-15.
 */
final class Scopes {
  // A resource whose scope has another name.
  private static final Map<String, String> BASES =
      Map.ofEntries(
          Map.entry("campaign-clone", "campaigns"),
          Map.entry("campaign-message-assign-template", "campaigns"),
          Map.entry("campaign-messages", "campaigns"),
          Map.entry("campaign-recipient-estimation-jobs", "campaigns"),
          Map.entry("campaign-recipient-estimations", "campaigns"),
          Map.entry("campaign-send-jobs", "campaigns"),
          Map.entry("campaign-values-reports", "campaigns"),
          Map.entry("coupon-code-bulk-create-jobs", "coupon-codes"),
          Map.entry("data-privacy-deletion-jobs", "data-privacy"),
          Map.entry("event-bulk-create", "events"),
          Map.entry("event-bulk-create-jobs", "events"),
          Map.entry("form-versions", "forms"),
          Map.entry("flow-actions", "flows"),
          Map.entry("flow-messages", "flows"),
          Map.entry("flow-series-reports", "flows"),
          Map.entry("flow-values-reports", "flows"),
          Map.entry("segment-series-reports", "segments"),
          Map.entry("image-upload", "images"),
          Map.entry("metric-aggregates", "metrics"),
          Map.entry("metric-properties", "metrics"),
          Map.entry("profile-import", "profiles"),
          Map.entry("profile-merge", "profiles"),
          Map.entry("segment-values-reports", "segments"),
          Map.entry("tag-groups", "tags"),
          Map.entry("template-clone", "templates"),
          Map.entry("template-render", "templates"),
          Map.entry("template-universal-content", "templates"),
          Map.entry("webhook-topics", "webhooks"));

  /** Those that read though they are posted. */
  private static final Set<String> READING =
      Set.of(
          "campaign-values-reports",
          "flow-series-reports",
          "flow-values-reports",
          "metric-aggregates",
          "segment-series-reports",
          "segment-values-reports",
          "template-render");

  /** Relations that need a scope of their own. */
  private static final Map<String, String> RELATED =
      Map.of(
          "profiles", "profiles",
          "profile", "profiles",
          "lists", "lists",
          "segments", "segments",
          "campaigns", "campaigns",
          "tags", "tags",
          "template", "templates",
          "metric", "metrics",
          "flow-triggers", "flows",
          "flows", "flows");

  private Scopes() {}

  static Set<String> of(String method, List<String> parts) {
    String resource = parts.get(1);
    boolean write = !method.equals("GET") && !READING.contains(resource);
    String verb = write ? ":write" : ":read";
    String relation =
        parts.size() < 4 || parts.get(parts.size() - 1).startsWith("{")
            ? ""
            : parts.get(parts.size() - 1);
    return switch (resource) {
      case "profile-bulk-import-jobs" -> imports(verb, relation);
      case "profile-subscription-bulk-create-jobs", "profile-subscription-bulk-delete-jobs" ->
          Set.of("lists:write", "profiles:write", "subscriptions:write");
      case "profile-suppression-bulk-create-jobs" ->
          write ? Set.of("profiles:write", "subscriptions:write") : Set.of("subscriptions:read");
      case "profile-suppression-bulk-delete-jobs" -> Set.of("subscriptions" + verb);
      // What lies below one of the two needs the scope of the other alone.
      case "coupons" ->
          relation.isEmpty() ? Set.of("coupons" + verb) : Set.of("coupon-codes" + verb);
      case "coupon-codes" ->
          relation.isEmpty() ? Set.of("coupon-codes" + verb) : Set.of("coupons" + verb);
      case "flow-messages" ->
          relation.equals("template")
              ? Set.of("templates" + verb)
              : plain(resource, verb, relation);
      default ->
          resource.startsWith("catalog-")
              ? Set.of("catalogs" + verb)
              : plain(resource, verb, relation);
    };
  }

  private static Set<String> imports(String verb, String relation) {
    return switch (relation) {
      case "" -> Set.of("lists" + verb, "profiles" + verb);
      case "lists" -> Set.of("lists:read");
      default -> Set.of("profiles:read");
    };
  }

  private static Set<String> plain(String resource, String verb, String relation) {
    Set<String> scopes = new TreeSet<>();
    String base = BASES.getOrDefault(resource, resource);
    scopes.add(base + verb);
    boolean ofTag = base.equals("tags");
    if (ofTag && verb.equals(":write") && relation.isEmpty()) {
      scopes.add("tags:read");
    }
    String related = RELATED.get(relation);
    if (related != null && !related.equals(base)) {
      scopes.add(related + verb);
    }
    return scopes;
  }
}
