package io.espalier.sync.shop;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Sandbox;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who works in the three ESPs themselves, by their own APIs, and has never heard of us.
 */
public final class Marketer {
  private final OwnApis apis;

  public Marketer(Function<String, Sandbox> sandboxes) {
    this.apis = new OwnApis(sandboxes);
  }

  /** Gives a person another value in a field. */
  public void sets(String esp, String email, String key, String attribute, String value) {
    switch (esp) {
      case "klaviyo" -> {
        JsonObject properties = new JsonObject();
        properties.add(attribute, plain(value));
        JsonObject attributes = new JsonObject();
        attributes.add("properties", properties);
        klaviyo(
            "PATCH",
            "/api/profiles/" + profile(email),
            resource("profile", profile(email), attributes));
      }
      case "mailchimp" -> {
        JsonObject fields = new JsonObject();
        fields.add(tag(attribute), plain(value));
        JsonObject body = new JsonObject();
        body.add("merge_fields", fields);
        mailchimp("PATCH", list() + "/members/" + md5(email), body);
      }
      default ->
          apis.rest(
              "POST",
              "hub/v1/dataevents/key:espalier_profiles/rowset",
              "[{\"keys\":{\"SubscriberKey\":\""
                  + key
                  + "\"},\"values\":{\""
                  + attribute
                  + "\":\""
                  + value
                  + "\"}}]");
    }
  }

  /** Takes a person out of a list, tag or data extension. */
  public void takesOut(String esp, String email, String key, String segment, String name) {
    switch (esp) {
      case "klaviyo" ->
          klaviyo(
              "DELETE", "/api/lists/" + listOf(name) + "/relationships/profiles", people(email));
      case "mailchimp" -> tagging(email, name, "members_to_remove");
      default ->
          apis.soap(
              "<DeleteRequest><Objects xsi:type=\"DataExtensionObject\"><CustomerKey>espalier_"
                  + segment
                  + "</CustomerKey><Keys><Key><Name>SubscriberKey</Name><Value>"
                  + key
                  + "</Value></Key></Keys></Objects></DeleteRequest>");
    }
  }

  /** Puts a person into a list, tag or data extension. */
  public void putsIn(String esp, String email, String key, String segment, String name) {
    switch (esp) {
      case "klaviyo" ->
          klaviyo("POST", "/api/lists/" + listOf(name) + "/relationships/profiles", people(email));
      case "mailchimp" -> tagging(email, name, "members_to_add");
      default ->
          apis.rest(
              "POST",
              "hub/v1/dataevents/key:espalier_" + segment + "/rowset",
              "[{\"keys\":{\"SubscriberKey\":\""
                  + key
                  + "\"},\"values\":{\"EmailAddress\":\""
                  + email
                  + "\"}}]");
    }
  }

  /** Gives a list, tag or data extension another name. */
  public void renames(String esp, String segment, String name, String other) {
    JsonObject body = new JsonObject();
    body.addProperty("name", other);
    switch (esp) {
      case "klaviyo" -> {
        String id = listOf(name);
        klaviyo("PATCH", "/api/lists/" + id, resource("list", id, body));
      }
      case "mailchimp" -> mailchimp("PATCH", list() + "/segments/" + tagOf(name), body);
      default ->
          apis.soap(
              "<UpdateRequest><Objects xsi:type=\"DataExtension\"><CustomerKey>espalier_"
                  + segment
                  + "</CustomerKey><Name>"
                  + other
                  + "</Name></Objects></UpdateRequest>");
    }
  }

  /** Gives a segment that the ESP keeps by itself another name. */
  public void renamesNative(String esp, String name, String other) {
    JsonObject body = new JsonObject();
    body.addProperty("name", other);
    if (esp.equals("klaviyo")) {
      String id = nativeOf(name);
      klaviyo("PATCH", "/api/segments/" + id, resource("segment", id, body));
    } else {
      mailchimp("PATCH", list() + "/segments/" + tagOf(name), body);
    }
  }

  /** Deletes a segment that the ESP keeps by itself. */
  public void deletesNative(String esp, String name) {
    if (esp.equals("klaviyo")) {
      klaviyo("DELETE", "/api/segments/" + nativeOf(name), new JsonObject());
    } else {
      mailchimp("DELETE", list() + "/segments/" + tagOf(name), new JsonObject());
    }
  }

