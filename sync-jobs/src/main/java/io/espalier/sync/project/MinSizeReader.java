package io.espalier.sync.project;

import io.espalier.model.Segment;
import io.espalier.rule.Issue;
import io.espalier.rule.Names;
import io.espalier.rule.Place;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code min_size: 50}, or {@code min_size: {members: 50, otherwise: warn}}, where {@code
 * otherwise} is {@code block}, {@code warn} or {@code {merge_into: other-segment}}.
 */
final class MinSizeReader {
  private static final String MEND = "write block, warn or {merge_into: other-segment}";

  private MinSizeReader() {}

  static MinSize read(YamlMap map) {
    if (!map.isMap("min_size")) {
      return new MinSize(
          map.whole("min_size").orElse(0),
          MinSize.Otherwise.BLOCK,
          Optional.empty(),
          map.place("min_size"));
    }
    return map.map("min_size").map(MinSizeReader::detailed).orElseThrow();
  }

  private static MinSize detailed(YamlMap map) {
    map.required("members", "the least number of members, e.g. members: 50");
    int members = map.whole("members").orElse(0);
    MinSize.Otherwise otherwise = MinSize.Otherwise.BLOCK;
    Optional<String> into = Optional.empty();
    Place place = map.place("otherwise");
    if (map.isMap("otherwise")) {
      Optional<YamlMap> action = map.map("otherwise");
      into = action.flatMap(a -> a.required("merge_into", "the segment that takes the members"));
      place = action.map(a -> a.place("merge_into")).orElse(place);
      action.ifPresent(YamlMap::refuseOthers);
      otherwise = MinSize.Otherwise.MERGE;
    } else {
      Optional<String> word = map.text("otherwise");
      if (word.filter("warn"::equals).isPresent()) {
        otherwise = MinSize.Otherwise.WARN;
      } else if (word.filter(w -> !w.equals("block")).isPresent()) {
        map.error("otherwise", "unknown action '" + word.get() + "'", MEND);
      }
    }
    map.refuseOthers();
    return new MinSize(members, otherwise, into, place);
  }

  /** Whether each segment that is to take members can take them. */
  static List<Issue> check(Map<String, SegmentSpec> segments) {
    List<Issue> issues = new ArrayList<>();
    segments
        .values()
        .forEach(
            spec ->
                spec.minSize()
                    .mergeInto()
                    .flatMap(into -> problem(spec, into, segments))
                    .ifPresent(issues::add));
    return issues;
  }

  private static Optional<Issue> problem(
      SegmentSpec spec, String into, Map<String, SegmentSpec> segments) {
    Segment segment = spec.segment();
    SegmentSpec target = segments.get(into);
    if (target == null) {
      return error(
          spec, "there is no segment '" + into + "'", Names.suggestion(into, segments.keySet()));
    }
    if (into.equals(segment.id())) {
      return error(spec, "'" + into + "' cannot be merged into itself", "name another segment");
    }
    if (target.minSize().mergeInto().isPresent()) {
      return error(
          spec, chain(segment.id(), segments), "members move once: name " + last(spec, segments));
    }
    if (!target.segment().purpose().equals(segment.purpose())) {
      return error(
          spec,
          "'"
              + into
              + "' is for the purpose '"
              + target.segment().purpose()
              + "', not '"
              + segment.purpose()
              + "'",
          "name a segment of the same purpose");
    }
    return missing(segment, target.segment())
        .map(
            esps ->
                Issue.error(
                    spec.minSize().place(),
                    "'" + into + "' does not go to " + esps + ", where '" + segment.id() + "' goes",
                    "let '" + into + "' go there too: sync: [...]"));
  }

  private static Optional<Issue> error(SegmentSpec spec, String message, String mend) {
    return Optional.of(Issue.error(spec.minSize().place(), message, mend));
  }

  private static String chain(String first, Map<String, SegmentSpec> segments) {
    Set<String> path = new LinkedHashSet<>();
    String id = first;
    while (path.add(id)) {
      SegmentSpec spec = segments.get(id);
      Optional<String> next = spec == null ? Optional.empty() : spec.minSize().mergeInto();
      if (next.isEmpty()) {
        return "small segments merge in a chain: " + String.join(" -> ", path);
      }
      id = next.get();
    }
    return "small segments merge in a circle: " + String.join(" -> ", path) + " -> " + id;
  }

  private static String last(SegmentSpec from, Map<String, SegmentSpec> segments) {
    Set<String> path = new LinkedHashSet<>();
    Optional<String> id = from.minSize().mergeInto();
    String last = "";
    while (id.isPresent() && path.add(id.get())) {
      last = id.get();
      SegmentSpec next = segments.get(last);
      id = next == null ? Optional.empty() : next.minSize().mergeInto();
    }
    return id.isPresent() ? "a segment that is not merged itself" : "'" + last + "'";
  }

  /** The ESPs of the one that the other does not go to. */
  private static Optional<String> missing(Segment segment, Segment target) {
    if (target.esps().isEmpty()) {
      return Optional.empty();
    }
    if (segment.esps().isEmpty()) {
      return Optional.of("every ESP");
    }
    List<String> missing =
        segment.esps().get().stream().filter(e -> !target.goesTo(e)).sorted().toList();
    return missing.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", missing));
  }
}
