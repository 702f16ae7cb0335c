package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/** The {@code _links} of an answer and of its rows; a contact of a page has one to itself only. */
final class Links {
  private static final String SCHEMA =
      "https://" + Account.DATACENTER + ".api.mailchimp.com/schema/3.0/Definitions/Response.json";

  private Links() {}

  static JsonObject add(JsonObject answer, Call call) {
    JsonArray links = new JsonArray();
    links.add(link("self", "GET", call.baseUrl() + call.exchange().path()));
    answer.add("_links", links);
    return answer;
  }

  /** What names a row in its own path, the first that there is. */
  private static final List<String> NAMES = List.of("id", "merge_id", "email_id");

  /** Puts a link to itself on a row, where the request did not ask for other fields alone. */
  static JsonObject addRow(JsonObject row, Call call, String collection) {
    String fields = call.exchange().parameter("fields").orElse("");
    if (!row.has("_links") && (fields.isEmpty() || fields.contains(collection + "._links"))) {
      String name =
          NAMES.stream().filter(row::has).map(n -> row.get(n).getAsString()).findFirst().orElse("");
      JsonArray links = new JsonArray();
      links.add(link("self", "GET", call.baseUrl() + call.exchange().path() + "/" + name));
      row.add("_links", links);
    }
    return row;
  }

  /** As {@link #add(JsonObject, Call)}. */
  static void add(AnswerText out, Call call) {
    if (out.array("_links")) {
      link(out, "self", "GET", call.baseUrl() + call.exchange().path());
      out.endArray();
    }
  }

  /** Whether rows of contacts have links to themselves, by the same rule as others' do. */
  static boolean onRows(Call call, String collection) {
    String fields = call.exchange().parameter("fields").orElse("");
    return fields.isEmpty() || fields.contains(collection + "._links");
  }

  /**
   * Puts a link to itself on a row.
   *
   * @param collection where the rows lie, with a slash at its end
   */
  static void addRow(AnswerText out, String collection, String name) {
    if (out.array("_links")) {
      link(out, "self", "GET", collection + name);
      out.endArray();
    }
  }

  /** Those of a contact. */
  static void addMember(AnswerText out, Call call, Audience audience, Member member) {
    if (!out.array("_links")) {
      return;
    }
    String members = call.baseUrl() + "/3.0/lists/" + audience.id + "/members";
    String self = members + "/" + member.id();
    link(out, "self", "GET", self);
    link(out, "parent", "GET", members);
    link(out, "update", "PATCH", self);
    link(out, "upsert", "PUT", self);
    link(out, "delete", "DELETE", self);
    link(out, "activity", "GET", self + "/activity");
    link(out, "goals", "GET", self + "/goals");
    link(out, "notes", "GET", self + "/notes");
    link(out, "events", "POST", self + "/events");
    link(out, "delete_permanent", "POST", self + "/actions/delete-permanent");
    out.endArray();
  }

  private static void link(AnswerText out, String rel, String method, String href) {
    out.begin()
        .plain("rel", rel)
        .put("href", href)
        .plain("method", method)
        .plain("targetSchema", SCHEMA)
        .end();
  }

  private static JsonObject link(String rel, String method, String href) {
    JsonObject link = new JsonObject();
    link.addProperty("rel", rel);
    link.addProperty("href", href);
    link.addProperty("method", method);
    link.addProperty("targetSchema", SCHEMA);
    return link;
  }
}
