package io.espalier.audience;

import io.espalier.model.Cased;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What an engine has to know of upper and lower case, to compare a text as we do. */
public enum Spelling {
  /** Nothing: with every view of case the result is the same for the values that can occur. */
  ANY_CASE,
  /** To tell the cases apart. */
  EXACT,
  /** To see no difference between them. */
  FOLDED;

  /** Of a comparison with values that may be any. */
  static Spelling ofOpen(List<String> texts, boolean exact) {
    boolean plain = texts.stream().flatMapToInt(String::codePoints).allMatch(Spelling::isOneCase);
    return plain ? ANY_CASE : exact ? EXACT : FOLDED;
  }

  /** Of a comparison with values of a closed set. */
  static Spelling ofClosed(List<String> values) {
    Set<String> folded = new HashSet<>();
    return values.stream().map(Cased::fold).allMatch(folded::add) ? ANY_CASE : EXACT;
  }

  // Within ASCII: what lies beyond has forms that one engine takes for equal and another does not.
  private static boolean isOneCase(int point) {
    return point >= ' ' && point <= '~' && !Character.isLetter(point);
  }
}
