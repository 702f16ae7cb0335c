package io.espalier.sql;

import java.util.List;

/**
 * A statement and what fills its {@code ?}, in order.
 *
 * @param binds String, BigDecimal, Boolean, LocalDate or LocalDateTime (UTC); see {@link SqlBinder}
 */
public record SqlQuery(String sql, List<Object> binds) {
  public SqlQuery {
    binds = List.copyOf(binds);
  }

  /** Without the binds: they are people's and marketers' texts. */
  @Override
  public String toString() {
    return sql + " with " + binds.size() + " binds";
  }
}
