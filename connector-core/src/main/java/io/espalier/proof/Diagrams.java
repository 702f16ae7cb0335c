package io.espalier.proof;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * Decision diagrams over variables of a few values each: a condition on them is one number, equal
 * conditions are the same number. Reduced and ordered, so that equality, impossibility and the
 * number of cases are read off.
 */
final class Diagrams {
  static final int FALSE = 0;
  static final int TRUE = 1;

  private static final int MOST_NODES = 200_000;
  private static final int MOST_VALUES = 4_000;
  private static final int MOST_STEPS = 2_000_000;

  /** What all nodes may hold together: some hundred megabytes. */
  private static final long MOST_TARGETS = 20_000_000;

  private long targets;

  /** A node: the variable it asks, and where each of its values leads. */
  private record Node(int variable, int[] next) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Node node
          && variable == node.variable
          && Arrays.equals(next, node.next);
    }

    @Override
    public int hashCode() {
      return 31 * variable + Arrays.hashCode(next);
    }
  }

  private final List<Integer> sizes = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Map<Node, Integer> known = new HashMap<>();
  private final Map<Long, Integer> conjunctions = new HashMap<>();
  private final Map<Integer, Integer> negations = new HashMap<>();

  Diagrams() {
    nodes.add(new Node(Integer.MAX_VALUE, new int[] {0}));
    nodes.add(new Node(Integer.MAX_VALUE, new int[] {1}));
  }

  /** A new variable of that many values, asked after all earlier ones. */
  int variable(int size) {
    if (size > MOST_VALUES) {
      throw new TooManyCases();
    }
    sizes.add(size);
    return sizes.size() - 1;
  }

  int size(int variable) {
    return sizes.get(variable);
  }

  int variables() {
    return sizes.size();
  }

  /** How many nodes there are, over all conditions. */
  int nodes() {
    return nodes.size();
  }

  /** That a variable has one of the values for which the test holds. */
  int is(int variable, IntPredicate values) {
    int[] next = new int[size(variable)];
    for (int value = 0; value < next.length; value++) {
      next[value] = values.test(value) ? TRUE : FALSE;
    }
    return node(variable, next);
  }

  private int node(int variable, int[] next) {
    boolean same = true;
    for (int target : next) {
      same &= target == next[0];
    }
    if (same) {
      return next[0];
    }
    Node node = new Node(variable, next);
    Integer there = known.get(node);
    if (there != null) {
      return there;
    }
    targets += next.length;
    if (nodes.size() >= MOST_NODES || targets > MOST_TARGETS) {
      throw new TooManyCases();
    }
    nodes.add(node);
    known.put(node, nodes.size() - 1);
    return nodes.size() - 1;
  }

  int not(int a) {
    if (a <= TRUE) {
      return 1 - a;
    }
    Integer there = negations.get(a);
    if (there != null) {
      return there;
    }
    Node node = nodes.get(a);
    int[] next = new int[node.next.length];
    for (int i = 0; i < next.length; i++) {
      next[i] = not(node.next[i]);
    }
    int result = node(node.variable, next);
    negations.put(a, result);
    negations.put(result, a);
    return result;
  }

  int and(int a, int b) {
    if (a == FALSE || b == FALSE) {
      return FALSE;
    } else if (a == TRUE || a == b) {
      return b;
    } else if (b == TRUE) {
      return a;
    }
    long key = ((long) Math.min(a, b) << 32) | Math.max(a, b);
    Integer there = conjunctions.get(key);
    if (there != null) {
      return there;
    }
    Node left = nodes.get(a);
    Node right = nodes.get(b);
    int variable = Math.min(left.variable, right.variable);
    int[] next = new int[size(variable)];
    for (int i = 0; i < next.length; i++) {
      next[i] =
          and(
              left.variable == variable ? left.next[i] : a,
              right.variable == variable ? right.next[i] : b);
    }
    int result = node(variable, next);
    if (conjunctions.size() >= MOST_STEPS) {
      throw new TooManyCases();
    }
    conjunctions.put(key, result);
    return result;
  }

  int or(int a, int b) {
    return not(and(not(a), not(b)));
  }

  /** Whether b holds wherever a does. */
  boolean implies(int a, int b) {
    return and(a, not(b)) == FALSE;
  }

  /** How many combinations of all variables' values fulfil a condition. */
  BigInteger count(int a) {
    return count(a, new HashMap<>()).multiply(free(0, variableOf(a)));
  }

  private int variableOf(int a) {
    return Math.min(nodes.get(a).variable, sizes.size());
  }

  private BigInteger free(int from, int to) {
    BigInteger product = BigInteger.ONE;
    for (int variable = from; variable < to; variable++) {
      product = product.multiply(BigInteger.valueOf(size(variable)));
    }
    return product;
  }

  private BigInteger count(int a, Map<Integer, BigInteger> counted) {
    if (a <= TRUE) {
      return BigInteger.valueOf(a);
    }
    BigInteger there = counted.get(a);
    if (there != null) {
      return there;
    }
    Node node = nodes.get(a);
    BigInteger sum = BigInteger.ZERO;
    for (int next : node.next) {
      sum = sum.add(count(next, counted).multiply(free(node.variable + 1, variableOf(next))));
    }
    counted.put(a, sum);
    return sum;
  }

  /** Whether a condition holds in a case: each variable's value. */
  boolean holds(int a, int[] values) {
    int at = a;
    while (at > TRUE) {
      Node node = nodes.get(at);
      at = node.next[values[node.variable]];
    }
    return at == TRUE;
  }

  /** Every case in which a condition holds, each variable's value; the array is used again. */
  void each(int a, Consumer<int[]> visitor) {
    each(a, 0, new int[sizes.size()], visitor);
  }

  private void each(int a, int variable, int[] values, Consumer<int[]> visitor) {
    if (a == FALSE) {
      return;
    } else if (variable == values.length) {
      visitor.accept(values);
      return;
    }
    Node node = nodes.get(a);
    for (int value = 0; value < size(variable); value++) {
      values[variable] = value;
      each(node.variable == variable ? node.next[value] : a, variable + 1, values, visitor);
    }
  }

  /**
   * Some case in which a condition holds, chosen by chance.
   *
   * @throws IllegalArgumentException where there is none
   */
  int[] pick(int a, Random chance) {
    if (a == FALSE) {
      throw new IllegalArgumentException("there is no case");
    }
    int[] values = new int[sizes.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = chance.nextInt(size(i));
    }
    int at = a;
    while (at > TRUE) {
      Node node = nodes.get(at);
      int start = chance.nextInt(node.next.length);
      int value = start;
      while (node.next[value] == FALSE) {
        value = (value + 1) % node.next.length;
      }
      values[node.variable] = value;
      at = node.next[value];
    }
    return values;
  }
}
