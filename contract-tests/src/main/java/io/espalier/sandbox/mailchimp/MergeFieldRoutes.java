package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The merge fields of an audience: 30 at most, tags of ten characters, types for life. */
final class MergeFieldRoutes {
  private static final Pattern TAG = Pattern.compile("[A-Z0-9_]{1,10}");

  private static final String FIELD = "/lists/{list}/merge-fields/{field}";

  private MergeFieldRoutes() {}

  static List<Route> all() {
    return List.of(
        Route.of("GET", "/lists/{list}/merge-fields", MergeFieldRoutes::list),
        Route.of("POST", "/lists/{list}/merge-fields", MergeFieldRoutes::create),
        Route.of("GET", FIELD, MergeFieldRoutes::get),
        Route.of("PATCH", FIELD, MergeFieldRoutes::update),
        Route.of("DELETE", FIELD, MergeFieldRoutes::delete));
  }

  private static JsonObject list(Call call) {
    Audience audience = call.audience();
    // By tag, not by number or place: recorded 2021-11.
    Stream<MergeField> rows =
        audience.fields.values().stream().sorted(Comparator.comparing((MergeField f) -> f.tag));
    Optional<String> type = call.exchange().parameter("type").filter(text -> !text.isEmpty());
    if (type.isPresent()) {
      rows = rows.filter(field -> field.type.word().equals(type.get()));
    }
    if (call.exchange().parameter("required").isPresent()) {
      boolean required = call.flag("required");
      rows = rows.filter(field -> field.required == required);
    }
    JsonObject answer =
        Paging.of(call)
            .into(new JsonObject(), "merge_fields", rows, field -> field.json(audience.id));
    answer.addProperty("list_id", audience.id);
    answer.addProperty("merge_field_limit", call.account().mergeFieldLimit);
    return Links.add(answer, call);
  }

  private static JsonObject get(Call call) {
    return Links.add(field(call).json(call.audience().id), call);
  }

  private static JsonObject create(Call call) {
    Audience audience = call.audience();
    Body body = call.body();
    String name = body.requiredText("name");
    FieldType type =
        FieldType.of(body.requiredText("type"))
            .orElseThrow(
                () -> Refusal.field("type", "The value you selected is not a valid choice."));
    int mergeId = audience.lastMergeId + 1;
    String tag = body.text("tag").filter(text -> !text.isEmpty()).orElse("MMERGE" + mergeId);
    tag = freeTag(audience, tag, Optional.empty());
    if (audience.fields.size() >= call.account().mergeFieldLimit) {
      throw Refusal.badRequest(
          "Your audience has reached its limit of "
              + call.account().mergeFieldLimit
              + " merge fields.");
    }
    MergeField field = new MergeField();
    field.mergeId = mergeId;
    field.tag = tag;
    field.type = type;
    field.displayOrder = mergeId + 1;
    field.options = defaults(type);
    change(field, name, body);
    audience.lastMergeId = mergeId;
    audience.fields.put(mergeId, field);
    JsonObject answer = field.json(audience.id);
    answer.addProperty("merge_field_limit", call.account().mergeFieldLimit);
    answer.addProperty("total_items", audience.fields.size());
    return Links.add(answer, call);
  }

  private static JsonObject update(Call call) {
    Audience audience = call.audience();
    MergeField field = field(call);
    Body body = call.body();
    String name = body.requiredText("name");
    if (body.text("type").filter(type -> !type.equals(field.type.word())).isPresent()) {
      throw Refusal.field("type", "The type of a merge field cannot be changed.");
    }
    // On nobody first: what is refused half-way must not stay half done.
    change(new MergeField(), name, body);
    Optional<String> tag = body.text("tag").filter(text -> !text.isEmpty());
    if (tag.isPresent()) {
      field.tag = freeTag(audience, tag.get(), Optional.of(field));
    }
    change(field, name, body);
    return Links.add(field.json(audience.id), call);
  }

  private static @Nullable JsonObject delete(Call call) {
    Audience audience = call.audience();
    MergeField field = field(call);
    audience.fields.remove(field.mergeId);
    audience.deletedFields.put(field.tag, field);
    audience.members.values().forEach(member -> member.values.remove(field.mergeId));
    return null;
  }

  private static MergeField field(Call call) {
    return Optional.ofNullable(call.audience().fields.get((int) call.id("field")))
        .orElseThrow(Refusal::notFound);
  }

  /** Returns the tag in upper case, or refuses it. */
  private static String freeTag(Audience audience, String wanted, Optional<MergeField> own) {
    String tag = wanted.toUpperCase(Locale.ROOT);
    if (tag.length() > 10) {
      throw Refusal.field("tag", "This value is too long. It should have 10 characters or less.");
    }
    if (!TAG.matcher(tag).matches()) {
      throw Refusal.field("tag", "Merge tags may hold letters, digits and underscores only.");
    }
    boolean taken =
        audience.field(tag).filter(there -> own.isEmpty() || there != own.get()).isPresent();
    if (taken || tag.equals("EMAIL")) {
      throw Refusal.badRequest(
          "A Merge Field with the tag \"" + tag + "\" already exists for this list.");
    }
    return tag;
  }

  private static void change(MergeField field, String name, Body body) {
    field.name = name;
    field.required = body.flag("required").orElse(field.required);
    field.defaultValue = body.text("default_value").orElse(field.defaultValue);
    field.isPublic = body.flag("public").orElse(field.isPublic);
    field.displayOrder = body.integer("display_order").orElse(field.displayOrder);
    field.helpText = body.text("help_text").orElse(field.helpText);
    body.object("options")
        .ifPresent(
            options -> {
              options
                  .array("choices")
                  .ifPresent(choices -> choices.forEach(MergeFieldRoutes::checkChoice));
              options
                  .json()
                  .entrySet()
                  .forEach(option -> field.options.add(option.getKey(), option.getValue()));
            });
  }

  private static void checkChoice(JsonElement choice) {
    if (!choice.isJsonPrimitive()) {
      throw Refusal.field("options.choices", Body.mismatch("string", choice));
    }
  }

  private static JsonObject defaults(FieldType type) {
    JsonObject options = new JsonObject();
    switch (type) {
      case TEXT -> options.addProperty("size", 25);
      case ADDRESS -> options.addProperty("default_country", 164);
      case PHONE -> options.addProperty("phone_format", "none");
      case DATE -> options.addProperty("date_format", "MM/DD/YYYY");
      case BIRTHDAY -> options.addProperty("date_format", "MM/DD");
      case NUMBER, URL, IMAGEURL, RADIO, DROPDOWN, ZIP -> {}
    }
    return options;
  }
}
