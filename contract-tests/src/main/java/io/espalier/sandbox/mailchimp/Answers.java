package io.espalier.sandbox.mailchimp;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.espalier.sandbox.Reply;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes the API's answers: JSON, an empty 204, or a problem document. */
record Answers(Ids ids) {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
  private static final String SCHEMAS =
      "https://" + Account.DATACENTER + ".api.mailchimp.com/schema/3.0/";
  private static final String ERROR_TYPE = "https://mailchimp.com/developer/marketing/docs/errors/";

  Reply of(Router.Answer answer) {
    Map<String, String> headers = new LinkedHashMap<>(answer.headers());
    headers.put("Server", "openresty");
    headers.put("X-Request-Id", answer.instance().isEmpty() ? ids.uuid() : answer.instance());
    // The vendor sends a content type without a body, too.
    headers.put(
        "Content-Type",
        (answer.status() < 400 ? "application/json" : "application/problem+json")
            + "; charset=utf-8");
    if (!answer.text().isEmpty()) {
      // Recorded 2021-11: every answer with a body names its schema.
      headers.put("Vary", "Accept-Encoding");
      headers.put("Link", "<" + SCHEMAS + answer.schema() + ">; rel=\"describedBy\"");
    }
    return new Reply(answer.status(), headers, answer.text().getBytes(StandardCharsets.UTF_8));
  }

  Reply problem(Refusal refusal) {
    return of(refused(refusal));
  }

  Router.Answer refused(Refusal refusal) {
    String instance = ids.uuid();
    JsonObject body = new JsonObject();
    if (!refusal.typeless()) {
      body.addProperty("type", ERROR_TYPE);
    }
    body.addProperty("title", refusal.title());
    body.addProperty("status", refusal.status());
    body.addProperty("detail", refusal.detail());
    body.addProperty("instance", instance);
    if (!refusal.errors().isEmpty()) {
      body.add("errors", refusal.errors());
    }
    return new Router.Answer(
        refusal.status(),
        print(body),
        "Definitions/ProblemDetailDocument.json",
        refusal.headers(),
        instance);
  }

  static String print(JsonElement body) {
    return GSON.toJson(body);
  }
}
