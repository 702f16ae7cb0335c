package io.espalier.template;

import java.util.ArrayList;
import java.util.List;

/** A condition as far as one language can say it: single tests, printed, and their joints. */
sealed interface Guard {

  Guard ALWAYS = new Fixed(true);
  Guard NEVER = new Fixed(false);

  /** How many single tests are in it. */
  int tests();

  record Fixed(boolean value) implements Guard {
    @Override
    public int tests() {
      return 0;
    }
  }

  /**
   * One printed test.
   *
   * @param negated by swapping the two bodies: only where the language has no other way
   */
  record Atom(String condition, Field field, boolean negated) implements Guard {
    @Override
    public int tests() {
      return 1;
    }
  }

  record All(List<Guard> parts) implements Guard {
    @Override
    public int tests() {
      return parts.stream().mapToInt(Guard::tests).sum();
    }
  }

  record Any(List<Guard> parts) implements Guard {
    @Override
    public int tests() {
      return parts.stream().mapToInt(Guard::tests).sum();
    }
  }

  /** Flat, without what is always true; one part is itself. */
  static Guard all(List<Guard> guards) {
    List<Guard> parts = new ArrayList<>();
    for (Guard guard : guards) {
      if (guard instanceof Fixed f) {
        if (!f.value()) {
          return NEVER;
        }
      } else if (guard instanceof All a) {
        parts.addAll(a.parts());
      } else {
        parts.add(guard);
      }
    }
    return parts.isEmpty() ? ALWAYS : parts.size() == 1 ? parts.get(0) : new All(parts);
  }

  /** Flat, without what is never true; one part is itself. */
  static Guard any(List<Guard> guards) {
    List<Guard> parts = new ArrayList<>();
    for (Guard guard : guards) {
      if (guard instanceof Fixed f) {
        if (f.value()) {
          return ALWAYS;
        }
      } else if (guard instanceof Any a) {
        parts.addAll(a.parts());
      } else {
        parts.add(guard);
      }
    }
    return parts.isEmpty() ? NEVER : parts.size() == 1 ? parts.get(0) : new Any(parts);
  }
}
