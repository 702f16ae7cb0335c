package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Exchange;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Runs a batch's operations over the same routes that single requests take.
 *
 * @param router answers an exchange on a path after {@code /3.0}
 */
record BatchOperations(Answering router) {
  /** As {@link Router#run}. */
  interface Answering {
    Router.Answer run(Exchange exchange, List<String> path, boolean inside);
  }

  private static final int PAGE = 1000;

  /**
   * Runs all of a batch.
   *
   * @param inOrder as they stand; else from the last to the first
   */
  void run(Batch batch, boolean inOrder) {
    List<JsonElement> all = new ArrayList<>(batch.operations.asList());
    if (!inOrder) {
      Collections.reverse(all);
    }
    TarArchive results = new TarArchive(batch.id);
    for (JsonElement element : all) {
      Body operation = new Body(element.getAsJsonObject(), "");
      if (operation.requiredText("method").equals("GET")) {
        read(batch, results, operation);
      } else {
        record(batch, results, operation, answer(operation, Map.of(), true));
      }
    }
    batch.done = results.results();
    batch.total = batch.done;
    batch.archive = results.close();
    batch.operations = new JsonArray();
  }

  /** A GET of a collection is paged to its end by itself, each page an operation of its own. */
  private void read(Batch batch, TarArchive results, Body operation) {
    Router.Answer first = answer(operation, Map.of(), false);
    record(batch, results, operation, first.inside());
    JsonObject page =
        first.status() == 200
            ? JsonParser.parseString(first.text()).getAsJsonObject()
            : new JsonObject();
    JsonObject params = operation.object("params").map(Body::json).orElseGet(JsonObject::new);
    if (!page.has("total_items") || params.has("offset")) {
      return;
    }
    int total = page.get("total_items").getAsInt();
    int count = params.has("count") ? Math.min(PAGE, params.get("count").getAsInt()) : 10;
    for (int offset = count; count > 0 && offset < total; offset += count) {
      record(
          batch,
          results,
          operation,
          answer(operation, Map.of("offset", Integer.toString(offset)), true));
    }
  }

  private Router.Answer answer(Body operation, Map<String, String> more, boolean inside) {
    String path = operation.requiredText("path");
    String relative = path.startsWith("/") ? path : "/" + path;
    String query = query(operation, more);
    String url =
        query.isEmpty() ? relative : relative + (relative.contains("?") ? "&" : "?") + query;
    Exchange exchange =
        Exchange.of(
            operation.requiredText("method"),
            url,
            Map.of(),
            operation.text("body").orElse("").getBytes(StandardCharsets.UTF_8));
    return router.run(exchange, exchange.segments(), inside);
  }

  private static String query(Body operation, Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>();
    operation
        .object("params")
        .ifPresent(
            params ->
                params
                    .json()
                    .entrySet()
                    .forEach(param -> all.put(param.getKey(), param.getValue().getAsString())));
    all.putAll(more);
    return all.entrySet().stream()
        .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static void record(
      Batch batch, TarArchive results, Body operation, Router.Answer answer) {
    results.add(answer.status(), operation.text("operation_id").orElse(""), answer.text());
    if (answer.status() >= 400) {
      batch.errored++;
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
