package io.espalier.salesforcemc;

import io.espalier.model.Segment;
import io.espalier.spi.Account;
import io.espalier.spi.Change;
import io.espalier.spi.Connector;
import io.espalier.spi.ConsentFact;
import io.espalier.spi.Content;
import io.espalier.spi.Cursor;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.FieldMap;
import io.espalier.spi.HookAnswer;
import io.espalier.spi.HookCall;
import io.espalier.spi.Job;
import io.espalier.spi.Limits;
import io.espalier.spi.Limits.Budget;
import io.espalier.spi.Outcome;
import io.espalier.spi.Page;
import io.espalier.spi.RemoteProfile;
import io.espalier.spi.Settings;
import io.espalier.spi.Since;
import io.espalier.spi.Standing;
import io.espalier.spi.Surroundings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** One business unit. */
final class SalesforceMcConnector implements Connector {
  private static final int REST_PER_MINUTE = 2_500;
  private static final int SOAP_PER_MINUTE = 2_000;

  /** A job and three questions after it. */
  private static final int CALLS_OF_A_JOB = 4;

  private static final Limits.Toll WRITES =
      new Limits.Toll("SOAP", SalesforceMcMembers.ROWS, SOAP_PER_MINUTE, SOAP_PER_MINUTE);

  /** One look for many, and a write for each fifty. */
  private static final Limits.Toll CONSENTS =
      new Limits.Toll(
          "SOAP",
          SalesforceMcSubscribers.ROUND
              / (1 + SalesforceMcSubscribers.ROUND / SalesforceMcMembers.ROWS),
          SOAP_PER_MINUTE,
          SOAP_PER_MINUTE);

  /**
   * Writers of a data extension at once: its rows lock each other. The vendor publishes no number;
   * one or two is inferred from Segment's notes on deadlocks (2026-11-23).
   */
  static final int WRITERS = 2;

  /** Calls at once that hand in rows: they only stand in line there, and wait for nobody's lock. */
  private static final int HANDED_IN = 24;

  /**
   * Rounds of subscribers at once, of eight writes at once each: "the API does not enforce
   * concurrent call restrictions" (developer.salesforce.com, api-performance.html, 2026-11-28); so
   * many reach the quota at a second a call.
   */
  private static final int SUBSCRIBERS = 8;

  /** Rounds, calls that hand in rows, and questions after jobs. */
  private static final int LANES = 40;

  /** Segments at once: the rows of one wait for each other. */
  private static final int LEFT_AT_ONCE = 8;

  private static final Limits LIMITS = budgets();

  /** Enough to find one bad row among 2,500; more, and it is not a row that breaks jobs. */
  private static final int BROKEN_IN_A_ROW = 24;

  private final SalesforceMcSession session;
  private final AtomicInteger brokenJobs = new AtomicInteger();
  private final SalesforceMcFields fields;
  private final SalesforceMcSegments segments;
  private final SalesforceMcRows rows;
  private final SalesforceMcJobs jobs;
  private final SalesforceMcMembers members;
  private final SalesforceMcSubscribers subscribers;
  private final SalesforceMcReader reader;
  private final SalesforceMcEvents events;
  private final SalesforceMcAssets assets;
  private final SalesforceMcErasures erasures;
  private final SalesforceMcFacts facts;
  private final SalesforceMcWishes wishes;
  private final SalesforceMcRecall recall;
  private final SalesforceMcStandings standings;
  private final SalesforceMcHook hook;

