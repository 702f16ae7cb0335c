package io.espalier.salesforcecrm;

import io.espalier.http.Answer;
import io.espalier.salesforcecrm.SalesforceWire.Description;
import io.espalier.salesforcecrm.SalesforceWire.JobInfo;
import io.espalier.spi.CrmObject;
import io.espalier.spi.CrmReader;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Surroundings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * Reads one object by query jobs.
 *
 * <p>The whole is a {@code query}: what it does not bring is gone. Changes are a {@code queryAll}
 * of everything modified since the last job was made, the org's own clock and the lookback counted,
 * so that nothing depends on ours and rows of one instant are never parted. What left the recycle
 * bin is only missed in the count: then the whole is read again.
 */
final class SalesforceReader implements CrmReader {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration LONGEST_WAIT = Duration.ofHours(2);

  /** Deleted rows stay in the recycle bin for 15 days (Salesforce Help, 2026-11-27). */
  private static final Duration BIN = Duration.ofDays(14);

  /** Values of one set of results, so that one fits into memory whatever it is wide. */
  private static final int VALUES = 1_000_000;

  private static final int MOST_ROWS = 50_000;

  private final SalesforceSession session;
  private final CrmObject object;
  private final Surroundings surroundings;
  private @Nullable Fields fields;

  SalesforceReader(SalesforceSession session, CrmObject object, Surroundings surroundings) {
    this.session = session;
    this.object = object;
    this.surroundings = surroundings;
  }

  private Fields fields() {
    Fields known = fields;
    if (known == null) {
      Answer<Description> answer =
          session.call((data, bearer) -> data.describe(bearer, object.name()));
      if (answer.status() == 404) {
        throw new EspException(
            new Failure(
                FailureKind.MISSING_TARGET,
                SalesforceErrors.NAME + " has no object '" + object.name() + "' for this app",
                "give its API name, e.g. Contact or Loyalty_Card__c, and its user read access"));
      }
      known = new Fields(Optional.ofNullable(answer.require().fields()).orElse(List.of()));
      fields = known;
    }
    return known;
  }

  @Override
  public List<Column> columns() {
    return fields().columns(object.fields());
  }

  @Override
  public String key() {
    return Fields.ID;
  }

  @Override
  public void read(Optional<String> bookmark, Kept kept) {
    Bookmark at = Bookmark.of(bookmark);
    boolean whole = false;
    if (at.job() != null) {
      Optional<JobInfo> job = known(at.job());
      if (job.isPresent()) {
        whole = at.whole();
        at = fetch(at, kept);
      } else {
        at = Bookmark.done(at.mark());
      }
    }
    Optional<Instant> since = at.since().filter(s -> fields().has(Fields.MODIFIED));
    if (since.filter(s -> s.plus(BIN).isAfter(surroundings.clock().instant())).isEmpty()) {
      whole(kept);
    } else {
      start(since, at.mark(), kept);
      if (!whole && kept.count() > alive()) {
        whole(kept);
      }
    }
  }

  private void whole(Kept kept) {
    kept.begin();
    start(Optional.empty(), null, kept);
  }

  private void start(Optional<Instant> since, @Nullable String mark, Kept kept) {
    String soql = "SELECT " + String.join(", ", selected()) + " FROM " + object.name();
    if (since.isPresent()) {
      soql += " WHERE " + Fields.MODIFIED + " >= " + since.get().minus(object.lookback());
    }
    Map<String, String> request =
        Map.of("operation", since.isPresent() ? "queryAll" : "query", "query", soql);
    JobInfo job = session.call((data, bearer) -> data.create(bearer, request)).require();
    Instant made =
        Optional.ofNullable(job.createdDate())
            .flatMap(Fields::time)
            .orElseThrow(() -> new EspException(senseless("a job without a date")));
    if (job.id() == null) {
      throw new EspException(senseless("a job without an id"));
    }
    Bookmark under = new Bookmark(mark, made.toString(), job.id(), null, since.isEmpty());
    kept.add(List.of(), under.toString());
    fetch(under, kept);
  }

