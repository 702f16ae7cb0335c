package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Faults;
import io.espalier.sandbox.Reply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code /data/v1/async}: batches of rows. A batch is done at the second look at its status, or a
 * minute after it came; the first look finds it not picked up (no status at all), pending or
 * executing, in turn.
 */
final class AsyncRoute {
  private static final int MOST_ROWS = 32_000;
  private static final int MOST_BYTES = 5_900_000;
  private static final int PAGE = 50;
  private static final long MINUTE = 60_000;
  private static final long DAY = 86_400_000;

  private static final String DEADLOCK =
      "Transaction (Process ID 57) was deadlocked on lock resources with another process and has"
          + " been chosen as the deadlock victim. Rerun the transaction.";

  private final State state;
  private final RowWriter writer;
  private final Faults faults;

  AsyncRoute(State state, RowWriter writer, Faults faults) {
    this.faults = faults;
    this.state = state;
    this.writer = writer;
  }

  Reply submit(Exchange exchange, String segment, boolean upsert) {
    boolean byKey = segment.startsWith("key:");
    String name = byKey ? segment.substring(4) : segment;
    if (!byKey && !name.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
      return Answers.error(400, 10001, "Parameter {id} is invalid.");
    }
    Optional<Extension> target = byKey ? state.extension(name) : state.extensionWithId(name);
    if (target.isEmpty()) {
      return Answers.async(
          400,
          refusedId(),
          "CustomObjectNotFound",
          "Failed to resolve the Custom Object from the provided ObjectReferenceIdentifier [Id: "
              + (byKey ? "00000000-0000-0000-0000-000000000000" : name)
              + ", Key: "
              + (byKey ? name : "")
              + "].");
    }
    if (exchange.body().length > MOST_BYTES) {
      return Answers.async(
          400, refusedId(), "RequestTooLarge", "The request exceeds the maximum size.");
    }
    List<JsonElement> items;
    try {
      JsonElement given = JsonParser.parseString(exchange.text()).getAsJsonObject().get("items");
      items = given == null ? List.of() : given.getAsJsonArray().asList();
    } catch (JsonParseException | IllegalStateException e) {
      return Answers.error(400, 10004, "The request body is not valid JSON.");
    }
    if (items.isEmpty() || items.size() > MOST_ROWS) {
      return Answers.async(
          400,
          refusedId(),
          items.isEmpty() ? "ItemsMissing" : "ItemLimitExceeded",
          items.isEmpty()
              ? "The request has no items."
              : "The request exceeds the limit of " + MOST_ROWS + " items.");
    }
    Job job =
        new Job(
            state.ids.guid(),
            state.ids.next(),
            target.get().definition().key(),
            upsert,
            new ArrayList<>(items),
            items.size(),
            state.instant().toEpochMilli());
    if (state.switches.on(SalesforceFact.JOBS_AT_ONCE_DEADLOCK)) {
      state.jobs.values().stream()
          .filter(other -> !other.done && other.extension.equals(job.extension))
          .forEach(other -> job.contested.addAll(keys(target.get(), other.items)));
    }
    state.jobs.put(job.id, job);
    state.counters.jobs++;
    return Answers.async(202, job.id, "", "");
  }

  /** Of rows, by their primary keys; nothing of a row that lacks one. */
  private static Set<String> keys(Extension extension, List<JsonElement> items) {
    Set<String> keys = new LinkedHashSet<>();
    for (JsonElement item : items) {
      StringBuilder key = new StringBuilder();
      if (item instanceof JsonObject row) {
        for (Field field : extension.definition().keys()) {
          row.entrySet().stream()
              .filter(cell -> Field.key(cell.getKey()).equals(field.key()))
              .forEach(cell -> key.append(cell.getValue()).append('\u0001'));
        }
      }
      if (key.length() > 0) {
        keys.add(key.toString().toLowerCase(Locale.ROOT));
      }
    }
    return keys;
  }

  private String refusedId() {
    return state.switches.on(SalesforceFact.REFUSED_JOBS_HAVE_NO_ID) ? "" : state.ids.guid();
  }

  /** Null where there is none, or none any more. */
  private @Nullable Job job(String id) {
    Job job = state.jobs.get(id);
    boolean forgotten =
        job != null
            && job.done
            && state.switches.on(SalesforceFact.JOBS_ARE_FORGOTTEN)
            && state.instant().toEpochMilli() - job.completed >= DAY;
    return forgotten ? null : job;
  }

  /** Applies what has waited for a minute without being looked at. */
  void settle() {
    long now = state.instant().toEpochMilli();
    for (Job job : state.jobs.values()) {
      if (!job.done && now - job.submitted >= MINUTE) {
        apply(job);
      }
    }
  }

  Reply status(String id) {
    Job job = job(id);
    JsonObject body = new JsonObject();
    body.addProperty("requestId", id);
    JsonArray messages = new JsonArray();
    if (job == null) {
      JsonObject message = new JsonObject();
      message.addProperty("resultType", "Validation");
      message.addProperty("resultClass", "Error");
      message.addProperty("resultCode", "AsyncRequestStatusNotFound");
      message.addProperty("message", "No status was found for the request [" + id + "].");
      messages.add(message);
    } else {
      job.looks++;
      if (job.looks > 1 && !job.done) {
        apply(job);
      }
      boolean late =
          job.done && state.switches.on(SalesforceFact.STATUS_COMES_LATE) && job.statusLooks++ == 0;
      if (!late && (job.done || job.serial % 3 != 0)) {
        body.add("status", status(job));
      }
    }
    body.add("resultMessages", messages);
    return Answers.json(200, body);
  }

