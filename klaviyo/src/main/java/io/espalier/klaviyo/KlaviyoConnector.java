package io.espalier.klaviyo;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.espalier.http.HttpStack;
import io.espalier.klaviyo.KlaviyoWire.AccountAttributes;
import io.espalier.klaviyo.KlaviyoWire.Many;
import io.espalier.klaviyo.KlaviyoWire.Resource;
import io.espalier.model.EmailAddress;
import io.espalier.model.ProfileKey;
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
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;

/** One account of Klaviyo. Keeps no state but the names of its lists. */
final class KlaviyoConnector implements Connector {
  // Quotas: github.com/klaviyo/openapi revision 2026-07-15, x-klaviyo-ratelimit.
  private static final Limits.Toll IMPORTS = new Limits.Toll("imports", 10_000, 10, 150);

  /** A job is looked at until it has ended: twice, where it takes no longer than our pauses. */
  private static final Limits.Toll JOBS = new Limits.Toll("jobs", 5_000, 10, 150);

  /** Before a change of consent and after it, a hundred people a page. */
  private static final Limits.Toll LOOKS = new Limits.Toll("profiles", 50, 75, 750);

  /**
   * No limit on calls at once is published. Of changes of consent so many are under way that the
   * looks of several minutes are asked for in advance: at the end only those are left that prove
   * what was done, and no look of the last minute waits for another.
   */
  private static final int LANES = 96;

  /** Whoever leaves is looked for first, a hundred a call: four calls a second and lane. */
  private static final int LEAVING = 16;

  private static final Limits LIMITS =
      Limits.of(
          KlaviyoNatives.BUDGETS,
          Map.of(
              Change.Kind.DEFINE_FIELD,
              new Limits.Budget(10_000, 10_000, 0, 750),
              Change.Kind.DEFINE_SEGMENT,
              new Limits.Budget(100, 1, 1, 60),
              Change.Kind.UPSERT,
              new Limits.Budget(10_000, 10_000, 3, 150, List.of(IMPORTS, JOBS)).atOnce(4),
              Change.Kind.SET_CONSENT,
              new Limits.Budget(1_000, 1_000, 20, 750, List.of(LOOKS)).atOnce(LANES),
              Change.Kind.JOIN,
              new Limits.Budget(10_000, 10_000, 3, 150, List.of(IMPORTS, JOBS)).atOnce(4),
              Change.Kind.LEAVE,
              new Limits.Budget(1_000, 1_000, 10, 150).atOnce(LEAVING),
              Change.Kind.TRACK,
              new Limits.Budget(1_000, 1_000, 15, 150).atOnce(4),
              Change.Kind.PUBLISH,
              new Limits.Budget(100, 1, 1, 150),
              Change.Kind.ERASE,
              new Limits.Budget(100, 1, 2, 60)));

  private static final String ID = "([A-Za-z0-9_=-]{1,200})";
  private static final Pattern IMPORT_JOB =
      Pattern.compile(KlaviyoImports.HANDLE + ID + "(?::([0-9]{1,11}))?");
  private static final Pattern CONSENT_JOB =
      Pattern.compile(KlaviyoConsents.HANDLE + "([0-9]{1,11})(?::" + ID + ")?");
  private static final Pattern RECALL = Pattern.compile(KlaviyoRecall.HANDLE + "([0-9]{1,11})");
  private static final Pattern DATED_JOB =
      Pattern.compile("(" + KlaviyoEvents.HANDLE + "|" + KlaviyoErasures.HANDLE + ")([0-9]{1,11})");

  private final HttpStack http;
  private final KlaviyoApi api;
  private final KlaviyoMapper mapper;
  private final KlaviyoProfiles profiles;
  private final KlaviyoImports imports;
  private final KlaviyoSegments segments;
  private final KlaviyoMembers members;
  private final KlaviyoUpserts upserts;
  private final KlaviyoConsents consents;
  private final KlaviyoNatives natives;
  private final KlaviyoEvents events;
  private final KlaviyoErasures erasures;
  private final KlaviyoContents contents;
  private final KlaviyoLists lists;
  private final KlaviyoFacts facts;
  private final KlaviyoRecall recall;
  private final KlaviyoStandings standings;
  private final KlaviyoHook hook;

