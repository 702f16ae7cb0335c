package io.espalier.sync.plan;

import io.espalier.model.Attribute;
import io.espalier.model.Segment;
import io.espalier.spi.Change;
import io.espalier.spi.Limits;
import io.espalier.spi.NativeSegment;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.SegmentSpec;
import io.espalier.sync.run.Connections;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Population;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a plan: the difference between what should be and what the ledger knows, written into the
 * store as rows and told as a {@link Plan}. Sends nothing.
 */
public final class Planner {
  private final Project project;
  private final Engine engine;
  private final Needs needs;
  private final OptOutGate gate;

  public Planner(Project project, Engine engine, Needs needs, OptOutGate gate) {
    this.gate = gate;
    this.project = project;
    this.engine = engine;
    this.needs = needs;
  }

  /** {@code segment, key, email}: who should be a member, once {@link #desire} has run. */
  public static final String MEMBERS = Desired.MEMBERS;

  /** The view of what should be of each person at an ESP, once {@link #desire} has run. */
  public static String wants(String esp) {
    return Desired.wants(esp);
  }

  /** Makes the tables of what should be, and no plan: one that is kept stays. */
  public void desire(Instant madeAt, Population population, Connections connections) {
    Desired desired = new Desired(project, engine, population, madeAt, gate);
    wanted(desired, connections);
    desired.done();
  }

  private Map<String, Wanted> wanted(Desired desired, Connections connections) {
    desired.make(needs);
    Map<String, Wanted> wanted = new HashMap<>();
    for (Connections.Open open : connections.all()) {
      String esp = open.esp().id();
      String select = desired.wants(esp, needs.attributes(esp), needs.derived());
      wanted.put(esp, new Wanted(select, desired.prints(select)));
    }
    return wanted;
  }

  /**
   * @param id of the plan to be made; earlier plans are dropped
   */
  public Plan plan(String id, Instant madeAt, Population population, Connections connections) {
    Desired desired = new Desired(project, engine, population, madeAt, gate);
    Map<String, Wanted> wanted = wanted(desired, connections);
    List<Plan.Part> parts = new ArrayList<>();
    List<Plan> made = new ArrayList<>();
    engine.atomically(
        () -> {
          engine.run("delete from ledger_plan");
          engine.run("delete from ledger_plan_row");
          connections.all().forEach(open -> parts.add(part(id, open, desired, wanted)));
          desired.done();
          Measures measures = Measures.take(engine, id, madeAt, project, population, desired);
          List<Plan.Stop> stops = new ArrayList<>();
          new SourceGuards(project.guards(), measures).check(population.profiles(), stops);
          new GuardCheck(project, engine, id).check(parts, stops);
          new SizeGuard(project.guards(), measures).check(stops);
          Plan plan =
              new Plan(
                  id,
                  madeAt,
                  population.moment().now(),
                  project.fingerprint(),
                  population.profiles(),
                  List.copyOf(parts),
                  stops);
          Plans.keep(engine, plan);
          made.add(plan);
        });
    return made.get(0);
  }

  /**
   * What one ESP is to hold.
   *
   * @param select as {@link Desired#wants(String, List, Map)} gives it
   * @param prints as {@link Desired#prints} gives it
   */
  record Wanted(String select, String prints) {}

  /** The offered segments that somebody switched on inside the ESP; asks only where some are. */
  private Set<String> asked(Connections.Open open) {
    List<Segment> offered =
        project.segments().values().stream()
            .filter(spec -> spec.offered() && !spec.segment().goesTo(open.esp().id()))
            .map(SegmentSpec::segment)
            .toList();
    return offered.isEmpty() ? Set.of() : open.connector().asked(offered);
  }

  private Plan.Part part(
      String plan, Connections.Open open, Desired desired, Map<String, Wanted> wanted) {
    String esp = open.esp().id();
    String account = open.ledgerAccount();
    PartRows rows =
        new PartRows(engine, plan, esp, account, Objects.requireNonNull(wanted.get(esp)));
    for (Attribute attribute : needs.attributes(esp)) {
      rows.defineField(attribute, open.fields().vendorName(attribute.name()));
    }
    rows.compare();
    rows.presence();
    rows.upserts(needs.attributes(esp));
    rows.consents();
    rows.optOutsOfTheGone();
    List<Plan.SegmentPart> segments = new ArrayList<>();
    Set<String> asked = asked(open);
    for (Segment segment : project.segmentList()) {
      if (segment.goesTo(esp) || asked.contains(segment.id())) {
        Optional<NativeSegment> definition = needs.nativeSegment(esp, segment.id());
        segments.add(
            definition.isPresent()
                ? rows.natively(segment, definition.get(), desired.size(segment.id()))
                : rows.segment(segment, desired.size(segment.id())));
      }
    }
    long parked = rows.park();
    rows.done();
    List<String> fields =
        rows.definedFields().stream().map(name -> open.fields().vendorName(name)).toList();
    long created = rows.count(Change.Kind.UPSERT, "before is null");
    long changed = rows.count(Change.Kind.UPSERT, "before is not null");
    Limits limits = open.connector().limits();
    long calls = 0;
    List<Limits.Load> loads = new ArrayList<>();
    List<Plan.SegmentPart> recounted = rows.recount(segments);
    for (Change.Kind kind : Change.Kind.values()) {
      for (long count : counts(kind, rows, recounted)) {
        calls += limits.calls(kind, count);
        loads.add(new Limits.Load(kind, count));
      }
    }
    return new Plan.Part(
        esp,
        open.esp().label(),
        account,
        fields,
        recounted,
        created,
        changed,
        rows.count(Change.Kind.SET_CONSENT, "true"),
        rows.withheld(),
        rows.never(),
        parked,
        calls,
        limits.time(loads).toSeconds(),
        Backfills.of(engine, plan, esp, account, rows.definedFields()));
  }

  /** Rows of a kind as they go out: people of different segments never share a call. */
  private static List<Long> counts(
      Change.Kind kind, PartRows rows, List<Plan.SegmentPart> segments) {
    return switch (kind) {
      case JOIN -> segments.stream().map(Plan.SegmentPart::joins).toList();
      case LEAVE -> segments.stream().map(Plan.SegmentPart::leaves).toList();
      default -> List.of(rows.count(kind, "true"));
    };
  }
}
