package io.espalier.sync.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.rule.Rule;
import io.espalier.sync.project.Project;
import io.espalier.sync.shop.Folders;
import io.espalier.sync.shop.Shop;
import io.espalier.sync.source.Rejects;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Groups of segments over ages, as the engine has them and as a loop would decide them. */
final class ExclusiveGroupsLawTest {
  private static final Instant NOW = Instant.parse("2024-06-01T00:00:00Z");

  /** A segment for ages of {@code [from, to)}. */
  private record Ages(String id, String group, int priority, int from, int to) {
    boolean matches(OptionalInt age) {
      return age.isPresent() && age.getAsInt() >= from && age.getAsInt() < to;
    }
  }

  private static List<Ages> segments(Random random, boolean ties) {
    List<Ages> all = new ArrayList<>();
    List<Integer> priorities = new ArrayList<>(List.of(1, 2, 3, 4, 5, 6));
    java.util.Collections.shuffle(priorities, random);
    for (int i = 0; i < 6; i++) {
      int from = random.nextInt(30);
      all.add(
          new Ages(
              "s" + i,
              i < 4 ? "first" : "second",
              ties ? 1 + random.nextInt(2) : priorities.get(i),
              from,
              from + 1 + random.nextInt(20)));
    }
    return all;
  }

  private static Map<String, OptionalInt> people(Random random) {
    Map<String, OptionalInt> people = new TreeMap<>();
    for (int i = 0; i < 40; i++) {
      people.put(
          "c" + i,
          random.nextInt(8) == 0 ? OptionalInt.empty() : OptionalInt.of(random.nextInt(45)));
    }
    return people;
  }

  private static Project project(Shop shop, List<Ages> segments, Map<String, OptionalInt> people) {
    return written(shop, segments, people).project();
  }

  private static Shop written(Shop shop, List<Ages> segments, Map<String, OptionalInt> people) {
    StringBuilder rows = new StringBuilder("id,email,country,age,opt_in,opt_in_at,proof\n");
    people.forEach(
        (key, age) ->
            rows.append(key)
                .append(',')
                .append(key)
                .append("@example.net,,")
                .append(age.isPresent() ? age.getAsInt() : "")
                .append(",unknown,,\n"));
    shop.without("segments/buyers.yaml").without("segments/french.yaml");
    shop.with("customers.csv", rows.toString());
    for (Ages s : segments) {
      shop.with(
          "segments/" + s.id() + ".yaml",
          "segment: "
              + s.id()
              + "\nexclusive_group: "
              + s.group()
              + "\npriority: "
              + s.priority()
              + "\nwhere: age >= "
              + s.from()
              + " and age < "
              + s.to()
              + "\n");
    }
    shop.with("segments/ref.yaml", "segment: ref\nwhere: in_segment s0 or in_segment s4\n");
    return shop;
  }

  @Property(tries = 12, shrinking = ShrinkingMode.OFF)
  void everybodyIsInTheFirstMatchOfAGroupAndInNoOther(@ForAll long seed) {
    Random random = new Random(seed);
    List<Ages> segments = segments(random, false);
    Map<String, OptionalInt> people = people(random);
    Folders.with(
        dir -> {
          Project project = project(Shop.in(dir), segments, people);
          Map<String, TreeSet<String>> expected = new TreeMap<>();
          people.forEach(
              (key, age) -> {
                TreeSet<String> in = new TreeSet<>();
                for (String group : List.of("first", "second")) {
                  segments.stream()
                      .filter(s -> s.group().equals(group) && s.matches(age))
                      .min(Comparator.comparingInt(Ages::priority))
                      .ifPresent(s -> in.add(s.id()));
                }
                if (in.contains("s0") || in.contains("s4")) {
                  in.add("ref");
                }
                expected.put(key, in);
              });

          assertEquals(expected, members(project));
        });
  }

  private static Map<String, TreeSet<String>> members(Project project) {
    Map<String, Rule> rules = new LinkedHashMap<>();
    project.segments().forEach((id, spec) -> rules.put(id, spec.rule()));
    Map<String, TreeSet<String>> members = new TreeMap<>();
    try (Engine engine = Engine.inMemory(256);
        Rejects rejects = new Rejects(Optional.empty())) {
      Population population = Population.load(project, engine, rejects, NOW, rules.values(), false);
      population.flags("flags", rules);
      engine.each(
          "select * from flags",
          row -> {
            TreeSet<String> in = new TreeSet<>();
            for (String id : rules.keySet()) {
              if (row.getBoolean(id)) {
                in.add(id);
              }
            }
            members.put(row.getString("key"), in);
          });
    }
    return members;
  }

  /** Two of one priority: wrong exactly where an age is of both and of nothing before them. */
  @Property(tries = 25, shrinking = ShrinkingMode.OFF)
  void aTieIsAnErrorExactlyWhereSomebodyCouldShowIt(@ForAll long seed) {
    Random random = new Random(seed);
    List<Ages> segments = segments(random, true);
    Map<String, TreeSet<Integer>> shown = new TreeMap<>();
    for (Ages a : segments) {
      for (Ages b : segments) {
        if (a.group().equals(b.group())
            && a.priority() == b.priority()
            && a.id().compareTo(b.id()) < 0) {
          TreeSet<Integer> both = new TreeSet<>();
          for (int age = 0; age < 60; age++) {
            OptionalInt of = OptionalInt.of(age);
            if (a.matches(of)
                && b.matches(of)
                && segments.stream()
                    .noneMatch(
                        s ->
                            s.group().equals(a.group())
                                && s.priority() < a.priority()
                                && s.matches(of))) {
              both.add(age);
            }
          }
          if (!both.isEmpty()) {
            shown.put(
                "'"
                    + a.id()
                    + "' and '"
                    + b.id()
                    + "' both have the priority "
                    + a.priority()
                    + " in the exclusive group '"
                    + a.group()
                    + "'",
                both);
          }
        }
      }
    }
    Folders.with(
        dir -> {
          Map<String, Integer> said = new TreeMap<>();
          written(Shop.in(dir), segments, Map.of())
              .mistakes()
              .lines()
              .filter(line -> line.contains(": error: "))
              .map(line -> line.substring(line.indexOf(": error: ") + 9))
              .forEach(
                  line -> {
                    String[] parts = line.split(", and this person would match both: age = ", -1);
                    said.put(parts[0], new java.math.BigDecimal(parts[1]).intValue());
                  });
          assertEquals(shown.keySet(), said.keySet());
          said.forEach((tie, age) -> assertTrue(shown.get(tie).contains(age), tie + " " + age));
        });
  }
}
