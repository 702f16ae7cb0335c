package io.espalier.sync.demo;

import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Makes customers, and then makes some of their rows what rows are in the world. */
final class Shoppers {
  /** Domains that nobody can own. */
  private static final List<String> HOSTS =
      List.of("mail.example.net", "post.example.org", "inbox.example.net", "berg.example.org");

  private static final List<String> SIZES = List.of("XS", "S", "M", "L", "XL", "XXL");
  private static final List<String> INTERESTS =
      List.of("hiking", "climbing", "skiing", "camping", "trail running", "bikepacking");
  private static final List<String> PROOFS =
      List.of(
          "double opt-in, form footer-2024",
          "box ticked at checkout, terms of 2025-03",
          "double opt-in, form autumn-raffle",
          "card signed in the Innsbruck store");

  private final Chance chance;
  private final Instant now;

  Shoppers(Chance chance, Instant now) {
    this.chance = chance;
    this.now = now;
  }

  List<Shopper> make(int people) {
    List<Integer> weights = Homeland.ALL.stream().map(Homeland::weight).toList();
    List<Shopper> shoppers = new ArrayList<>();
    for (int i = 1; i <= people; i++) {
      shoppers.add(one(i, Homeland.ALL.get(chance.weighted(weights))));
    }
    return shoppers;
  }

  private Shopper one(int number, Homeland home) {
    Shopper shopper = new Shopper(String.format(Locale.ROOT, "OF-%05d", number));
    shopper.firstName = chance.of(home.firstNames());
    shopper.lastName = chance.of(home.lastNames());
    shopper.email = address(shopper, number);
    String city = chance.of(home.cities());
    shopper.city = city.substring(0, city.indexOf('/'));
    shopper.postcode = city.substring(city.indexOf('/') + 1);
    shopper.country = home.country();
    if (chance.inThousand(700)) {
      shopper.birthday = LocalDate.of(1946, 1, 1).plusDays(chance.between(0, 365 * 60)).toString();
    }
    if (chance.inThousand(800)) {
      shopper.size = chance.of(SIZES);
    }
    shopper.interests = interests();
    shopper.points = String.valueOf(chance.inThousand(300) ? 0 : chance.between(1, 240) * 10);
    consent(shopper);
    shopper.sound = shopper.newsletter.equals("yes") && !shopper.proof.isEmpty();
    return shopper;
  }

  private static String address(Shopper shopper, int number) {
    String name =
        Normalizer.normalize(shopper.firstName + "." + shopper.lastName, Normalizer.Form.NFD)
            .replace("ø", "o")
            .replace("Ø", "O")
            .replace("ł", "l")
            .replace("Ł", "L")
            .replace("æ", "ae")
            .replace("ß", "ss")
            .replaceAll("[^A-Za-z.]", "")
            .toLowerCase(Locale.ROOT);
    return (name.length() > 2 ? name : "kyaku") + number + "@" + HOSTS.get(number % HOSTS.size());
  }

  private String interests() {
    List<String> chosen = new ArrayList<>();
    for (String interest : INTERESTS) {
      if (chance.inThousand(220)) {
        chosen.add(interest);
      }
    }
    return String.join(", ", chosen);
  }

  private void consent(Shopper shopper) {
    Instant since = chance.daysBefore(now, 3, 1000).truncatedTo(ChronoUnit.MINUTES);
    int of = chance.between(1, 100);
    if (of <= 80) {
      shopper.newsletter = "yes";
      shopper.since = since.toString();
      shopper.proof = chance.inThousand(40) ? "" : chance.of(PROOFS);
    } else if (of <= 91) {
      shopper.newsletter = "no";
      shopper.since = since.toString();
      shopper.proof = "unsubscribe link";
    } else if (of == 92) {
      shopper.newsletter = "complained";
      shopper.since = since.toString();
    }
  }
}
