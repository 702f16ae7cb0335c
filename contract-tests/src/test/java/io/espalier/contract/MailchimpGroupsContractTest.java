package io.espalier.contract;

import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Mailchimp, where segments are groups of a category and no tags. */
@EnabledIfSystemProperty(named = "espalier.long", matches = "true")
class MailchimpGroupsContractTest extends ConnectorContract {
  private static final Subject SUBJECT =
      Subject.onBoard(
              "mailchimp",
              Map.of("audience", "Customers", "as", "group", "group_category", "Shop segments"),
              Map.entry("api_key", "00000000000000000000000000000000-us1"),
              1_000,
              ChronoUnit.MICROS,
              "example.com",
              255)
          .mostAtOnce(10);

  MailchimpGroupsContractTest() {
    super(SUBJECT);
  }
}
