package io.espalier.salesforcemc;

import io.espalier.model.ValueType;

/**
 * A column of a data extension.
 *
 * @param type a DataExtensionFieldType of the WSDL
 * @param length MaxLength: characters, or a decimal's digits; 0 for none
 * @param scale a decimal's digits after the point
 */
record Column(String name, String type, int length, int scale, boolean key) {
  static final int TEXT_LENGTH = 4000;

  /** 29 is the smaller of the two documented maxima (29 and 38), and frozen once chosen. */
  static final int DIGITS = 29;

  static final int SCALE = 9;

  static Column of(String name, ValueType type) {
    return switch (type) {
      case TEXT, LIST -> new Column(name, "Text", TEXT_LENGTH, 0, false);
      case NUMBER -> new Column(name, "Decimal", DIGITS, SCALE, false);
      case BOOL -> new Column(name, "Boolean", 0, 0, false);
      case DATE, DATETIME -> new Column(name, "Date", 0, 0, false);
    };
  }

  static Column subscriberKey(boolean primary) {
    return new Column(SalesforceMcNames.KEY, "Text", 254, 0, primary);
  }

  /** A hash of the event's id: of one length, and told apart by case, which ids are not there. */
  static Column eventKey() {
    return new Column(SalesforceMcNames.EVENT_KEY, "Text", 64, 0, true);
  }

  static Column emailAddress() {
    return new Column(SalesforceMcNames.EMAIL, "EmailAddress", 254, 0, false);
  }

  static Column heldBack() {
    return new Column(SalesforceMcNames.HELD_BACK, "Text", 50, 0, false);
  }

  static Column read(SoapNode field) {
    return new Column(
        field.text("Name"),
        field.text("FieldType"),
        number(field.text("MaxLength")),
        number(field.text("Scale")),
        field.text("IsPrimaryKey").equals("true"));
  }

  private static int number(String text) {
    return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
  }

  /** True where values meant for the wanted column can all stand in this one. */
  boolean holds(Column wanted) {
    if (!type.equals(wanted.type)) {
      return false;
    }
    return type.equals("Decimal")
        ? scale >= wanted.scale && length - scale >= wanted.length - wanted.scale
        : !isShorter(wanted);
  }

  /** True for a text column that only has to grow, which is the one change SFMC allows. */
  boolean canGrowInto(Column wanted) {
    return type.equals("Text") && wanted.type.equals("Text") && isShorter(wanted);
  }

  private boolean isShorter(Column wanted) {
    return length > 0 && length < wanted.length;
  }

  /** As {@code Text(4000)}. */
  @Override
  public String toString() {
    return length == 0 ? type : type + "(" + length + (scale == 0 ? "" : "," + scale) + ")";
  }

  /** In the order of the WSDL, which the vendor's reader minds. */
  void print(Xml xml) {
    xml.open("Field").put("Name", name);
    if (scale > 0) {
      xml.put("Scale", scale);
    }
    if (length > 0) {
      xml.put("MaxLength", length);
    }
    xml.put("IsRequired", key).put("IsPrimaryKey", key).put("FieldType", type).close();
  }
}
