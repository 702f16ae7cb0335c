package io.espalier.sandbox.hubspot;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Reply;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a sandbox's owner does by hand, under {@code /__sandbox}: {@code PUT objects/NAME} adds
 * properties ({@code {"tier": "enumeration select"}}), {@code POST objects/NAME} writes records,
 * {@code DELETE objects/NAME/ID} archives one ({@code ?for_good}), {@code PUT
 * objects/NAME/ID?into=} merges it, {@code PUT objects/NAME/ID?contact=} associates it, {@code PUT
 * lists/ID} sets a list's members, {@code PUT pages?most=}, {@code PUT calls?day=}, {@code PUT
 * missing?scope=}.
 */
final class PortalControl {
  private final Portal portal;

  PortalControl(Portal portal) {
    this.portal = portal;
  }

  Reply answer(Exchange exchange, List<String> path) {
    switch (exchange.method() + " " + path.get(1)) {
      case "GET files" -> {
        return file(exchange, path);
      }
      case "PUT pages" ->
          portal.largestPage = Integer.parseInt(exchange.parameter("most").orElse("1000"));
      case "PUT calls" ->
          portal.dailyCalls = Integer.parseInt(exchange.parameter("day").orElse("500000"));
      case "PUT missing" -> {
        portal.missingScopes.clear();
        exchange.parameter("scope").ifPresent(portal.missingScopes::add);
      }
      case "PUT lists" -> {
        TreeSet<Long> members = new TreeSet<>();
        JsonParser.parseString(exchange.text())
            .getAsJsonArray()
            .forEach(id -> members.add(id.getAsLong()));
        portal.lists.put(path.get(2), members);
      }
      case "PUT objects", "POST objects", "DELETE objects" -> {
        return objects(exchange, path);
      }
      default -> throw PortalException.notFound();
    }
    return Reply.empty(204);
  }

  private Reply file(Exchange exchange, List<String> path) {
    PortalExport export = portal.exports.get(path.get(2));
    if (export == null
        || exchange.header("Authorization").isPresent()
        || !export.opens(exchange.parameter("key").orElse(""), portal.clock.instant())) {
      return Reply.of(403, "text/html", "<html><body>Access denied</body></html>");
    }
    return new Reply(200, Map.of("Content-Type", "application/octet-stream"), export.file);
  }

  private Reply objects(Exchange exchange, List<String> path) {
    PortalObject object = portal.objects.computeIfAbsent(path.get(2), PortalObject::new);
    if (path.size() == 4) {
      record(exchange, object, Long.parseLong(path.get(3)));
      return Reply.empty(204);
    }
    if (exchange.method().equals("PUT")) {
      JsonParser.parseString(exchange.text())
          .getAsJsonObject()
          .asMap()
          .forEach(
              (name, type) -> {
                String[] words = type.getAsString().split(" ", -1);
                object.with(name, words[0], words.length > 1 ? words[1] : "text");
              });
      return Reply.empty(204);
    }
    JsonArray ids = new JsonArray();
    for (JsonElement one : JsonParser.parseString(exchange.text()).getAsJsonArray()) {
      ids.add(portal.write(object, one.getAsJsonObject()));
    }
    return PortalJson.ok(ids);
  }

  private void record(Exchange exchange, PortalObject object, long id) {
    PortalObject.Item item = object.items.get(id);
    if (item == null) {
      throw PortalException.notFound();
    }
    if (exchange.method().equals("DELETE")) {
      if (exchange.parameter("for_good").isPresent()) {
        object.items.remove(id);
      } else {
        item.archived = portal.clock.instant();
      }
    } else if (exchange.parameter("into").isPresent()) {
      portal.merge(object, id, Long.parseLong(exchange.parameter("into").orElse("")));
    } else {
      exchange.parameter("contact").ifPresent(c -> item.contacts.add(Long.parseLong(c)));
    }
  }
}
