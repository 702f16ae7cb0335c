package io.espalier.contract;

import io.espalier.spi.Change;
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
              5_000)
          .lacks("c02", Change.Kind.TRACK, "events are not sent yet")
          .lacks("c21", Change.Kind.PUBLISH, "content is not published yet")
          .lacks("c14", Change.Kind.ERASE, "nobody is erased yet");

  KlaviyoContractTest() {
    super(SUBJECT);
  }
}