  private String nativeOf(String name) {
    for (JsonElement segment : klaviyo("GET", "/api/segments", null).getAsJsonArray("data")) {
      JsonObject one = segment.getAsJsonObject();
      if (one.getAsJsonObject("attributes").get("name").getAsString().equals(name)) {
        return one.get("id").getAsString();
      }
    }
    throw new AssertionError("no segment " + name);
  }

  /** Makes a list or tag of their own. */
  public void makes(String esp, String name) {
    JsonObject body = new JsonObject();
    body.addProperty("name", name);
    if (esp.equals("klaviyo")) {
      JsonObject resource = new JsonObject();
      resource.addProperty("type", "list");
      resource.add("attributes", body);
      JsonObject data = new JsonObject();
      data.add("data", resource);
      klaviyo("POST", "/api/lists", data);
    } else {
      body.add("static_segment", new JsonArray());
      mailchimp("POST", list() + "/segments", body);
    }
  }

  /** Gives the first category of Mailchimp's groups another title. */
  public void retitles(String title) {
    JsonObject body = new JsonObject();
    body.addProperty("title", title);
    body.addProperty("type", "hidden");
    mailchimp("PATCH", list() + "/interest-categories/" + category(), body);
  }

  /** The titles of Mailchimp's categories of groups. */
  public List<String> titles() {
    List<String> titles = new ArrayList<>();
    mailchimp("GET", list() + "/interest-categories", null)
        .getAsJsonArray("categories")
        .forEach(one -> titles.add(one.getAsJsonObject().get("title").getAsString()));
    return titles;
  }

  /** Gives a group of Mailchimp's another name. */
  public void renamesGroup(String name, String other) {
    String groups = list() + "/interest-categories/" + category() + "/interests";
    JsonObject body = new JsonObject();
    body.addProperty("name", other);
    for (JsonElement one : mailchimp("GET", groups, null).getAsJsonArray("interests")) {
      JsonObject group = one.getAsJsonObject();
      if (group.get("name").getAsString().equals(name)) {
        mailchimp("PATCH", groups + "/" + group.get("id").getAsString(), body);
      }
    }
  }

  /** Name → how many, of Mailchimp's groups of the first category. */
  public Map<String, Integer> groups() {
    Map<String, Integer> groups = new TreeMap<>();
    mailchimp("GET", list() + "/interest-categories/" + category() + "/interests", null)
        .getAsJsonArray("interests")
        .forEach(
            one ->
                groups.put(
                    one.getAsJsonObject().get("name").getAsString(),
                    Integer.parseInt(one.getAsJsonObject().get("subscriber_count").getAsString())));
    return groups;
  }

  private String category() {
    return first(
        mailchimp("GET", list() + "/interest-categories", null).getAsJsonArray("categories"));
  }

  /** Gives a person another address. */
  public void readdresses(String esp, String email, String key, String other) {
    switch (esp) {
      case "klaviyo" -> {
        JsonObject attributes = new JsonObject();
        attributes.addProperty("email", other);
        klaviyo(
            "PATCH",
            "/api/profiles/" + profile(email),
            resource("profile", profile(email), attributes));
      }
      case "mailchimp" -> {
        JsonObject body = new JsonObject();
        body.addProperty("email_address", other);
        mailchimp("PATCH", list() + "/members/" + md5(email), body);
      }
      default -> sets(esp, email, key, "EmailAddress", other);
    }
  }

  /** Deletes a list, tag or data extension. */
  public void deletes(String esp, String segment, String name) {
    switch (esp) {
      case "klaviyo" -> klaviyo("DELETE", "/api/lists/" + listOf(name), new JsonObject());
      case "mailchimp" ->
          mailchimp("DELETE", list() + "/segments/" + tagOf(name), new JsonObject());
      default ->
          apis.soap(
              "<DeleteRequest><Objects xsi:type=\"DataExtension\"><CustomerKey>espalier_"
                  + segment
                  + "</CustomerKey></Objects></DeleteRequest>");
    }
  }

