package io.espalier.sandbox.salesforcecrm;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Reply;
import io.espalier.sandbox.Switches;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * What lies under {@code /services/data}: describe, a count, and query jobs.
 *
 * <p>Source: developer.salesforce.com/docs/platform/api-asynch/guide, read 2026-11-27.
 */
final class OrgApi {
  private static final String JSON = "application/json;charset=UTF-8";
  private static final int USUAL_SET = 10_000;

  private final Org org;
  private final Switches switches;

  OrgApi(Org org, Switches switches) {
    this.org = org;
    this.switches = switches;
  }

  static Reply wrong(OrgException e) {
    return wrong(e.status(), e.code(), String.valueOf(e.getMessage()));
  }

  static Reply wrong(int status, String code, String message) {
    JsonObject error = new JsonObject();
    error.addProperty("errorCode", code);
    error.addProperty("message", message);
    JsonArray errors = new JsonArray();
    errors.add(error);
    return Reply.of(status, JSON, errors.toString());
  }

  Reply answer(Exchange exchange, List<String> path) {
    org.sessions.require(exchange);
    org.called();
    Reply reply = routed(exchange, path);
    return reply.with("Sforce-Limit-Info", org.usage());
  }

  private Reply routed(Exchange exchange, List<String> path) {
    if (path.size() < 4 || !path.get(2).matches("v(4[7-9]|5[0-9]|6[0-8])\\.0")) {
      throw OrgException.notFound();
    }
    List<String> rest = path.subList(3, path.size());
    String method = exchange.method();
    if (method.equals("GET") && rest.size() == 3 && rest.get(0).equals("sobjects")) {
      return describe(rest.get(1));
    }
    if (method.equals("GET") && rest.equals(List.of("query"))) {
      return count(exchange.parameter("q").orElse(""));
    }
    if (rest.size() >= 2 && rest.get(0).equals("jobs") && rest.get(1).equals("query")) {
      return job(exchange, rest.subList(2, rest.size()));
    }
    throw OrgException.notFound();
  }

  private Reply describe(String name) {
    SObject object = org.objects.get(name);
    if (object == null) {
      throw OrgException.notFound();
    }
    JsonArray fields = new JsonArray();
    object.fields.forEach(
        (field, type) -> {
          JsonObject one = new JsonObject();
          one.addProperty("name", field);
          one.addProperty("label", field.replace("__c", "").replace('_', ' '));
          one.addProperty("type", type);
          one.addProperty("custom", field.endsWith("__c"));
          fields.add(one);
        });
    JsonObject json = new JsonObject();
    json.addProperty("name", object.name);
    json.addProperty("queryable", true);
    json.add("fields", fields);
    return Reply.of(200, JSON, json.toString());
  }

  /** Rows by this way are left out: jobs give them. */
  private Reply count(String text) {
    Soql soql = Soql.parse(text);
    SoqlRun run = new SoqlRun(org.objects);
    run.check(text, soql);
    if (!soql.count()) {
      throw new OrgException(
          400, "NOT_IN_THE_SANDBOX", "the sandbox answers SELECT COUNT() here, and rows by jobs");
    }
    JsonObject json = new JsonObject();
    json.addProperty("totalSize", run.records(soql, false).size());
    json.addProperty("done", true);
    json.add("records", new JsonArray());
    return Reply.of(200, JSON, json.toString());
  }

  private Reply job(Exchange exchange, List<String> path) {
    Instant now = OrgTime.now(org.clock);
    org.jobs.values().removeIf(job -> !now.isBefore(job.created.plus(QueryJob.LIFE)));
    if (path.isEmpty()) {
      return exchange.method().equals("POST") ? create(exchange.text(), now) : all(now);
    }
    QueryJob job = org.jobs.get(path.get(0));
    if (job == null) {
      throw OrgException.notFound();
    }
    String state = job.state(now, new SoqlRun(org.objects));
    String call = exchange.method() + (path.size() > 1 ? " " + path.get(1) : "");
    return switch (call) {
      case "GET" -> Reply.of(200, JSON, job.json(state).toString());
      case "GET results" -> state.equals("JobComplete") ? set(exchange, job) : Reply.empty(204);
      case "DELETE" -> {
        if (state.equals("UploadComplete") || state.equals("InProgress")) {
          throw new OrgException(
              400, "API_ERROR", "Error encountered when deleting the job because it has not ended");
        }
        org.jobs.remove(job.id);
        yield Reply.empty(204);
      }
      case "PATCH" -> {
        job.aborted = exchange.text().contains("Aborted");
        yield Reply.of(200, JSON, job.json(job.state(now, new SoqlRun(org.objects))).toString());
      }
      default -> throw OrgException.notFound();
    };
  }

