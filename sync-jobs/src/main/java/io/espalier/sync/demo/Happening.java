package io.espalier.sync.demo;

import java.time.Instant;
import java.util.List;

/** What a customer did. Times are empty where the export lost them. */
sealed interface Happening {

  /** An order with its lines. */
  record Order(String id, String customer, String at, String channel, List<Line> lines)
      implements Happening {}

  record Line(Product product, int quantity) {}

  /** A look at a product in the web shop. */
  record View(String customer, String sku, String at) implements Happening {}

  /** A click in a newsletter. */
  record Click(String id, String customer, String at, String campaign, String link)
      implements Happening {}

  static String text(Instant at) {
    return at.toString();
  }
}
