package io.espalier.mjml;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The modules that are shipped, to be copied into a project and changed there. */
public final class Library {
  private static final List<String> NAMES =
      List.of(
          "look",
          "header",
          "header-logo",
          "hero",
          "picture",
          "text",
          "button",
          "product-grid",
          "recommendation-row",
          "cart-lines",
          "coupon",
          "countdown",
          "re-engagement",
          "social",
          "legal");

  private Library() {}

  /** Their names, in the order in which an email uses them. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * The module's file.
   *
   * @param name of {@link #names}
   */
  public static String text(String name) {
    try (InputStream in = Library.class.getResourceAsStream("library/" + name + ".mjml")) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
