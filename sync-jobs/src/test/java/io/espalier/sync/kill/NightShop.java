package io.espalier.sync.kill;

import io.espalier.sync.shop.Shop;
import java.nio.file.Path;

/** A shop of fifteen people on three nights: enough for a job at every ESP, few for a fast run. */
final class NightShop {
  private static final int PEOPLE = 15;
  private static final String HEAD = "id,email,country,age,opt_in,opt_in_at,proof\n";

  private NightShop() {}

  static Shop in(Path dir) {
    return night(Shop.in(dir), 1);
  }

  /** Writes the people as they are on a night, from 1. */
  static Shop night(Shop shop, int night) {
    StringBuilder rows = new StringBuilder(HEAD);
    for (int i = 1; i <= PEOPLE; i++) {
      rows.append(person(i, night));
    }
    shop.with("customers.csv", rows.toString());
    shop.with(
        "orders.csv",
        """
        order_id,customer,at,amount
        o1,c1,2024-05-20T10:00:00Z,20.50
        o2,c2,2024-05-21T10:00:00Z,9
        o3,c9,2024-05-22T10:00:00Z,12
        """
            + (night == 1 ? "" : "o4,c8,2024-05-23T10:00:00Z,30\n"));
    return shop;
  }

  private static String person(int i, int night) {
    String country = i % 3 == 0 ? "Spain" : "France";
    int age = 20 + i;
    String email = "p" + i + "@example.net";
    String consent = i % 4 == 0 ? "unknown,," : "subscribed,2024-01-01T00:00:00Z,form " + i;
    if (night > 1) {
      switch (i) {
        case 1 -> email = "p1@new.example.net";
        case 2 -> consent = "unsubscribed,2024-02-01T00:00:00Z,form 2";
        case 3 -> country = "France";
        case 4 -> consent = "subscribed,2024-02-01T00:00:00Z,form 4";
        case 5 -> country = "Norway";
        case 6, 7, 8, 9, 10, 11, 12, 13 -> age += 100 * night;
        default -> {}
      }
    }
    // Consent stays as it was: which way somebody went there is for the ESP to remember.
    if (night == 3) {
      switch (i) {
        case 3 -> country = "Spain";
        case 5 -> country = "France";
        default -> {}
      }
    }
    // Two are new on the second night, and one has gone from the source.
    boolean here = night == 1 ? i <= 13 : i != 10;
    return here ? "c" + i + "," + email + "," + country + "," + age + "," + consent + "\n" : "";
  }
}
