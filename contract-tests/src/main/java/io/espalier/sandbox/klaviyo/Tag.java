package io.espalier.sandbox.klaviyo;

import java.util.TreeSet;

/** A tag of one group, and what carries it. */
final class Tag {
  final String id;
  final String group;
  final TreeSet<String> lists = new TreeSet<>();
  final TreeSet<String> segments = new TreeSet<>();
  final TreeSet<String> campaigns = new TreeSet<>();
  final TreeSet<String> flows = new TreeSet<>();
  String name = "";

  Tag() {
    this("", "");
  }

  Tag(String id, String group) {
    this.id = id;
    this.group = group;
  }

  /**
   * Ids of what carries it.
   *
   * @param kind {@code list}, {@code segment}, {@code campaign} or {@code flow}
   */
  TreeSet<String> carriers(String kind) {
    return switch (kind) {
      case "list" -> lists;
      case "segment" -> segments;
      case "campaign" -> campaigns;
      case "flow" -> flows;
      default -> throw new IllegalArgumentException("nothing of the kind has tags: " + kind);
    };
  }
}
