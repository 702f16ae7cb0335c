package io.espalier.sync.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class JoiningLawTest {
  private static final int GRAPHS = 10_000;

  /** A graph: what each row holds of each identifier, and who is apart. */
  private record Graph(int rows, int[] limits, List<Joining.Shared> values, int[][] splits) {}

  private static Graph graph(Random random, boolean limited) {
    int rows = 1 + random.nextInt(12);
    int identifiers = 1 + random.nextInt(3);
    int[] limits = new int[identifiers];
    List<Joining.Shared> values = new ArrayList<>();
    for (int i = 0; i < identifiers; i++) {
      limits[i] = limited ? 1 + random.nextInt(3) : Integer.MAX_VALUE;
      int many = 1 + random.nextInt(8);
      for (int v = 0; v < many; v++) {
        TreeSet<Integer> held = new TreeSet<>();
        for (int n = random.nextInt(4); n >= 0; n--) {
          held.add(random.nextInt(rows));
        }
        values.add(new Joining.Shared(i, v, held.stream().mapToInt(Integer::intValue).toArray()));
      }
    }
    int[][] splits = new int[limited && rows > 1 ? random.nextInt(3) : 0][];
    for (int s = 0; s < splits.length; s++) {
      int one = random.nextInt(rows);
      splits[s] = new int[] {one, (one + 1 + random.nextInt(rows - 1)) % rows};
    }
    return new Graph(rows, limits, values, splits);
  }

  private static Set<Set<Integer>> joined(Graph graph) {
    Joining joining = new Joining(graph.rows(), graph.limits());
    for (int[] split : graph.splits()) {
      joining.split(split[0], split[1]);
    }
    joining.join(graph.values());
    Map<Integer, Set<Integer>> people = new HashMap<>();
    for (int row = 0; row < graph.rows(); row++) {
      people.computeIfAbsent(joining.person(row), p -> new TreeSet<>()).add(row);
    }
    return new HashSet<>(people.values());
  }

  /** By the words of the rule, with sets that are made anew each time. */
  private static Set<Set<Integer>> byTheWords(Graph graph) {
    List<Set<Integer>> people = new ArrayList<>();
    for (int row = 0; row < graph.rows(); row++) {
      people.add(new TreeSet<>(Set.of(row)));
    }
    List<Joining.Shared> order = new ArrayList<>(graph.values());
    order.sort(
        (a, b) ->
            a.identifier() != b.identifier()
                ? Integer.compare(a.identifier(), b.identifier())
                : a.rows().length != b.rows().length
                    ? Integer.compare(a.rows().length, b.rows().length)
                    : Integer.compare(a.value(), b.value()));
    for (Joining.Shared shared : order) {
      Set<Integer> whole = new TreeSet<>();
      List<Set<Integer>> touched = new ArrayList<>();
      for (Set<Integer> person : people) {
        if (Arrays.stream(shared.rows()).anyMatch(person::contains)) {
          touched.add(person);
          whole.addAll(person);
        }
      }
      if (touched.size() > 1 && allowed(graph, whole)) {
        people.removeAll(touched);
        people.add(whole);
      }
    }
    return new HashSet<>(people);
  }

  private static boolean allowed(Graph graph, Set<Integer> person) {
    for (int i = 0; i < graph.limits().length; i++) {
      int identifier = i;
      long held =
          graph.values().stream()
              .filter(v -> v.identifier() == identifier)
              .filter(v -> Arrays.stream(v.rows()).anyMatch(person::contains))
              .count();
      if (held > graph.limits()[i]) {
        return false;
      }
    }
    return Arrays.stream(graph.splits())
        .noneMatch(s -> person.contains(s[0]) && person.contains(s[1]));
  }

  /** Whoever can be reached over shared values. */
  private static Set<Set<Integer>> closure(Graph graph) {
    boolean[][] reach = new boolean[graph.rows()][graph.rows()];
    for (int i = 0; i < graph.rows(); i++) {
      reach[i][i] = true;
    }
    for (Joining.Shared shared : graph.values()) {
      for (int a : shared.rows()) {
        for (int b : shared.rows()) {
          reach[a][b] = true;
        }
      }
    }
    for (int k = 0; k < graph.rows(); k++) {
      for (int i = 0; i < graph.rows(); i++) {
        for (int j = 0; j < graph.rows(); j++) {
          reach[i][j] |= reach[i][k] && reach[k][j];
        }
      }
    }
    Set<Set<Integer>> people = new HashSet<>();
    for (boolean[] row : reach) {
      Set<Integer> person = new TreeSet<>();
      for (int j = 0; j < row.length; j++) {
        if (row[j]) {
          person.add(j);
        }
      }
      people.add(person);
    }
    return people;
  }

  @Test
  void withoutLimitsAPersonIsWhoeverCanBeReached() {
    Random random = new Random(5);
    for (int i = 0; i < GRAPHS; i++) {
      Graph graph = graph(random, false);
      assertEquals(closure(graph), joined(graph), () -> graph.values().toString());
    }
  }

  @Test
  void withLimitsAndSplitsTheWordsOfTheRuleGiveTheSame() {
    Random random = new Random(6);
    int smaller = 0;
    for (int i = 0; i < GRAPHS; i++) {
      Graph graph = graph(random, true);
      assertEquals(byTheWords(graph), joined(graph), () -> graph.values().toString());
      smaller += closure(graph).equals(joined(graph)) ? 0 : 1;
    }
    assertEquals(true, smaller > GRAPHS / 4, "limits bit in " + smaller);
  }

  @Test
  void anyOrderOfTheRowsGivesTheSamePeople() {
    Random random = new Random(7);
    for (int i = 0; i < GRAPHS; i++) {
      Graph graph = graph(random, true);
      List<Integer> to = new ArrayList<>();
      for (int row = 0; row < graph.rows(); row++) {
        to.add(row);
      }
      Collections.shuffle(to, random);
      List<Joining.Shared> moved = new ArrayList<>();
      for (Joining.Shared s : graph.values()) {
        moved.add(
            new Joining.Shared(
                s.identifier(),
                s.value(),
                Arrays.stream(s.rows()).map(to::get).sorted().toArray()));
      }
      Collections.shuffle(moved, random);
      int[][] splits =
          Arrays.stream(graph.splits())
              .map(s -> new int[] {to.get(s[0]), to.get(s[1])})
              .toArray(int[][]::new);
      Set<Set<Integer>> expected = new HashSet<>();
      joined(graph)
          .forEach(
              person -> {
                Set<Integer> there = new TreeSet<>();
                person.forEach(row -> there.add(to.get(row)));
                expected.add(there);
              });
      assertEquals(expected, joined(new Graph(graph.rows(), graph.limits(), moved, splits)));
    }
  }
}
