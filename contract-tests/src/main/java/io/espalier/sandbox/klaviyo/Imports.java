package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.espalier.sandbox.Faults;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Bulk imports after their 202. A job that is looked at shows {@code processing} first and {@code
 * complete} at the second look; one that nobody looks at is done {@link #UNWATCHED} later, on the
 * sandbox's clock. Its rows are in the account no sooner than that.
 */
final class Imports {
  static final Duration UNWATCHED = Duration.ofSeconds(5);
  static final Duration LIFE = Duration.ofDays(7);
  private static final int LONGEST_EXTERNAL_ID = 255;

  private final Holdings holdings;
  private final ProfileStore store;
  private final Faults faults;
  private final Set<ImportJob> waiting = new LinkedHashSet<>();

  Imports(Holdings holdings, ProfileStore store, Faults faults) {
    this.faults = faults;
    this.holdings = holdings;
    this.store = store;
    holdings.imports.values().stream().filter(ImportJob::waits).forEach(waiting::add);
  }

  ImportJob submit(JsonArray rows, List<String> lists) {
    ImportJob job = new ImportJob(holdings.ids.ulid(), holdings.clock.millis());
    job.rows = rows;
    job.total = rows.size();
    job.lists.addAll(lists);
    holdings.imports.put(job.id, job);
    waiting.add(job);
    return job;
  }

  /** The job, one step further. */
  ImportJob look(String id) {
    ImportJob job = find(id);
    if (job.status.equals(ImportJob.QUEUED)) {
      job.status = ImportJob.PROCESSING;
      job.startedAt = holdings.now();
    } else {
      finish(job);
    }
    return job;
  }

  /** The job as it is. */
  ImportJob find(String id) {
    ImportJob job = holdings.imports.get(id);
    if (job == null || expired(job)) {
      throw ApiError.noResource("profile-bulk-import-job", id).thrown();
    }
    return job;
  }

  boolean expired(ImportJob job) {
    return holdings.clock.millis() - job.submittedMillis >= LIFE.toMillis();
  }

  /** Finishes what has waited long enough. */
  void settle() {
    long due = holdings.clock.millis() - UNWATCHED.toMillis();
    for (ImportJob job : List.copyOf(waiting)) {
      if (job.submittedMillis <= due) {
        finish(job);
      }
    }
  }

  private void finish(ImportJob job) {
    if (!job.waits() || faults.stalls("POST /api/profile-bulk-import-jobs", job.id)) {
      return;
    }
    JsonArray rows = job.rows;
    job.rows = new JsonArray();
    waiting.remove(job);
    Set<String> seen = new HashSet<>();
    for (JsonElement row : rows) {
      take(job, row.getAsJsonObject(), seen);
    }
    job.status = ImportJob.COMPLETE;
    job.startedAt = job.startedAt == null ? holdings.now() : job.startedAt;
    job.completedAt = holdings.now();
  }

  private void take(ImportJob job, JsonObject row, Set<String> seen) {
    try {
      ProfileInput input = ProfileInput.parse(row, "/data", new ArrayList<>());
      String externalId = input.text("external_id");
      if (externalId != null && externalId.length() > LONGEST_EXTERNAL_ID) {
        throw ApiError.invalid(
                "external_id must be at most 255 characters long.", "/data/attributes/external_id")
            .thrown();
      }
      Set<Person> owners =
          holdings.people.owners(
              input.id(), input.text("email"), input.text("phone_number"), externalId);
      // A repetition within a job is dropped: the first row stands.
      if (owners.size() != 1 || !seen.contains(owners.iterator().next().id)) {
        Person person = store.upsert(input, false).person();
        seen.add(person.id);
        job.profiles.add(person.id);
        job.lists.forEach(id -> join(id, person));
      }
      job.completed++;
    } catch (ApiException refused) {
      job.failed++;
      job.errors.add(error(refused.errors().get(0), row));
    }
  }

  private void join(String id, Person person) {
    MemberList list = holdings.lists.get(id);
    if (list != null) {
      list.members.putIfAbsent(person.id, holdings.now());
    }
  }

  private JsonObject error(ApiError error, JsonObject row) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("code", error.code());
    attributes.addProperty("title", error.title());
    attributes.addProperty("detail", error.detail());
    JsonObject source = new JsonObject();
    source.addProperty("pointer", error.where());
    attributes.add("source", source);
    attributes.add("original_payload", row);
    JsonObject json = Links.reference("import-error", holdings.ids.uuid());
    json.add("attributes", attributes);
    return json;
  }

  static String expires(ImportJob job) {
    return Holdings.stamp(Instant.ofEpochMilli(job.submittedMillis).plus(LIFE));
  }
}
