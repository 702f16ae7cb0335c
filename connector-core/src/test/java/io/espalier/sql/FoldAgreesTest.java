package io.espalier.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.model.Cased;
import io.espalier.rule.RuleMaker;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link Cased} and the engine, on every code point there is. */
class FoldAgreesTest {
  @Test
  void everyCodePointFoldsAndComposesAlike() throws SQLException {
    List<String> otherwise = new ArrayList<>();
    int seen = 0;
    try (Store store = new Store(RuleMaker.SCHEMA);
        Statement statement = store.connection().createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT i, lower(nfc_normalize(chr(i))), nfc_normalize(chr(i)) FROM "
                    + "(SELECT CAST(range AS INTEGER) AS i FROM range(0, 1114112)) "
                    + "WHERE i NOT BETWEEN 55296 AND 57343")) {
      while (rows.next()) {
        String text = Character.toString(rows.getInt(1));
        if (!Cased.fold(text).equals(rows.getString(2))
            || !Cased.nfc(text).equals(rows.getString(3))) {
          otherwise.add(String.format("U+%04X", rows.getInt(1)));
        }
        seen++;
      }
    }
    assertEquals(0x110000 - 0x800, seen);
    assertEquals(List.of(), otherwise);
  }
}
