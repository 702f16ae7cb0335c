package io.espalier.amp.live;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Mustache as amp-mustache 0.2 means it, as far as our modules use it: escaped values, sections,
 * inverted sections, dotted names and {@code {{.}}}. It shows in a page of ours, and in tests, what
 * a mail client would; it is not the client's own code.
 */
public final class MustacheText {
  private final String template;
  private final Deque<JsonElement> scope = new ArrayDeque<>();

  private MustacheText(String template) {
    this.template = template;
  }

  /**
   * The template with this data in it.
   *
   * @throws IllegalArgumentException where a section is never closed, or a tag is none of these
   */
  public static String render(String template, JsonElement data) {
    MustacheText text = new MustacheText(template);
    text.scope.push(data);
    StringBuilder out = new StringBuilder();
    text.render(0, template.length(), out);
    return out.toString();
  }

  private void render(int start, int end, StringBuilder out) {
    int at = start;
    while (at < end) {
      int open = template.indexOf("{{", at);
      if (open < 0 || open >= end) {
        out.append(template, at, end);
        return;
      }
      out.append(template, at, open);
      int close = template.indexOf("}}", open);
      if (close < 0) {
        throw new IllegalArgumentException("a tag is never closed at " + open);
      }
      String tag = template.substring(open + 2, close).strip();
      at = close + 2;
      if (tag.startsWith("#") || tag.startsWith("^")) {
        String name = tag.substring(1).strip();
        int stop = stop(name, at);
        section(tag.charAt(0) == '^', name, at, stop, out);
        at = template.indexOf("}}", stop) + 2;
      } else if (tag.startsWith("{") || tag.startsWith("&") || tag.startsWith("=")) {
        throw new IllegalArgumentException("'" + tag + "' is not for email");
      } else if (!tag.startsWith("!")) {
        out.append(escaped(value(tag)));
      }
    }
  }

  private int stop(String name, int from) {
    int depth = 1;
    int at = from;
    while (true) {
      int open = template.indexOf("{{", at);
      if (open < 0) {
        throw new IllegalArgumentException("section '" + name + "' is never closed");
      }
      int close = template.indexOf("}}", open);
      String tag = template.substring(open + 2, close).strip();
      if (tag.equals("#" + name) || tag.equals("^" + name)) {
        depth++;
      } else if (tag.equals("/" + name) && --depth == 0) {
        return open;
      }
      at = close + 2;
    }
  }

  private void section(boolean inverted, String name, int start, int stop, StringBuilder out) {
    JsonElement value = value(name);
    boolean shown = truthy(value);
    if (inverted) {
      if (!shown) {
        render(start, stop, out);
      }
    } else if (value instanceof JsonArray array) {
      for (JsonElement item : array) {
        scope.push(item);
        render(start, stop, out);
        scope.pop();
      }
    } else if (shown && value != null) {
      scope.push(value);
      render(start, stop, out);
      scope.pop();
    }
  }

  private @Nullable JsonElement value(String name) {
    if (name.equals(".")) {
      return scope.peek();
    }
    for (JsonElement around : scope) {
      JsonElement found = around;
      for (String part : java.util.List.of(name.split("\\.", -1))) {
        found = found instanceof JsonObject object ? object.get(part) : null;
      }
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static boolean truthy(@Nullable JsonElement value) {
    if (value == null || value.isJsonNull()) {
      return false;
    } else if (value instanceof JsonArray array) {
      return !array.isEmpty();
    } else if (value.isJsonPrimitive()) {
      String text = value.getAsString();
      return !text.isEmpty() && !text.equals("false") && !text.equals("0");
    }
    return true;
  }

  private static String escaped(@Nullable JsonElement value) {
    return value == null || !value.isJsonPrimitive()
        ? ""
        : Rewriting.escaped(value.getAsString()).replace("'", "&#39;");
  }
}
