package io.espalier.spi;

import io.espalier.model.Segment;
import java.util.Optional;

/**
 * Where to read on.
 *
 * @param segment the segment whose members are read; empty for every profile
 * @param position opaque; empty for the beginning
 */
public record Cursor(Optional<Segment> segment, String position) {
  /** Every profile of the account, with its fields and consent. */
  public static Cursor profiles() {
    return new Cursor(Optional.empty(), "");
  }

  /** The members of one segment; fields may be missing. */
  public static Cursor members(Segment segment) {
    return new Cursor(Optional.of(segment), "");
  }

  public Cursor at(String nextPosition) {
    return new Cursor(segment, nextPosition);
  }
}