  /** Empty where the job is there no more: it is kept for seven days. */
  private Optional<JobInfo> known(String job) {
    Answer<JobInfo> answer = session.call((data, bearer) -> data.job(bearer, job));
    if (answer.failure().filter(f -> f.kind() == FailureKind.MISSING_TARGET).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(answer.require());
  }

  /** Waits for the job, keeps its results from the locator on, and clears it away. */
  private Bookmark fetch(Bookmark from, Kept kept) {
    String job = String.valueOf(from.job());
    await(job, from, kept);
    List<String> selected = selected();
    List<Column> columns = columns();
    int most = Math.max(1, Math.min(MOST_ROWS, VALUES / selected.size()));
    Bookmark at = from;
    boolean more = true;
    while (more) {
      @Nullable String locator = at.locator();
      Answer<ResponseBody> answer =
          session.call((data, bearer) -> data.results(bearer, job, locator, most));
      List<Row> rows = ResultPage.rows(text(answer), selected, columns);
      String next = Optional.ofNullable(answer.headers().get("Sforce-Locator")).orElse("null");
      more = !next.equals("null") && !next.isEmpty();
      if (more) {
        at = at.at(next);
        kept.add(rows, at.toString());
      } else {
        at = Bookmark.done(from.next());
        kept.add(rows, at.toString());
        kept.end(at.toString());
      }
    }
    session.tidy((data, bearer) -> data.delete(bearer, job));
    return at;
  }

  private void await(String job, Bookmark from, Kept kept) {
    Duration pause = FIRST_PAUSE;
    Duration waited = Duration.ZERO;
    while (true) {
      JobInfo info = session.call((data, bearer) -> data.job(bearer, job)).require();
      String state = String.valueOf(info.state());
      switch (state) {
        case "JobComplete" -> {
          return;
        }
        case "UploadComplete", "InProgress" -> {
          if (waited.compareTo(LONGEST_WAIT) > 0) {
            throw new EspException(
                new Failure(
                    FailureKind.TRANSIENT,
                    SalesforceErrors.NAME + " has not ended its query after two hours",
                    "run again: the next run goes on with it"));
          }
          sleep(pause);
          waited = waited.plus(pause);
          Duration longer = pause.multipliedBy(3).dividedBy(2);
          pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
        }
        default -> {
          // The next run must not ask after it again.
          kept.add(List.of(), Bookmark.done(from.mark()).toString());
          String why = SalesforceErrors.shortened(String.valueOf(info.errorMessage()));
          throw new EspException(
              Failure.of(
                  FailureKind.INVALID,
                  SalesforceErrors.NAME
                      + (state.equals("Aborted")
                          ? " says that somebody aborted the query"
                          : " could not execute the query: " + why)));
        }
      }
    }
  }

  private long alive() {
    String soql = "SELECT COUNT() FROM " + object.name();
    Long total = session.call((data, bearer) -> data.count(bearer, soql)).require().totalSize();
    return total == null ? Long.MAX_VALUE : total;
  }

  /** The columns, and what tells of changes where the object has it. */
  private List<String> selected() {
    List<String> names = new ArrayList<>(columns().stream().map(Column::name).toList());
    if (fields().has(Fields.DELETED) && !names.contains(Fields.DELETED)) {
      names.add(Fields.DELETED);
    }
    return names;
  }

  private static String text(Answer<ResponseBody> answer) {
    answer.orThrow();
    if (answer.body() == null) {
      return "";
    }
    try (ResponseBody body = answer.body()) {
      return body.string();
    } catch (IOException e) {
      throw new EspException(
          Failure.of(
              FailureKind.TRANSIENT, "the connection to " + SalesforceErrors.NAME + " broke off"),
          e);
    }
  }

  private static Failure senseless(String what) {
    return Failure.of(FailureKind.PROTOCOL, SalesforceErrors.NAME + " answered with " + what);
  }

  private void sleep(Duration pause) {
    try {
      surroundings.sleeper().sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EspException(Failure.of(FailureKind.TRANSIENT, "interrupted while waiting"), e);
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
