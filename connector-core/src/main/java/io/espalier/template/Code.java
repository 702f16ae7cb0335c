package io.espalier.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A template as one language will print it: every condition is one printed condition.
 *
 * <p>A body may stand in more than one place of it, so a size is kept, not counted.
 */
sealed interface Code {

  Code EMPTY = new All(List.of(), 0);

  /**
   * About how many characters it will print, the author's own copy included. It knows nothing of
   * the printed conditions: they hold names of fields, and those may still change.
   */
  long size();

  record Copy(String copy, Context context) implements Code {
    @Override
    public long size() {
      return copy.length();
    }
  }

  record Value(Field field, Optional<String> fallback, Context context) implements Code {
    @Override
    public long size() {
      return 40;
    }
  }

  /** Printed already. */
  record Printed(String text) implements Code {
    @Override
    public long size() {
      return 40;
    }
  }

  /**
   * Reads these fields in its condition.
   *
   * @param clock whether the condition asks for the time of sending
   */
  record If(
      String condition, List<Field> reads, boolean clock, Code then, Code otherwise, long size)
      implements Code {}

  record All(List<Code> parts, long size) implements Code {}

  /** What is the language's own: prologue, unsubscribe page. */
  enum Word implements Code {
    PROLOGUE,
    UNSUBSCRIBE;

    @Override
    public long size() {
      return 40;
    }
  }

  static Code when(String condition, List<Field> reads, boolean clock, Code then, Code otherwise) {
    if (then == EMPTY && otherwise == EMPTY) {
      return EMPTY;
    }
    return new If(condition, reads, clock, then, otherwise, 60 + then.size() + otherwise.size());
  }

  /** Flat, with neighbouring copy joined, so that the language sees each run of copy whole. */
  static Code all(List<Code> codes) {
    List<Code> parts = new ArrayList<>();
    for (Code code : codes) {
      for (Code part : code instanceof All a ? a.parts() : List.of(code)) {
        int last = parts.size() - 1;
        if (part instanceof Copy b
            && last >= 0
            && parts.get(last) instanceof Copy a
            && a.context() == b.context()) {
          parts.set(last, new Copy(a.copy() + b.copy(), a.context()));
        } else if (!(part instanceof Copy c && c.copy().isEmpty())) {
          parts.add(part);
        }
      }
    }
    if (parts.isEmpty()) {
      return EMPTY;
    }
    return parts.size() == 1
        ? parts.get(0)
        : new All(parts, parts.stream().mapToLong(Code::size).sum());
  }
}
