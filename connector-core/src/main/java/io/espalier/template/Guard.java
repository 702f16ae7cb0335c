package io.espalier.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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

  /** Calls it with every single test. */
  default void each(Consumer<Atom> reader) {
    if (this instanceof Atom atom) {
      reader.accept(atom);
    } else if (this instanceof All all) {
      all.parts().forEach(part -> part.each(reader));
    } else if (this instanceof Any any) {
      any.parts().forEach(part -> part.each(reader));
    }
  }

  /**
   * One printed test.
   *
   * @param field what it reads; empty where it asks for the time only
   * @param needs what must be synced for it beyond the declared attributes
   * @param clock whether it asks for the time of sending
   * @param negated by swapping the two bodies: only where the language has no other way
   */
  record Atom(
      String condition,
      Optional<Field> field,
      Optional<Derived> needs,
      boolean clock,
      boolean negated)
      implements Guard {
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
