package io.espalier.sync.demo;

import io.espalier.model.Segment;
import io.espalier.sync.plan.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sets what the ESPs say beside what was planned. */
final class Counts {
  private Counts() {}

  static List<Story.Count> of(List<Segment> segments, Plan plan, ReadBack back) {
    Map<String, Long> planned = new LinkedHashMap<>();
    boolean allAlike = true;
    for (Plan.Part part : plan.parts()) {
      for (Plan.SegmentPart segment : part.segments()) {
        Long before = planned.putIfAbsent(segment.id(), segment.members());
        allAlike &= before == null || before == segment.members();
      }
    }
    List<Story.Count> counts = new ArrayList<>();
    for (Segment segment : segments) {
      long expected = planned.getOrDefault(segment.id(), 0L);
      counts.add(
          new Story.Count(
              segment.id(),
              segment.name(),
              segment.description(),
              expected,
              back.counts(segment.id()),
              allAlike && back.agrees(segment.id(), expected)));
    }
    return counts;
  }
}
