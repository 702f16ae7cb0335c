package io.espalier.sandbox.klaviyo;

/**
 * An image of the account's library.
 *
 * @param format {@code jpeg}, {@code png} or {@code gif}
 * @param bytes in Base64
 */
record StoredImage(
    String id, String name, String format, int size, boolean hidden, String updated, String bytes) {

  @Override
  public String toString() {
    return "image " + id;
  }
}
