package io.espalier.sync.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Joins rows into people, by the values that they share.
 *
 * <p>A value joins all the rows that hold it, or none: none where the person so made would hold
 * more values of an identifier than its limit allows, or two rows that somebody has split. Values
 * are taken in an order of their own: stronger identifiers first, then those that fewer rows hold,
 * then by the value's number. So the order of the rows decides nothing, provided that equal sets of
 * rows number their values alike.
 */
final class Joining {
  private final int[] parent;
  private final int[] size;
  private final int[] limits;
  private final int[][][] held;
  private final List<Set<Integer>> apart = new ArrayList<>();
  private final List<Refused> refused = new ArrayList<>();

  /** A value that joined nobody, and the identifier whose limit forbade it; -1 for a split. */
  record Refused(int identifier, int value, int limit) {}

  /** All rows that hold one value of an identifier. */
  record Shared(int identifier, int value, int[] rows) {}

  /**
   * @param rows how many there are
   * @param limits how many values of each identifier a person may have, the strongest first
   */
  Joining(int rows, int[] limits) {
    this.limits = limits.clone();
    parent = new int[rows];
    size = new int[rows];
    held = new int[limits.length][rows][];
    for (int row = 0; row < rows; row++) {
      parent[row] = row;
      size[row] = 1;
    }
  }

  /** Two rows that are never one person. */
  void split(int one, int other) {
    Set<Integer> pair = new HashSet<>(List.of(one, other));
    apart.add(pair);
  }

  /** Takes every value of every identifier. */
  void join(List<Shared> values) {
    for (Shared shared : values) {
      for (int row : shared.rows()) {
        held[shared.identifier()][row] =
            union(held[shared.identifier()][row], new int[] {shared.value()});
      }
    }
    List<Shared> order = new ArrayList<>(values.stream().filter(s -> s.rows().length > 1).toList());
    order.sort(
        Comparator.comparingInt(Shared::identifier)
            .thenComparingInt((Shared s) -> s.rows().length)
            .thenComparingInt(Shared::value));
    order.forEach(this::join);
  }

  private void join(Shared shared) {
    int[] roots = Arrays.stream(shared.rows()).map(this::person).sorted().distinct().toArray();
    if (roots.length < 2) {
      return;
    }
    int[][] all = new int[limits.length][];
    for (int identifier = 0; identifier < limits.length; identifier++) {
      for (int root : roots) {
        all[identifier] = union(all[identifier], held[identifier][root]);
        if (all[identifier] != null && all[identifier].length > limits[identifier]) {
          refused.add(new Refused(shared.identifier(), shared.value(), identifier));
          return;
        }
      }
    }
    for (Set<Integer> pair : apart) {
      long met = pair.stream().map(this::person).filter(r -> contains(roots, r)).distinct().count();
      if (met > 1) {
        refused.add(new Refused(shared.identifier(), shared.value(), -1));
        return;
      }
    }
    int first = roots[0];
    for (int root : roots) {
      first = size[root] > size[first] ? root : first;
    }
    for (int root : roots) {
      if (root != first) {
        parent[root] = first;
        size[first] += size[root];
        for (int[][] of : held) {
          of[root] = null;
        }
      }
    }
    for (int identifier = 0; identifier < limits.length; identifier++) {
      held[identifier][first] = all[identifier];
    }
  }

  /** A row that stands for the person to whom this row belongs; the same for all rows of theirs. */
  int person(int row) {
    int at = row;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }

  List<Refused> refused() {
    return refused;
  }

  private static boolean contains(int[] sorted, int wanted) {
    return Arrays.binarySearch(sorted, wanted) >= 0;
  }

  /** Of sets that are sorted arrays; null is the empty one. */
  private static int @org.jspecify.annotations.Nullable [] union(
      int @org.jspecify.annotations.Nullable [] one,
      int @org.jspecify.annotations.Nullable [] other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    int[] both = new int[one.length + other.length];
    int n = 0;
    int i = 0;
    int j = 0;
    while (i < one.length || j < other.length) {
      boolean left = j == other.length || (i < one.length && one[i] <= other[j]);
      int next = left ? one[i++] : other[j++];
      if (n == 0 || both[n - 1] != next) {
        both[n++] = next;
      }
    }
    return n == both.length ? both : Arrays.copyOf(both, n);
  }
}
