package io.espalier.sandbox.mailchimp;

/** The merge fields that a new audience has, as they were recorded (2021-11). */
final class DefaultFields {
  private DefaultFields() {}

  static void addTo(Audience audience) {
    add(audience, "FNAME", "First Name", FieldType.TEXT).options.addProperty("size", 25);
    add(audience, "LNAME", "Last Name", FieldType.TEXT).options.addProperty("size", 25);
    add(audience, "ADDRESS", "Address", FieldType.ADDRESS)
        .options
        .addProperty("default_country", 164);
    add(audience, "PHONE", "Phone Number", FieldType.PHONE)
        .options
        .addProperty("phone_format", "none");
  }

  private static MergeField add(Audience audience, String tag, String name, FieldType type) {
    MergeField field = new MergeField();
    field.mergeId = ++audience.lastMergeId;
    field.tag = tag;
    field.name = name;
    field.type = type;
    field.isPublic = true;
    field.displayOrder = field.mergeId + 1;
    audience.fields.put(field.mergeId, field);
    return field;
  }
}
