package io.espalier.sync.demo;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * The example shop: customers, products, orders, product views and newsletter clicks, made from a
 * seed. The same seed gives the same bytes. About one row in five is untidy or wrong on purpose.
 *
 * <pre>{@code
 * OutfitterShop shop = OutfitterShop.make(OutfitterShop.SEED, 5_000);
 * shop.write(Path.of("examples/outfitter/data"));
 * }</pre>
 */
public final class OutfitterShop {
  public static final long SEED = 7;

  /** As many customers as the shipped example has, before some of them are there twice. */
  public static final int PEOPLE = 5_000;

  /** The instant up to which the data goes. */
  public static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");

  private final Chance chance;
  private final List<Shopper> shoppers;
  private final Histories histories;

  private OutfitterShop(Chance chance, List<Shopper> shoppers, Histories histories) {
    this.chance = chance;
    this.shoppers = shoppers;
    this.histories = histories;
  }

  /** What {@link #change} did, in people. */
  public record Changed(int collected, int bought, int optedOut) {
    public int people() {
      return collected + bought + optedOut;
    }
  }

  /** Makes the data: {@code FOLDER [SEED [CUSTOMERS]]}. */
  public static void main(String[] words) {
    long seed = words.length > 1 ? Long.parseLong(words[1]) : SEED;
    int people = words.length > 2 ? Integer.parseInt(words[2]) : PEOPLE;
    make(seed, people).write(Path.of(words[0]));
  }

  public static OutfitterShop make(long seed, int people) {
    Chance chance = new Chance(seed);
    List<Shopper> shoppers = new Shoppers(chance, NOW).make(people);
    Histories histories = new Histories(chance, NOW);
    for (Shopper shopper : shoppers) {
      histories.live(shopper.id, Persona.any(chance));
    }
    new Mess(chance).spoil(shoppers);
    histories.spoil();
    return new OutfitterShop(chance, shoppers, histories);
  }

  /** Writes the data files into a folder; those that are there are replaced. */
  public void write(Path dir) {
    new DataFiles(dir).write(shoppers, histories);
  }

  /**
   * Lets a day pass for some people: most collect points, some order, a few unsubscribe. Only
   * people whose rows are sound change, so that every change should arrive.
   *
   * @param share of all customer rows
   */
  public Changed change(double share) {
    List<Shopper> sound =
        new java.util.ArrayList<>(shoppers.stream().filter(s -> s.sound).toList());
    int people = Math.min(sound.size(), (int) Math.round(share * shoppers.size()));
    int optedOut = people / 10;
    int bought = people * 3 / 10;
    for (int i = 0; i < people; i++) {
      Shopper shopper = sound.remove(chance.between(0, sound.size() - 1));
      if (i < optedOut) {
        shopper.newsletter = "no";
        shopper.since = NOW.minusSeconds(3_600).toString();
        shopper.proof = "unsubscribe link";
      } else if (i < optedOut + bought) {
        histories.buys(shopper.id);
      } else {
        shopper.points = String.valueOf(Integer.parseInt(shopper.points) + 25);
      }
    }
    return new Changed(people - optedOut - bought, bought, optedOut);
  }

  /** Rows of customers, twins included. */
  public int people() {
    return shoppers.size();
  }

  /** Rows of orders, views and clicks. */
  public int events() {
    return histories.orders.size() + histories.views.size() + histories.clicks.size();
  }
}
