package io.espalier.sandbox.mailchimp;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.espalier.sandbox.Reply;
import java.util.Map;

/** Writes the API's answers: JSON, an empty 204, or a problem document. */
record Answers(Ids ids) {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
  private static final String ERROR_TYPE = "https://mailchimp.com/developer/marketing/docs/errors/";

  /**
   * @param schema what the answer is, as a path of the vendor's schemas
   */
  Reply ok(JsonObject body, String schema) {
    return described(
        headed(Reply.of(200, "application/json; charset=utf-8", print(body)), ids.uuid()), schema);
  }

  /** An answer without a body; the vendor sends a content type all the same. */
  Reply noContent() {
    return headed(
        Reply.empty(204).with("Content-Type", "application/json; charset=utf-8"), ids.uuid());
  }

  Reply problem(Refusal refusal) {
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
    Reply reply =
        Reply.of(refusal.status(), "application/problem+json; charset=utf-8", print(body));
    for (Map.Entry<String, String> header : refusal.headers().entrySet()) {
      reply = reply.with(header.getKey(), header.getValue());
    }
    return described(headed(reply, instance), "Definitions/ProblemDetailDocument.json");
  }

  /** Recorded 2021-11: every answer with a body names its schema. */
  private static Reply described(Reply reply, String schema) {
    return reply
        .with("Vary", "Accept-Encoding")
        .with(
            "Link",
            "<https://"
                + Account.DATACENTER
                + ".api.mailchimp.com/schema/3.0/"
                + schema
                + ">; rel=\"describedBy\"");
  }

  static String print(JsonObject body) {
    return GSON.toJson(body);
  }

  private static Reply headed(Reply reply, String requestId) {
    return reply.with("Server", "openresty").with("X-Request-Id", requestId);
  }
}
