package io.espalier.sync.project;

import io.espalier.rule.Place;
import java.util.Optional;

/**
 * How small a segment may be, and what becomes of a smaller one. Counted are the members who may be
 * sent. Only what is sent changes: to rules, {@code in_segment} and counts a segment's members stay
 * who they are.
 *
 * @param members 0 for no limit
 * @param mergeInto the segment that takes the members; empty unless {@code otherwise} is MERGE
 */
public record MinSize(int members, Otherwise otherwise, Optional<String> mergeInto, Place place) {

  /** What becomes of a segment with fewer members. */
  public enum Otherwise {
    /** It is not sent; what an ESP has of it stays as it is. */
    BLOCK,
    /** It is sent, and the plan says so. */
    WARN,
    /** Its members are sent as members of another segment, and leave this one. */
    MERGE
  }
}
