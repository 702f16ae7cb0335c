package io.espalier.sql;

import java.util.ArrayList;
import java.util.List;

/** A piece of SQL with the binds of its {@code ?}: kept together, they cannot get out of order. */
public record Sql(String text, List<Object> binds) {
  public Sql {
    binds = List.copyOf(binds);
  }

  /** Joins texts and pieces. */
  public static Sql of(Object... parts) {
    StringBuilder text = new StringBuilder();
    List<Object> binds = new ArrayList<>();
    for (Object part : parts) {
      if (part instanceof Sql sql) {
        text.append(sql.text);
        binds.addAll(sql.binds);
      } else {
        text.append((String) part);
      }
    }
    return new Sql(text.toString(), binds);
  }

  static Sql bind(String parameter, Object value) {
    return new Sql(parameter, List.of(value));
  }

  static Sql join(String joint, List<Sql> parts) {
    List<Object> pieces = new ArrayList<>();
    for (Sql part : parts) {
      if (!pieces.isEmpty()) {
        pieces.add(joint);
      }
      pieces.add(part);
    }
    return of(pieces.toArray());
  }
}
