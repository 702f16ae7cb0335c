package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** Bulk profile import jobs: submitting refuses all or takes all; rows may still fail later. */
final class ImportRoutes {
  static final int PROFILE_BYTES = 100 * 1_024;
  private static final int MOST = 10_000;
  private static final String PROFILES = "/data/attributes/profiles/data";
  private static final Map<String, BiFunction<String, ImportJob, String>> SORTS =
      Map.of("created_at", (id, job) -> Long.toString(job.submittedMillis));

  private final Holdings holdings;
  private final Imports imports;

  ImportRoutes(Holdings holdings, Imports imports) {
    this.holdings = holdings;
    this.imports = imports;
  }

  List<Route> routes() {
    String jobs = "/api/profile-bulk-import-jobs";
    Route lists = Route.of("GET", jobs + "/{id}/lists", Quota.M, this::lists);
    Route profiles = Route.of("GET", jobs + "/{id}/profiles", Quota.M, this::profiles);
    return List.of(
        Route.of("POST", jobs, Quota.M, this::submit),
        Route.of("GET", jobs, Quota.M, this::all),
        Route.of("GET", jobs + "/{id}", Quota.M, this::one),
        Route.of("GET", jobs + "/{id}/import-errors", Quota.M, this::errors),
        lists,
        lists.references(),
        profiles,
        profiles.references());
  }

  private Answer submit(Call call) {
    JsonObject data = call.resource("profile-bulk-import-job");
    JsonObject attributes = Json.object(data, "attributes", "/data");
    JsonObject profiles = Json.object(attributes, "profiles", "/data/attributes");
    JsonArray rows = Json.array(profiles, "data", "/data/attributes/profiles");
    if (rows.isEmpty() || rows.size() > MOST) {
      throw ApiError.invalid("Between 1 and " + MOST + " profiles must be given.", PROFILES)
          .thrown();
    }
    List<String> lists = listIds(data);
    List<ApiError> errors = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      check(rows.get(i), PROFILES + "/" + i, errors);
    }
    if (!errors.isEmpty()) {
      throw new ApiException(errors);
    }
    return Answer.one(202, json(call, imports.submit(rows, lists)));
  }

  private static void check(JsonElement row, String pointer, List<ApiError> errors) {
    if (!row.isJsonObject()) {
      errors.add(ApiError.invalid("This must be an object.", pointer));
      return;
    }
    int before = errors.size();
    ProfileInput input = ProfileInput.parse(row.getAsJsonObject(), pointer, errors);
    if (errors.size() > before) {
      return;
    }
    if (!input.hasIdentifier()) {
      errors.add(
          ApiError.invalid(
              "One or more of the following identifiers must be provided: email, phone_number,"
                  + " external_id, id",
              pointer + "/attributes"));
    }
    if (row.toString().getBytes(StandardCharsets.UTF_8).length > PROFILE_BYTES) {
      errors.add(ApiError.invalid("The profile is larger than 100KB.", pointer));
    }
  }

  private List<String> listIds(JsonObject data) {
    JsonObject lists = Json.find(data, "relationships", "lists");
    if (lists == null) {
      return List.of();
    }
    String at = "/data/relationships/lists";
    List<String> ids = Call.references(Json.array(lists, "data", at), "list", at + "/data");
    for (int i = 0; i < ids.size(); i++) {
      if (!holdings.lists.containsKey(ids.get(i))) {
        throw ApiError.invalid(
                "A list with id " + ids.get(i) + " does not exist.", at + "/data/" + i + "/id")
            .thrown();
      }
    }
    return ids;
  }

  private Answer all(Call call) {
    List<Filter.Term> terms = Filter.of(call, Map.of("status", Set.of("equals", "any")));
    return Paging.HUNDRED.page(
        call,
        Paging.sorted(call, holdings.imports, SORTS),
        (key, job) ->
            !imports.expired(job) && terms.stream().allMatch(term -> term.accepts(job.status)),
        (key, job) -> json(call, job));
  }

  private Answer one(Call call) {
    ImportJob job = imports.look(call.variable("id"));
    Answer answer = Answer.one(200, json(call, job));
    return call.include(Set.of("lists")).isEmpty()
        ? answer
        : Included.many(answer, "lists", id -> of(call, job));
  }

  private ImportJob job(Call call) {
    return imports.find(call.variable("id"));
  }

  private Answer errors(Call call) {
    TreeMap<String, JsonObject> numbered = new TreeMap<>();
    for (JsonObject error : job(call).errors) {
      numbered.put(String.format("%06d", numbered.size()), error);
    }
    return Paging.HUNDRED.page(
        call,
        numbered,
        (key, error) -> true,
        (key, error) -> {
          JsonObject shown =
              Links.resource(
                  call,
                  "import-error",
                  "import-errors",
                  error.get("id").getAsString(),
                  error.getAsJsonObject("attributes"));
          shown.remove("links");
          return shown;
        });
  }

  private Answer lists(Call call) {
    TreeMap<String, JsonObject> lists = new TreeMap<>();
    of(call, job(call)).forEach(list -> lists.put(list.get("id").getAsString(), list));
    return Paging.ALL.page(call, lists, (id, list) -> true, (id, list) -> list);
  }

  /** The lists of a job that are still there. */
  private List<JsonObject> of(Call call, ImportJob job) {
    return job.lists.stream()
        .filter(holdings.lists::containsKey)
        .map(id -> ListRoutes.json(call, holdings.list(id)))
        .toList();
  }

  private Answer profiles(Call call) {
    call.additional("profile", ProfileJson.ADDITIONAL);
    TreeMap<String, String> sorted = new TreeMap<>();
    job(call).profiles.stream()
        .filter(id -> holdings.people.withId(id) != null)
        .forEach(id -> sorted.put(id, id));
    return Paging.HUNDRED.page(
        call, sorted, (id, x) -> true, (id, x) -> ProfileJson.resource(call, holdings.person(id)));
  }

  private static JsonObject json(Call call, ImportJob job) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("status", job.status);
    attributes.addProperty("created_at", Holdings.stamp(Instant.ofEpochMilli(job.submittedMillis)));
    attributes.addProperty("total_count", job.total);
    attributes.addProperty("completed_count", job.completed);
    attributes.addProperty("failed_count", job.failed);
    Json.put(attributes, "completed_at", job.completedAt);
    attributes.addProperty("expires_at", Imports.expires(job));
    Json.put(attributes, "started_at", job.startedAt);
    JsonObject json =
        Links.resource(
            call, "profile-bulk-import-job", "profile-bulk-import-jobs", job.id, attributes);
    for (String relation : List.of("lists", "profiles", "import-errors")) {
      Links.relation(call, json, "profile-bulk-import-jobs", relation);
    }
    JsonObject links = Json.find(json, "relationships", "import-errors", "links");
    if (links != null) {
      links.remove("self");
    }
    return json;
  }
}
