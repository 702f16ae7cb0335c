package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.espalier.sandbox.Exchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One request to one endpoint: the path's variables, the query, and the JSON:API body.
 *
 * @param escapes whether a backslash escapes inside a filter's value
 * @param heeded the query's parameters that somebody looked at
 */
record Call(
    Exchange exchange,
    Map<String, String> variables,
    @Nullable JsonObject body,
    boolean escapes,
    Set<String> heeded) {
  private static final Pattern PARAMETER =
      Pattern.compile("include|sort|filter|page\\[(?:size|cursor)]|additional-fields\\[.*]");

  /** One of which nothing is known but the request itself. */
  static Call of(Exchange exchange) {
    return new Call(exchange, Map.of(), null, true, new HashSet<>());
  }

  /** A query parameter, or nothing; from now on it is heeded. */
  Optional<String> parameter(String name) {
    heeded.add(name);
    return exchange.parameter(name);
  }

  /**
   * Refuses what the query asks for and the operation does not offer: JSON:API wants an {@code
   * include}, {@code sort} or {@code page} that is not supported to be refused, never ignored.
   */
  void requireHeeded() {
    for (String pair : List.of(exchange.query().split("&", -1))) {
      int equals = pair.indexOf('=');
      String name =
          URLDecoder.decode(equals < 0 ? pair : pair.substring(0, equals), StandardCharsets.UTF_8);
      if (PARAMETER.matcher(name).matches() && !heeded.contains(name)) {
        throw ApiError.parameter("'" + name + "' is not a parameter of this operation.", name)
            .thrown();
      }
    }
  }

  String variable(String name) {
    String value = variables.get(name);
    if (value == null) {
      throw new IllegalStateException("no such path variable: " + name);
    }
    return value;
  }

  /** {@code http://host:port}, as the caller knows the sandbox. */
  String base() {
    return exchange.header("Host").map(host -> "http://" + host).orElse("");
  }

  /** The values of a comma-joined query parameter; empty where it is absent. */
  List<String> values(String parameter) {
    return parameter(parameter)
        .filter(text -> !text.isEmpty())
        .map(text -> List.of(text.split(",", -1)))
        .orElse(List.of());
  }

  /** Whether {@code additional-fields[type]} names this field; any other than these is refused. */
  boolean wants(String type, String field, Set<String> allowed) {
    String parameter = "additional-fields[" + type + "]";
    List<String> named = values(parameter);
    for (String name : named) {
      if (!allowed.contains(name)) {
        throw ApiError.parameter(
                "'" + name + "' is not a valid field for the resource '" + type + "'.", parameter)
            .thrown();
      }
    }
    return named.contains(field);
  }

  /** Checks {@code additional-fields[type]} ahead of any resource that would show one. */
  void additional(String type, Set<String> allowed) {
    wants(type, "", allowed);
  }

  /** The relations that {@code include} names; any other than these is refused. */
  List<String> include(Set<String> allowed) {
    List<String> named = values("include");
    for (String name : named) {
      if (!allowed.contains(name)) {
        throw ApiError.parameter("'" + name + "' is not an allowed include.", "include").thrown();
      }
    }
    return named;
  }

  /** The body's {@code data}, an object of this JSON:API type. */
  JsonObject resource(String type) {
    JsonObject data = Json.object(root(), "data", "");
    requireType(data, type, "/data");
    return data;
  }

  /** The same of a resource that is there: its id must be that of the path. */
  JsonObject resource(String type, String id) {
    JsonObject data = resource(type);
    if (!id.equals(Json.requiredText(data, "id", "/data"))) {
      throw ApiError.invalid("The id must be that of the path.", "/data/id").thrown();
    }
    return data;
  }

  /** The ids in a body whose {@code data} is an array of references of this type. */
  List<String> references(String type) {
    return references(Json.array(root(), "data", ""), type, "/data");
  }

  static List<String> references(JsonArray data, String type, String pointer) {
    String[] ids = new String[data.size()];
    for (int i = 0; i < ids.length; i++) {
      String at = pointer + "/" + i;
      JsonObject reference = Json.object(data.get(i), at);
      requireType(reference, type, at);
      ids[i] = Json.requiredText(reference, "id", at);
    }
    return List.of(ids);
  }

  static void requireType(JsonObject data, String type, String pointer) {
    JsonElement given = data.get("type");
    if (given == null) {
      throw ApiError.invalid("'type' is a required field.", pointer + "/type").thrown();
    }
    if (!given.isJsonPrimitive() || !given.getAsString().equals(type)) {
      throw ApiError.invalid("The resource type must be '" + type + "'.", pointer + "/type")
          .thrown();
    }
  }

  private JsonObject root() {
    if (body == null) {
      throw ApiError.invalid("A request body is required.", "/data").thrown();
    }
    return body;
  }
}
