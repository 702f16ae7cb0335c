package io.espalier.sync.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.model.Segment;
import io.espalier.rule.Origin;
import io.espalier.rule.Place;
import io.espalier.rule.Rule;
import io.espalier.rule.Span;
import io.espalier.sync.project.MinSize;
import io.espalier.sync.project.SegmentSpec;
import io.espalier.sync.store.Engine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

final class SegmentSizesLawTest {
  private static Engine engine;

  @BeforeContainer
  static void open() {
    engine = Engine.inMemory(256);
  }

  @AfterContainer
  static void close() {
    engine.close();
  }

  private static SegmentSpec spec(String id, MinSize least) {
    Rule rule = new Rule.Constant(true, Span.NONE);
    return new SegmentSpec(
        new Segment(id, id, "", "marketing", least.members(), 1, "true", Optional.empty()),
        rule,
        Origin.of("t", "true"),
        rule,
        rule,
        Optional.empty(),
        least);
  }

  /** The last two take members, the others may hand theirs over. */
  private static Map<String, SegmentSpec> specs(Random random) {
    Map<String, SegmentSpec> specs = new LinkedHashMap<>();
    for (int i = 0; i < 6; i++) {
      boolean merges = i < 4 && random.nextInt(3) > 0;
      MinSize.Otherwise otherwise =
          merges
              ? MinSize.Otherwise.MERGE
              : random.nextBoolean() ? MinSize.Otherwise.WARN : MinSize.Otherwise.BLOCK;
      specs.put(
          "s" + i,
          spec(
              "s" + i,
              new MinSize(
                  random.nextInt(7),
                  otherwise,
                  merges ? Optional.of("s" + (4 + random.nextInt(2))) : Optional.empty(),
                  Place.file("t"))));
    }
    return specs;
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void whoIsSentIsTheUnionOfWhoMergesAndNobodyCountsTwice(@ForAll long seed) {
    Random random = new Random(seed);
    Map<String, SegmentSpec> specs = specs(random);
    Map<String, Set<String>> own = new TreeMap<>();
    engine.run(
        "create or replace temp table "
            + Desired.MEMBERS
            + " (segment varchar, key varchar, email varchar)");
    for (String id : specs.keySet()) {
      Set<String> members = new TreeSet<>();
      int count = random.nextInt(9);
      for (int i = 0; i < count; i++) {
        members.add("p" + random.nextInt(12));
      }
      own.put(id, members);
      members.forEach(
          key ->
              engine.run(
                  "insert into " + Desired.MEMBERS + " values (?, ?, ?)",
                  id,
                  key,
                  key + "@x.example"));
    }

    Map<String, Set<String>> sent = new TreeMap<>();
    own.forEach((id, members) -> sent.put(id, new TreeSet<>(members)));
    List<String> small = new ArrayList<>();
    specs.forEach(
        (id, spec) -> {
          if (own.get(id).size() < spec.minSize().members()) {
            small.add(id);
            spec.minSize().mergeInto().ifPresent(into -> sent.get(into).addAll(own.get(id)));
          }
        });
    Map<String, Long> expected = new TreeMap<>();
    specs.forEach(
        (id, spec) -> {
          boolean moved = small.contains(id) && spec.minSize().mergeInto().isPresent();
          boolean held =
              sent.get(id).size() < spec.minSize().members()
                  && spec.minSize().otherwise() == MinSize.Otherwise.BLOCK;
          expected.put(id, moved || held ? 0L : sent.get(id).size());
        });

    Map<String, SegmentSizes.Size> sizes = SegmentSizes.settle(specs, engine);
    Map<String, Long> settled = new TreeMap<>();
    sizes.forEach((id, size) -> settled.put(id, size.isSent() ? size.members() : 0L));

    assertEquals(expected, settled);
    specs.keySet().stream()
        .filter(id -> sizes.get(id).isSent())
        .forEach(
            id ->
                assertEquals(
                    List.copyOf(sent.get(id)),
                    engine.list(
                        "select key from " + Desired.MEMBERS + " where segment = ? order by key",
                        row -> row.getString(1),
                        id)));
  }
}
