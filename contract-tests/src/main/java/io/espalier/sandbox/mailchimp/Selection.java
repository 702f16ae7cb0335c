package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code fields} and {@code exclude_fields}: dotted paths from the top of the answer, which go
 * through arrays ({@code members.email_address}).
 */
final class Selection {
  private final Set<String> fields;
  private final Set<String> excluded;

  /** Every path above one that is asked for. */
  private final Set<String> leading = new HashSet<>();

  private final boolean linksEverywhere;
  private final Part top;

  /**
   * @param linksEverywhere excluding {@code _links} takes those of rows, too
   */
  Selection(List<String> fields, List<String> excluded, boolean linksEverywhere) {
    this.fields = new HashSet<>(fields);
    this.excluded = new HashSet<>(excluded);
    this.linksEverywhere = linksEverywhere;
    for (String field : fields) {
      for (int dot = field.indexOf('.'); dot >= 0; dot = field.indexOf('.', dot + 1)) {
        leading.add(field.substring(0, dot));
      }
    }
    this.top = new Part("", fields.isEmpty());
  }

  static Selection of(Call call) {
    return new Selection(
        paths(call, "fields"),
        paths(call, "exclude_fields"),
        call.account().on(MailchimpFact.EXCLUDED_LINKS_GO_EVERYWHERE));
  }

  /** All of an answer. */
  static Selection everything() {
    return new Selection(List.of(), List.of(), false);
  }

  Part top() {
    return top;
  }

  JsonObject from(JsonObject answer) {
    return top.everything() ? answer : top.from(answer);
  }

  /** Refuses what was asked for in vain, where the disputed strictness is taken for a fact. */
  static String checked(Call call, String answer) {
    if (answer.equals("{}")
        && call.account().on(MailchimpFact.UNKNOWN_FIELDS_ARE_REFUSED)
        && !paths(call, "fields").isEmpty()) {
      throw Refusal.of(
          422, "Requested Fields Invalid", "The fields requested from this resource are invalid.");
    }
    return answer;
  }

  /** One object of the answer, or all those of an array, on the way down. */
  final class Part {
    private final String prefix;
    private final boolean whole;

    /** By name; null for what is not wanted. */
    private final Map<String, @Nullable Part> inner = new HashMap<>();

    private Part(String prefix, boolean whole) {
      this.prefix = prefix;
      this.whole = whole;
    }

    /** Whether nothing at all is left out from here on. */
    private boolean everything() {
      return whole && excluded.isEmpty();
    }

    /** An object or array of this name; null where it does not show. */
    @Nullable Part inner(String name) {
      if (everything()) {
        return this;
      }
      if (!inner.containsKey(name)) {
        inner.put(name, find(prefix + name));
      }
      return inner.get(name);
    }

    private @Nullable Part find(String path) {
      boolean out =
          excluded.contains(path)
              || (linksEverywhere && path.endsWith("._links") && excluded.contains("_links"));
      boolean all = whole || fields.contains(path);
      return out || !(all || leading.contains(path)) ? null : new Part(path + ".", all);
    }

    /** Whether a plain value of this name shows. */
    boolean takes(String name) {
      Part part = inner(name);
      return part != null && part.whole;
    }

    /** What shows of a value that has this part's name. */
    JsonElement from(JsonElement value) {
      if (everything()) {
        return value;
      }
      if (value.isJsonObject()) {
        return from(value.getAsJsonObject());
      }
      if (value.isJsonArray()) {
        JsonArray kept = new JsonArray();
        value.getAsJsonArray().forEach(item -> kept.add(from(item)));
        return kept;
      }
      return value;
    }

    private JsonObject from(JsonObject object) {
      JsonObject kept = new JsonObject();
      for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
        Part part = inner(entry.getKey());
        if (part != null && (part.whole || !entry.getValue().isJsonPrimitive())) {
          kept.add(entry.getKey(), part.from(entry.getValue()));
        }
      }
      return kept;
    }
  }

  private static List<String> paths(Call call, String parameter) {
    return call.exchange().parameter(parameter).stream()
        .flatMap(text -> Arrays.stream(text.split(",", -1)))
        .map(String::trim)
        .filter(path -> !path.isEmpty())
        .toList();
  }
}