  SalesforceMcConnector(Settings settings, FieldMap map, Surroundings surroundings) {
    session = new SalesforceMcSession(SalesforceMcEsp.ID, settings, surroundings);
    SalesforceMcSoap soap = new SalesforceMcSoap(session);
    SalesforceMcFolders folders =
        new SalesforceMcFolders(soap, settings.get("folder").orElse("Espalier"));
    SalesforceMcExtensions extensions = new SalesforceMcExtensions(soap, folders);
    fields = new SalesforceMcFields(extensions, map);
    segments = new SalesforceMcSegments(extensions);
    rows = new SalesforceMcRows(session, extensions, map);
    jobs = new SalesforceMcJobs(session);
    members = new SalesforceMcMembers(soap);
    subscribers = new SalesforceMcSubscribers(soap, surroundings.sleeper());
    reader = new SalesforceMcReader(session, subscribers, map);
    events = new SalesforceMcEvents(session, extensions);
    assets = new SalesforceMcAssets(session, folders);
    erasures = new SalesforceMcErasures(session, soap, extensions, subscribers);
    facts = new SalesforceMcFacts(soap, subscribers);
    wishes = new SalesforceMcWishes(extensions, folders);
    recall = new SalesforceMcRecall(soap, subscribers, map, surroundings.clock());
    standings = new SalesforceMcStandings(extensions, map);
    hook = new SalesforceMcHook(session, surroundings.clock());
  }

  private static Limits budgets() {
    Map<Change.Kind, Budget> budgets = new EnumMap<>(Change.Kind.class);
    // Read the columns, then change them: all at once.
    budgets.put(Change.Kind.DEFINE_FIELD, new Budget(100, 100, 3, SOAP_PER_MINUTE));
    // Find them, look the folder up, then create them: fifty objects a call.
    budgets.put(Change.Kind.DEFINE_SEGMENT, new Budget(50, 50, 2, SOAP_PER_MINUTE));
    // A call, and its status; a job with refused rows costs a call for each 50 rows more.
    budgets.put(Change.Kind.UPSERT, jobs(SalesforceMcRows.ROWS));
    // As many as there are: consents wait for SOAP's quota while REST's is free.
    budgets.put(Change.Kind.JOIN, jobs(SalesforceMcRows.MEMBERS).atOnce(LANES));
    budgets.put(
        Change.Kind.LEAVE,
        new Budget(500, SalesforceMcMembers.ROWS, 0, SOAP_PER_MINUTE, List.of(WRITES))
            .atOnce(LEFT_AT_ONCE));
    // Who is there by address or by key, then the writes.
    budgets.put(
        Change.Kind.SET_CONSENT,
        new Budget(
                SalesforceMcSubscribers.ROUND,
                SalesforceMcMembers.ROWS,
                1,
                SOAP_PER_MINUTE,
                List.of(CONSENTS))
            .atOnce(SUBSCRIBERS));
    budgets.put(Change.Kind.DEFINE_NATIVE, new Budget(100, 100, 0, REST_PER_MINUTE));
    budgets.put(Change.Kind.RETIRE, new Budget(50, 50, 0, SOAP_PER_MINUTE));
    budgets.put(
        Change.Kind.TRACK,
        new Budget(SalesforceMcRows.ROWS, SalesforceMcRows.ROWS, 2, REST_PER_MINUTE));
    // Find it, read it, save it; where emails go is looked up once.
    budgets.put(Change.Kind.PUBLISH, new Budget(10, 1, 30, REST_PER_MINUTE));
    // Two reads of every data extension of ours, and what is deleted.
    budgets.put(Change.Kind.ERASE, new Budget(100, SalesforceMcMembers.ROWS, 60, SOAP_PER_MINUTE));
    return new Limits(budgets);
  }

  private static Budget jobs(int rows) {
    Limits.Toll toll =
        new Limits.Toll("REST", rows / CALLS_OF_A_JOB, REST_PER_MINUTE, REST_PER_MINUTE);
    return new Budget(rows, rows, 2, REST_PER_MINUTE, List.of(toll)).atOnce(HANDED_IN);
  }

