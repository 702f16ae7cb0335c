package io.espalier.spi;

import java.util.List;
import java.util.Optional;

/**
 * One page of what an ESP holds.
 *
 * @param next empty on the last page
 */
public record Page<T>(List<T> items, Optional<Cursor> next) {
  public Page {
    items = List.copyOf(items);
  }
}
