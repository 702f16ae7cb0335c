package io.espalier.contract;

import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Nested;

class KlaviyoContractTest {
  private static final Subject SUBJECT =
      new Subject(
          "klaviyo",
          Map.of(),
          Map.entry("api_key", "pk_00000000000000000000000000000000ff"),
          100,
          ChronoUnit.MICROS);

  @Nested
  class Batches extends BatchContract {
    Batches() {
      super(SUBJECT);
    }
  }

  @Nested
  class People extends PeopleContract {
    People() {
      super(SUBJECT);
    }
  }

  @Nested
  class Segments extends SegmentContract {
    Segments() {
      super(SUBJECT);
    }
  }

  @Nested
  class Secrecy extends SecrecyContract {
    Secrecy() {
      super(SUBJECT);
    }
  }

  @Nested
  class Faults extends FaultContract {
    Faults() {
      super(SUBJECT);
    }
  }
}
