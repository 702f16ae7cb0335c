package io.espalier.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.model.Cased;
import io.espalier.rule.RuleMaker;
import io.espalier.rule.TextPattern;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class TextPatternAgreesTest {
  private static final List<String> ONES =
      List.of(
          "a",
          "b",
          "B",
          "é",
          "É",
          ".",
          "\\d",
          "\\W",
          "\\s",
          "[a-c]",
          "[^ab]",
          "\\.",
          "😀",
          "^",
          "$",
          "[A-Z0-9]",
          "\\-");
  private static final List<String> REPEATS =
      List.of("", "", "", "*", "+", "?", "{2}", "{0,2}", "{1,}");
  private static final List<String> PIECES =
      List.of(
          "a", "b", "A", "C", "é", "É", "1", ".", "-", " ", "\n", "😀", "\u0085", "\u2028", "ſ",
          "K");

  private static Store store;

  @BeforeContainer
  static void open() throws SQLException {
    store = new Store(RuleMaker.SCHEMA);
  }

  @AfterContainer
  static void close() throws SQLException {
    store.close();
  }

  /** And with the JDK's own engine, given the portable form, where none backtracks for long. */
  @Property(tries = 400, shrinking = ShrinkingMode.OFF)
  void evaluatorEngineAndJdkFindTheSame(@ForAll long seed) throws SQLException {
    Random random = new Random(seed);
    String pattern = pattern(random, 2);
    boolean exact = random.nextBoolean();
    TextPattern ours = TextPattern.of(pattern, exact);
    Pattern jdk = Pattern.compile(ours.portable());
    try (PreparedStatement query =
        store.connection().prepareStatement("SELECT regexp_matches(?, ?)")) {
      for (int i = 0; i < 5; i++) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(7); n > 0; n--) {
          text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        String form = exact ? Cased.nfc(text.toString()) : Cased.fold(text.toString());
        query.setString(1, form);
        query.setString(2, ours.portable());
        try (ResultSet row = query.executeQuery()) {
          row.next();
          String where = pattern + " as " + ours.portable() + " in " + text;
          assertEquals(row.getBoolean(1), ours.find(text.toString()), where);
          if (!isAnchoredInAGroup(pattern)) {
            assertEquals(jdk.matcher(form).find(), ours.find(text.toString()), where);
          }
        }
      }
    }
  }

  /**
   * The JDK gives a repeated group up after an empty turn, which an anchor can make, without trying
   * the other turns: there the engine alone is the judge.
   */
  private static boolean isAnchoredInAGroup(String pattern) {
    return pattern.contains("(")
        && (pattern.contains("$") || pattern.replace("[^", "[").contains("^"));
  }

  private static String pattern(Random random, int depth) {
    StringBuilder pattern = new StringBuilder();
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      if (depth > 0 && random.nextInt(4) == 0) {
        pattern.append("(").append(pattern(random, depth - 1)).append('|');
        pattern.append(pattern(random, depth - 1)).append(')').append(repeat(random));
      } else {
        String one = ONES.get(random.nextInt(ONES.size()));
        pattern.append(one).append("^$".contains(one) ? "" : repeat(random));
      }
    }
    return pattern.toString();
  }

  private static String repeat(Random random) {
    return REPEATS.get(random.nextInt(REPEATS.size()));
  }
}
