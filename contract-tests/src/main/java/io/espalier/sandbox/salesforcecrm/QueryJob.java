package io.espalier.sandbox.salesforcecrm;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A query job: queued for a second, worked at for two more, then complete for seven days. */
final class QueryJob {
  static final Duration LIFE = Duration.ofDays(7);
  private static final Duration QUEUED = Duration.ofSeconds(1);
  private static final Duration WORKED = Duration.ofSeconds(3);

  final String id;
  final boolean all;
  final String text;
  final String object;
  final Instant created;
  String failure = "";
  boolean aborted;
  private boolean done;
  List<String> selected = new ArrayList<>();
  List<Map<String, String>> results = new ArrayList<>();

  QueryJob(String id, boolean all, String text, String object, Instant created) {
    this.id = id;
    this.all = all;
    this.text = text;
    this.object = object;
    this.created = created;
  }

  /** What it is at this time; executes it where that is due. */
  String state(Instant now, SoqlRun run) {
    if (aborted) {
      return "Aborted";
    }
    if (now.isBefore(created.plus(QUEUED))) {
      return "UploadComplete";
    }
    if (now.isBefore(created.plus(WORKED))) {
      return "InProgress";
    }
    if (!done) {
      done = true;
      execute(run);
    }
    return failure.isEmpty() ? "JobComplete" : "Failed";
  }

  private void execute(SoqlRun run) {
    if (!failure.isEmpty()) {
      return;
    }
    try {
      Soql soql = Soql.parse(text);
      run.checkBulk(text, soql);
      SObject held = run.object(soql);
      selected = soql.fields().stream().map(f -> held.field(f).orElseThrow()).toList();
      run.records(soql, all).forEach(record -> results.add(Map.copyOf(record)));
    } catch (OrgException e) {
      failure = e.code() + ": " + e.getMessage();
    }
  }

  JsonObject json(String state) {
    JsonObject json = new JsonObject();
    json.addProperty("id", id);
    json.addProperty("operation", all ? "queryAll" : "query");
    json.addProperty("object", object);
    json.addProperty("createdById", "005000000000001AAA");
    json.addProperty("createdDate", OrgTime.wire(created));
    json.addProperty("systemModstamp", OrgTime.wire(created));
    json.addProperty("state", state);
    json.addProperty("concurrencyMode", "Parallel");
    json.addProperty("contentType", "CSV");
    json.addProperty("apiVersion", 62.0);
    json.addProperty("jobType", "V2Query");
    json.addProperty("lineEnding", "LF");
    json.addProperty("columnDelimiter", "COMMA");
    if (state.equals("JobComplete")) {
      json.addProperty("numberRecordsProcessed", results.size());
      json.addProperty("retries", 0);
      json.addProperty("totalProcessingTime", 2000);
    }
    if (!failure.isEmpty() && state.equals("Failed")) {
      json.addProperty("errorMessage", failure);
    }
    return json;
  }
}
