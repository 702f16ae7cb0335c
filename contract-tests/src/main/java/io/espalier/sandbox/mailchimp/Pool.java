package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import org.jspecify.annotations.Nullable;

/** Lets contacts share the values that many of them have. It forgets the rarer ones of its own. */
final class Pool {
  private static final int PLACES = 1 << 14;

  private final @Nullable JsonPrimitive[] places = new JsonPrimitive[PLACES];

  /**
   * The same value, perhaps as somebody else has it already.
   *
   * @param before what the contact had so far
   */
  JsonElement shared(JsonElement value, @Nullable JsonElement before) {
    if (!value.isJsonPrimitive()) {
      return value;
    }
    JsonPrimitive mine = value.getAsJsonPrimitive();
    if (before instanceof JsonPrimitive was && same(was, mine)) {
      return was;
    }
    String text = mine.getAsString();
    int hash = text.hashCode();
    int place = (hash ^ hash >>> 16) & PLACES - 1;
    JsonPrimitive there = places[place];
    if (there != null && same(there, mine)) {
      return there;
    }
    places[place] = mine;
    return mine;
  }

  private static boolean same(JsonPrimitive one, JsonPrimitive other) {
    return one.isString() == other.isString()
        && one.isBoolean() == other.isBoolean()
        && one.getAsString().equals(other.getAsString());
  }
}
