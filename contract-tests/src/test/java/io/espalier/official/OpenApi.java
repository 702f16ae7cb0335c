package io.espalier.official;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.espalier.sandbox.Exchange;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A published contract in OpenAPI 3.0 or Swagger 2.0: what it would refuse of a request. */
final class OpenApi {
  private final JsonObject document;
  private final JsonSchema schemas;
  private final String prefix;
  private final Map<List<String>, JsonObject> paths = new LinkedHashMap<>();

  /**
   * Reads a contract.
   *
   * @param prefix of every path, which the contract leaves out
   */
  OpenApi(Path file, String prefix) {
    try (Reader reader = Files.newBufferedReader(file)) {
      document = JsonParser.parseReader(reader).getAsJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.prefix = prefix;
    schemas = new JsonSchema(document);
    document
        .getAsJsonObject("paths")
        .entrySet()
        .forEach(
            path -> paths.put(parts(prefix + path.getKey()), path.getValue().getAsJsonObject()));
  }

  private static List<String> parts(String path) {
    return Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).toList();
  }

  /** Whether the contract speaks of this path and method at all. */
  boolean describes(Exchange exchange) {
    return path(exchange.segments())
        .filter(path -> path.has(exchange.method().toLowerCase(java.util.Locale.ROOT)))
        .isPresent();
  }

  /** What is wrong with a request; empty where the contract takes it. */
  List<String> wrong(Exchange exchange) {
    List<String> wrong = new ArrayList<>();
    Optional<JsonObject> path = path(exchange.segments());
    if (path.isEmpty()) {
      return List.of("the contract has no such path below " + prefix + "/");
    }
    String method = exchange.method().toLowerCase(java.util.Locale.ROOT);
    if (!path.get().has(method)) {
      return List.of("the contract has no " + exchange.method() + " here");
    }
    JsonObject operation = path.get().getAsJsonObject(method);
    parameters(exchange, path.get(), operation, wrong);
    body(exchange, operation, wrong);
    return wrong;
  }

  /**
   * What is wrong with an answer that is no refusal: its status, or its body.
   *
   * @param segments the path's, decoded
   */
  List<String> wrongAnswer(String method, List<String> segments, int status, String body) {
    JsonObject path = path(segments).orElseGet(JsonObject::new);
    String verb = method.toLowerCase(java.util.Locale.ROOT);
    if (!path.has(verb)) {
      return List.of("the contract has no " + method + " here");
    }
    JsonObject answers = path.getAsJsonObject(verb).getAsJsonObject("responses");
    String code = Integer.toString(status);
    if (!answers.has(code)) {
      return List.of("the status " + code + " is none of " + answers.keySet());
    }
    JsonObject answer = schemas.resolve(answers.getAsJsonObject(code));
    if (answer.has("schema")) {
      return schemas.wrong(
          JsonParser.parseString(body), answer.getAsJsonObject("schema"), "answer");
    }
    JsonObject content = answer.getAsJsonObject("content");
    if (content == null) {
      return body.isEmpty() ? List.of() : List.of("there is a body where the contract has none");
    }
    JsonObject schema =
        content.entrySet().iterator().next().getValue().getAsJsonObject().getAsJsonObject("schema");
    return schemas.wrong(JsonParser.parseString(body), schema, "answer");
  }

  /** The parameters of a path and method that stand in the query, by name. */
  Map<String, JsonObject> queryOf(String method, List<String> segments) {
    JsonObject path = path(segments).orElseThrow();
    Map<String, JsonObject> query = new LinkedHashMap<>();
    for (JsonObject holder : List.of(path, path.getAsJsonObject(method))) {
      if (holder.has("parameters")) {
        for (JsonElement element : holder.getAsJsonArray("parameters")) {
          JsonObject parameter = schemas.resolve(element.getAsJsonObject());
          if (parameter.get("in").getAsString().equals("query")) {
            query.put(parameter.get("name").getAsString(), parameter);
          }
        }
      }
    }
    return query;
  }

  /** Paths of what the contract has in an answer like this and the body has not. */
  List<String> missingInAnswer(String method, List<String> segments, int status, JsonElement body) {
    return path(segments)
        .map(path -> path.getAsJsonObject(method.toLowerCase(java.util.Locale.ROOT)))
        .map(operation -> operation.getAsJsonObject("responses"))
        .map(answers -> answers.getAsJsonObject(Integer.toString(status)))
        .map(answer -> schemas.resolve(answer).getAsJsonObject("content"))
        .map(content -> content.getAsJsonObject("application/json"))
        .map(media -> schemas.missing(body, media.getAsJsonObject("schema"), ""))
        .orElse(List.of());
  }

