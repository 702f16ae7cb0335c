package io.espalier.sandbox.salesforcecrm;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Reply;
import java.util.List;
import java.util.Optional;

/**
 * What a sandbox's owner does by hand, under {@code /__sandbox}: {@code PUT objects/NAME} adds
 * fields ({@code {"Tier__c": "picklist"}}), {@code POST objects/NAME} writes records, {@code DELETE
 * objects/NAME/ID} deletes one ({@code ?for_good}), {@code POST sessions/end}, {@code PUT
 * calls?day=}, {@code PUT sets?most=}, {@code PUT failure} the next job's, {@code PUT app} its
 * certificate.
 */
final class OrgControl {
  private final Org org;

  OrgControl(Org org) {
    this.org = org;
  }

  Reply answer(Exchange exchange, List<String> path) {
    String call = exchange.method() + " " + path.get(1);
    if (path.size() > 2 && path.get(1).equals("objects")) {
      return objects(exchange, path);
    }
    switch (call) {
      case "POST sessions" -> org.sessions.endAll();
      case "PUT calls" ->
          org.dailyCalls = Integer.parseInt(exchange.parameter("day").orElse("15000"));
      case "PUT sets" ->
          org.largestSet = Integer.parseInt(exchange.parameter("most").orElse("250000"));
      case "PUT failure" -> org.nextFailure = exchange.text();
      case "PUT app" -> {
        JsonObject app = JsonParser.parseString(exchange.text()).getAsJsonObject();
        Optional.ofNullable(app.get("publicKey"))
            .ifPresent(key -> org.sessions.publicKey = key.getAsString());
        Optional.ofNullable(app.get("username"))
            .ifPresent(name -> org.sessions.username = name.getAsString());
        Optional.ofNullable(app.get("runsAs"))
            .ifPresent(runs -> org.sessions.runsAs = runs.getAsBoolean());
      }
      default -> throw OrgException.notFound();
    }
    return Reply.empty(204);
  }

  private Reply objects(Exchange exchange, List<String> path) {
    String name = path.get(2);
    SObject object = org.objects.get(name);
    if (exchange.method().equals("PUT")) {
      if (object == null) {
        object = new SObject(name, "a%02d".formatted(org.objects.size()));
        org.objects.put(name, object);
      }
      SObject made = object;
      JsonParser.parseString(exchange.text())
          .getAsJsonObject()
          .asMap()
          .forEach((field, type) -> made.fields.put(field, type.getAsString()));
      return Reply.empty(204);
    }
    if (object == null) {
      throw OrgException.notFound();
    }
    if (exchange.method().equals("DELETE") && path.size() == 4) {
      org.delete(object, path.get(3), exchange.parameter("for_good").isPresent());
      return Reply.empty(204);
    }
    JsonArray ids = new JsonArray();
    for (JsonElement record : JsonParser.parseString(exchange.text()).getAsJsonArray()) {
      ids.add(org.write(object, record.getAsJsonObject()));
    }
    return Reply.of(200, "application/json", ids.toString());
  }
}