  private Reply all(Instant now) {
    JsonArray records = new JsonArray();
    org.jobs
        .values()
        .forEach(job -> records.add(job.json(job.state(now, new SoqlRun(org.objects)))));
    JsonObject json = new JsonObject();
    json.addProperty("done", true);
    json.add("records", records);
    return Reply.of(200, JSON, json.toString());
  }

  private Reply create(String body, Instant now) {
    JsonObject request;
    try {
      request = JsonParser.parseString(body).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw new OrgException(400, "JSON_PARSER_ERROR", "Unexpected character in the request");
    }
    String operation = text(request, "operation");
    if (!operation.equals("query") && !operation.equals("queryAll")) {
      throw new OrgException(
          400,
          "API_ERROR",
          "Value does not match expected type: operation must be query, queryAll");
    }
    for (String key : request.keySet()) {
      if (!List.of("operation", "query", "contentType", "columnDelimiter", "lineEnding")
          .contains(key)) {
        throw new OrgException(
            400,
            "JSON_PARSER_ERROR",
            "Unrecognized field \"" + key + "\", not marked as ignorable");
      }
    }
    String text = text(request, "query");
    if (text.isBlank()) {
      throw new OrgException(400, "API_ERROR", "A query must be specified");
    }
    String object = "";
    if (switches.on(SalesforceCrmFact.QUERY_CHECKED_AT_ONCE)) {
      Soql soql = Soql.parse(text);
      SoqlRun run = new SoqlRun(org.objects);
      run.checkBulk(text, soql);
      object = run.object(soql).name;
    }
    QueryJob job = new QueryJob(org.id("750"), operation.equals("queryAll"), text, object, now);
    job.failure = org.nextFailure;
    org.nextFailure = "";
    org.jobs.put(job.id, job);
    return Reply.of(200, JSON, job.json("UploadComplete").toString());
  }

  private static String text(JsonObject json, String name) {
    JsonElement value = json.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }

  private Reply set(Exchange exchange, QueryJob job) {
    int from = exchange.parameter("locator").map(OrgApi::offset).orElse(0);
    String most = exchange.parameter("maxRecords").orElse(Integer.toString(USUAL_SET));
    if (!most.matches("[1-9][0-9]{0,7}") || from > job.results.size()) {
      throw new OrgException(400, "INVALID_QUERY_LOCATOR", "invalid locator or maxRecords");
    }
    int to = Math.min(job.results.size(), from + Math.min(org.largestSet, Integer.parseInt(most)));
    List<String> columns = new ArrayList<>(job.selected);
    boolean header = from == 0 || switches.on(SalesforceCrmFact.HEADER_IN_EVERY_SET);
    if (header && !switches.on(SalesforceCrmFact.COLUMNS_AS_SELECTED)) {
      columns.sort(String.CASE_INSENSITIVE_ORDER);
    }
    StringBuilder csv = new StringBuilder();
    if (header) {
      line(csv, columns);
    }
    for (Map<String, String> record : job.results.subList(from, to)) {
      line(csv, columns.stream().map(c -> record.getOrDefault(c, "")).toList());
    }
    return Reply.of(200, "text/csv", csv.toString())
        .with("Sforce-NumberOfRecords", Integer.toString(to - from))
        .with("Sforce-Locator", to < job.results.size() ? locator(to) : "null");
  }

  private static void line(StringBuilder csv, List<String> values) {
    for (int i = 0; i < values.size(); i++) {
      csv.append(i == 0 ? "\"" : ",\"").append(values.get(i).replace("\"", "\"\"")).append('"');
    }
    csv.append('\n');
  }

  private static String locator(int offset) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Integer.toString(offset).getBytes(StandardCharsets.US_ASCII));
  }

  private static int offset(String locator) {
    try {
      return Integer.parseInt(
          new String(Base64.getUrlDecoder().decode(locator), StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      throw new OrgException(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
    }
  }
}
