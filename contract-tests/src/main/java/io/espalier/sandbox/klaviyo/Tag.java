package io.espalier.sandbox.klaviyo;

import java.util.TreeSet;

/** A tag of one group, and the lists that carry it. */
final class Tag {
  final String id;
  final String group;
  final TreeSet<String> lists = new TreeSet<>();
  String name = "";

  Tag() {
    this("", "");
  }

  Tag(String id, String group) {
    this.id = id;
    this.group = group;
  }
}