  /** The path with the fewest variables that matches. */
  private Optional<JsonObject> path(List<String> segments) {
    JsonObject best = null;
    long fewest = Long.MAX_VALUE;
    for (Map.Entry<List<String>, JsonObject> path : paths.entrySet()) {
      List<String> template = path.getKey();
      boolean fits = template.size() == segments.size();
      for (int i = 0; fits && i < template.size(); i++) {
        fits = template.get(i).startsWith("{") || template.get(i).equals(segments.get(i));
      }
      long variables = template.stream().filter(part -> part.startsWith("{")).count();
      if (fits && variables < fewest) {
        fewest = variables;
        best = path.getValue();
      }
    }
    return Optional.ofNullable(best);
  }

  private void parameters(
      Exchange exchange, JsonObject path, JsonObject operation, List<String> wrong) {
    Map<String, JsonObject> query = new LinkedHashMap<>();
    for (JsonObject holder : List.of(path, operation)) {
      if (holder.has("parameters")) {
        for (JsonElement element : holder.getAsJsonArray("parameters")) {
          JsonObject parameter = schemas.resolve(element.getAsJsonObject());
          String name = parameter.get("name").getAsString();
          String in = parameter.get("in").getAsString();
          boolean required = parameter.has("required") && parameter.get("required").getAsBoolean();
          if (in.equals("query")) {
            query.put(name, parameter);
            if (required && exchange.parameter(name).isEmpty()) {
              wrong.add("the query lacks " + name);
            }
          } else if (in.equals("body")) {
            swaggerBody(exchange, parameter.getAsJsonObject("schema"), wrong);
          } else if (in.equals("header") && required && exchange.header(name).isEmpty()) {
            wrong.add("the header " + name + " is missing");
          }
        }
      }
    }
    for (String pair : List.of(exchange.query().split("&", -1))) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        JsonObject parameter = query.get(name);
        if (parameter == null) {
          wrong.add("the query's " + name + " is not known");
        } else {
          value(equals < 0 ? "" : decode(pair.substring(equals + 1)), name, parameter, wrong);
        }
      }
    }
  }

  private void value(String text, String name, JsonObject parameter, List<String> wrong) {
    JsonObject schema =
        schemas.resolve(
            parameter.has("schema") ? parameter.getAsJsonObject("schema") : new JsonObject());
    String type = schema.has("type") ? schema.get("type").getAsString() : "string";
    if (type.equals("array")) {
      JsonObject items = schema.getAsJsonObject("items");
      for (String item : List.of(text.split(",", -1))) {
        wrong.addAll(schemas.wrong(new JsonPrimitive(item), items, "the query's " + name));
      }
    } else {
      wrong.addAll(schemas.wrong(typed(text, type), schema, "the query's " + name));
    }
  }

  private static JsonElement typed(String text, String type) {
    if ((type.equals("integer") || type.equals("number")) && text.matches("-?[0-9.]{1,18}")) {
      return new JsonPrimitive(new java.math.BigDecimal(text));
    }
    return type.equals("boolean") && text.matches("true|false")
        ? new JsonPrimitive(Boolean.valueOf(text))
        : new JsonPrimitive(text);
  }

  private void body(Exchange exchange, JsonObject operation, List<String> wrong) {
    if (!operation.has("requestBody")) {
      return;
    }
    JsonObject wanted = schemas.resolve(operation.getAsJsonObject("requestBody"));
    if (exchange.body().length == 0) {
      if (wanted.has("required") && wanted.get("required").getAsBoolean()) {
        wrong.add("the body is missing");
      }
      return;
    }
    JsonObject content = wanted.getAsJsonObject("content");
    String media = exchange.header("Content-Type").orElse("").replaceFirst(";.*", "").strip();
    JsonElement known = content.has(media) ? content.get(media) : JsonNull.INSTANCE;
    if (known.isJsonNull() && media.isEmpty()) {
      // A test's plain client names none.
      known = content.entrySet().iterator().next().getValue();
    } else if (known.isJsonNull()) {
      wrong.add("the media type '" + media + "' is none of " + content.keySet());
      known = content.entrySet().iterator().next().getValue();
    }
    try {
      wrong.addAll(
          schemas.wrong(
              JsonParser.parseString(exchange.text()),
              known.getAsJsonObject().getAsJsonObject("schema"),
              "body"));
    } catch (JsonParseException e) {
      wrong.add("the body is not JSON");
    }
  }

  /** Swagger 2.0 has the body among the parameters. */
  private void swaggerBody(Exchange exchange, JsonObject schema, List<String> wrong) {
    try {
      wrong.addAll(schemas.wrong(JsonParser.parseString(exchange.text()), schema, "body"));
    } catch (JsonParseException e) {
      wrong.add("the body is not JSON");
    }
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
