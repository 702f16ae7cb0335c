package io.espalier.rule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** A {@link TextPattern} as a list of steps, followed in all ways at once: never backtracks. */
final class PatternProgram {

  private enum Kind {
    POINT,
    START,
    END,
    SPLIT,
    FOUND
  }

  private record Step(Kind kind, TextPattern.Points points, int next, int other) {}

  private static final TextPattern.Points NONE = new TextPattern.Points(new int[0]);

  private final List<Step> steps = new ArrayList<>();
  private int first;

  private PatternProgram() {}

  static PatternProgram of(PatternNode tree) {
    PatternProgram program = new PatternProgram();
    int found = program.add(new Step(Kind.FOUND, NONE, 0, 0));
    program.first = program.compile(tree, found);
    return program;
  }

  private int add(Step step) {
    steps.add(step);
    return steps.size() - 1;
  }

  /** Built from the end: gives the step at which the node begins. */
  private int compile(PatternNode node, int next) {
    if (node instanceof PatternNode.One one) {
      return add(new Step(Kind.POINT, one.points(), next, 0));
    } else if (node instanceof PatternNode.End end) {
      return add(new Step(end.start() ? Kind.START : Kind.END, NONE, next, 0));
    } else if (node instanceof PatternNode.Sequence sequence) {
      int at = next;
      for (int i = sequence.parts().size() - 1; i >= 0; i--) {
        at = compile(sequence.parts().get(i), at);
      }
      return at;
    } else if (node instanceof PatternNode.Either either) {
      int at = compile(either.parts().get(0), next);
      for (PatternNode part : either.parts().subList(1, either.parts().size())) {
        at = add(new Step(Kind.SPLIT, NONE, compile(part, next), at));
      }
      return at;
    }
    return repeat((PatternNode.Repeat) node, next);
  }

  private int repeat(PatternNode.Repeat repeat, int next) {
    int at = next;
    if (repeat.most() < 0) {
      int loop = add(new Step(Kind.SPLIT, NONE, next, next));
      int body = compile(repeat.part(), loop);
      steps.set(loop, new Step(Kind.SPLIT, NONE, body, next));
      at = loop;
    } else {
      for (int i = repeat.least(); i < repeat.most(); i++) {
        at = add(new Step(Kind.SPLIT, NONE, compile(repeat.part(), at), next));
      }
    }
    for (int i = 0; i < repeat.least(); i++) {
      at = compile(repeat.part(), at);
    }
    return at;
  }

  boolean find(String text) {
    int[] points = text.codePoints().toArray();
    BitSet now = new BitSet();
    for (int i = 0; i <= points.length; i++) {
      follow(now, first, i == 0, i == points.length);
      if (now.get(0)) {
        return true;
      }
      if (i == points.length) {
        return false;
      }
      BitSet then = new BitSet();
      for (int s = now.nextSetBit(0); s >= 0; s = now.nextSetBit(s + 1)) {
        Step step = steps.get(s);
        if (step.kind() == Kind.POINT && step.points().holds(points[i])) {
          follow(then, step.next(), false, i + 1 == points.length);
        }
      }
      now = then;
    }
    return false;
  }

  /** Adds a step and all that is reached from it without reading; step 0 is "found". */
  private void follow(BitSet into, int from, boolean atStart, boolean atEnd) {
    int[] stack = new int[steps.size() * 2 + 1];
    int height = 0;
    stack[height++] = from;
    while (height > 0) {
      int at = stack[--height];
      if (into.get(at)) {
        continue;
      }
      into.set(at);
      Step step = steps.get(at);
      boolean passes =
          step.kind() == Kind.SPLIT
              || step.kind() == Kind.START && atStart
              || step.kind() == Kind.END && atEnd;
      if (passes) {
        stack[height++] = step.next();
        if (step.kind() == Kind.SPLIT) {
          stack[height++] = step.other();
        }
      }
    }
  }
}
