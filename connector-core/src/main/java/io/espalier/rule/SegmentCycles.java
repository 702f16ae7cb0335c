package io.espalier.rule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Walks the references among segments, depth first. */
final class SegmentCycles {
  private final Map<String, Rule> rules;
  private final List<String> path = new ArrayList<>();
  private final Set<String> done = new HashSet<>();
  private final List<String> cycles = new ArrayList<>();

  SegmentCycles(Map<String, Rule> rules) {
    this.rules = rules;
  }

  List<String> find() {
    rules.keySet().stream().sorted().forEach(this::walk);
    return List.copyOf(cycles);
  }

  private void walk(String id) {
    int on = path.indexOf(id);
    if (on >= 0) {
      cycles.add(String.join(" -> ", path.subList(on, path.size())) + " -> " + id);
      return;
    }
    Rule rule = rules.get(id);
    if (rule == null || done.contains(id)) {
      return;
    }
    path.add(id);
    Uses.of(List.of(rule)).segments().forEach(this::walk);
    path.remove(path.size() - 1);
    done.add(id);
  }
}
