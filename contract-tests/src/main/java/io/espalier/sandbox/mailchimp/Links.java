package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/** The {@code _links} of an answer and of its rows; a contact of a page has one to itself only. */
final class Links {
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

  /** Those of a contact. */
  static JsonObject addMember(JsonObject answer, Call call, Audience audience, Member member) {
    String members = call.baseUrl() + "/3.0/lists/" + audience.id + "/members";
    String self = members + "/" + member.id();
    JsonArray links = new JsonArray();
    links.add(link("self", "GET", self));
    links.add(link("parent", "GET", members));
    links.add(link("update", "PATCH", self));
    links.add(link("upsert", "PUT", self));
    links.add(link("delete", "DELETE", self));
    links.add(link("activity", "GET", self + "/activity"));
    links.add(link("goals", "GET", self + "/goals"));
    links.add(link("notes", "GET", self + "/notes"));
    links.add(link("events", "POST", self + "/events"));
    links.add(link("delete_permanent", "POST", self + "/actions/delete-permanent"));
    answer.add("_links", links);
    return answer;
  }

  private static JsonObject link(String rel, String method, String href) {
    JsonObject link = new JsonObject();
    link.addProperty("rel", rel);
    link.addProperty("href", href);
    link.addProperty("method", method);
    link.addProperty(
        "targetSchema",
        "https://"
            + Account.DATACENTER
            + ".api.mailchimp.com/schema/3.0/Definitions/Response.json");
    return link;
  }
}
