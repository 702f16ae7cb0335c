package io.espalier.mailchimp;

import com.google.gson.Gson;
import io.espalier.http.HttpStack;
import io.espalier.model.Segment;
import io.espalier.spi.Account;
import io.espalier.spi.Change;
import io.espalier.spi.Connector;
import io.espalier.spi.ConsentFact;
import io.espalier.spi.Content;
import io.espalier.spi.Cursor;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.FieldMap;
import io.espalier.spi.HookAnswer;
import io.espalier.spi.HookCall;
import io.espalier.spi.Job;
import io.espalier.spi.Limits;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import okhttp3.Credentials;
import okhttp3.Interceptor;

/** One audience of one Mailchimp account. */
final class MailchimpConnector implements Connector {
  /** No quota is published but ten calls at a time; a call takes about half a second. */
  private static final int CALLS_PER_MINUTE = 120;

  private static final int AT_ONCE_PER_MINUTE = MailchimpLanes.MOST * CALLS_PER_MINUTE;

  /** A push that pauses before it tries again has no connection, which another may have. */
  private static final int PUSHES = MailchimpLanes.MOST + 3;

  /**
   * A batch is submitted, asked after and fetched: five calls. How long Mailchimp works on one is
   * published nowhere, and shows on the way.
   */
  private static final List<Limits.Toll> BATCHES =
      List.of(new Limits.Toll("calls", MailchimpBatches.MOST / 5, 0, AT_ONCE_PER_MINUTE));

  /** As a rule it is only looked how people stand: a page of the audience for a thousand. */
  private static final List<Limits.Toll> LOOKS =
      List.of(new Limits.Toll("calls", MailchimpBatches.MOST, 0, AT_ONCE_PER_MINUTE));

  private static final List<Limits.Toll> TAGGINGS =
      List.of(new Limits.Toll("calls", MailchimpSegments.MOST, 0, AT_ONCE_PER_MINUTE));

  /** Of joins and leaves: a tag takes five hundred a call, groups go by batches. */
  private static Limits limits(boolean groups) {
    Limits.Budget batches =
        new Limits.Budget(
                MailchimpBatches.MOST, MailchimpBatches.MOST, 4, CALLS_PER_MINUTE, BATCHES)
            .atOnce(PUSHES);
    Limits.Budget members =
        groups
            ? batches
            : new Limits.Budget(
                    MailchimpSegments.MOST, MailchimpSegments.MOST, 0, CALLS_PER_MINUTE, TAGGINGS)
                .atOnce(PUSHES);
    return Limits.of(
        MailchimpNatives.BUDGETS,
        Map.of(
            Change.Kind.DEFINE_FIELD,
            new Limits.Budget(100, 1, 2, CALLS_PER_MINUTE),
            Change.Kind.DEFINE_SEGMENT,
            new Limits.Budget(100, 1, 1, CALLS_PER_MINUTE),
            Change.Kind.UPSERT,
            batches,
            Change.Kind.SET_CONSENT,
            new Limits.Budget(
                    MailchimpBatches.MOST, MailchimpBatches.MOST, 4, CALLS_PER_MINUTE, LOOKS)
                .atOnce(PUSHES),
            Change.Kind.JOIN,
            members,
            Change.Kind.LEAVE,
            members,
            Change.Kind.TRACK,
            batches,
            Change.Kind.PUBLISH,
            new Limits.Budget(100, 1, 1, CALLS_PER_MINUTE / 4),
            Change.Kind.ERASE,
            new Limits.Budget(500, 1, 1, CALLS_PER_MINUTE / 2)));
  }

  private final MailchimpSettings settings;
  private final HttpStack http;
  private final HttpStack anonymous;
  private final MailchimpApi api;
  private final MailchimpAudience audience;
  private final MailchimpFields fields;
  private final MailchimpProfiles profiles;
  private final MailchimpConsents consents;
  private final Limits limits;
  private final MailchimpKeeping segments;
  private final MailchimpNatives natives;
  private final MailchimpReader reader;
  private final MailchimpEvents events;
  private final MailchimpTemplates templates;
  private final MailchimpErasures erasures;
  private final MailchimpFacts facts;
  private final MailchimpWishes wishes;
  private final MailchimpRecall recall;
  private final MailchimpStandings standings;
  private final MailchimpHook hook;

