package io.espalier.sandbox.salesforcemc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** SOAP's DataExtensionObject: one row. */
final class RowNoun implements SoapNoun {
  private final State state;
  private final RowWriter writer;
  private final @Nullable Extension reading;

  /** Makes a noun that can retrieve where a data extension is given. */
  RowNoun(State state, RowWriter writer, @Nullable Extension reading) {
    this.state = state;
    this.writer = writer;
    this.reading = reading;
  }

  @Override
  public Done create(Element object, SaveAction action) {
    RowWriter.Mode mode =
        action == SaveAction.UPDATE_ADD ? RowWriter.Mode.UPSERT : RowWriter.Mode.INSERT;
    return save(object, mode, "Created DataExtensionObject");
  }

  @Override
  public Done update(Element object, SaveAction action) {
    RowWriter.Mode mode =
        action == SaveAction.UPDATE_ADD ? RowWriter.Mode.UPSERT : RowWriter.Mode.UPDATE;
    return save(object, mode, "Updated DataExtensionObject");
  }

  private Done save(Element object, RowWriter.Mode mode, String message) {
    Extension extension = find(object);
    Map<String, @Nullable String> row = new LinkedHashMap<>();
    values(object, "Keys", "Key", row);
    values(object, "Properties", "Property", row);
    RowWriter.Verdict verdict = writer.write(extension, row, mode, true);
    if (!verdict.ok()) {
      List<Problem> keys = new ArrayList<>();
      List<Problem> others = new ArrayList<>();
      for (Problem problem : verdict.problems()) {
        Field field = extension.field(problem.column());
        (field != null && field.primaryKey() ? keys : others).add(problem);
      }
      throw new RowRefusal(
          verdict.message().isEmpty() ? "Errors occurred while saving the row." : verdict.message(),
          keys,
          others);
    }
    XmlText echo = new XmlText().openTyped("Object", "DataExtensionObject");
    echo.leaf("PartnerKey", null)
        .leaf("ObjectID", null)
        .leaf("CustomerKey", extension.definition().key())
        .open("Properties");
    row.forEach(
        (name, value) ->
            echo.open("Property").leaf("Name", name).leaf("Value", value).close("Property"));
    echo.close("Properties").close("Object");
    return new Done(message, mode == RowWriter.Mode.INSERT ? "0" : null, null, echo);
  }

  @Override
  public Done delete(Element object) {
    Extension extension = find(object);
    Map<String, @Nullable String> given = new LinkedHashMap<>();
    values(object, "Keys", "Key", given);
    @Nullable String[] cells = new @Nullable String[extension.definition().slots()];
    given.forEach(
        (name, text) -> {
          Field field = extension.field(name);
          if (field != null && field.primaryKey()) {
            try {
              cells[field.slot()] = Cells.fit(field, text);
            } catch (Cells.Misfit e) {
              cells[field.slot()] = null;
            }
          }
        });
    for (Field key : extension.definition().keys()) {
      if (cells[key.slot()] == null) {
        throw new RowRefusal(RowWriter.NO_KEYS, List.of(), List.of());
      }
    }
    if (extension.definition().keys().isEmpty()
        || !extension.remove(extension.keyOf(new Row(0, cells)))) {
      throw new RowRefusal("Cannot locate the existing record.", List.of(), List.of());
    }
    return new Done("Deleted DataExtensionObject", null, null, new XmlText());
  }

  private Extension find(Element object) {
    String key = Xml.text(object, "CustomerKey");
    return state
        .extension(key)
        .orElseThrow(
            () ->
                new Refusal(
                    2, "Unable to resolve the data extension by CustomerKey [" + key + "]."));
  }

  private static void values(
      Element object, String list, String each, Map<String, @Nullable String> into) {
    for (Element property : Xml.children(Xml.child(object, list), each)) {
      Element value = Xml.child(property, "Value");
      into.put(
          Xml.text(property, "Name"),
          value == null || Xml.isNil(value) ? null : value.getTextContent());
    }
  }

  @Override
  public String type() {
    return "DataExtensionObject";
  }

  @Override
  public String resultType(String verb) {
    return "DataExtension" + verb + "Result";
  }

  @Override
  public List<String> retrievable() {
    List<String> names = new ArrayList<>();
    if (reading != null) {
      reading.definition().fields().forEach(f -> names.add(f.name()));
      names.add("_CustomObjectKey");
    }
    return names;
  }

  @Override
  public List<Found> all() {
    if (reading == null) {
      throw new Refusal(1, "Error: The ObjectType lacks the data extension's key.");
    }
    List<Found> all = new ArrayList<>(reading.size());
    for (Row row : reading.rows()) {
      all.add(found(reading.definition(), row));
    }
    return all;
  }

  private static Found found(Definition definition, Row row) {
    return () -> {
      Map<String, @Nullable String> map = new LinkedHashMap<>();
      for (Field field : definition.fields()) {
        map.put(field.name(), row.get(field) == null ? null : ReadRoute.shown(field, row));
      }
      map.put("_CustomObjectKey", Long.toString(row.id()));
      return map;
    };
  }

  @Override
  public Optional<List<Found>> indexed(String property, List<String> values) {
    if (reading == null) {
      return Optional.empty();
    }
    List<Found> found = new ArrayList<>();
    for (String value : new LinkedHashSet<>(values)) {
      Optional<List<Row>> rows = reading.byKey(property, value);
      if (rows.isEmpty()) {
        return Optional.empty();
      }
      rows.get().forEach(row -> found.add(found(reading.definition(), row)));
    }
    return Optional.of(found);
  }

  @Override
  public void write(Found found, List<String> wanted, XmlText into) {
    Map<String, @Nullable String> properties = found.properties();
    into.leaf("PartnerKey", null).leaf("ObjectID", null).leaf("Type", "DataExtensionObject");
    into.open("Properties");
    for (String name : wanted) {
      String value = properties.get(name);
      into.open("Property").leaf("Name", name).leaf("Value", value == null ? "" : value);
      into.close("Property");
    }
    into.close("Properties");
  }
}