  /** Deletes a field; Klaviyo has none to delete. */
  public void deletesField(String esp, String attribute) {
    if (esp.equals("mailchimp")) {
      for (JsonElement field :
          mailchimp("GET", list() + "/merge-fields?count=100", null)
              .getAsJsonArray("merge_fields")) {
        JsonObject one = field.getAsJsonObject();
        if (one.get("tag").getAsString().equals(tag(attribute))) {
          mailchimp(
              "DELETE",
              list() + "/merge-fields/" + one.get("merge_id").getAsInt(),
              new JsonObject());
        }
      }
    } else {
      apis.soap(
          "<DeleteRequest><Objects xsi:type=\"DataExtension\"><CustomerKey>espalier_profiles</CustomerKey><Fields><Field><Name>"
              + attribute
              + "</Name></Field></Fields></Objects></DeleteRequest>");
    }
  }

  /** Deletes a person, for Mailchimp from the audience only. */
  public void deletesPerson(String esp, String email, String key) {
    switch (esp) {
      case "klaviyo" -> {
        JsonObject attributes = new JsonObject();
        attributes.addProperty("email", email);
        JsonObject profile = new JsonObject();
        profile.addProperty("type", "profile");
        profile.add("attributes", attributes);
        JsonObject of = new JsonObject();
        of.add("data", profile);
        JsonObject job = new JsonObject();
        job.add("profile", of);
        JsonObject resource = new JsonObject();
        resource.addProperty("type", "data-privacy-deletion-job");
        resource.add("attributes", job);
        JsonObject data = new JsonObject();
        data.add("data", resource);
        klaviyo("POST", "/api/data-privacy-deletion-jobs", data);
      }
      case "mailchimp" ->
          mailchimp("POST", list() + "/members/" + md5(email) + "/actions/delete-permanent", null);
      default ->
          apis.soap(
              "<DeleteRequest><Objects xsi:type=\"DataExtensionObject\"><CustomerKey>espalier_profiles</CustomerKey><Keys><Key><Name>SubscriberKey</Name><Value>"
                  + key
                  + "</Value></Key></Keys></Objects></DeleteRequest>");
    }
  }