  @Override
  public Account account() {
    session.token();
    return new Account(session.account(), "business unit " + session.account());
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public List<Outcome> push(List<Change> batch) {
    if (batch.isEmpty()) {
      return List.of();
    }
    Change.Kind kind = batch.get(0).kind();
    return switch (kind) {
      case DEFINE_FIELD -> parts(batch, kind, Change.DefineField.class, fields::define);
      case DEFINE_SEGMENT -> parts(batch, kind, Change.DefineSegment.class, segments::define);
      case UPSERT -> parts(batch, kind, Change.Upsert.class, rows::upsert);
      case SET_CONSENT -> parts(batch, kind, Change.SetConsent.class, subscribers::set);
      case JOIN -> parts(batch, kind, Change.Join.class, rows::join);
      case LEAVE -> parts(batch, kind, Change.Leave.class, members::leave);
      // No documented call makes a query activity, so no plan has these: see SalesforceMcQuery.
      case RETIRE -> batch.stream().map(change -> (Outcome) Outcome.APPLIED).toList();
      case DEFINE_NATIVE ->
          batch.stream()
              .<Outcome>map(
                  change ->
                      new Outcome.Rejected(
                          Failure.of(
                              FailureKind.UNSUPPORTED,
                              "a query activity is made by hand: espalier segments native")))
              .toList();
      case TRACK -> parts(batch, kind, Change.Track.class, events::track);
      case PUBLISH -> parts(batch, kind, Change.Publish.class, assets::publish);
      case ERASE -> parts(batch, kind, Change.Erase.class, erasures::erase);
    };
  }

  private static <C extends Change> List<Outcome> parts(
      List<Change> batch, Change.Kind kind, Class<C> type, Function<List<C>, List<Outcome>> push) {
    List<C> typed = batch.stream().map(type::cast).toList();
    List<Outcome> outcomes = new ArrayList<>();
    int size = LIMITS.batch(kind);
    for (int from = 0; from < typed.size(); from += size) {
      outcomes.addAll(push.apply(typed.subList(from, Math.min(from + size, typed.size()))));
    }
    return outcomes;
  }

  @Override
  public List<Outcome> poll(Job job, List<Change> polled) {
    if (job.handle().matches(SalesforceMcRecall.HANDLE + "[0-9]{1,11}")) {
      String second = job.handle().substring(SalesforceMcRecall.HANDLE.length());
      return recall(polled, Instant.ofEpochSecond(Long.parseLong(second)));
    }
    List<Outcome> outcomes = jobs.poll(job, polled.size());
    boolean broken = SalesforceMcJobs.isBroken(outcomes);
    int inARow = broken ? brokenJobs.incrementAndGet() : 0;
    if (outcomes.contains(Outcome.APPLIED)) {
      brokenJobs.set(0);
    }
    if (!broken || polled.size() < 2 || inARow > BROKEN_IN_A_ROW) {
      return outcomes;
    }
    // One row may have broken it, and nobody says which: the halves go again, each as its own job.
    int middle = polled.size() / 2;
    List<Outcome> again = new ArrayList<>(push(polled.subList(0, middle)));
    again.addAll(push(polled.subList(middle, polled.size())));
    return again;
  }

  /** Nobody can call a job off: the one that hangs may come to its end, and says the same. */
  @Override
  public Optional<List<Outcome>> repeat(Job job, List<Change> hanging) {
    boolean upserts =
        !job.handle().startsWith(SalesforceMcRecall.HANDLE)
            && SalesforceMcJobs.isHandle(job.handle())
            && hanging.stream()
                .allMatch(c -> c.kind() == Change.Kind.UPSERT || c.kind() == Change.Kind.JOIN);
    return upserts ? Optional.of(push(hanging)) : Optional.empty();
  }

  @Override
  public List<Outcome> recall(List<Change> changes, Instant since) {
    return changes.isEmpty() ? List.of() : recall.recall(changes, since);
  }

  @Override
  public Page<RemoteProfile> read(Cursor from) {
    return reader.read(from);
  }

  @Override
  public List<Standing> standing(List<Change> definitions) {
    return standings.of(definitions);
  }

  @Override
  public Page<ConsentFact> facts(Since from) {
    return facts.read(from);
  }

  @Override
  public HookAnswer hook(HookCall call, Settings secrets) {
    return hook.take(call, secrets);
  }

  @Override
  public Set<String> asked(Collection<Segment> among) {
    return wishes.asked(among);
  }

  @Override
  public Optional<Content> content(String reference) {
    return assets.content(reference);
  }

  @Override
  public void close() {
    session.close();
  }
}
