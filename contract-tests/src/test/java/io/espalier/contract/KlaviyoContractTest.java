package io.espalier.contract;

import java.time.temporal.ChronoUnit;
import java.util.Map;

class KlaviyoContractTest extends ConnectorContract {
  private static final Subject SUBJECT =
      Subject.onBoard(
          "klaviyo",
          Map.of(),
          Map.entry("api_key", "pk_00000000000000000000000000000000ff"),
          100,
          ChronoUnit.MICROS,
          "bücher.example",
          5_000);

  KlaviyoContractTest() {
    super(SUBJECT);
  }
}
