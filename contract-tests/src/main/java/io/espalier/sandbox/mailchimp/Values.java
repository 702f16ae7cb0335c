package io.espalier.sandbox.mailchimp;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A contact's values by merge id, in as little room as may be: an audience has a million contacts.
 * Merge ids count from 1 and are at most a few dozen.
 */
final class Values {
  private static final @Nullable JsonElement[] NONE = {};

  private @Nullable JsonElement[] byId = NONE;

  /** Null where the contact has nothing. */
  @Nullable JsonElement get(int mergeId) {
    return mergeId < byId.length ? byId[mergeId] : null;
  }

  void put(int mergeId, JsonElement value) {
    if (mergeId >= byId.length) {
      byId = Arrays.copyOf(byId, mergeId + 1);
    }
    byId[mergeId] = value;
  }

  void remove(int mergeId) {
    if (mergeId < byId.length) {
      byId[mergeId] = null;
    }
  }

  Values copy() {
    Values copy = new Values();
    copy.byId = byId.length == 0 ? NONE : byId.clone();
    return copy;
  }

  boolean same(Values other) {
    for (int id = 0; id < Math.max(byId.length, other.byId.length); id++) {
      JsonElement mine = get(id);
      JsonElement theirs = other.get(id);
      if (mine == null ? theirs != null : !mine.equals(theirs)) {
        return false;
      }
    }
    return true;
  }

  /** An object of a snapshot, value by merge id. */
  static final class Adapter extends TypeAdapter<Values> {
    private final Gson gson = new Gson();

    @Override
    public void write(JsonWriter out, Values values) throws IOException {
      out.beginObject();
      for (int id = 0; id < values.byId.length; id++) {
        JsonElement value = values.byId[id];
        if (value != null) {
          gson.toJson(value, out.name(Integer.toString(id)));
        }
      }
      out.endObject();
    }

    @Override
    public Values read(JsonReader in) throws IOException {
      Values values = new Values();
      in.beginObject();
      while (in.hasNext()) {
        values.put(Integer.parseInt(in.nextName()), JsonParser.parseReader(in));
      }
      in.endObject();
      return values;
    }
  }
}
