package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.TreeMap;

/** A flow with its actions; flows are kept, not run. */
final class Flow {
  /**
   * One action.
   *
   * @param definition JSON text, with ids in place of temporary ones
   * @param message id of its message; empty where it sends none
   */
  record Action(String id, String definition, String message, String created, String updated) {
    JsonObject json() {
      return JsonParser.parseString(definition).getAsJsonObject();
    }
  }

  final String id;
  final String created;

  /** By id. */
  final TreeMap<String, Action> actions = new TreeMap<>();

  String name = "";
  String status = "draft";

  /** JSON text of what starts it, whom it takes, where it begins: all but the actions. */
  String frame = "{}";

  String updated;

  Flow() {
    this("", "");
  }

  Flow(String id, String created) {
    this.id = id;
    this.created = created;
    this.updated = created;
  }
}
