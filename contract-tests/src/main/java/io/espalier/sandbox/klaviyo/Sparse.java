package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;

/** The query parameter {@code fields[type]}: which attributes the answer shows. */
final class Sparse {
  private Sparse() {}

  /** The attributes that the call asks for, in the order of the whole. */
  static JsonObject attributes(Call call, String type, JsonObject all) {
    String parameter = "fields[" + type + "]";
    if (call.exchange().parameter(parameter).isEmpty()) {
      return all;
    }
    JsonObject shown = new JsonObject();
    for (String path : call.values(parameter)) {
      if (!path.isEmpty() && !path.equals("id")) {
        copy(all, shown, List.of(path.split("\\.", -1)), type, parameter);
      }
    }
    return shown;
  }

  private static void copy(
      JsonObject from, JsonObject to, List<String> path, String type, String parameter) {
    String name = path.get(0);
    JsonElement value = from.get(name);
    if (value == null) {
      // subscriptions and the like are fields, but shown only where additional-fields asks too.
      if (ProfileJson.ADDITIONAL.contains(name) || name.equals("profile_count")) {
        return;
      }
      throw ApiError.parameter(
              "'" + name + "' is not a valid field for the resource '" + type + "'.", parameter)
          .thrown();
    }
    if (path.size() == 1 || !value.isJsonObject()) {
      to.add(name, value);
      return;
    }
    if (!to.has(name)) {
      to.add(name, new JsonObject());
    }
    copy(
        value.getAsJsonObject(),
        to.getAsJsonObject(name),
        path.subList(1, path.size()),
        type,
        parameter);
  }
}
