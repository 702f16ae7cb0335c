package io.espalier.sandbox.salesforcemc;

import java.util.Optional;

/** The column types of a data extension, spelled as on the wire (etframework.wsdl). */
enum FieldType {
  Text(50, 4000),
  Number(0, 0),
  Date(0, 0),
  Boolean(0, 0),
  EmailAddress(254, 254),
  // 50 where the switch holds to it.
  Phone(50, 4000),
  // 38 by a live test; 29 by a document, which a switch holds to.
  Decimal(18, 38),
  Locale(5, 5);

  private final int usual;
  private final int most;

  FieldType(int usual, int most) {
    this.usual = usual;
    this.most = most;
  }

  /** The length where none is given. */
  int usualLength() {
    return usual;
  }

  int mostLength() {
    return most;
  }

  static Optional<FieldType> of(String word) {
    for (FieldType type : values()) {
      if (type.name().equalsIgnoreCase(word)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
