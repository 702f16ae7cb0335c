package io.espalier.rule;

import io.espalier.model.Cased;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Reads a {@link TextPattern}; refuses all that two engines could read in two ways. */
final class PatternParser {
  private static final int MAX_DEPTH = 50;
  private static final int MAX_SIZE = 1_000;
  private static final int MAX_REPEAT = 100;
  private static final int MAX_FOLDED_RANGE = 4_096;
  private static final int LAST_POINT = 0x10FFFF;
  private static final String SIGNS = "\\.^$|()[]{}*+?-/\"'#&~@%:;,<>=!_` ";

  private final int[] points;
  private final boolean exact;
  private int at;
  private int depth;

  PatternParser(String pattern, boolean exact) {
    points = pattern.codePoints().toArray();
    this.exact = exact;
  }

  PatternNode parse() {
    PatternNode node = either();
    if (at < points.length) {
      throw wrong("has a ')' without its '('");
    }
    if (node.size() > MAX_SIZE) {
      throw wrong("is too large: its repetitions multiply to more than " + MAX_SIZE + " steps");
    }
    return node;
  }

  private PatternNode either() {
    if (++depth > MAX_DEPTH) {
      throw wrong("is nested more than " + MAX_DEPTH + " deep");
    }
    List<PatternNode> parts = new ArrayList<>();
    do {
      parts.add(sequence());
    } while (take('|'));
    depth--;
    return parts.size() == 1 ? parts.get(0) : new PatternNode.Either(parts);
  }

  private PatternNode sequence() {
    List<PatternNode> parts = new ArrayList<>();
    while (at < points.length && !sees('|') && !sees(')')) {
      parts.add(repeated(one()));
    }
    return parts.size() == 1 ? parts.get(0) : new PatternNode.Sequence(parts);
  }

  private PatternNode repeated(PatternNode part) {
    PatternNode.Repeat repeat;
    if (take('*')) {
      repeat = new PatternNode.Repeat(part, 0, -1);
    } else if (take('+')) {
      repeat = new PatternNode.Repeat(part, 1, -1);
    } else if (take('?')) {
      repeat = new PatternNode.Repeat(part, 0, 1);
    } else if (take('{')) {
      repeat = counted(part);
    } else {
      return part;
    }
    if (part instanceof PatternNode.End) {
      throw wrong("repeats '^' or '$'");
    }
    if (sees('*') || sees('+') || sees('?') || sees('{')) {
      throw wrong("repeats a repetition; lazy and possessive ones are not known here");
    }
    if (repeat.size() > MAX_SIZE) {
      throw wrong("is too large: its repetitions multiply to more than " + MAX_SIZE + " steps");
    }
    return repeat;
  }

  private PatternNode.Repeat counted(PatternNode part) {
    int least = count();
    int most = least;
    if (take(',')) {
      most = sees('}') ? -1 : count();
    }
    if (!take('}') || most >= 0 && most < least) {
      throw wrong("has a '{' that is no repetition such as {2} or {2,5}; write \\{ for the sign");
    }
    return new PatternNode.Repeat(part, least, most);
  }

  private int count() {
    int start = at;
    int count = 0;
    while (at < points.length && points[at] >= '0' && points[at] <= '9') {
      count = count * 10 + points[at++] - '0';
      if (count > MAX_REPEAT) {
        throw wrong("repeats more than " + MAX_REPEAT + " times");
      }
    }
    if (start == at) {
      throw wrong("has a '{' that is no repetition such as {2} or {2,5}; write \\{ for the sign");
    }
    return count;
  }

