package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** The {@code _links} of an answer. The sandbox puts them on whole answers, not on rows. */
final class Links {
  private Links() {}

  static JsonObject add(JsonObject answer, Call call) {
    JsonArray links = new JsonArray();
    links.add(link("self", "GET", call.baseUrl() + call.exchange().path()));
    answer.add("_links", links);
    return answer;
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
    return link;
  }
}
