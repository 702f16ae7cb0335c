package io.espalier.sync.project;

import io.espalier.rule.Rule;
import io.espalier.rule.Uses;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where rules name segments, and what they so make use of. */
final class SegmentNames {
  private SegmentNames() {}

  /** In the order of the text. */
  static List<Rule.InSegment> in(Rule rule) {
    List<Rule.InSegment> named = new ArrayList<>();
    collect(rule, named);
    return named;
  }

  private static void collect(Rule rule, List<Rule.InSegment> named) {
    if (rule instanceof Rule.InSegment in) {
      named.add(in);
    } else if (rule instanceof Rule.And and) {
      and.parts().forEach(part -> collect(part, named));
    } else if (rule instanceof Rule.Or or) {
      or.parts().forEach(part -> collect(part, named));
    } else if (rule instanceof Rule.Not not) {
      collect(not.rule(), named);
    }
  }

  /** The attributes of a segment's rule, and of all segments behind it. */
  static Set<String> attributesBehind(String segment, Map<String, SegmentSpec> segments) {
    Set<String> attributes = new LinkedHashSet<>();
    Set<String> seen = new LinkedHashSet<>(Set.of(segment));
    List<String> open = new ArrayList<>(seen);
    while (!open.isEmpty()) {
      SegmentSpec spec = segments.get(open.remove(0));
      if (spec != null) {
        Uses uses = Uses.of(List.of(spec.own()));
        attributes.addAll(uses.attributes());
        uses.segments().stream().filter(seen::add).forEach(open::add);
      }
    }
    return attributes;
  }
}
