package io.espalier.sandbox.salesforcemc.ampscript;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What LookupRows and its kin give. */
record RowSet(List<Line> lines) {

  /**
   * One row.
   *
   * @param columns as the data extension spells them, in its order
   * @param cells by lower-case column name
   */
  record Line(List<String> columns, Map<String, @Nullable Object> cells) {}
}
