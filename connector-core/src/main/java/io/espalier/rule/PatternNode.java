package io.espalier.rule;

import java.util.List;

/** A parsed {@link TextPattern}. */
sealed interface PatternNode {

  /** Appends the node as RE2 writes it, with nothing left to an engine's defaults. */
  void print(StringBuilder text);

  /** Instructions it becomes; saturating. */
  long size();

  /** One code point of a set. */
  record One(TextPattern.Points points) implements PatternNode {
    @Override
    public void print(StringBuilder text) {
      int[] ranges = points.ranges();
      text.append('[');
      for (int i = 0; i < ranges.length; i += 2) {
        text.append(hex(ranges[i])).append('-').append(hex(ranges[i + 1]));
      }
      text.append(']');
    }

    private static String hex(int point) {
      return "\\x{" + Integer.toHexString(point) + "}";
    }

    @Override
    public long size() {
      return 1;
    }
  }

  /** {@code ^} or {@code $}. */
  record End(boolean start) implements PatternNode {
    @Override
    public void print(StringBuilder text) {
      text.append(start ? "\\A" : "\\z");
    }

    @Override
    public long size() {
      return 1;
    }
  }

  record Sequence(List<PatternNode> parts) implements PatternNode {
    @Override
    public void print(StringBuilder text) {
      parts.forEach(part -> part.print(text));
    }

    @Override
    public long size() {
      return parts.stream().mapToLong(PatternNode::size).sum();
    }
  }

  record Either(List<PatternNode> parts) implements PatternNode {
    @Override
    public void print(StringBuilder text) {
      text.append("(?:");
      for (int i = 0; i < parts.size(); i++) {
        text.append(i == 0 ? "" : "|");
        parts.get(i).print(text);
      }
      text.append(')');
    }

    @Override
    public long size() {
      return parts.stream().mapToLong(part -> part.size() + 2).sum();
    }
  }

  /** {@code most} is negative for "without end". */
  record Repeat(PatternNode part, int least, int most) implements PatternNode {
    @Override
    public void print(StringBuilder text) {
      text.append("(?:");
      part.print(text);
      text.append("){").append(least).append(',');
      if (most >= 0) {
        text.append(most);
      }
      text.append('}');
    }

    @Override
    public long size() {
      return Math.max(1, most < 0 ? least + 1 : most) * (part.size() + 2);
    }
  }
}