  MailchimpConnector(MailchimpSettings settings, FieldMap fieldMap, Surroundings surroundings) {
    this.settings = settings;
    MailchimpErrors errors = new MailchimpErrors(settings);
    Gson gson = new Gson();
    http =
        new HttpStack(
            MailchimpEsp.ID,
            settings.base(),
            gson,
            surroundings,
            List.of(key(settings), MailchimpLanes.of(settings, surroundings.clock())),
            errors);
    anonymous =
        new HttpStack(
            MailchimpEsp.ID,
            settings.base(),
            gson,
            surroundings,
            List.of(),
            MailchimpErrors::storage);
    api = http.api(MailchimpApi.class);
    audience = new MailchimpAudience(settings, http, api);
    MailchimpMapper mapper = new MailchimpMapper(fieldMap);
    MailchimpBatches batches = new MailchimpBatches(http, api, anonymous, settings.base());
    MailchimpStatuses statuses =
        new MailchimpStatuses(http, api, audience, surroundings.clock(), surroundings.sleeper());
    fields = new MailchimpFields(fieldMap, http, api, audience, surroundings.sleeper());
    MailchimpTags tags = new MailchimpTags(http, api, audience, surroundings.sleeper());
    MailchimpHoldBacks holdBacks = new MailchimpHoldBacks(http, api, audience, tags);
    profiles =
        new MailchimpProfiles(
            http,
            api,
            new MailchimpAddresses(http, api, audience, statuses, holdBacks),
            mapper,
            audience,
            fields,
            statuses,
            batches,
            errors,
            surroundings.clock());
    limits = limits(settings.groups().isPresent());
    consents = new MailchimpConsents(http, api, audience, statuses, holdBacks, batches, errors);
    segments =
        settings
            .groups()
            .<MailchimpKeeping>map(
                title ->
                    new MailchimpGroupMembers(
                        http,
                        api,
                        audience,
                        new MailchimpGroups(http, audience, title),
                        batches,
                        errors))
            .orElseGet(() -> new MailchimpSegments(http, api, audience, tags, statuses));
    natives = new MailchimpNatives(http, api, audience);
    reader = new MailchimpReader(http, api, audience, segments, mapper);
    events = new MailchimpEvents(http, api, audience, batches, errors, surroundings.clock());
    templates = new MailchimpTemplates(http, api, audience);
    erasures = new MailchimpErasures(http, api, audience);
    facts = new MailchimpFacts(http, api, audience);
    wishes = new MailchimpWishes(http, api, audience);
    recall = new MailchimpRecall(http, api, batches);
    standings = new MailchimpStandings(http, api, audience, fieldMap, segments, settings.groups());
    hook = new MailchimpHook(http, api, audience, surroundings.clock());
  }

  private static Interceptor key(MailchimpSettings settings) {
    String header = Credentials.basic(MailchimpEsp.ID, settings.apiKey());
    return chain ->
        chain.proceed(chain.request().newBuilder().header("Authorization", header).build());
  }

  /** The account and, within it, the audience: each audience is a store of its own. */
  @Override
  public Account account() {
    MailchimpWire.Root root = audience.root();
    if (root.accountId() == null) {
      throw new EspException(
          Failure.of(FailureKind.PROTOCOL, "Mailchimp does not say which account this is"));
    }
    String name = root.accountName() == null ? root.accountId() : root.accountName();
    // What was told of tags says nothing of groups.
    String kept = settings.groups().map(title -> "/groups/" + title).orElse("");
    return new Account(
        root.accountId() + "/" + settings.audience() + kept,
        name + ", audience " + settings.audience());
  }

  @Override
  public Limits limits() {
    return limits;
  }

  @Override
  public List<Outcome> push(List<Change> batch) {
    if (batch.isEmpty()) {
      return List.of();
    }
    Change.Kind kind = kind(batch);
    int most = limits.batch(kind);
    List<Outcome> outcomes = new ArrayList<>();
    for (int from = 0; from < batch.size(); from += most) {
      List<Change> some = batch.subList(from, Math.min(from + most, batch.size()));
      outcomes.addAll(pushSome(kind, some));
    }
    return outcomes;
  }

