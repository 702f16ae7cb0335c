package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Manual suppression of addresses or of a whole list or segment, and its removal: a job that is
 * {@code processing} until its effect is there.
 */
final class SuppressionRoutes {
  private static final int MOST = 100;
  private static final String CREATE = "profile-suppression-bulk-create-job";
  private static final String DELETE = "profile-suppression-bulk-delete-job";

  private static final Map<String, Set<String>> FILTERS =
      Map.of(
          "status", Set.of("equals"), "list_id", Set.of("equals"), "segment_id", Set.of("equals"));

  private final Holdings holdings;
  private final SegmentMembers segmentMembers;
  private final ProfileStore store;
  private final Deferred deferred;

  SuppressionRoutes(
      Holdings holdings, SegmentMembers segmentMembers, ProfileStore store, Deferred deferred) {
    this.holdings = holdings;
    this.segmentMembers = segmentMembers;
    this.store = store;
    this.deferred = deferred;
    deferred.on(Deferred.SUPPRESS, this::carryOut);
  }

  List<Route> routes() {
    return List.of(
        Route.of("GET", "/api/" + CREATE + "s", Quota.L, call -> all(call, CREATE)),
        Route.of("GET", "/api/" + DELETE + "s", Quota.L, call -> all(call, DELETE)),
        Route.of("POST", "/api/" + CREATE + "s", Quota.L, call -> submit(call, CREATE)),
        Route.of("GET", "/api/" + CREATE + "s/{id}", Quota.L, call -> look(call, CREATE)),
        Route.of("POST", "/api/" + DELETE + "s", Quota.L, call -> submit(call, DELETE)),
        Route.of("GET", "/api/" + DELETE + "s/{id}", Quota.L, call -> look(call, DELETE)));
  }

  private Answer submit(Call call, String type) {
    JsonObject data = call.resource(type);
    SuppressionJob job = new SuppressionJob(holdings.ids.ulid(), type, holdings.now());
    job.total = emails(data).size();
    job.list = named(data, "list");
    job.segment = named(data, "segment");
    holdings.suppressions.put(job.id, job);
    JsonObject what = new JsonObject();
    what.addProperty("job", job.id);
    what.add("data", data);
    deferred.accept(Deferred.SUPPRESS, what);
    return Answer.one(202, json(call, job));
  }

  private void carryOut(JsonObject what) {
    SuppressionJob job = holdings.suppressions.get(what.get("job").getAsString());
    if (job == null) {
      return;
    }
    List<Person> people = people(what.getAsJsonObject("data"));
    job.total = Math.max(job.total, people.size());
    job.skipped = job.total - people.size();
    for (Person person : people) {
      boolean changed =
          job.type.equals(CREATE)
              ? person.consents.suppress(
                  new Suppression(null, Suppression.USER_SUPPRESSED, holdings.now()))
              : person.consents.unsuppress();
      job.completed += changed ? 1 : 0;
      job.skipped += changed ? 0 : 1;
    }
    job.status = ImportJob.COMPLETE;
  }

  /** The people of a request; an address that nobody has may make its profile. */
  private List<Person> people(JsonObject data) {
    List<Person> people = new ArrayList<>();
    String group = group(data);
    if (group == null) {
      for (String email : emails(data)) {
        if (holdings.on(KlaviyoFact.SUPPRESSION_MAKES_PEOPLE)
            || holdings.people.withEmail(email) != null) {
          people.add(store.known(null, email, null));
        }
      }
    } else {
      people.addAll(holdings.audience(group, segmentMembers));
    }
    return people;
  }

  private static String named(JsonObject data, String relation) {
    JsonObject one = Json.find(data, "relationships", relation, "data");
    return one == null ? "" : one.get("id").getAsString();
  }