  KlaviyoConnector(
      HttpUrl base,
      String key,
      String keySource,
      boolean byEvidence,
      FieldMap fields,
      Surroundings surroundings) {
    http =
        new HttpStack(
            KlaviyoEsp.ID,
            base,
            new Gson(),
            surroundings,
            List.of(credentials(base, key)),
            new KlaviyoErrors(keySource),
            new KlaviyoQuotaHeaders(),
            base + "\n" + key);
    api = http.api(KlaviyoApi.class);
    mapper = new KlaviyoMapper(fields);
    profiles = new KlaviyoProfiles(http, api);
    imports = new KlaviyoImports(http, api, surroundings.clock());
    segments = new KlaviyoSegments(http, api);
    natives = new KlaviyoNatives(http, api, segments);
    members = new KlaviyoMembers(http, api, segments, imports, profiles);
    upserts = new KlaviyoUpserts(http, api, mapper, imports);
    consents = new KlaviyoConsents(http, api, profiles, imports, byEvidence, surroundings.clock());
    events = new KlaviyoEvents(http, api, profiles, surroundings.clock());
    erasures = new KlaviyoErasures(http, api, profiles, surroundings.clock());
    contents = new KlaviyoContents(http, api);
    lists = new KlaviyoLists(http, api);
    facts = new KlaviyoFacts(profiles, lists);
    recall = new KlaviyoRecall(http, api, mapper, profiles, segments, consents);
    standings = new KlaviyoStandings(http, segments, fields);
    hook = new KlaviyoHook(profiles);
  }

  private static Interceptor credentials(HttpUrl base, String key) {
    return chain -> {
      HttpUrl url = chain.request().url();
      if (!url.host().equals(base.host()) || url.port() != base.port()) {
        throw new java.io.IOException("a call to another host than the account's");
      }
      return chain.proceed(
          chain
              .request()
              .newBuilder()
              .header("Authorization", "Klaviyo-API-Key " + key)
              .header("Accept", KlaviyoWire.JSON_API.toString())
              .header("revision", KlaviyoApi.REVISION)
              .build());
    };
  }

  @Override
  public Account account() {
    Many<AccountAttributes> accounts = http.call(api.accounts()).require();
    if (accounts.items().isEmpty()) {
      throw new EspException(
          Failure.of(FailureKind.PROTOCOL, "Klaviyo named no account for this API key"));
    }
    Resource<AccountAttributes> account = accounts.items().get(0);
    String name =
        account.attributes().contact() == null
            ? null
            : account.attributes().contact().organization();
    return new Account(account.id(), name == null || name.isBlank() ? account.id() : name);
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
    return switch (batch.get(0).kind()) {
      // A property is there from the first profile that has it.
      case DEFINE_FIELD -> each(batch, Change.DefineField.class, field -> Outcome.APPLIED);
      case DEFINE_SEGMENT ->
          each(batch, Change.DefineSegment.class, define -> segments.define(define.segment()));
      case UPSERT -> list(upserts.upsert(cast(batch, Change.Upsert.class)));
      case SET_CONSENT -> list(consents.set(cast(batch, Change.SetConsent.class)));
      case JOIN -> list(members.join(cast(batch, Change.Join.class)));
      case LEAVE -> list(members.leave(cast(batch, Change.Leave.class)));
      case DEFINE_NATIVE -> each(batch, Change.DefineNative.class, natives::define);
      case RETIRE -> each(batch, Change.Retire.class, natives::retire);
      case TRACK -> list(events.track(cast(batch, Change.Track.class)));
      case PUBLISH -> each(batch, Change.Publish.class, contents::publish);
      case ERASE -> list(erasures.erase(cast(batch, Change.Erase.class)));
    };
  }

