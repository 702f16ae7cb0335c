package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;

/** One merge field of an audience. {@code EMAIL} is none: it never stands in the list. */
final class MergeField {
  int mergeId;
  String tag = "";
  String name = "";
  FieldType type = FieldType.TEXT;
  boolean required;
  String defaultValue = "";
  boolean isPublic;
  int displayOrder;
  String helpText = "";
  JsonObject options = new JsonObject();

  JsonObject json(String listId) {
    JsonObject json = new JsonObject();
    json.addProperty("merge_id", mergeId);
    json.addProperty("tag", tag);
    json.addProperty("name", name);
    json.addProperty("type", type.word());
    json.addProperty("required", required);
    json.addProperty("default_value", defaultValue);
    json.addProperty("public", isPublic);
    json.addProperty("display_order", displayOrder);
    json.add("options", options);
    json.addProperty("help_text", helpText);
    json.addProperty("list_id", listId);
    return json;
  }

  /** An option's text, or the fallback where the field has none. */
  String option(String option, String fallback) {
    return options.has(option) && options.get(option).isJsonPrimitive()
        ? options.get(option).getAsString()
        : fallback;
  }
}
