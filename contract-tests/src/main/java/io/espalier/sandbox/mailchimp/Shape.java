package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a resource's JSON may hold, as its contract says: names, types, lengths, and which must be
 * there. What a contract does not know is passed over.
 *
 * @param rules in the order in which they are checked
 */
record Shape(Map<String, Rule> rules, Set<String> required) {

  /** Reads one property; the body is the object that holds it. */
  @FunctionalInterface
  interface Rule {
    JsonElement read(Body body, String name);
  }

  static Shape of() {
    return new Shape(Map.of(), Set.of());
  }

  private Shape with(String name, Rule rule) {
    Map<String, Rule> more = new LinkedHashMap<>(rules);
    Set<String> musts = new LinkedHashSet<>(required);
    String plain = name.endsWith("!") ? name.substring(0, name.length() - 1) : name;
    if (!plain.equals(name)) {
      musts.add(plain);
    }
    more.put(plain, rule);
    return new Shape(more, musts);
  }

  /** Texts; a name that ends in an exclamation mark must be there. */
  Shape texts(String... names) {
    Shape shape = this;
    for (String name : names) {
      shape = shape.with(name, (body, one) -> element(body.text(one).orElse("")));
    }
    return shape;
  }

  /** A text of so many characters at most. */
  Shape text(String name, int longest) {
    return with(
        name,
        (body, one) -> {
          String text = body.text(one).orElse("");
          if (text.length() > longest) {
            throw Refusal.field(
                body.prefix() + one,
                "This value is too long. It should have " + longest + " characters or less.");
          }
          return element(text);
        });
  }

  /** One of a few words. */
  Shape choice(String name, String... words) {
    return with(
        name,
        (body, one) -> {
          String text = body.text(one).orElse("");
          if (!Set.of(words).contains(text)) {
            throw Refusal.field(
                body.prefix() + one, "The value you selected is not a valid choice.");
          }
          return element(text);
        });
  }

  Shape numbers(String... names) {
    Shape shape = this;
    for (String name : names) {
      shape = shape.with(name, (body, one) -> element(body.number(one).orElse(0)));
    }
    return shape;
  }

  Shape integers(String... names) {
    Shape shape = this;
    for (String name : names) {
      shape =
          shape.with(
              name,
              (body, one) -> {
                JsonElement value = body.json().get(one);
                if (!value.isJsonPrimitive()
                    || !value.getAsJsonPrimitive().isNumber()
                    || !value.getAsString().matches("-?[0-9]{1,15}")) {
                  throw Refusal.field(body.prefix() + one, Body.mismatch("integer", value));
                }
                return value;
              });
    }
    return shape;
  }

  Shape flags(String... names) {
    Shape shape = this;
    for (String name : names) {
      shape = shape.with(name, (body, one) -> element(body.flag(one).orElse(false)));
    }
    return shape;
  }

  Shape object(String name, Shape inner) {
    return with(name, (body, one) -> inner.read(body.object(one).orElseThrow()));
  }

  /** An array of objects, or of texts where the shape is empty. */
  Shape array(String name, Shape inner) {
    return with(
        name,
        (body, one) -> {
          JsonArray kept = new JsonArray();
          for (JsonElement item : body.array(one).orElseThrow()) {
            if (inner.rules.isEmpty()) {
              kept.add(item);
            } else if (item.isJsonObject()) {
              kept.add(inner.read(new Body(item.getAsJsonObject(), body.prefix() + one + ".")));
            } else {
              throw Refusal.field(body.prefix() + one, Body.mismatch("object", item));
            }
          }
          return kept;
        });
  }

  private static JsonElement element(Object value) {
    if (value instanceof Boolean flag) {
      return new com.google.gson.JsonPrimitive(flag);
    }
    return value instanceof Number number
        ? new com.google.gson.JsonPrimitive(number)
        : new com.google.gson.JsonPrimitive(value.toString());
  }

  /** What is kept of a whole resource. */
  JsonObject read(Body body) {
    for (String name : required) {
      if (!body.has(name)) {
        throw Refusal.field(body.prefix() + name, "This value should not be blank.");
      }
    }
    return change(body);
  }

  /** What is kept of a change: nothing must be there. */
  JsonObject change(Body body) {
    JsonObject kept = new JsonObject();
    rules.forEach(
        (name, rule) -> {
          if (body.has(name)) {
            kept.add(name, rule.read(body, name));
          }
        });
    return kept;
  }
}
