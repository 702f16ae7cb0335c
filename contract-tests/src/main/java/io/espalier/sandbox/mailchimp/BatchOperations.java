package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * Runs a batch's operations over the same routes that single requests take.
 *
 * @param router answers an exchange on a path after {@code /3.0}
 */
record BatchOperations(BiFunction<Exchange, List<String>, Reply> router) {
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
    for (JsonElement element : all) {
      Body operation = new Body(element.getAsJsonObject(), "");
      if (operation.requiredText("method").equals("GET")) {
        read(batch, operation);
      } else {
        record(batch, operation, answer(operation, Map.of()));
      }
    }
    batch.total = batch.results.size();
  }

  /** A GET of a collection is paged to its end by itself, each page an operation of its own. */
  private void read(Batch batch, Body operation) {
    Reply first = answer(operation, Map.of());
    record(batch, operation, first);
    JsonObject page =
        first.status() == 200
            ? JsonParser.parseString(text(first)).getAsJsonObject()
            : new JsonObject();
    JsonObject params = operation.object("params").map(Body::json).orElseGet(JsonObject::new);
    if (!page.has("total_items") || params.has("offset")) {
      return;
    }
    int total = page.get("total_items").getAsInt();
    int count = params.has("count") ? Math.min(PAGE, params.get("count").getAsInt()) : 10;
    for (int offset = count; count > 0 && offset < total; offset += count) {
      record(batch, operation, answer(operation, Map.of("offset", Integer.toString(offset))));
    }
  }

  private Reply answer(Body operation, Map<String, String> more) {
    JsonObject params = operation.object("params").map(Body::json).orElseGet(JsonObject::new);
    JsonObject all = params.deepCopy();
    more.forEach(all::addProperty);
    String query =
        all.entrySet().stream()
            .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue().getAsString()))
            .collect(Collectors.joining("&"));
    String path = operation.requiredText("path");
    String relative = path.startsWith("/") ? path : "/" + path;
    String url =
        query.isEmpty() ? relative : relative + (relative.contains("?") ? "&" : "?") + query;
    Exchange exchange =
        Exchange.of(
            operation.requiredText("method"),
            url,
            Map.of(),
            operation.text("body").orElse("").getBytes(StandardCharsets.UTF_8));
    return router.apply(exchange, exchange.segments());
  }

  private static void record(Batch batch, Body operation, Reply reply) {
    JsonObject result = new JsonObject();
    result.addProperty("status_code", reply.status());
    result.addProperty("operation_id", operation.text("operation_id").orElse(""));
    result.addProperty("response", text(reply));
    batch.results.add(result);
    if (reply.status() >= 400) {
      batch.errored++;
    }
  }

  private static String text(Reply reply) {
    return new String(reply.body(), StandardCharsets.UTF_8);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