  /** Has Klaviyo tell of opt-outs, bounces and complaints. */
  public void klaviyoCalls(String url, String secret) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("name", "consent");
    attributes.addProperty("endpoint_url", url);
    attributes.addProperty("secret_key", secret);
    JsonArray topics = new JsonArray();
    for (String topic :
        new String[] {
          "event:klaviyo.unsubscribed_from_email_marketing",
          "event:klaviyo.bounced_email",
          "event:klaviyo.marked_email_as_spam"
        }) {
      JsonObject one = new JsonObject();
      one.addProperty("type", "webhook-topic");
      one.addProperty("id", topic);
      topics.add(one);
    }
    JsonObject data = new JsonObject();
    data.add("data", topics);
    JsonObject relations = new JsonObject();
    relations.add("webhook-topics", data);
    JsonObject resource = new JsonObject();
    resource.addProperty("type", "webhook");
    resource.add("attributes", attributes);
    resource.add("relationships", relations);
    JsonObject body = new JsonObject();
    body.add("data", resource);
    klaviyo("POST", "/api/webhooks", body);
  }

  /** Sends what Klaviyo has to tell, and waits for it. */
  public void klaviyoDelivers() {
    klaviyo("POST", "/__sandbox/deliver", null);
  }

  /** Has Mailchimp tell of what people do themselves. */
  public void mailchimpCalls(String url) {
    mailchimp(
        "POST",
        list() + "/webhooks",
        JsonParser.parseString(
                "{\"url\":\""
                    + url
                    + "\",\"events\":{\"subscribe\":true,\"unsubscribe\":true,\"cleaned\":true},\"sources\":{\"user\":true,\"admin\":true,\"api\":false}}")
            .getAsJsonObject());
  }

  /** The id of the audience. */
  public String audience() {
    return list().substring("/3.0/lists/".length());
  }

  /** Makes a callback of SFMC's notification service; gives its answer, with the key. */
  public JsonObject salesforceCalls(String url) {
    return JsonParser.parseString(
            apis.send(
                "salesforce-mc",
                "rest_url",
                "POST",
                "platform/v1/ens-callbacks",
                "[{\"callbackName\":\"consent\",\"url\":\"" + url + "\",\"maxBatchSize\":100}]",
                Map.of(
                    "Authorization", "Bearer " + apis.token(), "Content-Type", "application/json")))
        .getAsJsonArray()
        .get(0)
        .getAsJsonObject();
  }

  /** Subscribes a callback to opt-outs and bounces. */
  public void salesforceTells(String callback) {
    apis.rest(
        "POST",
        "platform/v1/ens-subscriptions",
        "[{\"subscriptionName\":\"consent\",\"callbackId\":\""
            + callback
            + "\",\"eventCategoryTypes\":[\"EngagementEvents.EmailUnsubscribe\",\"TransactionalSendEvents.EmailBounced\"]}]");
  }

  /** Sets a subscriber of SFMC to Active. */
  public void activates(String email, String key) {
    apis.soap(
        "<UpdateRequest><Objects xsi:type=\"Subscriber\"><SubscriberKey>"
            + key
            + "</SubscriberKey><EmailAddress>"
            + email
            + "</EmailAddress><Status>Active</Status></Objects></UpdateRequest>");
  }

  private static JsonElement plain(String value) {
    return value.matches("-?[0-9]+(\\.[0-9]+)?")
        ? new com.google.gson.JsonPrimitive(new java.math.BigDecimal(value))
        : new com.google.gson.JsonPrimitive(value);
  }

  private static String tag(String attribute) {
    return attribute.toUpperCase(java.util.Locale.ROOT);
  }

  private static JsonObject resource(String type, String id, JsonObject attributes) {
    JsonObject resource = new JsonObject();
    resource.addProperty("type", type);
    resource.addProperty("id", id);
    resource.add("attributes", attributes);
    JsonObject body = new JsonObject();
    body.add("data", resource);
    return body;
  }

  private JsonObject people(String email) {
    JsonObject one = new JsonObject();
    one.addProperty("type", "profile");
    one.addProperty("id", profile(email));
    JsonArray all = new JsonArray();
    all.add(one);
    JsonObject body = new JsonObject();
    body.add("data", all);
    return body;
  }

  /** Klaviyo's id of a person. */
  public String profileOf(String email) {
    return profile(email);
  }

  private String profile(String email) {
    JsonObject found =
        klaviyo("GET", "/api/profiles?filter=equals(email,%22" + email + "%22)", null);
    return first(found.getAsJsonArray("data"));
  }

  private String listOf(String name) {
    for (JsonElement list : klaviyo("GET", "/api/lists", null).getAsJsonArray("data")) {
      JsonObject one = list.getAsJsonObject();
      if (one.getAsJsonObject("attributes").get("name").getAsString().equals(name)) {
        return one.get("id").getAsString();
      }
    }
    throw new AssertionError("no list " + name);
  }

  private String tagOf(String name) {
    for (JsonElement tag :
        mailchimp("GET", list() + "/segments?count=100", null).getAsJsonArray("segments")) {
      JsonObject one = tag.getAsJsonObject();
      if (one.get("name").getAsString().equals(name)) {
        return one.get("id").getAsString();
      }
    }
    throw new AssertionError("no tag " + name);
  }

  private void tagging(String email, String name, String what) {
    JsonArray all = new JsonArray();
    all.add(email);
    JsonObject body = new JsonObject();
    body.add(what, all);
    mailchimp("POST", list() + "/segments/" + tagOf(name), body);
  }

  private String list() {
    return "/3.0/lists/" + first(mailchimp("GET", "/3.0/lists", null).getAsJsonArray("lists"));
  }

  private static String first(JsonArray all) {
    return all.get(0).getAsJsonObject().get("id").getAsString();
  }

  private JsonObject klaviyo(String method, String path, @Nullable JsonObject body) {
    return apis.klaviyo(method, path, body);
  }

  private JsonObject mailchimp(String method, String path, @Nullable JsonObject body) {
    return apis.mailchimp(method, path, body);
  }

  private static String md5(String email) {
    try {
      byte[] hash = MessageDigest.getInstance("MD5").digest(email.getBytes(StandardCharsets.UTF_8));
      return String.format("%032x", new BigInteger(1, hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
