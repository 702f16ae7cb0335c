package io.espalier.sync.plan;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What a sync would do. The rows themselves stand in the store under the plan's id; this is what a
 * person reads before it runs.
 *
 * @param project the fingerprint of the project that it was made from
 * @param stops why nothing may be sent; empty where it may
 */
public record Plan(
    String id,
    Instant madeAt,
    Instant now,
    String project,
    long profiles,
    List<Part> parts,
    List<Stop> stops) {

  /**
   * The part of one ESP.
   *
   * @param account as the ledger knows it
   * @param created people whom the ESP does not know yet
   * @param changed people of whom some field changed
   * @param withheld people who are not sent: they opted out, or are of {@code never}
   * @param never of those withheld, who is never sent, by reason
   * @param calls HTTP calls that this will take
   * @param seconds the least time at the vendor's quota
   * @param backfills new fields that people get who are there already
   */
  public record Part(
      String esp,
      String label,
      String account,
      List<String> fields,
      List<SegmentPart> segments,
      long created,
      long changed,
      long consents,
      long withheld,
      List<Never> never,
      long parked,
      long calls,
      long seconds,
      List<Backfill> backfills) {

    /** A plan that was kept before there were any has none. */
    public Part {
      backfills = backfills == null ? List.of() : List.copyOf(backfills);
    }

    /** One from which nobody is withheld but who opted out. */
    public Part(
        String esp,
        String label,
        String account,
        List<String> fields,
        List<SegmentPart> segments,
        long created,
        long changed,
        long consents,
        long withheld,
        long parked,
        long calls,
        long seconds) {
      this(
          esp, label, account, fields, segments, created, changed, consents, withheld, List.of(),
          parked, calls, seconds, List.of());
    }

    public long joins() {
      return segments.stream().mapToLong(SegmentPart::joins).sum();
    }

    public long leaves() {
      return segments.stream().mapToLong(SegmentPart::leaves).sum();
    }

    public long defines() {
      return segments.stream().filter(SegmentPart::define).count();
    }

    public long rows() {
      return fields.size() + defines() + created + changed + consents + joins() + leaves();
    }
  }

  /**
   * A new field for old members.
   *
   * @param attribute as profile.yaml names it
   * @param people who are at the ESP already and get it by this plan
   */
  public record Backfill(String attribute, long people) {}

  /** People who are withheld whatever they consented to, e.g. of a role address. */
  public record Never(String reason, long people) {}

  /**
   * @param members here, of those who may be sent
   * @param define the container is made, renamed or described anew
   * @param held why the segment is not sent, e.g. too small; empty where it is. One that is merged
   *     into another may still have leaves: whom the ESP has there
   * @param note what is to be known of its size although it is sent; mostly empty
   */
  public record SegmentPart(
      String id,
      String name,
      long members,
      long joins,
      long leaves,
      boolean define,
      String held,
      String note) {}

  /**
   * A guard that stops the plan.
   *
   * @param guard its name, as {@code --allow} takes it
   * @param esp empty where it stops the parts of all
   * @param mend how to go on all the same
   */
  public record Stop(String guard, String esp, String reason, String mend) {}

  /** The guards that stop the plan, but for those that somebody allowed to pass. */
  public List<Stop> stops(Set<String> allowed) {
    return stops.stream().filter(stop -> !allowed.contains(stop.guard())).toList();
  }

  public long rows() {
    return parts.stream().mapToLong(Part::rows).sum();
  }
}
