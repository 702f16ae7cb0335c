package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.espalier.sandbox.Faults;
import java.time.Duration;
import java.util.List;

/**
 * Starts queries, imports and automations, and does what is due: each takes five seconds of the
 * sandbox's time, a step of an automation too.
 */
final class Activities {
  static final int QUERY = 300;
  static final int IMPORT = 43;

  /** By status id, as mcdev has them. */
  static final int ERROR = -1;

  static final int READY = 2;
  static final int RUNNING = 3;
  static final int PAUSED = 4;

  private static final Duration LASTING = Duration.ofSeconds(5);

  /**
   * Something that has been started.
   *
   * @param kind the folder of its definitions: queries, imports or automations
   * @param step of an automation, from 0
   * @param task what an import's results are found by
   * @param due in milliseconds
   */
  record Run(String kind, String id, int step, long task, long due, String started) {}

  private final State state;
  private final Faults faults;
  private final QueryRun queries;
  private final ImportRun imports;

  Activities(State state, RowWriter writer, Faults faults) {
    this.state = state;
    this.faults = faults;
    queries = new QueryRun(state, writer);
    imports = new ImportRun(state, writer);
  }

  /**
   * Starts one.
   *
   * @return the task's id
   * @throws Refusal where it is running already
   */
  long start(String kind, String id) {
    if (state.runs.stream().anyMatch(run -> run.kind().equals(kind) && run.id().equals(id))) {
      throw new Refusal(20001, "The activity is running already.");
    }
    if (kind.equals("automations")) {
      become(state.automations.get(id), RUNNING);
    }
    long task = state.ids.next();
    add(kind, id, 0, task);
    if (kind.equals("imports")) {
      result(id, task, state.now(), "", new ImportRun.Outcome("Processing", 0, 0, 0, 0));
    }
    return task;
  }

  private void add(String kind, String id, int step, long task) {
    long due = state.instant().plus(LASTING).toEpochMilli();
    state.runs.add(new Run(kind, id, step, task, due, state.now()));
  }

  /** Does what is due; what a fault holds up stays. */
  void settle() {
    long now = state.instant().toEpochMilli();
    for (Run run : List.copyOf(state.runs)) {
      String call = "POST /automation/v1/" + run.kind() + "/" + run.id() + "/actions/start";
      if (run.due() <= now && !faults.stalls(call, run.kind() + run.id() + run.task())) {
        state.runs.remove(run);
        end(run);
      }
    }
  }

  private void end(Run run) {
    switch (run.kind()) {
      case "queries" -> query(run.id());
      case "imports" -> load(run.id(), run.task(), run.started());
      default -> step(run);
    }
  }

  private boolean query(String id) {
    JsonObject query = state.queries.get(id);
    return query != null && queries.run(query).isEmpty();
  }

  private boolean load(String id, long task, String started) {
    JsonObject definition = state.imports.get(id);
    if (definition == null) {
      return false;
    }
    ImportRun.Outcome outcome = imports.run(definition);
    result(id, task, started, state.now(), outcome);
    return outcome.status().equals("Completed");
  }

  private void step(Run run) {
    JsonObject automation = state.automations.get(run.id());
    if (automation == null) {
      return;
    }
    JsonArray steps = automation.get("steps") instanceof JsonArray all ? all : new JsonArray();
    boolean ok = true;
    if (run.step() < steps.size()) {
      JsonObject step = JsonBody.object(steps.get(run.step()));
      for (JsonElement element :
          step.get("activities") instanceof JsonArray all ? all : new JsonArray()) {
        JsonObject activity = JsonBody.object(element);
        String id = JsonBody.text(activity, "activityObjectId");
        ok &=
            Numbers.whole(JsonBody.text(activity, "objectTypeId"), 0) == QUERY
                ? query(id)
                : load(id, state.ids.next(), run.started());
      }
    }
    if (!ok) {
      become(automation, ERROR);
    } else if (run.step() + 1 < steps.size()) {
      add("automations", run.id(), run.step() + 1, run.task());
    } else {
      become(automation, automation.has("startSource") ? PAUSED : READY);
    }
  }

  static void become(@org.jspecify.annotations.Nullable JsonObject automation, int status) {
    if (automation != null) {
      automation.addProperty("statusId", status);
      automation.addProperty(
          "status",
          switch (status) {
            case ERROR -> "Error";
            case READY -> "Ready";
            case RUNNING -> "Running";
            default -> "PausedSchedule";
          });
    }
  }

  /** SOAP's ImportResultsSummary, by its task. */
  private void result(
      String id, long task, String started, String ended, ImportRun.Outcome outcome) {
    JsonObject definition = state.imports.get(id);
    JsonObject result = new JsonObject();
    result.addProperty("ObjectID", id);
    result.addProperty(
        "ImportDefinitionCustomerKey",
        definition == null ? "" : JsonBody.text(definition, "customerKey"));
    result.addProperty("StartDate", started);
    result.addProperty("EndDate", ended);
    result.addProperty("DestinationID", "0");
    result.addProperty("NumberSuccessful", outcome.successful());
    result.addProperty("NumberDuplicated", outcome.duplicated());
    result.addProperty("NumberErrors", outcome.errors());
    result.addProperty("TotalRows", outcome.total());
    result.addProperty("ImportType", "DataExtension");
    result.addProperty("ImportStatus", outcome.status());
    result.addProperty("TaskResultID", task);
    state.importResults.put(Long.toString(task), result);
  }
}
