package io.espalier.sql;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Hands a query's binds to a statement. */
public final class SqlBinder {
  private SqlBinder() {}

  /** Sets the parameters 1, 2, … in order. */
  public static void bind(PreparedStatement statement, List<Object> binds) throws SQLException {
    for (int i = 0; i < binds.size(); i++) {
      Object bind = binds.get(i);
      if (bind instanceof BigDecimal number) {
        // The embedded engine refuses 1E+5.
        statement.setBigDecimal(i + 1, number.scale() < 0 ? number.setScale(0) : number);
      } else {
        statement.setObject(i + 1, bind);
      }
    }
  }
}
