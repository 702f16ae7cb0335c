package io.espalier.sandbox.klaviyo;

import java.util.TreeMap;

/** A list: a name, how one opts in, and who is on it since when. */
final class MemberList {
  final String id;
  final String created;

  /** Profile id → when they joined. */
  final TreeMap<String, String> members = new TreeMap<>();

  String name = "";
  String optInProcess = "";
  String updated;

  MemberList() {
    this("", "");
  }

  MemberList(String id, String created) {
    this.id = id;
    this.created = created;
    this.updated = created;
  }
}
