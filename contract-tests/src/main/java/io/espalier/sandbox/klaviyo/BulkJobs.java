package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Jobs on many catalog entries or coupon codes. A malformed row refuses all of them; one that
 * cannot be carried out is an error of the job, later.
 */
final class BulkJobs {
  /**
   * A kind of job.
   *
   * @param type of the job, {@code catalog-item-bulk-create-job}
   * @param rowType of each row
   * @param rows the attribute that holds them, and the relation to what is done
   * @param quota of its reads and its writes
   * @param waiting how many may be unfinished at once
   * @param shows whether a finished one tells what it did, and includes it
   */
  record Kind(
      String type,
      String rowType,
      String rows,
      int most,
      Quota reads,
      Quota writes,
      int waiting,
      boolean shows) {}

  /** What is done with each row. */
  interface Work {
    /** Refuses a row that is malformed. */
    void check(JsonObject row, String at);

    /** Does it, and gives the id of what was done; a refusal is an error of the job. */
    String carryOut(JsonObject row);

    /** What was done, as the wire shows it; nothing where it is gone again. */
    List<JsonObject> show(Call call, String id);
  }

  private static final Duration LIFE = Duration.ofDays(7);

  private final Holdings holdings;
  private final Deferred deferred;
  private final Map<String, Work> works = new LinkedHashMap<>();

  BulkJobs(Holdings holdings, Deferred deferred) {
    this.holdings = holdings;
    this.deferred = deferred;
    deferred.on(Deferred.BULK, this::carryOut);
  }

  List<Route> routes(Kind kind, Work work) {
    works.put(kind.type, work);
    String jobs = "/api/" + kind.type + "s";
    return List.of(
        Route.of("POST", jobs, kind.writes, call -> submit(call, kind, work)),
        Route.of("GET", jobs, kind.reads, call -> all(call, kind)),
        Route.of("GET", jobs + "/{job_id}", kind.reads, call -> one(call, kind, work)));
  }

  private Answer submit(Call call, Kind kind, Work work) {
    JsonObject attributes = Json.object(call.resource(kind.type), "attributes", "/data");
    JsonObject holder = Json.object(attributes, kind.rows, "/data/attributes");
    String at = "/data/attributes/" + kind.rows + "/data";
    JsonArray rows = Json.array(holder, "data", "/data/attributes/" + kind.rows);
    if (rows.isEmpty() || rows.size() > kind.most) {
      throw ApiError.invalid("Between 1 and " + kind.most + " rows must be given.", at).thrown();
    }
    BulkJob job = new BulkJob(holdings.ids.ulid(), kind.type, holdings.now());
    List<ApiError> errors = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      try {
        JsonObject row = Json.object(rows.get(i), at + "/" + i);
        Call.requireType(row, kind.rowType, at + "/" + i);
        work.check(row, at + "/" + i);
        job.rows.add(row);
      } catch (ApiException refused) {
        errors.addAll(refused.errors());
      }
    }
    if (!errors.isEmpty()) {
      throw new ApiException(errors);
    }
    requireRoom(kind);
    job.total = rows.size();
    holdings.bulkJobs.put(job.id, job);
    JsonObject what = new JsonObject();
    what.addProperty("job", job.id);
    deferred.accept(Deferred.BULK, what);
    return Answer.one(202, json(call, kind, job));
  }

  /** Catalog jobs of all kinds share one bound, coupon jobs another. */
  private void requireRoom(Kind kind) {
    String family = kind.type.substring(0, kind.type.indexOf('-'));
    long waiting =
        holdings.bulkJobs.values().stream()
            .filter(job -> job.type.startsWith(family) && !job.status.equals(ImportJob.COMPLETE))
            .count();
    if (waiting >= kind.waiting) {
      throw ApiError.invalid(
              "At most " + kind.waiting + " jobs may be in progress at once.", "/data")
          .thrown();
    }
  }

  private void carryOut(JsonObject what) {
    BulkJob job = holdings.bulkJobs.get(what.get("job").getAsString());
    Work work = job == null ? null : works.get(job.type);
    if (job == null || work == null) {
      return;
    }
    for (JsonObject row : job.rows) {
      try {
        job.done.add(work.carryOut(row));
      } catch (ApiException refused) {
        job.errors.add(error(refused.errors().get(0)));
      }
    }
    job.rows.clear();
    job.status = ImportJob.COMPLETE;
    job.completedAt = holdings.now();
  }

  private JsonObject error(ApiError error) {
    JsonObject json = new JsonObject();
    json.addProperty("id", holdings.ids.uuid());
    json.addProperty("code", error.code());
    json.addProperty("title", error.title());
    json.addProperty("detail", error.detail());
    JsonObject source = new JsonObject();
    source.addProperty("pointer", error.where());
    json.add("source", source);
    return json;
  }

  private Answer all(Call call, Kind kind) {
    List<Filter.Term> terms = Filter.of(call, Map.of("status", Set.of("equals")));
    return Paging.fixed(100)
        .page(
            call,
            holdings.bulkJobs,
            (id, job) ->
                job.type.equals(kind.type)
                    && !expired(job)
                    && terms.stream().allMatch(term -> term.accepts(job.status)),
            (id, job) -> json(call, kind, job));
  }

  private boolean expired(BulkJob job) {
    return !holdings.clock.instant().isBefore(Holdings.instant(job.createdAt).plus(LIFE));
  }

  private Answer one(Call call, Kind kind, Work work) {
    BulkJob job = holdings.bulkJobs.get(call.variable("job_id"));
    if (job == null || !job.type.equals(kind.type) || expired(job)) {
      throw ApiError.noResource(kind.type, call.variable("job_id")).thrown();
    }
    if (job.status.equals(ImportJob.QUEUED)) {
      job.status = ImportJob.PROCESSING;
    }
    Answer answer = Answer.one(200, json(call, kind, job));
    List<String> include = kind.shows ? call.include(Set.of(kind.rows)) : List.of();
    if (include.isEmpty()) {
      return answer;
    }
    return Included.many(
        answer,
        kind.rows,
        id -> job.done.stream().flatMap(one -> work.show(call, one).stream()).toList());
  }

  private static JsonObject json(Call call, Kind kind, BulkJob job) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("status", job.status);
    attributes.addProperty("created_at", job.createdAt);
    attributes.addProperty("total_count", job.total);
    attributes.addProperty("completed_count", job.done.size());
    attributes.addProperty("failed_count", job.errors.size());
    Json.put(attributes, "completed_at", job.completedAt.isEmpty() ? null : job.completedAt);
    attributes.addProperty(
        "expires_at", Holdings.stamp(Holdings.instant(job.createdAt).plus(LIFE)));
    JsonArray errors = new JsonArray();
    job.errors.forEach(errors::add);
    attributes.add("errors", errors);
    JsonObject json = Links.resource(call, kind.type, kind.type + "s", job.id, attributes);
    JsonArray done = new JsonArray();
    job.done.forEach(id -> done.add(Links.reference(kind.rowType, id)));
    if (kind.shows) {
      JsonObject relation = new JsonObject();
      relation.add("data", done);
      JsonObject relations = new JsonObject();
      relations.add(kind.rows, relation);
      json.add("relationships", relations);
    }
    return json;
  }
}
