package io.espalier.template;

import io.espalier.model.ValueType;
import java.util.List;

/**
 * A field that a template may read in one ESP.
 *
 * @param attribute our name
 * @param vendorName the ESP's name
 * @param values the closed set of spellings; empty where open
 */
public record Field(String attribute, String vendorName, ValueType type, List<String> values) {
  public Field {
    values = List.copyOf(values);
  }
}
