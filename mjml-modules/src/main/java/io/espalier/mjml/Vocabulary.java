package io.espalier.mjml;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The elements that an email may hold: MJML's of 4.18, and ours.
 *
 * <p>The renderer drops silently what it does not know, so it is known here (documentation.mjml.io,
 * read in November 2026).
 */
final class Vocabulary {
  private Vocabulary() {}

  static final String CHOOSE = "es-choose";
  static final String WHEN = "es-when";
  static final String OTHERWISE = "es-otherwise";
  static final String IF = "es-if";
  static final String ELSEIF = "es-elseif";
  static final String ELSE = "es-else";
  static final String USE = "es-use";
  static final String LIVE = "es-live";
  static final String SLOT = "es-slot";
  static final String CONTENT_HERE = "es-content";
  static final String LET = "es-let";
  static final String EACH = "es-each";
  static final String EMPTY = "es-empty";
  static final String ADDRESS = "es-address";
  static final String UNSUBSCRIBE = "es-unsubscribe";
  static final String PREFERENCES = "es-preferences";
  static final String VIEW_ONLINE = "es-view-online";
  static final String COUPON = "es-coupon";

  /** Made by us around each copy of the body of {@link #EACH}; nobody writes it. */
  static final String ITEM = "es-item";

  static final Set<String> OURS =
      new TreeSet<>(
          Set.of(
              CHOOSE,
              WHEN,
              OTHERWISE,
              IF,
              ELSEIF,
              ELSE,
              USE,
              LIVE,
              SLOT,
              CONTENT_HERE,
              LET,
              EACH,
              EMPTY,
              ADDRESS,
              UNSUBSCRIBE,
              PREFERENCES,
              VIEW_ONLINE,
              COUPON));

  /** What stands in text only. */
  static final Set<String> IN_TEXT = Set.of(ADDRESS, UNSUBSCRIBE, PREFERENCES, VIEW_ONLINE, COUPON);

  private static final Set<String> ENDING =
      Set.of(
          "mj-accordion-text",
          "mj-accordion-title",
          "mj-button",
          "mj-html-attribute",
          "mj-navbar-link",
          "mj-preview",
          "mj-raw",
          "mj-social-element",
          "mj-style",
          "mj-table",
          "mj-text",
          "mj-title");

  private static final Set<String> CONTENT =
      Set.of(
          "mj-accordion",
          "mj-button",
          "mj-carousel",
          "mj-divider",
          "mj-image",
          "mj-navbar",
          "mj-raw",
          "mj-social",
          "mj-spacer",
          "mj-table",
          "mj-text");

  /** Parent → the children that it shows. Where ours may stand, theirs is the parent's row. */
  private static final Map<String, Set<String>> CHILDREN =
      Map.ofEntries(
          Map.entry("mjml", Set.of("mj-head", "mj-body")),
          Map.entry(
              "mj-head",
              Set.of(
                  "mj-attributes",
                  "mj-breakpoint",
                  "mj-font",
                  "mj-html-attributes",
                  "mj-preview",
                  "mj-raw",
                  "mj-style",
                  "mj-title")),
          Map.entry("mj-body", Set.of("mj-hero", "mj-raw", "mj-section", "mj-wrapper")),
          Map.entry("mj-wrapper", Set.of("mj-hero", "mj-raw", "mj-section")),
          Map.entry("mj-section", Set.of("mj-column", "mj-group", "mj-raw")),
          Map.entry("mj-group", Set.of("mj-column", "mj-raw")),
          Map.entry("mj-column", CONTENT),
          Map.entry("mj-hero", CONTENT),
          Map.entry("mj-accordion", Set.of("mj-accordion-element", "mj-raw")),
          Map.entry(
              "mj-accordion-element", Set.of("mj-accordion-title", "mj-accordion-text", "mj-raw")),
          Map.entry("mj-carousel", Set.of("mj-carousel-image")),
          Map.entry("mj-navbar", Set.of("mj-navbar-link", "mj-raw")),
          Map.entry("mj-social", Set.of("mj-social-element", "mj-raw")));

  /** Where a condition or a module may stand among elements. */
  static final Set<String> CONDITIONAL =
      Set.of("mj-body", "mj-wrapper", "mj-section", "mj-group", "mj-column", "mj-hero");

  /** Where a live block may stand. */
  static final Set<String> LIVELY = Set.of("mj-column", "mj-hero");

  /** Attributes that are printed once, as they are, between double quotes. */
  static final Set<String> OUTPUT_ATTRIBUTES = new TreeSet<>(Set.of("alt", "href", "src", "title"));

  /** True where the content is HTML, or CSS, and no MJML. */
  static boolean isEnding(String name) {
    return ENDING.contains(name);
  }

  static boolean isOurs(String name) {
    return name.startsWith("es-");
  }

  /** What may stand in it; empty where that is free. */
  static Set<String> children(String parent) {
    return CHILDREN.getOrDefault(parent, Set.of());
  }

  /** Every element that holds or is held somewhere. */
  static Set<String> known() {
    Set<String> all = new TreeSet<>(CHILDREN.keySet());
    CHILDREN.values().forEach(all::addAll);
    return all;
  }
}
