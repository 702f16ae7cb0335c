package io.espalier.sandbox.mailchimp.merge;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A recipient made by hand. */
public record Someone(Map<String, Field> fields) implements Recipient {

  /** Has a name, a number, a date, and fields that it has nothing in. */
  public static Someone whole() {
    return new Someone(
        Map.of(
            "FNAME", new Field(Kind.TEXT, "Ada & <Co>", ""),
            "COUNTRY", new Field(Kind.TEXT, "fr_CA", ""),
            "SIZE", new Field(Kind.TEXT, "9", ""),
            "AGE", new Field(Kind.NUMBER, "18", ""),
            "ZERO", new Field(Kind.NUMBER, "0", ""),
            "JOINED", new Field(Kind.DATE, "2021-05-01", ""),
            "CITY", new Field(Kind.TEXT, "", "your town"),
            "SPENT", new Field(Kind.NUMBER, "", "")));
  }

  @Override
  public Optional<Field> field(String tag) {
    return Optional.ofNullable(fields.get(tag));
  }

  @Override
  public Optional<String> system(String tag) {
    return tag.equals("UNSUB") ? Optional.of("https://u.example/?a=1&b=2") : Optional.empty();
  }

  @Override
  public boolean interested(String category, List<String> groups) {
    return category.equals("Tea & Coffee") && groups.contains("Oolong");
  }

  @Override
  public ZonedDateTime now() {
    return ZonedDateTime.of(2026, 11, 3, 15, 4, 5, 0, ZoneOffset.UTC);
  }
}
