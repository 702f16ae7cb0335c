package io.espalier.contract;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** The three ESPs whose languages are under contract. */
final class Languages {
  static final List<Subject> SUBJECTS =
      List.of(
          Subject.onBoard(
              "klaviyo",
              Map.of(),
              Map.entry("api_key", "pk_00000000000000000000000000000000ff"),
              100,
              ChronoUnit.MICROS,
              "bücher.example",
              5_000),
          Subject.onBoard(
                  "mailchimp",
                  Map.of("audience", "Customers"),
                  Map.entry("api_key", "00000000000000000000000000000000-us1"),
                  1_000,
                  ChronoUnit.MICROS,
                  "example.com",
                  255)
              .mostAtOnce(10),
          Subject.onBoard(
              "salesforce-mc",
              Map.of(),
              Map.entry("client_secret", "000000000000000000000000"),
              2_500,
              ChronoUnit.SECONDS,
              "bücher.example",
              4_000));

  private Languages() {}
}
