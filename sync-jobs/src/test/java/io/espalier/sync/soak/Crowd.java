package io.espalier.sync.soak;

import io.espalier.model.Consent;
import io.espalier.sync.shop.Shop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * So many people in up to twenty segments. What each ESP should hold is computed here in plain
 * Java, from the people and from predicates: nothing of the product takes part.
 */
final class Crowd {
  private static final List<String> COUNTRIES =
      List.of("France", "Spain", "Germany", "Norway", "Italy", "Poland", "Austria", "Sweden");

  /** Mailchimp takes 255 bytes of a text, a column of SFMC 4,000 characters. */
  private static final int LONG = 300;

  private static final int VERY_LONG = 4_100;

  private record Kind(String rule, Predicate<Person> test) {}

  private static final Map<String, Kind> SEGMENTS = new LinkedHashMap<>();

  static {
    for (String country : COUNTRIES) {
      add("country == \"" + country + "\"", p -> p.country().equals(country));
    }
    for (int age : List.of(75, 80, 85)) {
      add("age >= " + age, p -> p.age() >= age);
    }
    for (int spent : List.of(700, 800, 900)) {
      add("spent >= " + spent, p -> p.cents() >= spent * 100);
    }
    for (int orders : List.of(9, 10, 11)) {
      add("orders >= " + orders, p -> p.orders() >= orders);
    }
    add("vip == true", Person::vip);
    add(
        "country in [\"France\", \"Spain\"] and age < 30",
        p -> Set.of("France", "Spain").contains(p.country()) && p.age() < 30);
    add("not (orders >= 1) and spent < 500", p -> p.orders() < 1 && p.cents() < 50_000);
  }

  private static void add(String rule, Predicate<Person> test) {
    SEGMENTS.put("s" + (SEGMENTS.size() + 10), new Kind(rule, test));
  }

  private final List<Person> people = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(20_261_127);

  private final Map<String, Kind> segments = new LinkedHashMap<>();

  /**
   * @param every 1 for all twenty segments, 3 for every third
   */
  Crowd(int size, int every) {
    int number = 0;
    for (Map.Entry<String, Kind> segment : SEGMENTS.entrySet()) {
      if (number++ % every == 0) {
        segments.put(segment.getKey(), segment.getValue());
      }
    }
    for (int i = 0; i < size; i++) {
      people.add(made(i));
    }
  }

  private Person made(int i) {
    String email =
        i % 1_000 == 501
            ? "nowhere-" + i
            : "p" + i + (i % 400 == 11 ? "@example.com" : "@example.net");
    String city =
        i % 1_000 == 3
            ? "L".repeat(LONG)
            : i % 1_000 == 4 ? "V".repeat(VERY_LONG) : "City " + random.nextInt(500);
    return new Person(
        i,
        email,
        COUNTRIES.get(random.nextInt(COUNTRIES.size())),
        18 + random.nextInt(72),
        random.nextInt(100_000),
        random.nextInt(12),
        random.nextInt(9) == 0,
        city,
        i % 50 == 7
            ? Consent.State.UNSUBSCRIBED
            : i % 50 == 9 ? Consent.State.UNKNOWN : Consent.State.SUBSCRIBED,
        1);
  }

  /** A month later: one in twenty has other values, one in a hundred has opted out. */
  void change() {
    for (int i = 0; i < people.size(); i++) {
      Person p = people.get(i);
      if (i % 100 == 42) {
        people.set(i, with(p, p.country(), p.age(), Consent.State.UNSUBSCRIBED, 2));
      } else if (i % 20 == 5) {
        String moved = COUNTRIES.get(random.nextInt(COUNTRIES.size()));
        people.set(i, with(p, moved, p.age() + 1, p.consent(), p.consentMonth()));
      }
    }
  }

  private static Person with(Person p, String country, int age, Consent.State consent, int month) {
    return new Person(
        p.number(),
        p.email(),
        country,
        age,
        p.cents(),
        p.orders(),
        p.vip(),
        p.city(),
        consent,
        month);
  }

  List<Person> people() {
    return people;
  }

  Set<String> segmentsOf(Person person) {
    Set<String> in = new TreeSet<>();
    segments.forEach(
        (id, kind) -> {
          if (kind.test().test(person)) {
            in.add(id);
          }
        });
    return in;
  }

  /** Whether this ESP will not have the person, for a reason of its own. */
  static boolean isRefused(String esp, Person person) {
    return switch (esp) {
      case "klaviyo" -> false;
      case "mailchimp" -> person.email().endsWith("@example.com") || person.city().length() >= LONG;
      default -> person.city().length() >= VERY_LONG;
    };
  }

  /** Writes it as a project with one ESP. */
  void write(Shop shop, String connection) {
    shop.with(
        "espalier.yaml",
        "project: soak\nsources:\n  customers: {kind: csv, path: customers.csv}\nconnections:\n"
            + connection);
    shop.with("profile.yaml", PROFILE);
    segments.forEach(
        (id, kind) ->
            shop.with(
                "segments/" + id + ".yaml",
                "segment: " + id + "\nname: " + id + "\nwhere: |\n  " + kind.rule() + "\n"));
    writePeople(shop);
  }

  void writePeople(Shop shop) {
    StringBuilder rows =
        new StringBuilder("id,email,country,age,spent,orders,vip,city,opt_in,opt_in_at,proof\n");
    people.forEach(p -> rows.append(p.row()).append('\n'));
    shop.with("customers.csv", rows.toString());
  }

  private static final String PROFILE =
      """
      profile:
        from: customers
        key: id
        identities: {email: email}
        consent:
          email:
            state: {column: opt_in}
            at: {column: opt_in_at}
            source: checkout
            evidence: {column: proof}
        attributes:
          country: {type: text, class: demographic, purposes: [marketing]}
          age: {type: number, class: demographic, purposes: [marketing]}
          spent: {type: number, class: purchase, purposes: [marketing]}
          orders: {type: number, class: purchase, purposes: [marketing]}
          vip: {type: bool, class: purchase, purposes: [marketing]}
          city: {type: text, class: demographic, purposes: [marketing]}
      """;
}
