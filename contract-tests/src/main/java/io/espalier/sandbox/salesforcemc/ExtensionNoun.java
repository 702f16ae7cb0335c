package io.espalier.sandbox.salesforcemc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** SOAP's DataExtension. */
final class ExtensionNoun implements SoapNoun {
  private static final List<String> RETENTION =
      List.of(
          "DataRetentionPeriodLength",
          "DataRetentionPeriodUnitOfMeasure",
          "RowBasedRetention",
          "ResetRetentionPeriodOnImport",
          "DeleteAtEndOfRetentionPeriod",
          "RetainUntil");

  private final State state;
  private final ExtensionMaker maker;

  ExtensionNoun(State state, ExtensionMaker maker) {
    this.state = state;
    this.maker = maker;
  }

  @Override
  public Done create(Element object, SaveAction action) {
    Extension made = maker.create(spec(object));
    return new Done(
        "Data Extension created.", "0", made.definition().objectId(), echo(made.definition()));
  }

  @Override
  public Done update(Element object, SaveAction action) {
    Extension extension = find(object);
    maker.update(extension, spec(object));
    return new Done("Data Extension updated.", null, null, echo(extension.definition()));
  }

  @Override
  public Done delete(Element object) {
    Extension extension = find(object);
    List<Element> fields = Xml.children(Xml.child(object, "Fields"), "Field");
    if (fields.size() > 1) {
      throw new Refusal(ExtensionMaker.INVALID, "Only one field can be deleted at a time.");
    }
    for (Element field : fields) {
      String id = Xml.text(field, "ObjectID");
      maker.deleteField(extension, id.isEmpty() ? Xml.text(field, "Name") : id);
      return new Done("Data Extension Fields deleted", null, null, echo(extension.definition()));
    }
    state.remove(extension);
    return new Done("Data Extension deleted.", null, null, echo(extension.definition()));
  }

  @Override
  public Done perform(Element object, String action) {
    if (!action.equals("ClearData")) {
      throw new Refusal(1, "Action " + action + " is not supported on a data extension.");
    }
    find(object).clear();
    return new Done("Performed Activity", null, null, new XmlText());
  }

  private Extension find(Element object) {
    String key = Xml.text(object, "CustomerKey");
    String id = Xml.text(object, "ObjectID");
    return (key.isEmpty() ? state.extensionWithId(id) : state.extension(key))
        .orElseThrow(
            () ->
                new Refusal(
                    ExtensionMaker.INVALID,
                    "The data extension ["
                        + (key.isEmpty() ? id : key)
                        + "] does not exist or you do not have access to it."));
  }

  private static ExtensionMaker.Spec spec(Element object) {
    Map<String, String> retention = new LinkedHashMap<>();
    for (String name : RETENTION) {
      if (Xml.child(object, name) != null) {
        retention.put(name, Xml.text(object, name));
      }
    }
    List<ExtensionMaker.FieldSpec> fields = new ArrayList<>();
    for (Element field : Xml.children(Xml.child(object, "Fields"), "Field")) {
      fields.add(
          new ExtensionMaker.FieldSpec(
              Xml.text(field, "ObjectID"),
              Xml.text(field, "Name"),
              Xml.text(field, "FieldType"),
              Xml.text(field, "MaxLength"),
              Xml.text(field, "Scale"),
              Xml.text(field, "IsRequired"),
              Xml.text(field, "IsPrimaryKey"),
              Xml.text(field, "DefaultValue"),
              Xml.text(field, "Ordinal")));
    }
    return new ExtensionMaker.Spec(
        Xml.text(object, "CustomerKey"),
        Xml.text(object, "Name"),
        Xml.text(object, "Description"),
        Numbers.whole(Xml.text(object, "CategoryID"), 0),
        Xml.text(object, "IsSendable").equals("true"),
        Xml.text(object, "IsTestable").equals("true"),
        Xml.text(object, "SendableDataExtensionField", "Name"),
        Xml.text(object, "SendableSubscriberField", "Name"),
        retention,
        fields);
  }

  private static XmlText echo(Definition definition) {
    XmlText out = new XmlText().openTyped("Object", "DataExtension").leaf("PartnerKey", null);
    out.leaf("ObjectID", definition.objectId())
        .leaf("CustomerKey", definition.key())
        .leaf("Name", definition.name())
        .leaf("Description", definition.description())
        .leaf("IsSendable", Boolean.toString(definition.sendable()))
        .leaf("IsTestable", Boolean.toString(definition.testable()))
        .open("Fields");
    for (Field field : definition.fields()) {
      out.open("Field").leaf("PartnerKey", null).leaf("ObjectID", null);
      FieldNoun.properties(field).forEach(out::leaf);
      out.close("Field");
    }
    return out.close("Fields")
        .leaf("CategoryID", Integer.toString(definition.categoryId()))
        .close("Object");
  }

  @Override
  public String type() {
    return "DataExtension";
  }

  @Override
  public List<String> retrievable() {
    List<String> names =
        new ArrayList<>(
            List.of(
                "ObjectID",
                "PartnerKey",
                "CustomerKey",
                "Name",
                "CreatedDate",
                "ModifiedDate",
                "Client.ID",
                "Description",
                "IsSendable",
                "IsTestable",
                "SendableDataExtensionField.Name",
                "SendableSubscriberField.Name",
                "Template.CustomerKey",
                "CategoryID",
                "Status",
                "IsPlatformObject"));
    names.addAll(RETENTION);
    return names;
  }

  @Override
  public List<Found> all() {
    List<Found> all = new ArrayList<>();
    state.extensions().forEach(e -> all.add(() -> properties(e.definition())));
    return all;
  }

  private Map<String, @Nullable String> properties(Definition definition) {
    Map<String, @Nullable String> map = new LinkedHashMap<>();
    map.put("CreatedDate", definition.created());
    map.put("ModifiedDate", definition.modified());
    map.put("ObjectID", definition.objectId());
    map.put("CustomerKey", definition.key());
    map.put("Name", definition.name());
    map.put("Description", definition.description());
    map.put("IsSendable", Boolean.toString(definition.sendable()));
    map.put("IsTestable", Boolean.toString(definition.testable()));
    if (definition.sendableField() != null) {
      map.put("SendableDataExtensionField.Name", definition.sendableField());
      map.put("SendableSubscriberField.Name", "_SubscriberKey");
    }
    for (String name : RETENTION) {
      String usual = name.startsWith("Data") ? null : name.equals("RetainUntil") ? "" : "false";
      String value = definition.retention().getOrDefault(name, usual == null ? "" : usual);
      if (usual != null || !value.isEmpty()) {
        map.put(name, value);
      }
    }
    map.put("CategoryID", Integer.toString(definition.categoryId()));
    map.put("Client.ID", Integer.toString(state.account.id()));
    map.put("Status", "0");
    map.put("IsPlatformObject", "false");
    return map;
  }
}