  private PatternNode one() {
    int point = points[at++];
    switch (point) {
      case '(':
        if (sees('?') && !(at + 1 < points.length && points[at + 1] == ':')) {
          throw wrong("uses '(?', and look-around, names and flags are not known here");
        }
        at += sees('?') ? 2 : 0;
        PatternNode group = either();
        if (!take(')')) {
          throw wrong("has a '(' without its ')'");
        }
        return group;
      case '[':
        return new PatternNode.One(set());
      case '.':
        return new PatternNode.One(new TextPattern.Points(new int[] {0, 9, 11, LAST_POINT}));
      case '^':
        return new PatternNode.End(true);
      case '$':
        return new PatternNode.End(false);
      case '\\':
        return new PatternNode.One(escape());
      case '*', '+', '?', '{':
        throw wrong("repeats nothing at '" + Character.toString(point) + "'");
      case '}', ']':
        throw wrong("has a '" + Character.toString(point) + "' that closes nothing");
      default:
        return new PatternNode.One(range(point, point));
    }
  }

  private TextPattern.Points escape() {
    if (at >= points.length) {
      throw wrong("ends in a backslash");
    }
    int point = points[at++];
    switch (point) {
      case 'd':
        return of("09");
      case 'w':
        return of("09AZ__az");
      case 's':
        return of("\t\n\f\r  ");
      case 'D', 'W', 'S':
        points[--at] = Character.toLowerCase(point);
        return inverse(escape());
      case 'n':
        return of("\n\n");
      case 'r':
        return of("\r\r");
      case 't':
        return of("\t\t");
      default:
        if (SIGNS.indexOf(point) < 0) {
          throw wrong("uses '\\" + Character.toString(point) + "', which is not known here");
        }
        return range(point, point);
    }
  }

  private TextPattern.Points set() {
    boolean inverted = take('^');
    BitSet held = new BitSet();
    do {
      if (at >= points.length || sees(']')) {
        throw wrong("has a '[' that holds nothing or is not closed");
      }
      int[] item = item().ranges();
      for (int i = 0; i < item.length; i += 2) {
        held.set(item[i], item[i + 1] + 1);
      }
    } while (!take(']'));
    return inverted ? inverse(of(held)) : of(held);
  }

  private TextPattern.Points item() {
    int first = points[at++];
    if (first == '[') {
      throw wrong("has a '[' within '[ ]'; write \\[");
    }
    TextPattern.Points single = first == '\\' ? escape() : range(first, first);
    if (!sees('-') || at + 1 >= points.length || points[at + 1] == ']') {
      return single;
    }
    at++;
    int last = points[at++];
    if (first == '\\' || last == '\\' || last == '[' || last < first) {
      throw wrong("has a range within '[ ]' that does not run from a sign to a later one");
    }
    return range(first, last);
  }

  private static TextPattern.Points of(String ranges) {
    return new TextPattern.Points(ranges.chars().toArray());
  }

  private static TextPattern.Points of(BitSet held) {
    List<Integer> flat = new ArrayList<>();
    for (int from = held.nextSetBit(0); from >= 0; ) {
      int to = held.nextClearBit(from);
      flat.add(from);
      flat.add(to - 1);
      from = held.nextSetBit(to);
    }
    return new TextPattern.Points(flat.stream().mapToInt(Integer::intValue).toArray());
  }

  private static TextPattern.Points inverse(TextPattern.Points points) {
    BitSet held = new BitSet();
    held.set(0, LAST_POINT + 1);
    int[] ranges = points.ranges();
    for (int i = 0; i < ranges.length; i += 2) {
      held.clear(ranges[i], ranges[i + 1] + 1);
    }
    if (held.isEmpty()) {
      throw wrong("has a set that no sign is in");
    }
    return of(held);
  }

  /** The code points of a range, folded unless exact. */
  private TextPattern.Points range(int first, int last) {
    if (exact) {
      return new TextPattern.Points(new int[] {first, last});
    }
    if (last - first > MAX_FOLDED_RANGE) {
      throw wrong("has a range of more than " + MAX_FOLDED_RANGE + " signs; write matches:cs");
    }
    BitSet folded = new BitSet();
    for (int point = first; point <= last; point++) {
      folded.set(Cased.fold(point));
    }
    return of(folded);
  }

  private boolean sees(int point) {
    return at < points.length && points[at] == point;
  }

  private boolean take(int point) {
    if (sees(point)) {
      at++;
      return true;
    }
    return false;
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(what);
  }
}
