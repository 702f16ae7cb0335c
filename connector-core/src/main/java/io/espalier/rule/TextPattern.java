package io.espalier.rule;

import io.espalier.model.Cased;
import java.util.Arrays;

/**
 * A regular expression of {@code matches}, in the part that means one thing everywhere: letters,
 * {@code .} (any but a line feed), {@code ^} and {@code $} (the ends of the text), {@code | ( ) * +
 * ? {2} {2,5}}, {@code [a-z]}, {@code \d \w \s} (ASCII) and escaped signs.
 *
 * <p>Finds a match anywhere in the text, in linear time. Unless exact, pattern and text are folded
 * first, letter by letter. Look-around, references, {@code \b}, flags and lazy repetition are
 * refused.
 */
public final class TextPattern {
  private final PatternProgram program;
  private final String portable;
  private final boolean exact;

  private TextPattern(PatternProgram program, String portable, boolean exact) {
    this.program = program;
    this.portable = portable;
    this.exact = exact;
  }

  /**
   * @throws IllegalArgumentException with what is wrong with the pattern, in words
   */
  public static TextPattern of(String pattern, boolean exact) {
    PatternNode tree = new PatternParser(Cased.nfc(pattern), exact).parse();
    StringBuilder portable = new StringBuilder();
    tree.print(portable);
    return new TextPattern(PatternProgram.of(tree), portable.toString(), exact);
  }

  /** True where some part of the text matches. */
  public boolean find(String text) {
    return program.find(exact ? Cased.nfc(text) : Cased.fold(text));
  }

  /** The same pattern for an RE2 engine, to be matched against the folded (or exact) text. */
  public String portable() {
    return portable;
  }

  @Override
  public String toString() {
    return portable;
  }

  /** A sorted set of code points, as pairs of first and last. */
  record Points(int[] ranges) {
    boolean holds(int point) {
      for (int i = 0; i < ranges.length; i += 2) {
        if (ranges[i] <= point && point <= ranges[i + 1]) {
          return true;
        }
      }
      return false;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Points points && Arrays.equals(ranges, points.ranges);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(ranges);
    }
  }
}
