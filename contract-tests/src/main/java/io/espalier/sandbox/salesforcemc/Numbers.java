package io.espalier.sandbox.salesforcemc;

/** Whole numbers in requests. */
final class Numbers {
  private Numbers() {}

  /** The number, or the other one where the text is none. */
  static int whole(String text, int otherwise) {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
