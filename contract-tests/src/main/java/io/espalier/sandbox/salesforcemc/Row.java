package io.espalier.sandbox.salesforcemc;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One row.
 *
 * @param id the hidden _CustomObjectKey
 * @param cells by the columns' slots, in the one stored spelling; null for a database null. Never
 *     changed in place: a reader that holds a page keeps what it read.
 */
record Row(long id, @Nullable String[] cells) {

  @Nullable String get(Field field) {
    return field.slot() < cells.length ? cells[field.slot()] : null;
  }

  /** A copy of the cells, at least so many wide. */
  @Nullable String[] copy(int slots) {
    return Arrays.copyOf(cells, Math.max(slots, cells.length));
  }

  @Override
  public String toString() {
    return "row " + id;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Row row && row.id == id && Arrays.equals(row.cells, cells);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(id);
  }
}
