package io.espalier.sync.demo;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Makes what each customer did, by the kind of customer they are. */
final class Histories {
  static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  /** The web shop writes the time that its wall clock shows. */
  private static final DateTimeFormatter WALL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZONE);

  private static final List<Product> PRODUCTS = Product.all();
  private static final List<Product> JACKETS =
      PRODUCTS.stream().filter(p -> p.category().equals(Product.JACKETS)).toList();
  private static final List<Product> OTHERS =
      PRODUCTS.stream().filter(p -> !p.category().equals(Product.JACKETS)).toList();
  private static final List<String> CAMPAIGNS =
      List.of("first-snow", "hut-season", "autumn-raffle", "repair-week", "spring-clearance");

  final List<Happening.Order> orders = new ArrayList<>();
  final List<Happening.View> views = new ArrayList<>();
  final List<Happening.Click> clicks = new ArrayList<>();

  private final Chance chance;
  private final Instant now;

  Histories(Chance chance, Instant now) {
    this.chance = chance;
    this.now = now;
  }

  void live(String customer, Persona persona) {
    switch (persona) {
      case NEWCOMER -> {
        orders(customer, 1, 2, 0, 27, PRODUCTS);
        views(customer, 4, 10, 0, 30, PRODUCTS);
        clicks(customer, 0, 1, 60);
      }
      case REGULAR -> {
        orders(customer, 1, 2, 0, 60, PRODUCTS);
        orders(customer, 3, 8, 30, 500, PRODUCTS);
        views(customer, 12, 25, 0, 365, PRODUCTS);
        clicks(customer, 2, 5, 300);
      }
      case LAPSED -> {
        orders(customer, 1, 3, 185, 900, PRODUCTS);
        views(customer, 2, 6, 120, 700, PRODUCTS);
        clicks(customer, 0, 1, 400);
      }
      case LOOKER -> {
        orders(customer, 0, 2, 40, 170, OTHERS);
        views(customer, 3, 8, 0, 28, JACKETS);
        views(customer, 2, 7, 0, 200, OTHERS);
        clicks(customer, 0, 3, 120);
      }
      case READER -> {
        views(customer, 2, 7, 0, 120, OTHERS);
        clicks(customer, 2, 6, 85);
      }
      case OCCASIONAL -> {
        orders(customer, 1, 3, 31, 178, PRODUCTS);
        views(customer, 4, 13, 0, 300, PRODUCTS);
        clicks(customer, 0, 2, 200);
      }
    }
  }

  /** Loses some times, repeats some orders, and lets some customers be unknown. */
  void spoil() {
    int count = orders.size();
    for (int i = 0; i < count; i++) {
      Happening.Order order = orders.get(i);
      int kind = chance.between(1, 600);
      if (kind == 1) {
        orders.set(
            i,
            new Happening.Order(order.id(), order.customer(), "", order.channel(), order.lines()));
      } else if (kind == 2) {
        orders.add(order);
      } else if (kind == 3) {
        orders.set(
            i,
            new Happening.Order(
                order.id(),
                "OF-9" + order.customer().substring(3),
                order.at(),
                order.channel(),
                order.lines()));
      }
    }
    for (int i = 0; i < views.size(); i++) {
      if (chance.inThousand(1)) {
        Happening.View view = views.get(i);
        views.set(i, new Happening.View(view.customer(), view.sku(), ""));
      }
    }
  }

  /** An order of today. */
  void buys(String customer) {
    orders(customer, 1, 1, 0, 0, PRODUCTS);
  }

  private void orders(String customer, int fewest, int most, int from, int to, List<Product> of) {
    for (int n = chance.between(fewest, most); n > 0; n--) {
      List<Happening.Line> lines = new ArrayList<>();
      for (int line = chance.between(1, 3); line > 0; line--) {
        Product product = chance.of(of);
        if (lines.stream().noneMatch(l -> l.product().equals(product))) {
          lines.add(new Happening.Line(product, chance.inThousand(150) ? 2 : 1));
        }
      }
      orders.add(
          new Happening.Order(
              String.format(Locale.ROOT, "A%06d", orders.size() + 1),
              customer,
              Happening.text(chance.daysBefore(now, from, to)),
              chance.inThousand(700) ? "web" : "store",
              lines));
    }
  }

  private void views(String customer, int fewest, int most, int from, int to, List<Product> of) {
    for (int n = chance.between(fewest, most); n > 0; n--) {
      views.add(
          new Happening.View(
              customer, chance.of(of).sku(), WALL.format(chance.daysBefore(now, from, to))));
    }
  }

  private void clicks(String customer, int fewest, int most, int days) {
    for (int n = chance.between(fewest, most); n > 0; n--) {
      clicks.add(
          new Happening.Click(
              String.format(Locale.ROOT, "k%06d", clicks.size() + 1),
              customer,
              Happening.text(chance.daysBefore(now, 0, days)),
              chance.of(CAMPAIGNS),
              chance.of(PRODUCTS).sku()));
    }
  }
}
