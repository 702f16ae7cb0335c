package io.espalier.sync.demo;

import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import io.espalier.rule.Issue;
import io.espalier.sync.plan.Plan;
import io.espalier.sync.plan.Plans;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.ProjectReader;
import io.espalier.sync.project.WrongInput;
import io.espalier.sync.run.Connections;
import io.espalier.sync.run.Report;
import io.espalier.sync.run.SyncJob;
import io.espalier.sync.run.Target;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Population;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The example shop, synced three times into three sandboxes: at first, again unchanged, and after
 * one row in a hundred has changed.
 */
final class Demo implements AutoCloseable {
  private static final double SHARE = 0.01;
  private static final String LIVE_KEY = "ESPALIER_LIVE_KEY";
  private static final String NO_SECRET = "the-key-of-a-demonstration-guards-nothing";

  private final Path dir;
  private final OutfitterShop shop;
  private final long seed;
  private final Clock clock;
  private final Teller teller;
  private final Instant began;
  private final Project project;
  private final Target target;
  private final Endpoints endpoints = new Endpoints();
  private final List<Story.Run> runs = new ArrayList<>();
  private List<Story.Reject> rejects = List.of();
  private List<Story.Count> counts = List.of();
  private List<Story.Face> faces = List.of();
  private List<Story.LiveFace> live = List.of();
  private long intruders;

  private Demo(Path dir, OutfitterShop shop, long seed, Clock clock, Teller teller, Instant began) {
    this.dir = dir;
    this.shop = shop;
    this.seed = seed;
    this.clock = clock;
    this.teller = teller;
    this.began = began;
    this.project = read(dir);
    this.target = Target.sandboxes(Optional.empty(), clock);
  }

  /**
   * Runs the whole demonstration.
   *
   * @param example the project, without data
   * @param dir where the copy with data is made; an earlier one is replaced
   * @param people customers before some of them are there twice
   */
  static Story tell(Path example, Path dir, long seed, int people, Clock clock, Teller teller) {
    Instant began = clock.instant();
    teller.step("Make the shop in " + dir);
    WorkCopy.make(example, dir);
    WorkCopy.add(example.resolveSibling("live"), dir);
    OutfitterShop shop = OutfitterShop.make(seed, people);
    shop.write(dir.resolve("data"));
    teller.line(
        "%,d customer rows and %,d events from seed %d, some of them wrong on purpose",
        shop.people(), shop.events(), seed);
    try (Demo demo = new Demo(dir, shop, seed, clock, teller, began)) {
      return demo.tell();
    }
  }

  /** The demonstration's live emails need a key; it guards nothing. */
  private static Project read(Path dir) {
    ProjectReader.Result result =
        new ProjectReader(Connections.esps(), v -> v.equals(LIVE_KEY) ? NO_SECRET : null).read(dir);
    List<Issue> issues = result.issues();
    return result.project().orElseThrow(() -> new WrongInput(issues));
  }

  private Story tell() {
    Map<String, String> esps = new LinkedHashMap<>();
    Connections.esps().forEach((id, esp) -> esps.put(id, esp.label()));
    esps.keySet().retainAll(project.connections().keySet());
    teller.step("First sync: three empty sandboxes, on this machine");
    sync("First sync", "the ESPs are empty", true, false);
    teller.step("Second sync: nothing has changed");
    sync("Second sync", "nothing changed", false, false);
    OutfitterShop.Changed changed = shop.change(SHARE);
    shop.write(dir.resolve("data"));
    String before =
        String.format(
            java.util.Locale.ROOT,
            "1 %% changed: %d people collected points, %d bought, %d unsubscribed",
            changed.collected(),
            changed.bought(),
            changed.optedOut());
    teller.step("Third sync: " + before);
    sync("Third sync", before, true, true);
    return new Story(
        seed,
        OutfitterShop.NOW,
        shop.people(),
        shop.events(),
        changed.people(),
        esps,
        List.copyOf(runs),
        counts,
        rejects,
        calls(esps),
        faces,
        live,
        intruders,
        Duration.between(began, clock.instant()));
  }

  private Map<String, List<Endpoints.Row>> calls(Map<String, String> esps) {
    Map<String, List<Endpoints.Row>> calls = new LinkedHashMap<>();
    esps.keySet().forEach(esp -> calls.put(esp, endpoints.of(esp)));
    return calls;
  }

  private void sync(String title, String before, boolean showPlan, boolean last) {
    Instant start = clock.instant();
    Path file = dir.resolve(".espalier/rejects/" + (runs.size() + 1) + ".jsonl");
    // Opened anew each time, as each run of the command does.
    try (Engine engine =
            Engine.at(dir.resolve(".espalier/store.duckdb"), project.store().memoryMiB());
        SyncJob job = SyncJob.open(project, engine, target, endpoints)) {
      Population people;
      try (Rejects unusable = new Rejects(Optional.of(file))) {
        people = job.load(unusable, OutfitterShop.NOW);
      }
      Plan plan = job.plan("demo-" + (runs.size() + 1), clock.instant(), people);
      if (showPlan) {
        teller.plan(plan);
      }
      List<Report> reports = job.run(plan, rows -> {});
      Plans.ran(engine, plan, clock.instant());
      runs.add(
          new Story.Run(title, before, plan, reports, Duration.between(start, clock.instant())));
      teller.reports(reports);
      if (runs.size() == 1) {
        rejects = RejectList.read(file);
        long rows = rejects.stream().mapToLong(Story.Reject::rows).sum();
        teller.line("%,d rows or values could not be used; the reasons are on the page", rows);
      }
      if (last) {
        lookBack(job, engine, plan);
      }
    }
  }

  /** Asks the ESPs what they hold now, and lets them render. */
  private void lookBack(SyncJob job, Engine engine, Plan plan) {
    teller.step("Read every segment back from each ESP, and compare");
    ReadBack back = ReadBack.of(job.connections().all(), project.segmentList());
    counts = Counts.of(project.segmentList(), plan, back);
    teller.counts(counts);
    intruders =
        engine
            .list(
                "select email from " + Population.PROFILES + " where consent_state >= ?",
                row -> new EmailAddress(row.getString(1)),
                Consent.State.SUPPRESSED.ordinal())
            .stream()
            .filter(back::holds)
            .count();
    Map<String, String> names = new LinkedHashMap<>();
    project.segmentList().forEach(s -> names.put(s.id(), s.name()));
    teller.step("Let each ESP render one email for three people");
    faces = new Faces(job, target, back).show(engine, names);
    for (Story.Face face : faces) {
      teller.line(
          "%-28s %s",
          face.who(), face.previews().isEmpty() ? "" : face.previews().get(0).subject());
    }
    teller.step("Open a live email, change the shop's prices, open it again");
    Clock shopsNow = Clock.fixed(OutfitterShop.NOW, ZoneOffset.UTC);
    live = new LiveFaces(job, target, project).show(LiveFaces.people(engine), shopsNow);
    long changed = live.stream().filter(Story.LiveFace::changed).count();
    teller.line("%d of %d people see another price, with no sync in between", changed, live.size());
  }

  @Override
  public void close() {
    target.close();
  }
}
