package io.espalier.sandbox.salesforcemc;

import io.espalier.sandbox.salesforcemc.ExtensionMaker.FieldSpec;
import java.util.Locale;

/** What a column may be, and what it may become. */
final class FieldRules {
  private FieldRules() {}

  static Field make(FieldSpec spec, int ordinal, int slot, String objectId) {
    if (spec.name().isBlank()) {
      throw refused("A field has no Name.");
    }
    FieldType type =
        spec.type().isEmpty()
            ? FieldType.Text
            : FieldType.of(spec.type())
                .orElseThrow(
                    () ->
                        refused(
                            "The FieldType ["
                                + spec.type()
                                + "] of field "
                                + spec.name()
                                + " is not valid."));
    int length = length(spec, type);
    int scale = type == FieldType.Decimal ? Numbers.whole(spec.scale(), 0) : 0;
    if (scale < 0 || (type == FieldType.Decimal && scale > length)) {
      throw refused("The Scale of field " + spec.name() + " exceeds its MaxLength.");
    }
    boolean key = yes(spec.primaryKey());
    if (key && !yes(spec.required())) {
      throw refused("The primary key field " + spec.name() + " must be required.");
    }
    Field field =
        new Field(
            objectId,
            spec.name(),
            type,
            length,
            scale,
            yes(spec.required()),
            key,
            spec.defaultValue(),
            Numbers.whole(spec.ordinal(), ordinal),
            slot);
    if (!field.defaultValue().isEmpty()) {
      try {
        Cells.fit(field, field.defaultValue());
      } catch (Cells.Misfit e) {
        throw refused("The DefaultValue of field " + spec.name() + " is not valid.");
      }
    }
    return field;
  }

  private static int length(FieldSpec spec, FieldType type) {
    if (type.mostLength() == 0) {
      return 0;
    }
    if (type == FieldType.EmailAddress || type == FieldType.Locale) {
      return type.usualLength();
    }
    if (spec.maxLength().isEmpty()) {
      return type.usualLength();
    }
    int length = Numbers.whole(spec.maxLength(), -1);
    if (length < 1 || length > type.mostLength()) {
      throw refused(
          "The MaxLength ["
              + spec.maxLength()
              + "] of field "
              + spec.name()
              + " is not between 1 and "
              + type.mostLength()
              + ".");
    }
    return length;
  }

  /** A column added to a data extension that stands already. */
  static Field added(FieldSpec spec, int ordinal, int slot, String objectId, boolean hasRows) {
    Field field = make(spec, ordinal, slot, objectId);
    if (hasRows && field.primaryKey()) {
      throw refused(
          "The primary key field "
              + field.name()
              + " cannot be added to a data extension that has rows.");
    }
    if (hasRows && field.required() && field.defaultValue().isEmpty()) {
      throw refused(
          "The required field "
              + field.name()
              + " needs a default value, for the data extension has rows.");
    }
    return field;
  }

  /** A column that stands already: it may grow, and cease to be required. */
  static Field change(Field before, FieldSpec spec) {
    if (!spec.type().isEmpty()
        && !spec.type()
            .toLowerCase(Locale.ROOT)
            .equals(before.type().name().toLowerCase(Locale.ROOT))) {
      throw refused("The FieldType of field " + before.name() + " cannot be changed.");
    }
    int length = before.maxLength();
    if (!spec.maxLength().isEmpty() && before.type().mostLength() > 0) {
      length = length(spec, before.type());
      if (length < before.maxLength()) {
        throw refused("The MaxLength of field " + before.name() + " cannot be reduced.");
      }
    }
    boolean scaled =
        !spec.scale().isEmpty() && Numbers.whole(spec.scale(), before.scale()) != before.scale();
    if (before.type() == FieldType.Decimal && (scaled || length != before.maxLength())) {
      throw refused("Precision and scale of field " + before.name() + " cannot be changed.");
    }
    boolean required = spec.required().isEmpty() ? before.required() : yes(spec.required());
    if (required && !before.required()) {
      throw refused("The nullable field " + before.name() + " cannot be made required.");
    }
    boolean key = spec.primaryKey().isEmpty() ? before.primaryKey() : yes(spec.primaryKey());
    if (key != before.primaryKey()) {
      throw refused("The primary key cannot be changed: field " + before.name() + ".");
    }
    return new Field(
        before.objectId(),
        spec.name().isEmpty() || spec.objectId().isEmpty() ? before.name() : spec.name(),
        before.type(),
        length,
        before.scale(),
        required,
        key,
        spec.defaultValue().isEmpty() ? before.defaultValue() : spec.defaultValue(),
        before.ordinal(),
        before.slot());
  }

  private static boolean yes(String text) {
    return text.equalsIgnoreCase("true") || text.equals("1");
  }

  private static Refusal refused(String message) {
    return new Refusal(ExtensionMaker.INVALID, message);
  }
}
