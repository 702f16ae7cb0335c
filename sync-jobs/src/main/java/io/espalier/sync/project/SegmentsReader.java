package io.espalier.sync.project;

import io.espalier.model.Schema;
import io.espalier.model.Segment;
import io.espalier.proof.ProofCheck;
import io.espalier.rule.Issue;
import io.espalier.rule.Moment;
import io.espalier.rule.Names;
import io.espalier.rule.OnMissing;
import io.espalier.rule.Origin;
import io.espalier.rule.Place;
import io.espalier.rule.Rule;
import io.espalier.rule.RuleChecker;
import io.espalier.rule.RulePrinter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code segments/*.yaml}, one segment a file. */
final class SegmentsReader {
  /** Some instants at which to look for a made-up person: a rule may speak of fixed days. */
  private static final List<Moment> MOMENTS =
      List.of(
          new Moment(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC),
          new Moment(Instant.parse("2040-01-01T12:00:00Z"), ZoneOffset.UTC),
          new Moment(Instant.parse("2010-01-01T12:00:00Z"), ZoneOffset.UTC));

  private final Collection<Issue> issues;

  /** In {@code sync}: wherever a marketer asks for it. */
  private static final String ASKED = "asked";

  private final Set<String> esps;
  private final Budget budget;

  SegmentsReader(Collection<Issue> issues, Set<String> esps, Budget budget) {
    this.issues = issues;
    this.esps = new TreeSet<>(esps);
    this.budget = budget;
  }

  /** A segment whose rule is read but not checked. */
  record Draft(
      Segment segment,
      YamlRule where,
      YamlMap map,
      Optional<Exclusive> exclusive,
      MinSize minSize,
      Optional<YamlMap> onMissing,
      Optional<NativeWish> natively,
      boolean offered) {}

  List<Draft> drafts(Path dir) {
    Map<String, Draft> byId = new LinkedHashMap<>();
    Map<String, String> byName = new LinkedHashMap<>();
    for (Path file : ProjectReader.list(dir, ".yaml", ".yml")) {
      String name = "segments/" + file.getFileName();
      YamlFile.read(file, name, issues)
          .flatMap(this::draft)
          .ifPresent(
              draft -> {
                Segment segment = draft.segment();
                if (byId.putIfAbsent(segment.id(), draft) != null) {
                  draft
                      .map()
                      .error(
                          "segment",
                          "there is another segment '" + segment.id() + "'",
                          "give one of them another id");
                }
                // Not every ESP tells names apart by their case.
                String other =
                    byName.putIfAbsent(segment.name().toLowerCase(Locale.ROOT), segment.id());
                if (other != null && !other.equals(segment.id())) {
                  draft
                      .map()
                      .error(
                          "name",
                          "segment '" + other + "' has the same name",
                          "a marketer could not tell them apart");
                }
              });
    }
    return List.copyOf(byId.values());
  }

  private Optional<Draft> draft(YamlMap map) {
    Optional<String> id = map.required("segment", "the segment's id, e.g. segment: lapsed");
    if (id.filter(i -> !i.matches("[a-z0-9][a-z0-9_-]{0,63}")).isPresent()) {
      map.error(
          "segment", "'" + id.get() + "' is no segment id", "use lower-case letters, digits and -");
    }
    String name =
        map.text("name").map(String::strip).filter(n -> !n.isEmpty()).orElse(id.orElse(""));
    if (name.length() > 100) {
      map.error(
          "name", "the name has " + name.length() + " characters", "at most 100 fit every ESP");
    }
    Optional<YamlRule> where = map.rule("where", "the rule, e.g. where: count(order, 90d) >= 2");
    Optional<Set<String>> goesTo = Optional.empty();
    boolean offered = false;
    if (map.has("sync")) {
      Set<String> chosen = new LinkedHashSet<>(map.texts("sync"));
      offered = chosen.remove(ASKED);
      chosen.stream()
          .filter(e -> !esps.contains(e))
          .forEach(e -> map.error("sync", "unknown ESP '" + e + "'", Names.suggestion(e, esps)));
      goesTo = Optional.of(chosen);
    }
    MinSize minSize = MinSizeReader.read(map);
    Optional<NativeWish> natively = natively(map);
    Optional<YamlMap> onMissing = map.map("on_missing");
    Optional<Exclusive> exclusive = map.text("exclusive_group").flatMap(g -> exclusive(map, g));
    Segment segment =
        new Segment(
            id.orElse(""),
            name,
            map.text("description").orElse(""),
            map.text("purpose").orElse("marketing"),
            minSize.members(),
            map.whole("priority").orElse(100),
            where.flatMap(YamlRule::rule).map(RulePrinter::print).orElse(""),
            goesTo);
    map.whole("version");
    map.refuseOthers();
    return id.isPresent() && where.isPresent()
        ? Optional.of(
            new Draft(segment, where.get(), map, exclusive, minSize, onMissing, natively, offered))
        : Optional.empty();
  }

