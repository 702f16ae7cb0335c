package io.espalier.contract;

import io.espalier.spi.Change;
import java.time.temporal.ChronoUnit;
import java.util.Map;

class SalesforceMcContractTest extends ConnectorContract {
  /** A Date column is written and read by the second: BEHAVIOR.md, c19. */
  static final Subject SUBJECT =
      Subject.onBoard(
              "salesforce-mc",
              Map.of(),
              Map.entry("client_secret", "000000000000000000000000"),
              2_500,
              ChronoUnit.SECONDS,
              "bücher.example",
              4_000)
          .lacks("c21", Change.Kind.DEFINE_NATIVE, "a query activity is made by hand");

  SalesforceMcContractTest() {
    super(SUBJECT);
  }
}
