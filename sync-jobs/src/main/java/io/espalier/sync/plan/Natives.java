package io.espalier.sync.plan;

import io.espalier.audience.KnownEvent;
import io.espalier.model.Attribute;
import io.espalier.model.Segment;
import io.espalier.rule.Issue;
import io.espalier.rule.Parsed;
import io.espalier.rule.Rule;
import io.espalier.spi.Esp;
import io.espalier.spi.FieldMap;
import io.espalier.spi.NativeSegment;
import io.espalier.spi.NativeSegments;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.SegmentSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The segments of a project in one ESP's own terms. */
public final class Natives {
  private final Project project;
  private final Esp esp;
  private final NativeSegments definitions;

  private Natives(Project project, Esp esp, FieldMap fields) {
    this.project = project;
    this.esp = esp;
    Map<String, Rule> rules = new LinkedHashMap<>();
    project.segments().forEach((id, spec) -> rules.put(id, spec.rule()));
    Map<String, KnownEvent> events = new LinkedHashMap<>();
    project
        .events()
        .forEach(
            (name, spec) -> {
              String there = spec.names().get(esp.id());
              if (there != null) {
                events.put(name, new KnownEvent(there, spec.value().orElse("")));
              }
            });
    Map<String, Segment> kept = new LinkedHashMap<>();
    project.segments().values().stream()
        .filter(spec -> spec.segment().goesTo(esp.id()) && !spec.isNativeAt(esp.id()))
        .filter(spec -> !isResized(project, spec))
        .forEach(spec -> kept.put(spec.segment().id(), spec.segment()));
    definitions =
        new NativeSegments(esp, fields, project.schema(), project.zone(), rules, events, kept);
  }

  /** All that are said, whether they are wished for or not. */
  public static Natives all(Project project, Esp esp) {
    List<Attribute> allowed =
        project.profile().all().values().stream()
            .filter(a -> a.purposes().contains("marketing"))
            .toList();
    return new Natives(project, esp, esp.map(allowed, new ArrayList<>()));
  }

  public Parsed<NativeSegment> define(SegmentSpec spec) {
    return definitions.define(spec.segment(), spec.rule(), spec.origin());
  }

  /** True where who is sent is not who fulfils the rule: the segment's size has a say. */
  private static boolean isResized(Project project, SegmentSpec spec) {
    return spec.segment().minSize() > 0
        || project.segments().values().stream()
            .anyMatch(
                other ->
                    other.minSize().mergeInto().filter(spec.segment().id()::equals).isPresent());
  }

  /**
   * Those that are wished for, by id, without those that a person has to put into the ESP.
   *
   * @param issues receives what the ESP cannot say
   */
  static Map<String, NativeSegment> of(
      Project project, Esp esp, FieldMap fields, Collection<Issue> issues) {
    Map<String, NativeSegment> said = new LinkedHashMap<>();
    if (!project.connections().isEmpty() && !project.connections().containsKey(esp.id())) {
      return said;
    }
    Natives natives = new Natives(project, esp, fields);
    for (SegmentSpec spec : project.segments().values()) {
      if (spec.isNativeAt(esp.id())) {
        natives.add(spec, said, issues);
      }
    }
    return said;
  }

  private void add(SegmentSpec spec, Map<String, NativeSegment> said, Collection<Issue> issues) {
    if (isResized(project, spec)) {
      issues.add(
          Issue.error(
              spec.natively().orElseThrow().place(),
              "the size of '"
                  + spec.segment().id()
                  + "' decides who is sent, and "
                  + esp.label()
                  + " does not know it",
              "take min_size away, or leave 'native' off"));
      return;
    }
    Parsed<NativeSegment> definition = define(spec);
    issues.addAll(definition.issues());
    definition
        .value()
        .filter(NativeSegment::isSent)
        .ifPresent(d -> said.put(spec.segment().id(), d));
  }
}
