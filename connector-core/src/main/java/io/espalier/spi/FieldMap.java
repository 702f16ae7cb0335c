package io.espalier.spi;

import io.espalier.model.Attribute;
import io.espalier.template.Field;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Attribute ⇄ the field's name in one ESP, for all attributes that go there. */
public final class FieldMap {
  private final Map<String, Field> byAttribute = new LinkedHashMap<>();
  private final Map<String, Attribute> attributes = new LinkedHashMap<>();
  private final Map<String, String> byVendorName = new LinkedHashMap<>();

  /** No fields at all. */
  public static FieldMap empty() {
    return new FieldMap();
  }

  /** Adds one; the ESP's naming has made sure that the vendor's name is free. */
  public void put(Attribute attribute, String vendorName) {
    Field known = byAttribute.get(attribute.name());
    if (known != null && !known.vendorName().equals(vendorName)) {
      throw new IllegalArgumentException(
          "'%s' is %s already and cannot be %s too"
              .formatted(attribute.name(), known.vendorName(), vendorName));
    }
    String taken = byVendorName.putIfAbsent(vendorName, attribute.name());
    if (taken != null && !taken.equals(attribute.name())) {
      throw new IllegalArgumentException(
          "'" + attribute.name() + "' and '" + taken + "' would both be " + vendorName);
    }
    attributes.put(attribute.name(), attribute);
    byAttribute.put(
        attribute.name(),
        new Field(attribute.name(), vendorName, attribute.type(), attribute.values()));
  }

  public Optional<Field> field(String attribute) {
    return Optional.ofNullable(byAttribute.get(attribute));
  }

  /** The vendor's name of an attribute that is known to be mapped. */
  public String vendorName(String attribute) {
    Field field = byAttribute.get(attribute);
    if (field == null) {
      throw new IllegalArgumentException("no field for attribute '" + attribute + "'");
    }
    return field.vendorName();
  }

  /** The attribute behind a vendor's name; empty for a field that is not ours. */
  public Optional<Attribute> attribute(String vendorName) {
    return Optional.ofNullable(byVendorName.get(vendorName)).map(attributes::get);
  }

  public Collection<Field> fields() {
    return Collections.unmodifiableCollection(byAttribute.values());
  }

  public Collection<Attribute> attributes() {
    return Collections.unmodifiableCollection(attributes.values());
  }
}