  private static <C extends Change> List<Outcome> each(
      List<Change> batch, Class<C> kind, Function<C, Outcome> outcome) {
    return cast(batch, kind).stream().map(outcome).toList();
  }

  private static <C extends Change> List<C> cast(List<Change> batch, Class<C> kind) {
    return batch.stream().map(kind::cast).toList();
  }

  private static List<Outcome> list(Outcome[] outcomes) {
    return List.copyOf(Arrays.asList(outcomes));
  }

  @Override
  public List<Outcome> poll(Job job, List<Change> rows) {
    String handle = job.handle();
    if (IMPORT_JOB.matcher(handle).matches()) {
      return imports.poll(
          job, rows.stream().map(KlaviyoConnector::person).toList(), () -> push(rows));
    }
    Matcher consent = CONSENT_JOB.matcher(handle);
    if (consent.matches()) {
      return consents.poll(
          job,
          Long.parseLong(consent.group(1)),
          consent.group(2) == null ? "" : consent.group(2),
          cast(rows, Change.SetConsent.class));
    }
    Matcher recalled = RECALL.matcher(handle);
    if (recalled.matches()) {
      return recall(rows, Instant.ofEpochSecond(Long.parseLong(recalled.group(1))));
    }
    Matcher dated = DATED_JOB.matcher(handle);
    if (dated.matches()) {
      long submitted = Long.parseLong(dated.group(2));
      return dated.group(1).equals(KlaviyoEvents.HANDLE)
          ? events.poll(job, submitted, cast(rows, Change.Track.class))
          : erasures.poll(job, submitted, cast(rows, Change.Erase.class));
    }
    throw new EspException(
        Failure.of(FailureKind.PROTOCOL, "'" + handle + "' is no job of the Klaviyo connector"));
  }

  @Override
  public List<Outcome> recall(List<Change> rows, Instant since) {
    return rows.isEmpty() ? List.of() : recall.recall(rows, since);
  }

  private static KlaviyoImports.Person person(Change row) {
    if (row instanceof Change.Upsert upsert) {
      return person(upsert.email(), upsert.key());
    } else if (row instanceof Change.Join join) {
      return person(join.email(), join.key());
    }
    throw new IllegalArgumentException("no import carries a row of " + row.kind());
  }

  private static KlaviyoImports.Person person(EmailAddress email, ProfileKey key) {
    return new KlaviyoImports.Person(email.address(), key.value());
  }

  @Override
  public Page<RemoteProfile> read(Cursor from) {
    Many<JsonObject> page;
    if (from.segment().isPresent()) {
      Segment segment = from.segment().get();
      Optional<String> list = segments.id(segment);
      if (list.isEmpty()) {
        throw new EspException(KlaviyoSegments.missing(segment));
      }
      page = profiles.members(list.get(), from.position());
    } else {
      page = profiles.all(from.position());
    }
    List<RemoteProfile> people = new ArrayList<>();
    for (Resource<JsonObject> profile : page.items()) {
      mapper.remote(profile.attributes()).ifPresent(people::add);
    }
    return new Page<>(people, KlaviyoProfiles.next(page).map(from::at));
  }

  @Override
  public List<Standing> standing(List<Change> definitions) {
    return standings.of(definitions);
  }

  @Override
  public Page<ConsentFact> facts(Since from) {
    return facts.facts(from);
  }

  @Override
  public HookAnswer hook(HookCall call, Settings secrets) {
    return hook.take(call, secrets);
  }

  @Override
  public Set<String> asked(Collection<Segment> among) {
    return lists.asked(among);
  }

  @Override
  public Optional<Content> content(String reference) {
    return contents.content(reference);
  }

  @Override
  public void close() {
    http.close();
  }
}
