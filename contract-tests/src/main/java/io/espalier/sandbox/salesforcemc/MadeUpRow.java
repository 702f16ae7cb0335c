package io.espalier.sandbox.salesforcemc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row that no data extension holds: a contact key and attributes. */
final class MadeUpRow {
  private MadeUpRow() {}

  static State.Sending of(String contactKey, Map<String, @Nullable String> attributes) {
    Map<String, @Nullable String> cells = new LinkedHashMap<>();
    cells.put("SubscriberKey", contactKey);
    cells.putAll(attributes);
    List<Field> fields = new ArrayList<>();
    List<@Nullable String> values = new ArrayList<>();
    cells.forEach(
        (name, value) -> {
          boolean address = name.equalsIgnoreCase("EmailAddress");
          fields.add(
              new Field(
                  "",
                  name,
                  address ? FieldType.EmailAddress : FieldType.Text,
                  0,
                  0,
                  false,
                  fields.isEmpty(),
                  "",
                  fields.size(),
                  fields.size()));
          values.add(value);
        });
    Definition definition =
        new Definition(
            "", "", "", "", 0, false, false, null, Map.of(), fields, fields.size(), "", "");
    return new State.Sending(
        new Extension(definition), new Row(0, values.toArray(new @Nullable String[0])));
  }
}
