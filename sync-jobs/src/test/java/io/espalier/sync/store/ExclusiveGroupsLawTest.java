package io.espalier.sync.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.espalier.rule.Rule;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.WrongInput;
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
              from + random.nextInt(20)));
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
    return shop.project();
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

  /** Two of one priority: wrong exactly where somebody matches both and nothing before them. */
  @Property(tries = 12, shrinking = ShrinkingMode.OFF)
  void aTieIsAnErrorExactlyWhereSomebodyShowsIt(@ForAll long seed) {
    Random random = new Random(seed);
    List<Ages> segments = segments(random, true);
    Map<String, OptionalInt> people = people(random);
    List<String> shown = new ArrayList<>();
    for (Ages a : segments) {
      for (Ages b : segments) {
        boolean tie =
            a.group().equals(b.group())
                && a.priority() == b.priority()
                && a.id().compareTo(b.id()) < 0;
        List<String> both =
            people.keySet().stream()
                .filter(
                    key ->
                        tie
                            && a.matches(people.get(key))
                            && b.matches(people.get(key))
                            && segments.stream()
                                .noneMatch(
                                    s ->
                                        s.group().equals(a.group())
                                            && s.priority() < a.priority()
                                            && s.matches(people.get(key))))
                .toList();
        if (!both.isEmpty()) {
          shown.add(
              "'"
                  + a.id()
                  + "' and '"
                  + b.id()
                  + "' both have the priority "
                  + a.priority()
                  + " in the exclusive group '"
                  + a.group()
                  + "', and "
                  + (both.size() == 1
                      ? "somebody matches both: key "
                      : both.size() + " people match both, e.g. key ")
                  + both.get(0));
        }
      }
    }
    Folders.with(
        dir -> {
          Project project = project(Shop.in(dir), segments, people);
          if (shown.isEmpty()) {
            members(project);
          } else {
            WrongInput wrong = assertThrows(WrongInput.class, () -> members(project));
            assertEquals(
                new TreeSet<>(shown),
                new TreeSet<>(wrong.issues().stream().map(i -> i.message()).toList()));
          }
        });
  }
}