  /** The list or segment whose people are meant; null where addresses are given. */
  private @Nullable String group(JsonObject data) {
    JsonObject list = Json.find(data, "relationships", "list", "data");
    if (list != null) {
      return holdings.list(Json.requiredText(list, "id", "/data/relationships/list/data")).id;
    }
    JsonObject segment = Json.find(data, "relationships", "segment", "data");
    if (segment == null) {
      return null;
    }
    String id = Json.requiredText(segment, "id", "/data/relationships/segment/data");
    if (!holdings.segments.containsKey(id)) {
      throw ApiError.noResource("segment", id).thrown();
    }
    return id;
  }

  /** The addresses of a request; none where it names a list or a segment. */
  private List<String> emails(JsonObject data) {
    JsonObject attributes = Json.find(data, "attributes");
    JsonObject profiles = Json.find(attributes, "profiles");
    JsonObject list = Json.find(data, "relationships", "list", "data");
    JsonObject segment = Json.find(data, "relationships", "segment", "data");
    int given = (profiles == null ? 0 : 1) + (list == null ? 0 : 1) + (segment == null ? 0 : 1);
    if (given != 1) {
      throw ApiError.invalid("Exactly one of profiles, list and segment must be given.", "/data")
          .thrown();
    }
    List<String> emails = new ArrayList<>();
    group(data);
    if (profiles != null) {
      String at = "/data/attributes/profiles";
      JsonArray rows = Json.array(profiles, "data", at);
      if (rows.isEmpty() || rows.size() > MOST) {
        throw ApiError.invalid("Between 1 and " + MOST + " profiles must be given.", at + "/data")
            .thrown();
      }
      for (int i = 0; i < rows.size(); i++) {
        String in = at + "/data/" + i;
        JsonObject row = Json.object(rows.get(i), in);
        Call.requireType(row, "profile", in);
        String email =
            Json.requiredText(Json.object(row, "attributes", in), "email", in + "/attributes");
        if (!ProfileInput.isEmail(email)) {
          throw ApiError.invalid("Invalid email address", in + "/attributes/email").thrown();
        }
        emails.add(email);
      }
    }
    return emails;
  }

  private Answer all(Call call, String type) {
    List<Filter.Term> terms = Filter.of(call, FILTERS);
    return Paging.fixed(20)
        .page(
            call,
            Paging.sorted(
                call, holdings.suppressions, Map.of("created", (id, job) -> job.createdAt)),
            (key, job) ->
                job.type.equals(type) && terms.stream().allMatch(term -> accepts(term, job)),
            (key, job) -> json(call, job));
  }

  private static boolean accepts(Filter.Term term, SuppressionJob job) {
    return term.accepts(
        switch (term.field()) {
          case "list_id" -> job.list;
          case "segment_id" -> job.segment;
          default -> job.status;
        });
  }

  private Answer look(Call call, String type) {
    SuppressionJob job = holdings.suppressions.get(call.variable("id"));
    if (job == null || !job.type.equals(type)) {
      throw ApiError.noResource(type, call.variable("id")).thrown();
    }
    if (job.status.equals(ImportJob.QUEUED)) {
      job.status = ImportJob.PROCESSING;
    }
    return Answer.one(200, json(call, job));
  }

  private static JsonObject json(Call call, SuppressionJob job) {
    boolean done = job.status.equals(ImportJob.COMPLETE);
    JsonObject attributes = new JsonObject();
    attributes.addProperty("status", job.status);
    attributes.addProperty("created_at", job.createdAt);
    attributes.addProperty("total_count", job.total);
    attributes.addProperty("completed_count", done ? job.completed : 0);
    attributes.addProperty("skipped_count", done ? job.skipped : 0);
    Json.put(attributes, "completed_at", done ? job.createdAt : null);
    JsonObject json = Links.resource(call, job.type, job.type + "s", job.id, attributes);
    Links.relation(call, json, job.type + "s", "lists");
    Links.relation(call, json, job.type + "s", "segments");
    return json;
  }
}
