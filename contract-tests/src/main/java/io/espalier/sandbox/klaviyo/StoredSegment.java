package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A segment that the account keeps by itself. */
final class StoredSegment {
  /**
   * How its membership changed, as far as somebody looked: it is counted when it is read.
   *
   * @param second since 1970
   */
  record Movement(long second, int added, int removed, int total) {}

  final String id;
  final String created;
  final List<Movement> movements = new ArrayList<>();

  /** Profile id → when it was first found inside. */
  final TreeMap<String, String> joined = new TreeMap<>();

  String name = "";
  JsonObject definition = new JsonObject();
  boolean starred;
  String updated;

  StoredSegment() {
    this("", "");
  }

  StoredSegment(String id, String created) {
    this.id = id;
    this.created = created;
    this.updated = created;
  }
}