  /** {@code native: true}, or the ESPs: {@code native: [klaviyo]}. */
  private Optional<NativeWish> natively(YamlMap map) {
    if (!map.has("native")) {
      return Optional.empty();
    }
    Place place = map.place("native");
    Set<String> chosen = new LinkedHashSet<>(map.texts("native"));
    if (chosen.equals(Set.of("true"))) {
      return Optional.of(new NativeWish(Optional.empty(), place));
    } else if (chosen.equals(Set.of("false"))) {
      return Optional.empty();
    }
    chosen.stream()
        .filter(e -> !esps.contains(e))
        .forEach(
            e ->
                map.error(
                    "native",
                    "'native' is true, false or ESPs, and '" + e + "' is no ESP",
                    Names.suggestion(e, esps)));
    return Optional.of(new NativeWish(Optional.of(chosen), place));
  }

  private static Optional<Exclusive> exclusive(YamlMap map, String group) {
    if (!group.matches("[a-z0-9][a-z0-9_-]{0,63}")) {
      map.error(
          "exclusive_group",
          "'" + group + "' is no group's name",
          "use lower-case letters, digits and -");
      return Optional.empty();
    }
    if (!map.has("priority")) {
      map.error(
          "exclusive_group",
          "a segment of an exclusive group needs a priority",
          "e.g. priority: 10; the lowest number is asked first");
      return Optional.empty();
    }
    return Optional.of(new Exclusive(group, map.place("priority")));
  }

  Map<String, SegmentSpec> check(List<Draft> drafts, Schema schema, boolean proofs) {
    Map<String, SegmentSpec> segments = new LinkedHashMap<>();
    Map<String, Place> whole = new LinkedHashMap<>();
    Set<String> sound = new LinkedHashSet<>();
    for (Draft draft : drafts) {
      draft
          .where()
          .rule()
          .ifPresent(
              rule -> {
                Origin origin = draft.where().origin();
                List<Issue> found =
                    RuleChecker.check(rule, schema, origin, draft.segment().purpose());
                issues.addAll(found);
                if (proofs) {
                  issues.addAll(budget.check(draft.segment().id(), rule, draft.where().all()));
                }
                if (isRight(found)) {
                  sound.add(draft.segment().id());
                }
                whole.put(draft.segment().id(), draft.where().all());
                Rule own =
                    OnMissing.apply(rule, OnMissingReader.read(draft.onMissing(), rule, schema));
                segments.put(
                    draft.segment().id(),
                    new SegmentSpec(
                        draft.segment(),
                        own,
                        origin,
                        own,
                        rule,
                        draft.exclusive(),
                        draft.minSize(),
                        draft.natively(),
                        draft.offered()));
              });
    }
    Map<String, SegmentSpec> excluded = new ExclusiveGroups(segments.values()).excluded(segments);
    List<Issue> circles = ExclusiveGroups.circles(excluded, whole);
    issues.addAll(circles);
    issues.addAll(purposesThroughSegments(segments, schema));
    if (proofs) {
      issues.addAll(proofs(excluded, sound, schema, circles.isEmpty()));
    }
    issues.addAll(MinSizeReader.check(excluded));
    return excluded;
  }

  private static boolean isRight(List<Issue> found) {
    return found.stream().noneMatch(i -> i.severity() == Issue.Severity.ERROR);
  }

  /**
   * A segment may be named for a purpose only where its own attributes allow that purpose: else a
   * rule would use through another what it may not use itself.
   */
  private static List<Issue> purposesThroughSegments(
      Map<String, SegmentSpec> segments, Schema schema) {
    List<Issue> found = new ArrayList<>();
    for (SegmentSpec spec : segments.values()) {
      String purpose = spec.segment().purpose();
      for (Rule.InSegment named : SegmentNames.in(spec.own())) {
        for (String attribute : SegmentNames.attributesBehind(named.segment(), segments)) {
          schema
              .attribute(attribute)
              .filter(a -> !a.purposes().isEmpty() && !a.purposes().contains(purpose))
              .ifPresent(
                  a ->
                      found.add(
                          Issue.error(
                              spec.origin().place(named.span()),
                              "segment '"
                                  + named.segment()
                                  + "' is made of the attribute '"
                                  + attribute
                                  + "', which may not be used for the purpose '"
                                  + purpose
                                  + "'",
                              "its purposes: " + String.join(", ", new TreeSet<>(a.purposes())))));
        }
      }
    }
    return found;
  }

  /** What can be proved of the rules that are right so far. */
  private static List<Issue> proofs(
      Map<String, SegmentSpec> segments, Set<String> sound, Schema schema, boolean noCircle) {
    List<Issue> found = new ArrayList<>();
    boolean all = noCircle && sound.containsAll(segments.keySet());
    Map<String, Rule> meant = new LinkedHashMap<>();
    segments.forEach((id, spec) -> meant.put(id, spec.own()));
    for (String id : sound) {
      SegmentSpec spec = segments.get(id);
      if (spec != null) {
        Map<String, Rule> known = all ? meant : Map.of();
        found.addAll(ProofCheck.check(spec.written(), schema, known, spec.origin()));
      }
    }
    if (all && isRight(found)) {
      found.addAll(ExclusiveGroups.check(segments.values(), schema, MOMENTS));
    }
    return found;
  }
}
