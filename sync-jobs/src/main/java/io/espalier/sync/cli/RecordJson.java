package io.espalier.sync.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import java.time.Instant;
import java.util.Optional;

/** Records as {@code --json} shows them: instants in ISO form, nothing where there is nothing. */
final class RecordJson {
  private static final Gson GSON =
      new GsonBuilder()
          .registerTypeAdapter(
              Instant.class,
              (JsonSerializer<Instant>) (at, type, json) -> new JsonPrimitive(at.toString()))
          .registerTypeHierarchyAdapter(
              Optional.class,
              (JsonSerializer<Optional<?>>)
                  (value, type, json) -> json.serialize(value.orElse(null)))
          .create();

  private RecordJson() {}

  static JsonElement of(Object told) {
    return GSON.toJsonTree(told);
  }
}
