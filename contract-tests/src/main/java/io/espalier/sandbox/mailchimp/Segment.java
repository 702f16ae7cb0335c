package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A segment of an audience; a static one is what the vendor now calls a tag: one object. */
final class Segment {
  long id;
  String name = "";
  boolean isStatic = true;
  JsonObject options = new JsonObject();
  Instant createdAt = Instant.EPOCH;
  Instant updatedAt = Instant.EPOCH;

  /** Contact ids, in the order they came; empty where the segment is saved. */
  Set<String> members = new LinkedHashSet<>();

  /** Contact ids that are in already and do not show yet, with the moment from which they do. */
  Map<String, Instant> late = new LinkedHashMap<>(0);

  /** Contact ids that are out already and still show, with the moment from which they do not. */
  Map<String, Instant> leaving = new LinkedHashMap<>(0);

  private transient long count;
  private transient long counted = -1;
  private transient @Nullable Visibility countedAs;

  /** Shows what is due; returns whether anything was. */
  boolean settle(Instant now) {
    boolean shown =
        late.entrySet()
            .removeIf(entry -> !entry.getValue().isAfter(now) && members.add(entry.getKey()));
    return leaving
            .entrySet()
            .removeIf(entry -> !entry.getValue().isAfter(now) && members.remove(entry.getKey()))
        || shown;
  }

  /** Contact ids that are in, whether they show or not. */
  List<String> held() {
    List<String> held = new ArrayList<>(members);
    held.removeAll(leaving.keySet());
    held.addAll(late.keySet());
    return held;
  }

  /** Takes a contact out at once. */
  void drop(Member member) {
    members.remove(member.contactId);
    late.remove(member.contactId);
    leaving.remove(member.contactId);
  }

  /** Who is in it now: of a saved one, whoever fulfils its conditions. */
  Stream<Member> inside(Audience audience) {
    if (isStatic) {
      return members.stream().map(audience::contact);
    }
    return audience.members.values().stream().filter(SavedConditions.kept(audience, options));
  }

  /** Those of it that show; who fulfils conditions may depend on the moment. */
  List<Member> shown(Audience audience, Visibility visible) {
    String key = "segment " + id + visible + (isStatic ? "" : audience.now);
    return audience.listing(key, () -> inside(audience).filter(visible::shows).toList());
  }

  private long count(Audience audience, Visibility visible) {
    if (!isStatic) {
      return shown(audience, visible).size();
    }
    if (counted != audience.changes() || !visible.equals(countedAs)) {
      count = inside(audience).filter(visible::shows).count();
      counted = audience.changes();
      countedAs = visible;
    }
    return count;
  }

  JsonObject json(Audience audience, Visibility visible) {
    JsonObject json = new JsonObject();
    json.addProperty("id", id);
    json.addProperty("name", name);
    json.addProperty("member_count", count(audience, visible));
    json.addProperty("type", isStatic ? "static" : "saved");
    json.addProperty("created_at", WireTime.print(createdAt));
    json.addProperty("updated_at", WireTime.print(updatedAt));
    if (!isStatic) {
      json.add("options", options);
    }
    json.addProperty("list_id", audience.id);
    return json;
  }
}
