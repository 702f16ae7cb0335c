package io.espalier.sandbox.salesforcemc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** SOAP's DataExtensionField, which can only be retrieved. */
final class FieldNoun implements SoapNoun {
  private final State state;

  FieldNoun(State state) {
    this.state = state;
  }

  static Map<String, @Nullable String> properties(Field field) {
    Map<String, @Nullable String> map = new LinkedHashMap<>();
    map.put("Name", field.name());
    map.put("Scale", Integer.toString(field.scale()));
    map.put("DefaultValue", field.defaultValue());
    if (field.maxLength() > 0) {
      map.put("MaxLength", Integer.toString(field.maxLength()));
    }
    map.put("IsRequired", Boolean.toString(field.required()));
    map.put("Ordinal", Integer.toString(field.ordinal()));
    map.put("IsPrimaryKey", Boolean.toString(field.primaryKey()));
    map.put("FieldType", field.type().name());
    return map;
  }

  @Override
  public String type() {
    return "DataExtensionField";
  }

  @Override
  public List<String> retrievable() {
    return List.of(
        "ObjectID",
        "CustomerKey",
        "Name",
        "Scale",
        "DefaultValue",
        "MaxLength",
        "IsRequired",
        "Ordinal",
        "IsPrimaryKey",
        "FieldType",
        "CreatedDate",
        "ModifiedDate",
        "Client.ID",
        "DataExtension.CustomerKey");
  }

  @Override
  public List<Found> all() {
    List<Found> all = new ArrayList<>();
    for (Extension extension : state.extensions()) {
      Definition definition = extension.definition();
      for (Field field : definition.fields()) {
        all.add(
            () -> {
              Map<String, @Nullable String> map = new LinkedHashMap<>();
              map.put("ObjectID", field.objectId());
              map.put("CustomerKey", "[" + definition.key() + "].[" + field.name() + "]");
              map.putAll(properties(field));
              map.put("CreatedDate", definition.created());
              map.put("ModifiedDate", definition.modified());
              map.put("Client.ID", Integer.toString(state.account.id()));
              map.put("DataExtension.CustomerKey", definition.key());
              return map;
            });
      }
    }
    return all;
  }
}
