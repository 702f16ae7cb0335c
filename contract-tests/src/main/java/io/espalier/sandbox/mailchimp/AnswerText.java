package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonElement;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * An answer as it is written: of what it is told, it takes what the request asked for, and nothing
 * is built that would be thrown away. The biggest answers, of contacts by the thousand, are written
 * so; the others are trees of JSON, which is the same on the wire.
 */
final class AnswerText {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private final StringBuilder out;
  private final boolean inside;

  /** How a quotation mark is written. */
  private final String mark;

  private final Deque<Selection.Part> outer = new ArrayDeque<>();
  private Selection.Part at;

  /**
   * @param size a guess, in characters
   * @param inside what is written is to stand inside a JSON string, as a batch's results have it
   */
  AnswerText(Selection selection, int size, boolean inside) {
    this.out = new StringBuilder(size);
    this.inside = inside;
    this.mark = inside ? "\\\"" : "\"";
    this.at = selection.top();
  }

  /** Whether a plain value of this name would be taken here. */
  boolean takes(String name) {
    return at.takes(name);
  }

  /** The whole answer, or one object of an array. */
  AnswerText begin() {
    comma();
    out.append('{');
    return this;
  }

  AnswerText end() {
    out.append('}');
    return this;
  }

  /** Enters an object; returns whether it is wanted: if not, nothing is to be told of it. */
  boolean object(String name) {
    return open(name, '{');
  }

  void endObject() {
    close('}');
  }

  /** Enters an array of objects, as {@link #object} does. */
  boolean array(String name) {
    return open(name, '[');
  }

  void endArray() {
    close(']');
  }

  private boolean open(String name, char bracket) {
    Selection.Part inner = at.inner(name);
    if (inner == null) {
      return false;
    }
    name(name);
    out.append(bracket);
    outer.push(at);
    at = inner;
    return true;
  }

  private void close(char bracket) {
    out.append(bracket);
    at = outer.pop();
  }

  AnswerText put(String name, String value) {
    if (at.takes(name)) {
      name(name);
      text(value);
    }
    return this;
  }

  AnswerText put(String name, long value) {
    if (at.takes(name)) {
      name(name);
      out.append(value);
    }
    return this;
  }

  AnswerText put(String name, double value) {
    if (at.takes(name)) {
      name(name);
      out.append(value);
    }
    return this;
  }

  AnswerText put(String name, boolean value) {
    if (at.takes(name)) {
      name(name);
      out.append(value);
    }
    return this;
  }

  AnswerText put(String name, JsonElement value) {
    Selection.Part inner = at.inner(name);
    if (inner == null || (value.isJsonPrimitive() && !at.takes(name))) {
      return this;
    }
    name(name);
    if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isString()) {
      text(value.getAsString());
    } else {
      json(Answers.print(inner.from(value)));
    }
    return this;
  }

  private void text(String value) {
    if (simple(value)) {
      out.append(mark).append(value).append(mark);
    } else {
      StringBuilder quoted = new StringBuilder(value.length() + 10);
      quote(quoted, value);
      json(quoted.toString());
    }
  }

  /** Most values need no escaping. */
  private static boolean simple(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (special(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean special(char c) {
    return c < ' ' || c == '"' || c == '\\' || c == '\u2028' || c == '\u2029';
  }

  private void json(String json) {
    if (inside) {
      escape(out, json);
    } else {
      out.append(json);
    }
  }

  /** A text of which it is known that nothing in it needs escaping: an id, a time, an address. */
  AnswerText plain(String name, String value) {
    if (at.takes(name)) {
      name(name);
      out.append(mark).append(value).append(mark);
    }
    return this;
  }

  /** Names are the contract's own, tags or ids: nothing in them needs escaping. */
  private void name(String name) {
    comma();
    out.append(mark).append(name).append(mark).append(':');
  }

  /** Between two values; a value never ends with an opening bracket. */
  private void comma() {
    if (out.length() > 0) {
      char last = out.charAt(out.length() - 1);
      if (last != '{' && last != '[') {
        out.append(',');
      }
    }
  }

  /** A JSON string, escaped as little as may be. */
  static void quote(StringBuilder out, String text) {
    out.append('"');
    escape(out, text);
    out.append('"');
  }

  /** As it stands inside a JSON string. */
  static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + text.length() / 8);
    escape(out, text);
    return out.toString();
  }

  private static void escape(StringBuilder out, String text) {
    int from = 0;
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (special(c)) {
        out.append(text.substring(from, i)).append('\\');
        from = i + 1;
        switch (c) {
          case '"', '\\' -> out.append(c);
          case '\b' -> out.append('b');
          case '\f' -> out.append('f');
          case '\n' -> out.append('n');
          case '\r' -> out.append('r');
          case '\t' -> out.append('t');
          default -> {
            out.append('u');
            for (int shift = 12; shift >= 0; shift -= 4) {
              out.append(HEX[c >> shift & 0xf]);
            }
          }
        }
      }
    }
    out.append(from == 0 ? text : text.substring(from));
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