  private List<Outcome> pushSome(Change.Kind kind, List<Change> rows) {
    return switch (kind) {
      case DEFINE_FIELD -> fields.define(of(Change.DefineField.class, rows));
      case DEFINE_SEGMENT -> segments.define(of(Change.DefineSegment.class, rows));
      case UPSERT -> profiles.push(of(Change.Upsert.class, rows));
      case SET_CONSENT -> consents.push(of(Change.SetConsent.class, rows));
      case JOIN, LEAVE -> segments.push(members(rows), kind == Change.Kind.JOIN);
      case DEFINE_NATIVE -> natives.define(of(Change.DefineNative.class, rows));
      case RETIRE -> natives.retire(of(Change.Retire.class, rows));
      case TRACK -> events.push(of(Change.Track.class, rows));
      case PUBLISH -> of(Change.Publish.class, rows).stream().map(templates::publish).toList();
      case ERASE -> erasures.push(of(Change.Erase.class, rows));
    };
  }

  @Override
  public List<Outcome> poll(Job job, List<Change> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    if (job.handle().startsWith(MailchimpRecall.HANDLE)) {
      String second = job.handle().substring(MailchimpRecall.HANDLE.length());
      return recall(rows, Instant.ofEpochSecond(Long.parseLong(second)));
    }
    Change.Kind kind = kind(rows);
    if (kind == Change.Kind.UPSERT) {
      return profiles.poll(job, of(Change.Upsert.class, rows));
    }
    if (kind == Change.Kind.SET_CONSENT) {
      return consents.poll(job, of(Change.SetConsent.class, rows));
    }
    if (kind == Change.Kind.TRACK) {
      return events.poll(job, of(Change.Track.class, rows));
    }
    if (kind == Change.Kind.JOIN || kind == Change.Kind.LEAVE) {
      return segments.poll(job, members(rows), kind == Change.Kind.JOIN);
    }
    throw new EspException(
        Failure.of(FailureKind.PROTOCOL, "Mailchimp has no jobs of the kind " + kind));
  }

  /** A PUT says the same however often; what a batch of consents has done nobody could tell. */
  @Override
  public Optional<List<Outcome>> repeat(Job job, List<Change> rows) {
    boolean upserts = !rows.isEmpty() && kind(rows) == Change.Kind.UPSERT;
    return upserts ? profiles.repeat(job, of(Change.Upsert.class, rows)) : Optional.empty();
  }

  @Override
  public List<Outcome> recall(List<Change> rows, Instant since) {
    if (rows.isEmpty()) {
      return List.of();
    }
    List<Outcome> found = recall.recall(rows, since, this::poll);
    return kind(rows) == Change.Kind.SET_CONSENT
        ? consents.recall(of(Change.SetConsent.class, rows), found)
        : found;
  }

  @Override
  public Page<RemoteProfile> read(Cursor from) {
    return reader.read(from);
  }

  private static Change.Kind kind(List<Change> batch) {
    Change.Kind kind = batch.get(0).kind();
    if (batch.stream().anyMatch(change -> change.kind() != kind)) {
      throw new IllegalArgumentException("a batch holds changes of one kind");
    }
    return kind;
  }

  private static List<MailchimpKeeping.Row> members(List<Change> rows) {
    return rows.stream()
        .map(
            row ->
                row instanceof Change.Join join
                    ? new MailchimpKeeping.Row(join.segment(), join.email())
                    : row(Change.Leave.class.cast(row)))
        .toList();
  }

  private static MailchimpKeeping.Row row(Change.Leave leave) {
    return new MailchimpKeeping.Row(leave.segment(), leave.email());
  }

  private static <T extends Change> List<T> of(Class<T> type, List<Change> rows) {
    return rows.stream().map(type::cast).toList();
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
  public Set<String> asked(Collection<Segment> segments) {
    return wishes.among(segments);
  }

  @Override
  public Optional<Content> content(String reference) {
    return templates.content(reference);
  }

  @Override
  public void close() {
    http.close();
    anonymous.close();
  }
}
