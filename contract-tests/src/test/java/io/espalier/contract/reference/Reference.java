package io.espalier.contract.reference;

import io.espalier.contract.Subject;
import io.espalier.spi.Change;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** The reference adapter as the contract takes it. */
public final class Reference {
  public static final Subject SUBJECT =
      new Subject(
              new ReferenceEsp(),
              new PostboxProvider(),
              Map.of(),
              Map.entry("client_secret", "0000000000000000000000"),
              PostboxApi.PAGE,
              ChronoUnit.MICROS,
              ReferenceHttp.AT_ONCE,
              "refused.example",
              4_000,
              Duration.ZERO,
              List.of())
          .lacks("c21", Change.Kind.DEFINE_NATIVE, "Postbox keeps no segment by itself");

  private Reference() {}
}
