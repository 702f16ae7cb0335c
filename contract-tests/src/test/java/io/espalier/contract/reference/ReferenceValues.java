package io.espalier.contract.reference;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Values on the wire: JSON where it is exact, text where it is not. */
final class ReferenceValues {
  private ReferenceValues() {}

  static JsonElement json(Value value) {
    if (value instanceof Value.Nothing) {
      return JsonNull.INSTANCE;
    }
    if (value instanceof Value.Flag flag) {
      return new JsonPrimitive(flag.flag());
    }
    if (value instanceof Value.TextList list) {
      JsonArray array = new JsonArray();
      list.texts().forEach(array::add);
      return array;
    }
    // A number as text: 2^53+1 would not survive a reader that takes it for a double.
    return new JsonPrimitive(value.plain());
  }

  static Value value(ValueType type, JsonElement json) {
    return switch (type) {
      case TEXT -> Value.text(json.getAsString());
      case NUMBER -> Value.number(json.getAsString());
      case BOOL -> Value.flag(json.getAsBoolean());
      case DATE -> new Value.Day(LocalDate.parse(json.getAsString()));
      case DATETIME -> new Value.Moment(Instant.parse(json.getAsString()));
      case LIST -> {
        List<String> texts = new ArrayList<>();
        json.getAsJsonArray().forEach(item -> texts.add(item.getAsString()));
        yield Value.list(texts);
      }
    };
  }
}
