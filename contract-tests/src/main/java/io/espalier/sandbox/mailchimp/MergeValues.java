package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Lays the {@code merge_fields} of a request over a contact's values: absent ones stay, an empty
 * text clears, unknown tags are ignored, and one unfit value refuses the whole request.
 */
final class MergeValues {
  private MergeValues() {}

  static Values merge(
      Account account,
      Audience audience,
      Values present,
      Optional<Body> sent,
      boolean skipValidation) {
    Values merged = present.copy();
    JsonArray errors = new JsonArray();
    JsonObject values = sent.map(Body::json).orElseGet(JsonObject::new);
    for (MergeField field : audience.fields.values()) {
      if (values.has(field.tag)) {
        JsonElement value = values.get(field.tag);
        if (value.isJsonNull() && account.on(MailchimpFact.NULL_CLEARS_A_FIELD)) {
          merged.remove(field.mergeId);
        } else {
          ghost(account, audience, field, value, errors);
          lay(account.pool, field, cut(account, field, value), merged, errors, skipValidation);
        }
      } else if (!skipValidation) {
        complain(field, merged, errors);
      }
    }
    if (!errors.isEmpty()) {
      throw Refusal.invalid("Your merge fields were invalid.", errors);
    }
    return merged;
  }

  /** What a deleted field of the same tag has to say, where it is said to have a word still. */
  private static void ghost(
      Account account, Audience audience, MergeField field, JsonElement value, JsonArray errors) {
    MergeField deleted = audience.deletedFields.get(field.tag);
    if (deleted != null && !empty(value) && account.on(MailchimpFact.DELETED_FIELDS_STILL_CHECK)) {
      try {
        FieldValue.keep(deleted, value, true);
      } catch (FieldValue.Unfit unfit) {
        errors.add(Refusal.error(field.tag, unfit.text()));
      }
    }
  }

  private static void lay(
      Pool pool,
      MergeField field,
      JsonElement value,
      Values merged,
      JsonArray errors,
      boolean skipValidation) {
    if (empty(value)) {
      merged.remove(field.mergeId);
      if (!skipValidation) {
        complain(field, merged, errors);
      }
      return;
    }
    try {
      JsonElement kept = FieldValue.keep(field, value, skipValidation);
      merged.put(field.mergeId, pool.shared(kept, merged.get(field.mergeId)));
    } catch (FieldValue.Unfit unfit) {
      errors.add(Refusal.error(field.tag, unfit.text()));
    }
  }

  /** What was stored incomplete earlier makes a later, unrelated write fail. */
  private static void complain(MergeField field, Values merged, JsonArray errors) {
    JsonElement kept = merged.get(field.mergeId);
    if (kept == null) {
      if (field.required) {
        errors.add(Refusal.error(field.tag, "Please enter a value"));
      }
    } else if (field.type == FieldType.ADDRESS && FieldValue.incompleteAddress(kept)) {
      errors.add(Refusal.error(field.tag, "Please enter a complete address"));
    }
  }

  /** Where the disputed silence about long texts is taken for silent cutting. */
  private static JsonElement cut(Account account, MergeField field, JsonElement value) {
    if (field.type != FieldType.TEXT
        || !account.on(MailchimpFact.LONG_TEXT_IS_CUT)
        || !value.isJsonPrimitive()) {
      return value;
    }
    String text = value.getAsString();
    while (text.getBytes(StandardCharsets.UTF_8).length > FieldValue.MOST_BYTES) {
      text = text.substring(0, text.offsetByCodePoints(text.length(), -1));
    }
    return new JsonPrimitive(text);
  }

  private static boolean empty(JsonElement value) {
    return value.isJsonPrimitive()
        && value.getAsJsonPrimitive().isString()
        && value.getAsString().isEmpty();
  }
}
