package io.espalier.contract;

import io.espalier.spi.Change;
import java.time.temporal.ChronoUnit;
import java.util.Map;

class SalesforceMcContractTest extends ConnectorContract {
  /** A Date column is written and read by the second: BEHAVIOR.md, c19. */
  private static final Subject SUBJECT =
      Subject.onBoard(
              "salesforce-mc",
              Map.of(),
              Map.entry("client_secret", "000000000000000000000000"),
              2_500,
              ChronoUnit.SECONDS,
              "bücher.example",
              4_000)
          .lacks("c02", Change.Kind.TRACK, "events are not sent yet")
          .lacks("c21", Change.Kind.PUBLISH, "content is not published yet")
          .lacks("c14", Change.Kind.ERASE, "nobody is erased yet");

  SalesforceMcContractTest() {
    super(SUBJECT);
  }
}
