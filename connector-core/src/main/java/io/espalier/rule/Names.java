package io.espalier.rule;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the right name nearest to a wrong one. */
public final class Names {
  private Names() {}

  /** The nearest of the known names; empty where none is near. */
  public static Optional<String> nearest(String wrong, Collection<String> known) {
    String best = null;
    int least = Math.max(1, wrong.length() / 3) + 1;
    for (String name : known) {
      int distance = distance(wrong.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
      if (distance < least) {
        least = distance;
        best = name;
      }
    }
    return Optional.ofNullable(best);
  }

  /** {@code did you mean 'country'?}, or the known names where none is near. */
  public static String suggestion(String wrong, Collection<String> known) {
    return nearest(wrong, known)
        .map(name -> "did you mean '" + name + "'?")
        .orElseGet(() -> known.isEmpty() ? "there is none" : "known: " + String.join(", ", known));
  }

  /** Insertions, deletions, replacements and swaps of neighbours that turn one into the other. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      d[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      d[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
