package io.espalier.salesforcemc;

import java.text.Normalizer;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Where "equal but for case" is the same here and in AMPscript.
 *
 * <p>We fold each code point to lower case after NFC; AMPscript compares ordinally after mapping
 * each UTF-16 unit to upper case, but never a letter outside ASCII to one within (.NET's ordinal
 * casing; the operator: SalesforceLabs/ampscript-core 4362f3c). A letter is sound where both put it
 * together with the same other letters. The Turkish İ, which only we take for an i, is replaced
 * before the comparison.
 */
final class SameCase {
  private static final BitSet UNSOUND = unsound();

  private SameCase() {}

  /** True for a constant that both compare alike with every text. */
  static boolean isSound(String text) {
    return text.codePoints()
        .noneMatch(
            c ->
                c > 0xFFFF ? Character.toLowerCase(c) != Character.toUpperCase(c) : UNSOUND.get(c));
  }

  /** True for a constant with an i. */
  static boolean hasI(String text) {
    return text.indexOf('i') >= 0 || text.indexOf('I') >= 0;
  }

  private static BitSet unsound() {
    Set<Integer> cased = new HashSet<>();
    for (int c = 0; c <= 0xFFFF; c++) {
      if (isComparable(c) && (Character.toLowerCase(c) != c || upper(c) != c)) {
        cased.add(c);
        cased.add(Character.toLowerCase(c));
        cased.add(upper(c));
      }
    }
    Map<Integer, Set<Integer>> ours = new HashMap<>();
    Map<Integer, Set<Integer>> theirs = new HashMap<>();
    for (int c : cased) {
      ours.computeIfAbsent(Character.toLowerCase(c), k -> new HashSet<>()).add(c);
      theirs.computeIfAbsent(upper(c), k -> new HashSet<>()).add(c);
    }
    BitSet unsound = new BitSet();
    // İ, ı and ſ: casing tables differ on whether they are an i or an s.
    unsound.set(0x130);
    unsound.set(0x131);
    unsound.set(0x17F);
    for (int c : cased) {
      Set<Integer> together = ours.getOrDefault(Character.toLowerCase(c), Set.of());
      if (!together.equals(theirs.getOrDefault(upper(c), Set.of()))) {
        unsound.set(c);
      }
    }
    return unsound;
  }

  private static int upper(int c) {
    int upper = Character.toUpperCase(c);
    return upper < 128 && c >= 128 ? c : upper;
  }

  private static boolean isComparable(int c) {
    return c != 0x130
        && !Character.isSurrogate((char) c)
        && Normalizer.isNormalized(Character.toString(c), Normalizer.Form.NFC);
  }
}
