package io.espalier.sync.plan;

import io.espalier.sync.project.MinSize;
import io.espalier.sync.project.SegmentSpec;
import io.espalier.sync.store.Engine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code min_size} makes of the members who may be sent. First the small segments that merge
 * hand over their members, once, each to the one that it names; then the others are counted, with
 * whom they took, a person once. Nobody moves twice.
 */
final class SegmentSizes {

  /** What becomes of a segment. */
  enum Fate {
    SENT,
    /** Small, and sent all the same. */
    WARNED,
    /** Small, and not sent. */
    HELD,
    /** Small, and its members are sent as those of another. */
    MERGED
  }

  /**
   * @param members who are sent; of a merged or held one, who would have been
   * @param note what a person is to know; empty for most
   */
  record Size(Fate fate, long members, String note) {
    boolean isSent() {
      return fate == Fate.SENT || fate == Fate.WARNED;
    }
  }

  private final Engine engine;
  private final Map<String, Size> sizes = new LinkedHashMap<>();
  private final Map<String, List<String>> taken = new LinkedHashMap<>();

  private SegmentSizes(Engine engine) {
    this.engine = engine;
  }

  /** Moves members in {@link Desired#MEMBERS}; gives each segment's size by its id. */
  static Map<String, Size> settle(Map<String, SegmentSpec> segments, Engine engine) {
    SegmentSizes all = new SegmentSizes(engine);
    segments.forEach(all::merge);
    segments.forEach(all::count);
    segments.forEach(all::holdWithTaker);
    return all.sizes;
  }

  private long members(String segment) {
    return engine.number("select count(*) from " + Desired.MEMBERS + " where segment = ?", segment);
  }

  private void merge(String id, SegmentSpec spec) {
    MinSize least = spec.minSize();
    // Nobody is merged into one that merges: so what is counted here is only its own.
    if (least.mergeInto().isEmpty()) {
      return;
    }
    long members = members(id);
    if (members >= least.members()) {
      return;
    }
    String into = least.mergeInto().get();
    engine.run(
        "insert into "
            + Desired.MEMBERS
            + " select ?, key, email from "
            + Desired.MEMBERS
            + " m where segment = ? and not exists (select 1 from "
            + Desired.MEMBERS
            + " t where t.segment = ? and t.key = m.key)",
        into,
        id,
        into);
    engine.run("delete from " + Desired.MEMBERS + " where segment = ?", id);
    taken.computeIfAbsent(into, i -> new ArrayList<>()).add(members + " of '" + id + "'");
    sizes.put(
        id,
        new Size(
            Fate.MERGED, members, small(members, least) + ": sent as members of '" + into + "'"));
  }

  private void count(String id, SegmentSpec spec) {
    if (sizes.containsKey(id)) {
      return;
    }
    MinSize least = spec.minSize();
    long members = members(id);
    List<String> from = taken.getOrDefault(id, List.of());
    String with = from.isEmpty() ? "" : "among its members are " + String.join(", ", from);
    if (members >= least.members()) {
      sizes.put(id, new Size(Fate.SENT, members, with));
    } else if (least.otherwise() == MinSize.Otherwise.WARN) {
      String note = small(members, least) + ": sent all the same";
      sizes.put(id, new Size(Fate.WARNED, members, with.isEmpty() ? note : note + "; " + with));
    } else {
      sizes.put(id, new Size(Fate.HELD, members, small(members, least) + ": not sent"));
    }
  }

  /** Members whom the other segment cannot carry to an ESP stay what they are there. */
  private void holdWithTaker(String id, SegmentSpec spec) {
    Size size = sizes.get(id);
    String into = spec.minSize().mergeInto().orElse("");
    Size taker = sizes.get(into);
    if (size != null && size.fate() == Fate.MERGED && taker != null && !taker.isSent()) {
      sizes.put(
          id,
          new Size(
              Fate.HELD,
              size.members(),
              small(size.members(), spec.minSize())
                  + ", and '"
                  + into
                  + "', which takes them, is too small as well: not sent"));
    }
  }

  private static String small(long members, MinSize least) {
    return members
        + (members == 1 ? " member" : " members")
        + ", fewer than min_size "
        + least.members();
  }
}
