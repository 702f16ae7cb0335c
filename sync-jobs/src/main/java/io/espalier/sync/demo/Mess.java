package io.espalier.sync.demo;

import java.util.List;
import java.util.Locale;

/** Spoils some rows in every way that exports are spoilt in. */
final class Mess {
  private static final List<String> BAD_ADDRESSES =
      List.of(
          "n/a",
          "anna.example.net",
          "at@home@example.net",
          "x y@mail.example.net",
          "klaus@localhost",
          "@example.org",
          "test");
  private static final List<String> BAD_POINTS = List.of("twelve", "1.250,00", "12 pts", "-");
  private static final List<String> BAD_BIRTHDAYS = List.of("31/02/1985", "unknown", "spring 1970");

  /** Names that tools have stumbled over: quotes, markup, and each ESP's own merge code. */
  private static final List<String> HARD_NAMES =
      List.of(
          "Robert \"Bob\"",
          "Max <3",
          "Ana & Co.",
          "{{ person.email }}",
          "%%=Now()=%%",
          "100% Ida",
          "Null",
          "🏔 Heidi");

  private final Chance chance;

  Mess(Chance chance) {
    this.chance = chance;
  }

  /** Spoils rows in place, and adds some that are there twice. */
  void spoil(List<Shopper> shoppers) {
    int people = shoppers.size();
    for (int i = 0; i < people; i++) {
      Shopper shopper = shoppers.get(i);
      if (i % 97 == 13) {
        shopper.firstName = HARD_NAMES.get(i / 97 % HARD_NAMES.size());
      }
      if (chance.inThousand(160)) {
        spoil(shopper);
      }
    }
    for (int i = 0; i < people; i++) {
      if (chance.inThousand(8)) {
        shoppers.add(again(shoppers.get(i), shoppers.size() + 1));
      }
    }
  }

  private void spoil(Shopper shopper) {
    int kind = chance.between(1, 16);
    // A row that is untidy but says what it should stays a sound one.
    shopper.sound &= kind <= 6;
    switch (kind) {
      case 1, 2 -> shopper.email = shopper.email.toUpperCase(Locale.ROOT);
      case 3 -> shopper.email = "  " + shopper.email + " ";
      case 4 -> shopper.country = shopper.country.toUpperCase(Locale.ROOT);
      case 5 -> shopper.firstName = " " + shopper.firstName + "\u00a0";
      case 6 -> shopper.newsletter = shopper.newsletter.toUpperCase(Locale.ROOT) + " ";
      case 7, 8 -> shopper.email = chance.of(BAD_ADDRESSES);
      case 9 -> shopper.email = "";
      case 10, 11 -> shopper.points = chance.of(BAD_POINTS);
      case 12 -> shopper.birthday = chance.of(BAD_BIRTHDAYS);
      case 13 -> shopper.firstName = "";
      case 14 -> {
        shopper.city = "";
        shopper.postcode = "";
      }
      case 15 -> {
        shopper.since = "";
        shopper.proof = "";
      }
      default -> {
        shopper.city = shopper.city + ", Old Town";
        shopper.torn = true;
      }
    }
  }

  /** The same row once more, or the same person under another number who has opted out there. */
  private Shopper again(Shopper shopper, int number) {
    shopper.sound = false;
    if (chance.inThousand(300)) {
      return shopper.copy(shopper.id);
    }
    Shopper twin = shopper.copy(String.format(Locale.ROOT, "OF-%05d", number));
    twin.email = twin.email.toUpperCase(Locale.ROOT);
    if (chance.inThousand(400)) {
      twin.newsletter = "no";
    }
    return twin;
  }
}