  private static JsonObject status(Job job) {
    JsonObject status = new JsonObject();
    String word =
        job.broken
            ? "Error"
            : job.done ? "Complete" : job.serial % 3 == 1 ? "Pending" : "Executing";
    status.addProperty("callDateTime", time(job.submitted));
    if (!word.equals("Pending")) {
      status.addProperty("pickupDateTime", time(job.submitted));
    }
    if (job.done) {
      status.addProperty("completionDateTime", time(job.completed));
      boolean clean = job.failed.isEmpty() && !job.broken;
      status.addProperty("hasErrors", !clean);
      status.addProperty("resultStatus", clean ? "OK" : "Has Errors");
    }
    status.addProperty("requestStatus", word);
    status.addProperty("requestId", job.id);
    return status;
  }

  private static String time(long millis) {
    return Dates.utc(Instant.ofEpochMilli(millis));
  }

  Reply results(Exchange exchange, String id) {
    Job job = job(id);
    int page = Math.max(1, Numbers.whole(exchange.parameter("page").orElse("1"), 1));
    int size = Numbers.whole(exchange.parameter("pageSize").orElse("" + PAGE), PAGE);
    size = Math.min(Math.max(1, size), PAGE);
    JsonObject body = new JsonObject();
    JsonArray items = new JsonArray();
    body.addProperty("page", page);
    body.addProperty("pageSize", size);
    body.addProperty("count", job == null || !job.done ? 0 : job.size);
    boolean late =
        job != null
            && state.switches.on(SalesforceFact.RESULTS_COME_LATE)
            && job.done
            && job.resultLooks++ == 0;
    if (job != null && job.done && !job.broken && !late) {
      long from = (long) (page - 1) * size;
      for (long i = from; i < Math.min(from + size, job.size); i++) {
        items.add(item(job, (int) i));
      }
    }
    body.add("items", items);
    body.addProperty("requestId", id);
    body.add("resultMessages", new JsonArray());
    return Answers.json(200, body);
  }

  private JsonObject item(Job job, int index) {
    JsonObject item = new JsonObject();
    Job.Failed failed = job.failed.get(index);
    if (failed == null) {
      item.addProperty("message", (job.upsert ? "Upserted" : "Inserted") + " DataExtensionObject");
      item.addProperty("status", "OK");
      return item;
    }
    if (state.switches.on(SalesforceFact.ROW_ERROR_CODES_ARE_WORDS)) {
      item.addProperty("errorCode", "UnexpectedError");
    } else {
      item.addProperty("errorCode", 2);
    }
    if (!failed.problems().isEmpty()) {
      JsonArray errors = new JsonArray();
      for (Problem problem : failed.problems()) {
        JsonObject error = new JsonObject();
        String column = problem.column().toLowerCase(Locale.ROOT);
        error.addProperty("name", column);
        error.addProperty("errorCode", problem.code());
        error.addProperty(
            "errorMessage",
            problem.message().replace("[" + problem.column() + "]", "[" + column + "]"));
        errors.add(error);
      }
      item.add("errors", errors);
    }
    item.addProperty("message", failed.message());
    item.addProperty("status", "Error");
    return item;
  }

  private static String call(Job job) {
    return (job.upsert ? "PUT" : "POST")
        + " /data/v1/async/dataextensions/key:"
        + job.extension
        + "/rows";
  }

  private void apply(Job job) {
    if (faults.stalls(call(job), job.id)) {
      return;
    }
    if (state.trouble.failingJob()) {
      job.items.clear();
      job.done = true;
      job.broken = true;
      job.completed = state.instant().toEpochMilli();
      return;
    }
    Optional<Extension> target = state.extension(job.extension);
    int index = 0;
    for (JsonElement element : job.items) {
      boolean contested =
          !job.contested.isEmpty()
              && target.isPresent()
              && keys(target.get(), List.of(element)).stream().anyMatch(job.contested::contains);
      boolean deadlocked = state.trouble.deadlock() || contested;
      RowWriter.Verdict verdict =
          target.isEmpty() || !element.isJsonObject()
              ? new RowWriter.Verdict(List.of(), "The data extension or the row is not there.")
              : writer.write(
                  target.get(),
                  JsonRow.of(element.getAsJsonObject(), state.switches),
                  job.upsert ? RowWriter.Mode.UPSERT : RowWriter.Mode.INSERT,
                  !deadlocked || state.switches.on(SalesforceFact.DEADLOCKED_ROWS_LAND));
      if (deadlocked && verdict.ok()) {
        verdict = new RowWriter.Verdict(List.of(), DEADLOCK);
      }
      if (!verdict.ok()) {
        job.failed.put(
            index,
            new Job.Failed(
                verdict.problems(),
                verdict.message().isEmpty()
                    ? "Errors occurred while saving the row."
                    : verdict.message()));
      }
      index++;
    }
    job.items.clear();
    job.done = true;
    job.completed = state.instant().toEpochMilli();
  }
}
