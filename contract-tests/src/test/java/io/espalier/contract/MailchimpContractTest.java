package io.espalier.contract;

import io.espalier.spi.Change;
import java.time.temporal.ChronoUnit;
import java.util.Map;

class MailchimpContractTest extends ConnectorContract {
  private static final Subject SUBJECT =
      Subject.onBoard(
              "mailchimp",
              Map.of("audience", "Customers"),
              Map.entry("api_key", "00000000000000000000000000000000-us1"),
              1_000,
              ChronoUnit.MICROS,
              "example.com",
              255)
          .mostAtOnce(10)
          .lacks("c02", Change.Kind.TRACK, "events are not sent yet")
          .lacks("c21", Change.Kind.PUBLISH, "content is not published yet")
          .lacks("c14", Change.Kind.ERASE, "nobody is erased yet");

  MailchimpContractTest() {
    super(SUBJECT);
  }
}
