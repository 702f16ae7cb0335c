package io.espalier.contract;

import java.time.temporal.ChronoUnit;
import java.util.Map;

class MailchimpContractTest extends ConnectorContract {
  static final Subject SUBJECT =
      Subject.onBoard(
              "mailchimp",
              Map.of("audience", "Customers"),
              Map.entry("api_key", "00000000000000000000000000000000-us1"),
              1_000,
              ChronoUnit.MICROS,
              "example.com",
              255)
          .mostAtOnce(10);

  MailchimpContractTest() {
    super(SUBJECT);
  }
}
