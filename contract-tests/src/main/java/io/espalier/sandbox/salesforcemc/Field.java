package io.espalier.sandbox.salesforcemc;

import java.util.Locale;

/**
 * One column of a data extension.
 *
 * @param maxLength characters, or a decimal's precision; 0 where the type has none
 * @param scale a decimal's digits after the point
 * @param defaultValue what an absent column becomes on insert; empty for none
 * @param slot where the column's value lies in a row; never used again after the column is gone
 */
record Field(
    String objectId,
    String name,
    FieldType type,
    int maxLength,
    int scale,
    boolean required,
    boolean primaryKey,
    String defaultValue,
    int ordinal,
    int slot) {

  /** Column names compare case-insensitively. */
  String key() {
    return key(name);
  }

  static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
